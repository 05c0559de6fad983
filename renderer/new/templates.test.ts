import { expect, test } from "vitest";
import { templates } from "./templates.ts";

const textOf = (kind: string, id: string): string => templates.find((one) => one.kind === kind)?.text(id) ?? "";

test("a source is named after its module", () => {
  expect(textOf("source", "music/my-clock.ts")).toContain("export const sourceMyClock: Source");
  expect(textOf("source", "music/my-clock.ts")).toContain("myClock: { readonly at: number };");
  expect(textOf("source", "3d.ts")).toContain("export const sourceOwn3d: Source");
});

test("in a file of JavaScript there are no types", () => {
  expect(textOf("handler", "a.js")).toBe(`export const init = () => ({ count: 0 });

/** Called for every tick of the loop's clock; returns the next state. */
export const onTick = (state) => ({ state: { ...state, count: state.count + 1 } });
`);
  expect(textOf("source", "a.mjs")).not.toMatch(/declare|: Source|import/);
  expect(textOf("library", "a.jsx")).toContain("export const double = (value) => 2 * value;");
});
