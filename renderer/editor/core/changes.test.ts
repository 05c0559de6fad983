import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { changeAt, changedLineCount, changes, placeOfRunning, setRunning, settleChanges } from "./changes.ts";

const counted = (running: string | undefined, text: string): number =>
  changedLineCount(
    EditorState.create({ doc: text, extensions: changes }).update({ effects: setRunning.of(running) }).state,
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
  const start = EditorState.create({ doc: "a\nb\nc\n", extensions: changes }).update({
    effects: setRunning.of("a\nb\nc\n"),
  }).state;
  const edited = start.update({ changes: { from: 2, to: 3, insert: "bb" } }).state;
  expect(changedLineCount(edited)).toBe(1);
  expect(changedLineCount(edited.update({ changes: { from: 3, to: 4 } }).state)).toBe(0);
});

const lines = (word: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${word} ${index}`).join("\n");

/** What every line is said to be: a letter each, a dot where it is as it runs. */
const told = (state: EditorState): string =>
  Array.from({ length: state.doc.lines }, (_, index) => {
    const { from, to } = state.doc.line(index + 1);
    return changeAt(state, from, to)?.charAt(0) ?? ".";
  }).join("");

test("where much differs an edit is compared at rest; until then what is known moves along with the text", () => {
  const running = `same\n${lines("running", 3000)}\nlast`;
  const start = EditorState.create({ doc: `same\n${lines("edited", 3000)}\nlast`, extensions: changes }).update({
    effects: setRunning.of(running),
  }).state;
  expect(changedLineCount(start)).toBe(3000);
  const inMuch = start.doc.line(1500).from;
  const first = start.update({ changes: { from: inMuch, insert: "\nnew\n" } }).state;
  expect(first.field(changes).pending).toBeDefined();
  const edited = first.update({ changes: { from: first.doc.length, insert: "!" } }).state;
  expect(told(edited)).toBe(`.${"c".repeat(3003)}`);
  expect(placeOfRunning(edited, 3002)).toBe(edited.doc.line(edited.doc.lines).from);

  const settled = edited.update({ effects: settleChanges.of(null) }).state;
  expect(settled.field(changes).pending).toBeUndefined();
  expect(told(settled)).toBe(told(edited));
  expect(changedLineCount(settled)).toBe(3003);
  expect(settled.field(changes).chunks).toEqual(
    EditorState.create({ doc: settled.doc, extensions: changes })
      .update({ effects: setRunning.of(running) })
      .state.field(changes).chunks,
  );
});

test("where little differs an edit is compared at once, also in a large text", () => {
  const running = lines("the same", 20_000);
  const start = EditorState.create({ doc: running, extensions: changes }).update({
    effects: setRunning.of(running),
  }).state;
  const edited = start.update({ changes: { from: start.doc.line(900).from, insert: "x" } }).state;
  expect(edited.field(changes).pending).toBeUndefined();
  expect(changedLineCount(edited)).toBe(1);
  expect(told(edited)).toBe(`${".".repeat(899)}c${".".repeat(19_100)}`);
});
