import { expect, test } from "vitest";
import { commands } from "./commands.ts";

const repeated = (words: readonly string[]): readonly string[] =>
  words.filter((word, at) => words.indexOf(word) !== at);

test("no two commands have one id, one label or one key", () => {
  expect(repeated(commands.map((command) => command.id))).toEqual([]);
  expect(repeated(commands.map((command) => command.label))).toEqual([]);
  expect(repeated(commands.flatMap((command) => command.accelerator ?? []))).toEqual([]);
});
