import { expect, test } from "vitest";
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { TurnStore } from "./turn-store.ts";

const turnOf = (turn: number, type = "tick"): TurnSummary => ({
  turn,
  event: { type },
  cause: { by: "host" },
  queuedAfter: turn - 1,
  clockMs: 0,
  calls: [],
});

/** A history of these turns, and what was asked of it. */
const historyOf = (first: number, last: number) => {
  const asked: (readonly [number, number])[] = [];
  const store = new TurnStore((from, limit) => {
    asked.push([from, limit]);
    const start = Math.max(from, first);
    const count = Math.max(0, Math.min(from + limit - 1, last) - start + 1);
    return Promise.resolve(Array.from({ length: count }, (_, index) => turnOf(start + index)));
  });
  return { store, asked };
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const settled = async (): Promise<void> => {
  for (let round = 0; round < 20; round++) await Promise.resolve();
};

test("a range is fetched once, with some beyond it", async () => {
  const { store, asked } = historyOf(1, 100_000);
  store.want("list", range(50_000, 50_020));
  await settled();
  expect(asked).toEqual([[49_940, 141]]);
  expect([store.get(50_000)?.turn, store.get(50_080)?.turn, store.get(50_200)]).toEqual([50_000, 50_080, undefined]);
  store.want("list", range(50_010, 50_030));
  await settled();
  expect(asked).toHaveLength(1);
});

test("what is no longer in the history is not asked for again and again", async () => {
  const { store, asked } = historyOf(500, 1000);
  store.want("list", range(480, 510));
  await settled();
  const before = asked.length;
  store.want("list", range(470, 510));
  await settled();
  expect([store.get(499), store.get(500)?.turn, asked.length]).toEqual([undefined, 500, before]);
});

test("far away turns are let go of, so that 100,000 of them can be scrolled through", async () => {
  const { store } = historyOf(1, 100_000);
  for (let from = 1; from < 100_000; from += 200) {
    store.want("list", range(from, from + 199));
    await settled();
    expect(store.get(from + 100)?.turn).toBe(from + 100);
  }
  let kept = 0;
  for (let turn = 1; turn <= 100_000; turn++) if (store.get(turn) !== undefined) kept++;
  expect(kept).toBeLessThanOrEqual(6000);
});

test("when turns come again with numbers that were told, all behind them are forgotten", async () => {
  const { store, asked } = historyOf(1, 300);
  store.told([turnOf(10, "old"), turnOf(11, "old"), turnOf(12, "old")]);
  store.want("list", range(10, 12));
  await settled();
  expect(asked).toEqual([]);
  store.told([turnOf(11, "new")]);
  expect([store.get(10)?.event.type, store.get(11)?.event.type, store.get(12)]).toEqual(["old", "new", undefined]);
});

test("what was fetched before the line went another way is not taken for it", async () => {
  let answer: (turns: readonly TurnSummary[]) => void = () => undefined;
  const store = new TurnStore(() => new Promise((resolve) => (answer = resolve)));
  store.told([turnOf(10)]);
  store.want("list", range(5, 10));
  store.told([turnOf(8, "new")]);
  answer([turnOf(5, "old"), turnOf(9, "old")]);
  await settled();
  expect([store.get(8)?.event.type, store.get(9)]).toEqual(["new", undefined]);
});

test("turns far from each other are fetched one by one, and nobody loses what another wants", async () => {
  const { store, asked } = historyOf(1, 100_000);
  store.want("list", [10, 11, 50_000, 99_000]);
  store.want("timeline", [700]);
  await settled();
  expect(asked).toEqual([
    [10, 2],
    [50_000, 1],
    [99_000, 1],
    [700, 1],
  ]);
  expect([10, 11, 700, 50_000, 99_000].map((turn) => store.get(turn)?.turn)).toEqual([10, 11, 700, 50_000, 99_000]);
});

test("what is known of some turns is told anew where more of them came, or they are of another line", () => {
  const { store } = historyOf(1, 100);
  const before = store.knownOf([3, 4]);
  store.told([turnOf(1), turnOf(2)]);
  expect(store.knownOf([3, 4])).toBe(before);
  store.told([turnOf(3), turnOf(4)]);
  const known = store.knownOf([3, 4]);
  expect(known).not.toBe(before);
  store.told([turnOf(5)]);
  expect(store.knownOf([3, 4])).toBe(known);
  store.told([turnOf(3, "other"), turnOf(4, "other")]);
  expect(store.knownOf([3, 4])).not.toBe(known);
});
