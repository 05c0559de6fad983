import { expect, test } from "vitest";
import { workbenchOf } from "./testing.ts";

test("[W15] what the program takes can be asked: memory, and old generations until they are proved gone", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const f = () => 1;`,
    "b.ts": `export const kept: unknown[] = [];`,
  });
  const { session } = bench.workbench;
  const held = bench.exports("a.ts")["f"];
  await bench.swap("a.ts", `export const f = () => 2;`);
  await session.certificateOf("a.ts", 1);
  expect(session.performance()).toMatchObject({ oldGenerations: 1, queued: 0, rate: 0, delayMs: 0 });
  const { rssBytes, heapBytes, heapLimitBytes } = session.performance();
  expect(heapBytes).toBeGreaterThan(1e6);
  expect(rssBytes).toBeGreaterThan(heapBytes);
  expect(heapLimitBytes).toBeGreaterThan(heapBytes);
  expect(held).toBeInstanceOf(Function);
});
