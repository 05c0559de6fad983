import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Clock } from "./clock.ts";

const clockAt = (from = 5000) => {
  let now = from;
  const clock = new Clock(() => now);
  return { clock, pass: (ms: number) => void (now += ms) };
};

test("[T16] ticks lie on the grid of the frequency, times are in seconds", () => {
  const { clock, pass } = clockAt();
  clock.setHz(10);
  clock.listen(true);
  clock.start();
  expect([clock.takeTick(), clock.nextDueMs()]).toEqual([undefined, 100]);
  pass(100);
  expect([clock.takeTick(), clock.takeTick()]).toEqual([{ type: "tick", time: 0.1, dt: 0.1, n: 1 }, undefined]);
  pass(130);
  expect([clock.takeTick(), clock.nextDueMs()]).toEqual([{ type: "tick", time: 0.2, dt: 0.1, n: 2 }, 300]);
});

test("[T16] those that are late are skipped, and the next one's `dt` tells", () => {
  const { clock, pass } = clockAt();
  clock.setHz(10);
  clock.listen(true);
  clock.start();
  pass(570);
  expect([clock.takeTick(), clock.takeTick()]).toEqual([{ type: "tick", time: 0.5, dt: 0.5, n: 1 }, undefined]);
});

test("[T16] time that nobody listened to is in no tick", () => {
  const { clock, pass } = clockAt();
  clock.setHz(10);
  clock.start();
  pass(5030);
  expect([clock.takeTick(), clock.nextDueMs()]).toEqual([undefined, Infinity]);
  clock.listen(true);
  expect([clock.takeTick(), clock.nextDueMs()]).toEqual([undefined, 5100]);
  pass(70);
  expect(clock.takeTick()).toEqual({ type: "tick", time: 5.1, dt: 0.1, n: 1 });
});

test("[T16] over any frequency and any waits, `n` counts, `time` grows, and `dt` adds up to it", () => {
  const hz = fc.double({ min: 0.1, max: 240, noNaN: true });
  fc.assert(
    fc.property(hz, fc.array(fc.double({ min: 0.01, max: 500, noNaN: true }), { maxLength: 100 }), (hz, waits) => {
      const { clock, pass } = clockAt(123.456);
      clock.setHz(hz);
      clock.listen(true);
      clock.start();
      let sum = 0;
      let n = 0;
      let total = 0;
      for (const wait of waits) {
        pass(wait);
        total += wait;
        const tick = clock.takeTick() as { time: number; dt: number; n: number } | undefined;
        expect(clock.nextDueMs()).toBeGreaterThan(clock.time());
        if (tick === undefined) continue;
        sum += tick.dt;
        expect(tick.n).toBe(++n);
        expect(tick.time).toBeCloseTo(sum, 6);
        expect(total / 1000 - tick.time).toBeLessThan(1 / hz + 1e-6);
      }
    }),
  );
});

test("[T17] stands still while it is stopped", () => {
  const { clock, pass } = clockAt();
  pass(1000);
  expect(clock.time()).toBe(0);
  clock.start();
  pass(250);
  clock.stop();
  pass(1000);
  expect(clock.time()).toBe(250);
  clock.start();
  clock.start();
  pass(50);
  expect(clock.time()).toBe(300);
});

test("[T18] `after` events come by time, equal times in the order in which they were asked for", () => {
  const by = { turn: 1, module: "a.ts", function: "onGo", generation: 1 };
  const ask = fc.record({ dueMs: fc.integer({ min: 0, max: 20 }), wait: fc.integer({ min: 0, max: 5 }) });
  fc.assert(
    fc.property(fc.array(ask, { maxLength: 60 }), (asks) => {
      const { clock, pass } = clockAt();
      clock.start();
      let model: { readonly dueMs: number; readonly n: number }[] = [];
      asks.forEach(({ dueMs, wait }, n) => {
        const due = clock.time() + dueMs;
        clock.addAfter({ by, event: { type: "later", n }, dueMs: due });
        model.push({ dueMs: due, n });
        model.sort((a, b) => a.dueMs - b.dueMs || a.n - b.n);
        expect(clock.pendingAfters()).toEqual(
          model.map(({ dueMs, n }) => ({ by, event: { type: "later", n }, dueMs })),
        );
        pass(wait);
        const due2 = model.filter(({ dueMs }) => dueMs <= clock.time());
        model = model.filter(({ dueMs }) => dueMs > clock.time());
        for (const { n } of due2) expect(clock.takeAfter()?.event).toEqual({ type: "later", n });
        expect(clock.takeAfter()).toBe(undefined);
        expect(clock.nextDueMs()).toBe(model[0]?.dueMs ?? Infinity);
      });
    }),
  );
});
