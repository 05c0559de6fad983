import { expect, test } from "vitest";
import { loopOf } from "./testing.ts";

test("[T31] slow motion takes so many turns a second, and the program sees the time it would see at full speed", async () => {
  const seen: { readonly type: string; readonly time?: number; readonly dt?: number }[] = [];
  const bench = loopOf({
    "a.ts": {
      onAny: (_: never, event: { readonly type: string; readonly time?: number; readonly dt?: number }) => {
        seen.push(event);
        return event.type === "tick" ? { emit: [{ type: "after tick" }] } : undefined;
      },
      onTick: () => undefined,
    },
  });
  const { loop } = bench;
  loop.setClock(100);
  loop.setSpeed(50);
  const began = performance.now();
  loop.run();
  await bench.until(() => loop.status().turn >= 10);
  loop.pause();
  // Ten turns have nine waits of 20 ms between them; a busy machine may take longer, never shorter.
  expect(performance.now() - began).toBeGreaterThan(150);
  const ticks = seen.filter(({ type }) => type === "tick");
  expect(ticks.length).toBeGreaterThanOrEqual(5);
  // None was skipped, though the process waited for longer than a tick is long.
  expect(ticks.slice(0, 5).map(({ dt }) => dt)).toEqual([0.01, 0.01, 0.01, 0.01, 0.01]);
  expect(loop.status().speed).toBe(50);
  loop.dispose();
});
