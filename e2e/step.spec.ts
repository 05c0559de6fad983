import { violations } from "./axe.ts";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test("somebody pauses the loop and steps it by event, by handler and to the end of the turn", async ({
  window,
  call,
  shot,
}) => {
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(10);
  await window.keyboard.press("F6");
  await expect(window.getByRole("group", { name: "Loop" }).getByRole("button", { name: "Run" })).toBeVisible();
  const paused = await call("loop.status");
  expect(paused.mode).toBe("paused");

  await window.keyboard.press("F10");
  await expect.poll(async () => (await call("loop.status")).turn).toBe(paused.turn + 1);
  await window.keyboard.press("F10");
  await expect.poll(async () => (await call("loop.status")).turn).toBe(paused.turn + 2);
  await expect(
    window.getByRole("region", { name: `Turn ${(paused.turn + 2).toLocaleString("en-US")}`, exact: true }),
  ).toBeVisible();
  await shot("step-1-event");

  // A tick has one handler, what it emits has two: after at most two single calls the loop stands inside a turn.
  const standsInside = async (): Promise<boolean> => (await call("loop.status")).inTurn !== undefined;
  for (let calls = 0; calls < 3 && !(await standsInside()); calls++) {
    const before = JSON.stringify(await call("loop.status"));
    await window.keyboard.press("F11");
    await expect.poll(async () => JSON.stringify(await call("loop.status"))).not.toBe(before);
  }
  const { inTurn } = await call("loop.status");
  const inside = window.getByRole("region", { name: /^Inside turn/ });
  await expect(inside).toContainText(`${inTurn?.nextCall} of ${inTurn?.calls} called`);
  await expect(inside.getByRole("listitem").filter({ hasText: "next" })).toContainText(
    `${inTurn?.next?.module} #1 ${inTurn?.next?.function}`,
  );
  await expect(inside.getByRole("listitem").first()).toContainText(`${inTurn?.made[0]?.function}`);
  expect(await violations(window), "inside a turn").toEqual([]);
  await shot("step-2-handler");

  await window.keyboard.press("Shift+F11");
  await expect.poll(async () => (await call("loop.status")).turn).toBe(inTurn?.turn);
  expect(await standsInside()).toBe(false);

  await window.keyboard.press("F5");
  await expect.poll(async () => (await call("loop.status")).mode).toBe("running");
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(paused.turn + 20);
});

test("somebody steps many events, until something is so, and slows the program down", async ({
  window,
  call,
  shot,
}) => {
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(10);
  await window.keyboard.press("F6");
  await expect.poll(async () => (await call("loop.status")).mode).toBe("paused");
  const { turn } = await call("loop.status");

  await window.keyboard.press("Shift+F10");
  const dialog = window.getByRole("dialog", { name: "Step until" });
  await dialog.getByLabel("events").fill("25");
  await window.keyboard.press("Enter");
  await expect.poll(async () => (await call("loop.status")).turn).toBe(turn + 25);

  await window.keyboard.press("Shift+F10");
  await dialog.getByLabel("events").fill("");
  await dialog.getByLabel("until").fill('event.type === "tick" && event.n % 10 === 0');
  await shot("step-3-until");
  await window.keyboard.press("Enter");
  const why = window.getByRole("status", { name: "Why the loop stands" });
  await expect(why).toContainText("Went on until here");
  const next = (await call("loop.waiting")).waiting[0]?.event;
  expect(next?.type).toBe("tick");
  expect(Number(next?.["n"]) % 10).toBe(0);

  await window.getByRole("button", { name: /^Clock/ }).click();
  const slow = window.getByRole("slider", { name: /Slow motion/ });
  await window.getByRole("button", { name: "5", exact: true }).first().click();
  await expect.poll(async () => (await call("loop.status")).speed).toBe(5);
  await slow.focus();
  await window.keyboard.press("ArrowLeft");
  await expect.poll(async () => (await call("loop.status")).speed).toBeLessThan(5);
  await shot("step-4-slow");
  expect(await violations(window), "slow motion").toEqual([]);
  await window.keyboard.press("Escape");
  await expect(window.getByRole("button", { name: /^Slow motion/ })).toBeVisible();
  await window.keyboard.press("F5");
  const began = (await call("loop.status")).turn;
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(began + 2);
  expect((await call("loop.status")).turn).toBeLessThan(began + 60);
});
