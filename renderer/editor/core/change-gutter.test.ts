import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { changedLineCount, changeGutter, setRunning } from "./change-gutter.ts";

const counted = (running: string | undefined, text: string): number =>
  changedLineCount(
    EditorState.create({ doc: text, extensions: changeGutter }).update({ effects: setRunning.of(running) }).state,
  );

test("lines that are not as they run are counted; those that were taken out count as one", () => {
  expect(counted("a\nb\nc", "a\nb\nc")).toBe(0);
  expect(counted("a\nb\nc", "a\nX\nY\nc")).toBe(2);
  expect(counted("a\nb\nc\nd\ne", "a\nX\nc\nd\nY\ne")).toBe(2);
  expect(counted("a\nb\nc\nd", "a\nd")).toBe(1);
  expect(counted("a\n", "a\nb\n")).toBe(1);
  expect(counted("a\r\nb", "a\nb")).toBe(0);
  expect(counted(undefined, "nothing runs")).toBe(0);
});

test("an edit is counted as it is made, and no more when it is taken back", () => {
  const start = EditorState.create({ doc: "a\nb\nc\n", extensions: changeGutter }).update({
    effects: setRunning.of("a\nb\nc\n"),
  }).state;
  const edited = start.update({ changes: { from: 2, to: 3, insert: "bb" } }).state;
  expect(changedLineCount(edited)).toBe(1);
  expect(changedLineCount(edited.update({ changes: { from: 3, to: 4 } }).state)).toBe(0);
});
