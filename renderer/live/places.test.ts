import { ChangeSet, Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { Places } from "./places.ts";

test("what was found moves along while somebody types, and is looked for again when the hand rests", () => {
  let now = 0;
  let looked = 0;
  const places = new Places(() => now);
  const find = (text: string): number | undefined => {
    looked++;
    const at = text.indexOf("onTick");
    return at < 0 ? undefined : at;
  };
  let doc = Text.of(["const onTick = 1", ""]);
  const edit = (from: number, to: number, insert: string): void => {
    const changes = ChangeSet.of({ from, to, insert }, doc.length);
    doc = changes.apply(doc);
    places.moved(changes);
  };
  const place = (): number | undefined => places.of(doc, "onTick", find);

  expect([place(), place(), looked]).toEqual([6, 6, 1]);
  edit(0, 0, "// two\n");
  expect([place(), looked]).toEqual([13, 1]);
  now = 100;
  edit(doc.length, doc.length, "x");
  now = 499;
  expect([place(), looked]).toEqual([13, 1]);
  now = 500;
  expect([place(), place(), looked]).toEqual([13, 13, 2]);
  edit(13, 19, "onTock");
  now = 1000;
  expect([place(), looked]).toEqual([undefined, 3]);
});
