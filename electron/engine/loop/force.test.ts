import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Plain } from "../plain.ts";
import { force, isForced } from "./force.ts";
import { guarded } from "./guard.ts";
import { marking } from "./mark.ts";

const refusal = (value: unknown, root?: string): string => {
  const forced = force(value, root);
  return forced.ok ? "plain" : `${forced.path}: ${forced.found}`;
};

/** A value built by a module that has everything inside which plain data has not. */
class Point {
  x = 1;
}

const holes = (length: number): unknown[] => Object.assign([], { length });

const withProperty = (value: object, key: PropertyKey, property: PropertyDescriptor): object =>
  Object.defineProperty(value, key, property);

test.each<[string, unknown]>([
  ["null", null],
  ["a boolean", true],
  ["a string", "\u{1f600}\ud800"],
  ["minus zero", -0],
  ["an empty list", []],
  ["an object without a prototype", Object.assign(Object.create(null) as object, { a: 1 })],
  ["an object with odd keys", { "": 1, "a b": 2, 7: 3, __proto__x: 4, constructor: 5 }],
  ["a field that is undefined", { a: undefined, b: 1 }],
  ["what is frozen already", Object.freeze({ a: Object.freeze([1]) })],
])("[F1] %s is plain data", (_name, value) => {
  expect(force(value)).toEqual({ ok: true, value });
});

test.each<[string, unknown]>([
  [": undefined", undefined],
  [": a function", () => 1],
  [": a symbol", Symbol("s")],
  [": a bigint", 1n],
  [": NaN", NaN],
  [": -Infinity", -Infinity],
  ["a.b[1]: Infinity", { a: { b: [1, Infinity] } }],
  ["state.m: a Map", { state: { m: new Map() } }],
  ["a: a Set", { a: new Set() }],
  ["a: a Date", { a: new Date() }],
  ["a: a RegExp", { a: /x/ }],
  ["a: a TypeError", { a: new TypeError("no") }],
  ["a: an ArrayBuffer", { a: new ArrayBuffer(1) }],
  ["a: a Uint8Array", { a: new Uint8Array(2) }],
  ["a: a Buffer", { a: Buffer.from("x") }],
  ["a: a Uint8Array", { a: Object.setPrototypeOf(new Uint8Array(2), Uint8Array.prototype) as unknown }],
  ["a: an instance of Point", { a: new Point() }],
  ["a: an instance of String", { a: Object("text") as unknown }],
  ["a: an object with another prototype", { a: Object.create({}) as unknown }],
  ["a: an object with another prototype", { a: Object.create(new Proxy({}, {})) as unknown }],
  ["a: a promise", { a: Promise.resolve(1) }],
  ["a: a proxy", { a: new Proxy({}, {}) }],
  ["a: a proxy", { a: new Proxy([], {}) }],
  ["effects[0].onDone: a function", { effects: [{ onDone: () => {} }] }],
  ["[2]: undefined", [1, 2, undefined]],
  // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tried
  ["a[1]: a hole", { a: [1, , 3] }],
  ["a[0]: a hole", { a: holes(3) }],
  ["a.note: a property of an array", { a: Object.assign([1], { note: 1 }) }],
  ["a.raw: a non-enumerable property", { a: withProperty([1], "raw", { value: 1 }) }],
  ["a[0]: a non-enumerable property", { a: withProperty([1], 0, { value: 1, enumerable: false }) }],
  ["a[1]: an accessor", { a: withProperty([1], 1, { get: () => 2, enumerable: true }) }],
  [
    "a: an array of the class List",
    {
      a: new (class List extends Array {})(),
    },
  ],
  [
    "a.b: an accessor",
    {
      a: {
        get b() {
          return 1;
        },
      },
    },
  ],
  ["a.b: an accessor", { a: withProperty({}, "b", { set: () => {}, enumerable: true }) }],
  ["a.b: a non-enumerable property", { a: withProperty({}, "b", { value: 1 }) }],
  ['a["b c"]: NaN', { a: { "b c": NaN } }],
  ['["0"]: NaN', { 0: NaN }],
  ["a[Symbol(tag)]: a symbol key", { a: { [Symbol("tag")]: 1 } }],
  ["a[Symbol(tag)]: a symbol key", { a: Object.assign([1], { [Symbol("tag")]: 1 }) }],
  ["a: an instance of Object", { a: runInNewContext("({})") as unknown }],
])("[F1] [F4] refused: %s", (expected, value) => {
  expect(refusal(value)).toBe(expected);
});

