import { expect, test } from "vitest";
import { knownFields, valueOf } from "./known-fields.ts";

test("a form has the fields of recent events of its type, with their newest values", () => {
  const events = [
    { type: "reading", room: "hall", celsius: 20, dry: true },
    { type: "tick", n: 1 },
    { type: "reading", room: "kitchen", celsius: 12, at: { floor: 1 } },
  ];
  expect(knownFields("reading", events)).toEqual([
    { name: "room", kind: "text", value: "kitchen" },
    { name: "celsius", kind: "number", value: 12 },
    { name: "at", kind: "data", value: { floor: 1 } },
    { name: "dry", kind: "yes or no", value: true },
  ]);
  expect(knownFields("unheard", events)).toEqual([]);
});

test("what is written is taken for what the field wants, or said to be none of it", () => {
  expect([
    valueOf("text", "12"),
    valueOf("number", "12.5"),
    valueOf("number", "warm"),
    valueOf("yes or no", "true"),
    valueOf("data", '[1, {"a": null}]'),
    valueOf("data", "[1"),
  ]).toEqual([
    { value: "12" },
    { value: 12.5 },
    { flaw: "is no number" },
    { value: true },
    { value: [1, { a: null }] },
    { flaw: "is no JSON" },
  ]);
});
