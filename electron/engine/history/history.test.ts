import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Plain } from "../plain.ts";
import type { TurnSummary } from "../summary.ts";
import { loopOf } from "../loop/testing.ts";
import { History } from "./history.ts";

const turnOf = (turn: number, states: Readonly<Record<string, Plain>> = {}): TurnSummary => ({
  turn,
  event: { type: "e", turn },
  cause: { by: "outside" },
  queuedAfter: 0,
  clockMs: 0,
  calls: Object.entries(states).map(([module, state]) => ({
    module,
    function: "onE",
    generation: 1,
    ms: 0,
    outcome: { state },
  })),
});

const numbers = (turns: readonly TurnSummary[]): readonly number[] => turns.map(({ turn }) => turn);

const filled = (count: number, capacity: number): History => {
  const history = new History(capacity);
  for (let turn = 1; turn <= count; turn++) history.push(turnOf(turn));
  return history;
};

test("[H1] keeps the last turns and forgets older ones", () => {
  const history = filled(25, 10);
  expect([history.first, history.last, numbers(history.list())]).toEqual([
    16,
    25,
    [16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
  ]);
  expect([history.get(15), history.get(16)?.turn, history.get(25)?.turn, history.get(26)]).toEqual([
    undefined,
    16,
    25,
    undefined,
  ]);
});

test("[H13] a mark leaves the timeline with its turns, and is still told of", () => {
  const history = new History(10);
  history.marks.add("load", 0, [{ id: "a.ts", from: 0, to: 1, text: "1" }]);
  for (let turn = 1; turn <= 25; turn++) {
    history.push(turnOf(turn));
    if (turn === 20) history.marks.add("swap", 20, [{ id: "a.ts", from: 1, to: 2, text: "2" }]);
  }
  const { marks, earlier, base } = history.overview();
  expect([marks.map(({ kind }) => kind), earlier.map(({ kind, turn }) => [kind, turn]), base]).toEqual([
    ["swap"],
    [["load", 0]],
    { "a.ts": 1 },
  ]);
  history.clear();
  expect(history.overview().earlier).toEqual([]);
});

test("[H2] the last 100, or so many as asked for, or from a turn on; always ascending", () => {
  const history = filled(250, 1000);
  expect(numbers(history.list())).toEqual(Array.from({ length: 100 }, (_, index) => 151 + index));
  expect(numbers(history.list({ limit: 3 }))).toEqual([248, 249, 250]);
  expect(numbers(history.list({ from: 5, limit: 3 }))).toEqual([5, 6, 7]);
  expect(numbers(history.list({ from: 249 }))).toEqual([249, 250]);
  expect(numbers(history.list({ from: 251 }))).toEqual([]);
  expect(numbers(history.list({ from: -4, limit: 2 }))).toEqual([1, 2]);
});

test("[H2] nothing, before the first turn and after it was cleared", () => {
  const history = new History(10);
  expect([history.first, history.last, history.list(), history.get(0)]).toEqual([0, 0, [], undefined]);
  history.push(turnOf(1));
  history.clear();
  expect([history.first, history.last, history.list(), history.get(1)]).toEqual([0, 0, [], undefined]);
  history.push(turnOf(1));
  expect(numbers(history.list())).toEqual([1]);
});

test("[H3] the states after any turn that is there, as a plain account of all turns gives them", () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ states: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer()) }) },
    { weight: 1, arbitrary: fc.record({ set: fc.constantFrom("a", "b", "d"), state: fc.integer() }) },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 50 }), (capacity, steps) => {
      const history = new History(capacity);
      const live = new Map<string, Plain>();
      const after: ReadonlyMap<string, Plain>[] = [];
      for (const step of steps) {
        if ("set" in step) {
          history.setState(step.set, step.state);
          live.set(step.set, step.state);
          continue;
        }
        history.push(turnOf(history.last + 1, step.states));
        for (const [module, state] of Object.entries(step.states)) live.set(module, state);
        after[history.last] = new Map(live);
      }
      for (let turn = Math.max(1, history.first); turn <= history.last; turn++) {
        expect(history.statesAfter(turn)).toEqual(after[turn]);
      }
      if (history.first > 1) expect(history.statesAfter(history.first - 1)).toEqual(after[history.first - 1]);
      if (history.first > 2) expect(history.statesAfter(history.first - 2)).toBe(undefined);
      expect(history.statesAfter(history.last + 1)).toBe(undefined);
    }),
  );
});

test("[H4] what outcomes carry is kept by reference, frozen, and the states they give are those of the modules", () => {
  const bench = loopOf({ "a.ts": { onAdd: (n: number, { by }: { by: number }) => ({ state: [n, by], emit: [] }) } });
  bench.emit({ type: "add", by: 2 }, { type: "add", by: 3 });
  bench.loop.step({ count: 2 });
  const [call] = bench.history.get(2)!.calls;
  expect(call!.outcome).toEqual({ state: [[null, 2], 3], emit: [] });
  expect(call!.outcome!.state).toBe(bench.state("a.ts"));
  expect(bench.history.statesAfter(1)).toEqual(new Map([["a.ts", [null, 2]]]));
  expect(Object.isFrozen(call!.outcome!.state)).toBe(true);
});

test("[H1] heavy turns are forgotten sooner, and states can still be told", () => {
  const history = new History(1000, 10_000);
  for (let turn = 1; turn <= 20; turn++) history.push(turnOf(turn, { "m.ts": turn }), 1600);
  expect([history.first, history.last]).toEqual([16, 20]);
  expect(history.list({ limit: 100 }).map(({ turn }) => turn)).toEqual([16, 17, 18, 19, 20]);
  expect(history.statesAfter(15)).toEqual(new Map([["m.ts", 15]]));
  expect(history.statesAfter(20)).toEqual(new Map([["m.ts", 20]]));
});
