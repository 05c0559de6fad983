import { bench, describe } from "vitest";
import type { Event } from "../plain.ts";
import { LiveCalls } from "../live/calls.ts";
import { Notifier } from "../notify.ts";
import type { TurnSummary } from "../summary.ts";
import { force } from "./force.ts";
import { loopOf } from "./testing.ts";

const EVENTS = 100_000;
const once = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 } as const;

/** Each iteration is 100,000 turns, through the queue, the guard, `force` and the history. */
describe(`${EVENTS} turns`, () => {
  bench(
    "one handler that counts",
    () => {
      const bench = loopOf(
        {
          "count.ts": {
            onAdd: (state: { n: number }, event: { by: number }) => ({ state: { n: state.n + event.by } }),
          },
        },
        { states: { "count.ts": { n: 0 } } },
      );
      for (let index = 0; index < EVENTS; index++) bench.loop.emit({ type: "add", by: 1 }, "outside");
      bench.loop.step({ count: EVENTS });
    },
    once,
  );

  for (const watched of [[], ["count.ts"]])
    bench(
      `the same, with values in the text ${watched.length === 0 ? "off" : "on"}`,
      () => {
        const newest: TurnSummary[] = [];
        const live = new LiveCalls({
          now: () => performance.now(),
          notifier: new Notifier(),
          newestTurns: () => newest,
          lineOf: () => 1,
        });
        live.watch(watched);
        const bench = loopOf(
          {
            "count.ts": {
              onAdd: (state: { n: number }, event: { by: number }) => ({ state: { n: state.n + event.by } }),
            },
          },
          { states: { "count.ts": { n: 0 } }, onTurn: (turn) => live.turnEnded(turn) },
        );
        for (let index = 0; index < EVENTS; index++) bench.loop.emit({ type: "add", by: 1 }, "outside");
        bench.loop.step({ count: EVENTS });
        live.dispose();
      },
      once,
    );

  bench(
    "one handler that counts and emits the next event",
    () => {
      const bench = loopOf(
        {
          "count.ts": {
            onAdd: (state: { n: number }) => ({ state: { n: state.n + 1 }, emit: [{ type: "add", by: 1 }] }),
          },
        },
        { states: { "count.ts": { n: 0 } } },
      );
      bench.emit({ type: "add", by: 1 });
      bench.loop.step({ count: EVENTS });
    },
    once,
  );

  bench(
    "one handler that returns nothing",
    () => {
      const bench = loopOf({ "count.ts": { onAdd: () => undefined } });
      for (let index = 0; index < EVENTS; index++) bench.loop.emit({ type: "add" }, "outside");
      bench.loop.step({ count: EVENTS });
    },
    once,
  );
});

const small = (): Event => ({ type: "note", at: { bar: 1, beat: 2 }, pitches: [60, 64, 67] });
const large = (): Event => ({
  type: "draw",
  shapes: Array.from({ length: 200 }, (_, index) => ({ kind: "circle", x: index, y: index * 2, r: 3, fill: "#fff" })),
});

describe("force", () => {
  bench("a small event", () => void force(small()));
  bench("a drawing of 200 shapes", () => void force(large()));
  bench("10,000 numbers", () => void force(Array.from({ length: 10_000 }, (_, index) => index * 1.5)));
});
