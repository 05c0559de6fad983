import { array, assert, boolean, integer, nat, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { isNear } from "./geometry.ts";
import { type Block, layered, type Wire } from "./layered.ts";

const block = (id: string, height = 26): Block => ({ id, width: 168, height });
const wire = (from: string, to: string, weight = 1): Wire => ({ from, to, fromY: 13, toY: 13, weight });
const place = (blocks: readonly Block[], wires: readonly Wire[], id: string) => {
  const point = layered(blocks, wires).get(id);
  if (point === undefined) throw new Error(`${id} has no place`);
  return point;
};

test("whoever refers stands left of what is referred to; what is joined to nothing stands below", () => {
  const blocks = [block("c"), block("b"), block("a"), block("alone")];
  const places = layered(blocks, [wire("a", "b"), wire("b", "c"), wire("a", "c")]);
  const joined = [...places].filter(([id]) => id !== "alone");
  expect(joined.sort(([, a], [, b]) => a.x - b.x).map(([id]) => id)).toEqual(["a", "b", "c"]);
  expect(places.get("alone")?.y).toBeGreaterThan(places.get("a")?.y ?? Infinity);
});

test("a chain lies level, and two wires that need not cross do not", () => {
  const blocks = ["a", "b", "c", "d"].map((id) => block(id));
  const chain = layered(blocks.slice(0, 3), [wire("a", "b"), wire("b", "c")]);
  expect(new Set([...chain.values()].map(({ y }) => y)).size).toBe(1);
  const crossed = layered(blocks, [wire("a", "d"), wire("b", "c")]);
  const order = (upper: string, lower: string) =>
    Math.sign((crossed.get(upper)?.y ?? 0) - (crossed.get(lower)?.y ?? 0));
  expect(order("a", "b")).toBe(order("d", "c"));
});

test("slots come first and packages last, also where that turns a wire round", () => {
  const blocks: readonly Block[] = [
    { ...block("last"), rank: "last" },
    block("m"),
    { ...block("first"), rank: "first" },
  ];
  const wires = [wire("first", "m"), wire("m", "last"), wire("last", "first")];
  expect(place(blocks, wires, "first").x).toBeLessThan(place(blocks, wires, "m").x);
  expect(place(blocks, wires, "m").x).toBeLessThan(place(blocks, wires, "last").x);
});

test("folders that refer to each other in circles do not make one long row", () => {
  const blocks = Array.from({ length: 16 }, (_, at) => block(`f${at}`, 46));
  const wires = blocks.flatMap((a, i) =>
    blocks.flatMap((b, j) => (i === j ? [] : [wire(a.id, b.id, ((i * 7 + j * 13) % 11) + 1)])),
  );
  const columns = new Set([...layered(blocks, wires, { isLoose: true }).values()].map(({ x }) => x));
  expect(columns.size).toBeGreaterThan(1);
  expect(columns.size).toBeLessThan(9);
});

test("no two blocks cover each other, every block has a place, and equal input has equal places", () => {
  assert(
    property(
      array(integer({ min: 26, max: 300 }), { minLength: 1, maxLength: 40 }),
      array(tuple(nat(39), nat(39)), { maxLength: 120 }),
      boolean(),
      (heights, pairs, isLoose) => {
        const blocks = heights.map((height, at) => block(`b${at}`, height));
        const wires = pairs.map(([from, to]) => wire(`b${from}`, `b${to}`));
        const places = layered(blocks, wires, { isLoose });
        const rects = blocks.map(({ id, width, height }) => ({
          width,
          height,
          ...(places.get(id) ?? { x: NaN, y: NaN }),
        }));
        expect(rects.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
        expect(rects.some((a, i) => rects.some((b, j) => i < j && isNear(a, b, 4)))).toBe(false);
        expect(layered(blocks, wires, { isLoose })).toEqual(places);
      },
    ),
    { numRuns: 150 },
  );
});
