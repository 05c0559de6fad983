import { expect, test } from "vitest";
import { changedLines } from "./changed-lines.ts";
import { highlightLines } from "./highlight.ts";

test("every character of the text is kept, in its line", () => {
  const text =
    'import { a } from "./a"\n/* two\nlines */ const x = `t\n${1}` // end\nclass A { #p = 0x1f; get() { return this.#p / 2 } }\n';
  expect(highlightLines(text).map((line) => line.map((token) => token.text).join(""))).toEqual(text.split("\n"));
});

test("words get their colours", () => {
  const [line] = highlightLines("const bpm = rate(12.5) // fast");
  expect(line?.map(({ kind, text }) => `${kind}:${text}`)).toEqual([
    "keyword:const",
    "plain: bpm = ",
    "call:rate",
    "plain:(",
    "number:12.5",
    "plain:) ",
    "comment:// fast",
  ]);
  expect(highlightLines("a.default")[0]?.map((token) => token.kind)).toEqual(["plain"]);
});

test("changed lines", () => {
  expect(changedLines("a\nb\nc", "a\nb\nc")).toBeUndefined();
  expect(changedLines("a\nb\nc", "a\nX\nY\nc")).toEqual({ first: 2, last: 3 });
  expect(changedLines("a\nb\nc", "a\nc")).toEqual({ first: 2, last: 2 });
  expect(changedLines("a", "a\nb")).toEqual({ first: 2, last: 2 });
  expect(changedLines("a\nb", "a")).toEqual({ first: 1, last: 1 });
});
