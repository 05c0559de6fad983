import { expect, test } from "vitest";
import { messageTexts } from "./message-texts.ts";

test("of two messages of one type only what differs is shown", () => {
  expect(
    messageTexts({ before: { type: "note", row: 4, velocity: 1 }, after: { type: "note", row: 4, velocity: 0.5 } }),
  ).toEqual({ before: "note {velocity: 1}", after: "note {velocity: 0.5}" });
  expect(messageTexts({ before: { type: "note", row: 4 }, after: { type: "note", row: 4, loud: true } })).toEqual({
    before: "note {loud: –}",
    after: "note {loud: true}",
  });
});

test("messages that are new, gone or of another type are shown whole", () => {
  expect(messageTexts({ after: { type: "note", row: 4 } })).toEqual({ after: "note {row: 4}" });
  expect(messageTexts({ before: { type: "note", row: 4 }, after: { type: "beat" } })).toEqual({
    before: "note {row: 4}",
    after: "beat",
  });
});

test("where what differs was left out, the first place where it does is told", () => {
  const draw = { type: "draw", shapes: { length: 37 } };
  const first = { path: "shapes[3].r", before: 4, after: 5 };
  expect(messageTexts({ before: draw, after: draw, first })).toEqual({
    before: "draw {shapes[3].r: 4, …}",
    after: "draw {shapes[3].r: 5, …}",
  });
});