test("[F4] paths start with the root they are given", () => {
  expect(refusal({ a: [NaN] }, "event")).toBe("event.a[0]: NaN");
  expect(refusal([NaN], "event")).toBe("event[0]: NaN");
  expect(refusal(NaN, "event")).toBe("event: NaN");
});

test("[F3] parts may be shared, also frozen ones, but a value is no part of itself", () => {
  const part = { a: [1] };
  const list = Array.from({ length: 100 }, () => part);
  expect(force({ one: part, two: [part, part.a, list, list] }).ok).toBe(true);

  const self: unknown[] = [1];
  self.push(self);
  expect(refusal({ self })).toBe("self[1]: a cycle");
  const up: { down: { up?: unknown } } = { down: {} };
  up.down.up = up;
  expect(refusal(up)).toBe("down.up: a cycle");
  expect(refusal(Object.freeze(up))).toBe("down.up: a cycle");
});

test("[F3] 60 levels that share both halves are walked in no time", () => {
  let value: Plain = { leaf: 1 };
  for (let level = 0; level < 60; level++) value = { left: value, right: value };
  expect(force(value).ok).toBe(true);
});

test("[F5] no code of the value runs", () => {
  let ran = 0;
  const trap = () => {
    ran++;
    throw new Error("ran");
  };
  const traps = new Proxy({}, { get: () => trap });
  const getters = Object.defineProperties([1, 2, 3], {
    1: { get: trap, enumerable: true },
    [Symbol.toStringTag]: { get: trap },
  });
  for (const value of [
    new Proxy({}, traps),
    new Proxy([1], traps),
    Object.create(new Proxy({}, traps)),
    Object.setPrototypeOf([1], new Proxy([], traps)),
    getters,
    Object.defineProperty([1], 0, { get: trap, enumerable: true }),
    Object.defineProperty({}, "a", { get: trap, enumerable: true }),
    Object.defineProperty(Object.create({ constructor: trap }), "a", { get: trap }),
  ] as unknown[]) {
    expect(force({ value }).ok).toBe(false);
  }
  expect(ran).toBe(0);
});

const isDeepFrozen = (value: unknown): boolean =>
  typeof value !== "object" ||
  value === null ||
  (isForced(value) && Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));

test("[F6] what was forced is frozen to its last leaf, and is the very value", () => {
  const value = { a: [1, { b: {} }], c: Object.create(null) as object };
  const forced = force(value);
  expect(forced.ok && forced.value).toBe(value);
  expect(isDeepFrozen(value)).toBe(true);
});

test("[F7] what is frozen but was not forced is walked all the same", () => {
  expect(refusal(Object.freeze({ a: Object.freeze({ b: () => 1 }) }))).toBe("a.b: a function");
  expect(isForced(Object.freeze({}))).toBe(false);
});

test("[F7] a new whole of forced parts does not enter them again", () => {
  const huge = Array.from({ length: 300_000 }, (_, index) => ({ index }));
  const first = performance.now();
  force({ huge });
  const again = performance.now();
  for (let turn = 0; turn < 100; turn++) expect(force({ huge, turn }).ok).toBe(true);
  expect(performance.now() - again).toBeLessThan((again - first) / 2);
});

test("[F8] a value that is refused is left as it was", () => {
  const long = Array.from({ length: 100 }, (_, index) => index);
  const part = { a: { b: [1], long } };
  const value = { part, twice: part, bad: () => 1 };
  expect(force(value).ok).toBe(false);
  for (const object of [value, part, part.a, part.a.b, long]) {
    expect([isForced(object), Object.isFrozen(object)]).toEqual([false, false]);
  }
  expect(force({ part, twice: [part, long] }).ok).toBe(true);
  expect(isDeepFrozen(part)).toBe(true);
});

test("[F9] depth is limited by memory only", () => {
  let deep: Plain = { end: 1 };
  let list: Plain = [];
  let bad: unknown = { end: NaN };
  for (let level = 0; level < 100_000; level++) {
    deep = { deep };
    list = [list];
    bad = { bad };
  }
  expect(force(deep).ok).toBe(true);
  expect(force(list).ok).toBe(true);
  const forced = force(bad);
  expect(forced.ok ? "plain" : [forced.path.length, forced.found]).toEqual(["bad.".length * 100_000 + 3, "NaN"]);
});

