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
  const lines = (running: string, text: string) => [...changedLines(running, text)];
  expect(lines("a\nb\nc", "a\nb\nc")).toEqual([]);
  expect(lines("a\nb\nc", "a\nX\nY\nc")).toEqual([2, 3]);
  expect(lines("a\nb\nc\nd\ne", "a\nX\nc\nd\nY\ne")).toEqual([2, 5]);
  expect(lines("a\nb\nc", "a\nc")).toEqual([2]);
  expect(lines("a", "a\nb")).toEqual([2]);
  expect(lines("a\nb", "a")).toEqual([1]);
});
