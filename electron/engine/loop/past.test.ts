import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { Plain } from "../plain.ts";
import type { PendingAfter } from "./clock.ts";
import { keptEvent, type KeptEvent } from "./inbox.ts";
import { loopOf } from "./testing.ts";

type Bench = ReturnType<typeof loopOf>;
const benches: Bench[] = [];
afterEach(() => {
  for (const { loop } of benches.splice(0)) loop.dispose();
});

interface Seen {
  readonly queue: readonly KeptEvent[];
  readonly afters: readonly PendingAfter[];
}

const seenNow = ({ loop }: Bench): Seen => ({
  queue: loop.queueFrom(loop.queueMark().head).map(keptEvent),
  afters: loop.pendingAfters(),
});

/** A program that emits, asks and listens; its first call of each turn sees how the loop stood when the turn began. */
const benchOf = (): { readonly bench: Bench; readonly seen: Map<number, Seen> } => {
  const seen = new Map<number, Seen>();
  let now = 0;
  const work = (n: Plain, { n: by = 0 }: { readonly n?: number }) => ({
    state: (n as number) + 1,
    emit: by % 3 === 0 && (n as number) % 4 !== 3 ? [{ type: "a", n: by + 1 }] : [],
    effects: [
      ...(by % 2 === 0 ? [{ type: "after", ms: (by * 7) % 30, event: { type: "b", n: by + 3 } }] : []),
      ...(by % 5 === 0 ? [{ type: "emit", event: { type: "b", n: by + 7 } }] : []),
    ],
  });
  const bench: Bench = loopOf(
    {
      "0.ts": { onAny: () => void seen.set(bench.loop.status().turn, seenNow(bench)) },
      "1.ts": { onA: work, onTick: work },
      "2.ts": { onA: work, onB: work },
    },
    { states: { "1.ts": 0, "2.ts": 0 }, now: () => (now += 0.01) },
  );
  benches.push(bench);
  return { bench, seen };
};

const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("event" as const), advance: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("handler" as const), advance: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("emit" as const), n: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("splice" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("drop" as const), at: fc.nat(5), and: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), at: fc.nat(5), to: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replace" as const), at: fc.nat(5), n: fc.nat(20) }) },
);

const perform = ({ loop }: Bench, one: (typeof act extends fc.Arbitrary<infer T> ? T : never) & object): void => {
  const numbers = loop.waiting().map(({ number }) => number);
  const at = (index: number): number => numbers[index % numbers.length]!;
  switch (one.do) {
    case "event":
    case "handler":
      return void loop.step({ unit: one.do, advance: one.advance });
    case "emit":
      return void loop.emit({ type: one.n % 2 === 0 ? "a" : "b", n: one.n }, "outside");
    case "splice":
      return loop.atSafePoint(() => undefined);
  }
  if (numbers.length === 0) return;
  if (one.do === "drop") loop.editQueue({ edit: "drop", numbers: [at(one.at), at(one.and)] });
  if (one.do === "move")
    loop.editQueue({ edit: "move", number: at(one.at), before: one.to < numbers.length ? at(one.to) : null });
  if (one.do === "replace")
    loop.editQueue({ edit: "replace", number: at(one.at), event: { type: "b", n: one.n, edited: true } });
};

test("[T28] how the loop stood when any turn began can be told, also past edits of the queue", () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 10, maxLength: 120 }), (acts) => {
      const { bench, seen } = benchOf();
      bench.emit({ type: "a", n: 0 }, { type: "a", n: 6 }, { type: "b", n: 30 });
      for (const one of acts) perform(bench, one);
      const { turn } = bench.loop.status();
      for (let at = 0; at < turn; at++) {
        const told = bench.loop.standingAfter(at)!;
        expect([at, told.queue, told.afters]).toEqual([at, seen.get(at)!.queue, seen.get(at)!.afters]);
      }
      // Going back further from there comes to the same.
      const middle = turn >> 1;
      const there = bench.loop.standingAfter(middle)!;
      const before = bench.loop.standingAfter(middle >> 1)!;
      bench.loop.stand(there);
      expect(bench.loop.standingAfter(middle >> 1)).toEqual(before);
    }),
    { numRuns: 400 },
  );
});

test("[T28] a turn that is no longer in the history cannot be gone back to", () => {
  const bench = loopOf({}, { capacity: 3 });
  benches.push(bench);
  for (let n = 0; n < 6; n++) bench.emit({ type: "a", n });
  bench.loop.step({ count: 5 });
  expect([0, 1, 2, 3, 4, 5, 6].map((turn) => bench.loop.standingAfter(turn)?.queue.length)).toEqual([
    undefined,
    undefined,
    4,
    3,
    2,
    1,
    undefined,
  ]);
});

test("[T29] a person drops, moves and replaces what waits; what does not wait any more is refused", () => {
  const bench = loopOf({ "a.ts": { onA: () => undefined } });
  benches.push(bench);
  for (let n = 1; n <= 6; n++) bench.emit({ type: "a", n });
  const { loop } = bench;
  loop.step();
  const edit = (...edits: readonly Parameters<typeof loop.editQueue>[0][]) => edits.map((one) => loop.editQueue(one));
  expect(
    edit(
      { edit: "drop", numbers: [3, 5] },
      { edit: "move", number: 6, before: 2 },
      { edit: "replace", number: 4, event: { type: "b" } },
    ),
  ).toEqual([undefined, undefined, undefined]);
  expect(loop.waiting().map(({ number, event, cause }) => [number, event, cause])).toEqual([
    [6, { type: "a", n: 6 }, { by: "outside" }],
    [2, { type: "a", n: 2 }, { by: "outside" }],
    [4, { type: "b" }, { by: "outside", edited: true }],
  ]);
  const before = loop.waiting();
  loop.step({ unit: "handler" });
  loop.emit({ type: "a" }, "outside");
  expect(
    edit(
      { edit: "drop", numbers: [2, 1] },
      { edit: "move", number: 2, before: 3 },
      { edit: "move", number: 99, before: null },
      { edit: "replace", number: 2, event: { type: "a", at: new Date(0) } },
      { edit: "replace", number: 2, event: { type: 1 } },
    ),
  ).toEqual([
    "Event 1 does not wait any more: it was handled or taken out meanwhile.",
    "Event 3 does not wait any more: it was handled or taken out meanwhile.",
    "There is no event 99 in the queue.",
    "The event is not plain data: `at` is a Date.",
    'The event is an object without a type: it must be an object with a string `type`, such as { type: "ping" }.',
  ]);
  expect(loop.waiting().slice(0, 2)).toEqual(before.slice(1));
  const two = loopOf({ "a.ts": { onA: () => undefined, onAny: () => undefined } });
  benches.push(two);
  two.emit({ type: "a" });
  two.loop.step({ unit: "handler" });
  expect(two.loop.editQueue({ edit: "drop", numbers: [1] })).toBe(
    "Event 1 is being handled now: its turn is under way.",
  );
});

test("[T16] [T29] a tick that was dropped makes room for the next", () => {
  let now = 0;
  const bench = loopOf({ "a.ts": { onTick: () => undefined } }, { now: () => now });
  benches.push(bench);
  bench.loop.step({ advance: true });
  bench.loop.run();
  bench.loop.pause();
  now += 1000;
  bench.loop.emit({ type: "x" }, "outside");
  bench.loop.step();
  expect(bench.loop.waiting()).toEqual([]);
  bench.loop.step({ advance: true });
  expect(bench.history.list().map(({ event }) => event.type)).toEqual(["tick", "x", "tick"]);
});
