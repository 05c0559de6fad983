import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CallSummary, Cause, TurnSummary } from "../summary.ts";
import { listed, TurnLog } from "./turn-log.ts";

const plain = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.record({ n: fc.integer() }),
  fc.array(fc.integer(), { maxLength: 2 }),
);
const message = fc.record({ type: fc.constantFrom("a", "b", "draw"), n: fc.integer() });
const outcome = fc.record(
  {
    state: plain,
    emit: fc.array(message, { maxLength: 3 }),
    effects: fc.array(message, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const site = fc.record({
  module: fc.constantFrom("a.ts", "b.ts"),
  function: fc.constantFrom("onA", "onB"),
  generation: fc.integer({ min: 1, max: 3 }),
});
const ms = fc.double({ min: 0, max: 5, noNaN: true });
const error = site.map((at) => ({ code: "handler-threw", message: "x", file: at.module, line: 1, column: 1 }));
const call = fc
  .tuple(
    site,
    ms,
    fc.oneof(
      fc.constant({}),
      fc.record({ outcome }),
      error.map((one) => ({ error: one })),
    ),
  )
  .map(([at, took, came]) => ({ ...at, ms: took, ...came }) as CallSummary);
const cause: fc.Arbitrary<Cause> = fc.oneof(
  fc
    .tuple(site, fc.constantFrom("handler" as const, "effect emit" as const, "performer" as const), fc.nat())
    .map(([at, by, turn]) => ({ by, turn, ...at })),
  site.map((at) => ({ edited: true as const, by: "handler" as const, turn: 7, ...at })),
  site.map((at) => ({ by: "after" as const, turn: 3, dueMs: 12.5, ...at })),
  site.map((at) => ({ by: "source" as const, ...at })),
  fc.constantFrom<Cause>({ by: "outside" }, { by: "host" }, { edited: true, by: "outside" }),
);
const entry = fc.record({
  event: message,
  cause,
  queuedAfter: fc.nat(),
  clockMs: ms,
  calls: fc.array(call, { maxLength: 3 }),
});
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: entry.map((turn) => ({ turn })) },
    { weight: 1, arbitrary: fc.constant("first" as const) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 }).map((last) => ({ last })) },
  ),
  { minLength: 1, maxLength: 250, size: "max" },
);

test("[H1] a turn is told as it was put in, whatever else comes and goes", () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 2 ** 40 }), (all, begun) => {
      const log = new TurnLog(begun);
      let model: TurnSummary[] = [];
      let last = begun;
      for (const step of all) {
        if (step === "first") {
          if (model.length > 0) log.removeFirst();
          model = model.slice(1);
        } else if ("last" in step) {
          const kept = Math.max(0, model.length - step.last);
          last -= model.length - kept;
          expectSame(log.cutAfter(last), model.slice(kept), last);
          model = model.slice(0, kept);
        } else {
          const turn: TurnSummary = { turn: ++last, ...step.turn };
          log.append(turn, turn.turn);
          model.push(turn);
        }
      }
      expectSame(log, model, last - model.length);
    }),
    { numRuns: 60 },
  );
});

/** @param before number of the turn before the first */
const expectSame = (log: TurnLog, model: readonly TurnSummary[], before: number): void => {
  const last = before + model.length;
  expect([log.count, log.last, log.first, log.has(last), log.has(last + 1), log.bytes]).toEqual([
    model.length,
    last,
    before + 1,
    model.length > 0,
    false,
    model.reduce((sum, { turn }) => sum + turn, 0),
  ]);
  for (const turn of model) {
    expect(log.get(turn.turn)).toEqual(turn);
    expect(log.bytesOf(turn.turn)).toBe(turn.turn);
    const visited: unknown[] = [];
    log.eachOutcome(turn.turn, (module, state, effects) => visited.push([module, state, effects && listed(effects)]));
    expect(visited).toEqual(
      turn.calls.flatMap(({ module, outcome: gave }) => (gave ? [[module, gave.state, gave.effects]] : [])),
    );
  }
};
