import { expect, test } from "vitest";
import { remember, typedIn, Walk } from "./typed.ts";

const storeOf = (kept: readonly (readonly [string, string])[] = []) => {
  const values = new Map(kept);
  return {
    getItem: (key: string): string | null => values.get(key) ?? null,
    setItem: (key: string, value: string): void => void values.set(key, value),
  };
};

test("what was typed is kept by workspace, once each, the newest last", () => {
  const store = storeOf();
  for (const line of ["a", "b", "a", "  "]) remember("/one", line, store);
  remember("/two", "c", store);
  expect(typedIn("/one", store)).toEqual(["b", "a"]);
  expect(typedIn("/two", store)).toEqual(["c"]);
});

test("what is kept and damaged counts as nothing", () => {
  expect(typedIn("/one", storeOf([["prompt /one", "[1, "]]))).toEqual([]);
});

test("up goes back through what was typed, down comes back to what is being typed", () => {
  const walk = new Walk(["a", "b"]);
  expect(walk.step(1, "dra")).toBeUndefined();
  expect(walk.step(-1, "dra")).toBe("b");
  expect(walk.step(-1, "b")).toBe("a");
  expect(walk.step(-1, "a")).toBeUndefined();
  expect(walk.step(1, "a")).toBe("b");
  expect(walk.step(1, "b")).toBe("dra");
});