test("[F10] a walk that is cut leaves nothing that counts as forced and is not", { timeout: 60_000 }, () => {
  let cuts = 0;
  for (let round = 0; round < 60; round++) {
    const parts = Array.from({ length: 60_000 }, (_, index) => ({ index, list: [index], more: { index } }));
    const cut = !guarded(() => force(parts), 1 + round).ok;
    if (cut) cuts++;
    const lie = parts.find((part) => isForced(part) && !isDeepFrozen(part));
    expect({ cut, lie }).toEqual({ cut, lie: undefined });
    if (round % 10 === 0) {
      expect(force(parts).ok).toBe(true);
      expect(isDeepFrozen(parts)).toBe(true);
    }
  }
  expect(cuts).toBeGreaterThan(0);
});

/** Words of F1, one after the other, without a thought for speed or order. */
const isPlain = (value: unknown, wholes: readonly unknown[] = []): boolean => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || wholes.includes(value)) return false;
  const keys = Reflect.ownKeys(value);
  const properties = keys.map((key) => Object.getOwnPropertyDescriptor(value, key)!);
  const below = [...wholes, value];
  if (Array.isArray(value)) {
    const expected = [...Array.from({ length: value.length }, (_, index) => String(index)), "length"];
    return (
      Object.getPrototypeOf(value) === Array.prototype &&
      keys.length === expected.length &&
      keys.every((key, index) => key === expected[index]) &&
      properties.slice(0, -1).every((property) => property.enumerable === true && isPlain(property.value, below))
    );
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) &&
    keys.every((key) => typeof key === "string") &&
    properties.every(
      (property) =>
        property.enumerable === true &&
        "value" in property &&
        (property.value === undefined || isPlain(property.value, below)),
    )
  );
};

/** Random values with a flaw here and there; drawn as a recipe, so that each run builds its own fresh objects. */
const recipe = fc.letrec<{ value: () => unknown; flaw: () => unknown; whole: () => unknown }>((tie) => ({
  flaw: fc.constantFrom<() => unknown>(
    () => undefined,
    () => () => 1,
    () => Symbol("x"),
    () => 1n,
    () => NaN,
    () => new Date(0),
    () => new Map(),
    () => new Uint8Array(1),
    () => new Point(),
    () => holes(2),
    () => Object.assign([1], { x: 1 }),
    () => withProperty([1], "x", { value: 1 }),
    () => withProperty([1, 2], 1, { value: 2, enumerable: false }),
    () => withProperty({}, "x", { value: 1 }),
    () => withProperty({ a: 1 }, "a", { get: () => 1, enumerable: true }),
    () => ({ [Symbol.iterator]: 1 }),
    () => Promise.resolve(),
    () => {
      const self: Record<string, unknown> = {};
      self["inner"] = { self };
      return self;
    },
  ),
  whole: fc.oneof(
    { maxDepth: 4 },
    fc.array(tie("value"), { maxLength: 4 }).map((parts) => () => parts.map((part) => part())),
    fc.array(tie("value"), { minLength: 1, maxLength: 3 }).map((parts) => () => {
      const shared = parts[0]!();
      return [shared, ...parts.map((part) => part()), { again: shared }];
    }),
    fc
      .dictionary(fc.string({ maxLength: 3 }), tie("value"), { maxKeys: 4 })
      .map((parts) => () => Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, part()]))),
    fc.array(tie("value"), { maxLength: 3 }).map((parts) => () => Object.freeze(parts.map((part) => part()))),
  ),
  value: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)).map((v) => () => v),
    },
    { weight: 8, arbitrary: tie("whole") },
    { weight: 1, arbitrary: tie("flaw") },
  ),
}));

describe.each([true, false])("with stamps on frozen objects: %s", (stampsFrozen) => {
  const { stampsFrozen: before } = marking;
  afterEach(() => {
    marking.stampsFrozen = before;
  });

  test("[F1] [F6] [F8] agrees with the definition, freezes all or nothing", () => {
    marking.stampsFrozen = stampsFrozen && before;
    const runs = { plain: 0, refused: 0 };
    fc.assert(
      fc.property(recipe.value, (build) => {
        const value = build();
        const expected = isPlain(value);
        const wasFrozen = Object.isFrozen(value);
        const forced = force(value);
        expect(forced.ok).toBe(expected);
        if (forced.ok) expect(isDeepFrozen(value)).toBe(true);
        else if (typeof value === "object" && value !== null) {
          expect([isForced(value), Object.isFrozen(value)]).toEqual([false, wasFrozen]);
        }
        runs[forced.ok ? "plain" : "refused"]++;
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(runs.plain, runs.refused)).toBeGreaterThan(100);
  });
});
