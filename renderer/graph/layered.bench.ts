import { bench, describe } from "vitest";
import { type Block, layered, type Wire } from "./layered.ts";
import { routerAmong } from "./routes.ts";

const random = (seed: number) => () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;

/** Each block refers to some that come before it, rather to the first ones: as modules do. */
const program = (
  count: number,
  each: number,
): { readonly blocks: readonly Block[]; readonly wires: readonly Wire[] } => {
  const next = random(7);
  return {
    blocks: Array.from({ length: count }, (_, at) => ({ id: `m${at}`, width: 168, height: 28 })),
    wires: Array.from({ length: count * each }, () => {
      const from = 1 + Math.floor(next() * (count - 1));
      return { from: `m${from}`, to: `m${Math.floor(next() * next() * from)}`, fromY: 14, toY: 14, weight: 1 };
    }),
  };
};

describe("places and ways of a layered drawing", () => {
  for (const [count, each] of [
    [20, 4],
    [60, 4],
    [240, 8],
    [1000, 3],
    [5000, 3],
    [10_000, 2],
  ] as const) {
    const { blocks, wires } = program(count, each);
    bench(
      `${count} blocks, ${wires.length} wires`,
      () => {
        const places = layered(blocks, wires);
        const rects = new Map(
          blocks.map((block) => [block.id, { ...block, ...(places.get(block.id) ?? { x: 0, y: 0 }) }]),
        );
        const route = routerAmong([...rects.values()]);
        for (const { from, to } of wires) {
          const source = rects.get(from);
          const target = rects.get(to);
          if (source && target) route({ rect: source, y: 14 }, { rect: target, y: 14 });
        }
      },
      { iterations: 3, warmupIterations: 1, time: 300 },
    );
  }
});
