import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test("somebody pauses the loop and steps it by event and by handler", async ({ window, call, shot }) => {
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(10);
  await window.keyboard.press("F6");
  await expect(window.getByRole("group", { name: "Loop" }).getByRole("button", { name: "Run" })).toBeVisible();
  const paused = await call("loop.status");
  expect(paused.mode).toBe("paused");

  await window.keyboard.press("F10");
  await expect.poll(async () => (await call("loop.status")).turn).toBe(paused.turn + 1);
  await window.keyboard.press("F10");
  await expect.poll(async () => (await call("loop.status")).turn).toBe(paused.turn + 2);
  await shot("step-1-event");

  // A tick has one handler, what it emits has two: after at most two single calls the loop stands inside a turn.
  const standsInside = async (): Promise<boolean> => (await call("loop.status")).inTurn !== undefined;
  for (let calls = 0; calls < 3 && !(await standsInside()); calls++) {
    const before = JSON.stringify(await call("loop.status"));
    await window.keyboard.press("F11");
    await expect.poll(async () => JSON.stringify(await call("loop.status"))).not.toBe(before);
  }
  expect(await standsInside()).toBe(true);
  await shot("step-2-handler");

  await window.keyboard.press("F5");
  await expect.poll(async () => (await call("loop.status")).mode).toBe("running");
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(paused.turn + 20);
});
