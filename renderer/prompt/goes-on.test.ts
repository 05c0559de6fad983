import { javascript } from "@codemirror/lang-javascript";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { goesOn } from "./goes-on.ts";

/** @param text with `|` where the cursor is */
const at = (text: string): boolean =>
  goesOn(
    EditorState.create({
      doc: text.replace("|", ""),
      selection: { anchor: text.indexOf("|") },
      extensions: javascript({ typescript: true }),
    }),
  );

test("Enter at the beginning of a block, and in brackets over several lines, goes on with what is typed", () => {
  for (const text of [
    "if (n > 0) {|}",
    "const f = () => {|}",
    "for (const x of y) { | }",
    "class A {|}",
    "if (n > 0) {\n  n;|\n}",
    "f(\n  1,|\n)",
    "state = {\n  n: 1|\n}",
  ])
    expect(at(text), text).toBe(true);
});

test("Enter elsewhere runs what is typed", () => {
  for (const text of [
    "|",
    "1 + 1|",
    "f(|)",
    "[1, 2|]",
    "state = {|}",
    "state = { ...state, n: 1|}",
    "if (n > 0) {}|",
    "if (n > 0) { n| }",
    "if (n > 0) {\n  n;\n}|",
    "|if (n > 0) {}",
  ])
    expect(at(text), text).toBe(false);
});
