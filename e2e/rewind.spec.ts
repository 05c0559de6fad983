/** Time: a look at how it was, back to now, and on from an earlier turn. */
import { violations } from "./axe.ts";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test("somebody scrubs a thousand turns back, comes back, and goes on from there", async ({ window, call, shot }) => {
  test.slow();
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  const status = () => call("loop.status");
  await window.getByRole("treeitem", { name: /^bodies\.ts/ }).click();
  await window.getByRole("tab", { name: "State" }).click();
  await expect(window.getByRole("treeitem", { name: /nextId/ })).toBeVisible();
  await window.keyboard.press("F6");
  await expect.poll(async () => (await status()).mode).toBe("paused");
  await call("loop.step", { count: 1200, advance: true, brief: true, limit: 1 });
  await window.keyboard.press("F10");
  const { turn: newest } = await status();
  expect(newest).toBeGreaterThan(1200);
  const slider = window.getByRole("slider", { name: "Turn that is looked at" });
  await expect(slider).toHaveAttribute("aria-valuenow", String(newest));
  const stage = window.getByTestId("stage");
  const now = await stage.screenshot();

  await slider.focus();
  for (let page = 0; page < 10; page++) await window.keyboard.press("PageDown");
  const then = newest - 1000;
  await expect(slider).toHaveAttribute("aria-valuenow", String(then));
  const banner = window.getByRole("region", { name: "A look back" });
  await expect(banner).toContainText(`How it was after turn ${then.toLocaleString("en-US")}`);
  await expect(window.getByRole("region", { name: `Turn ${then.toLocaleString("en-US")}` })).toBeVisible();
  await expect.poll(async () => (await stage.screenshot()).equals(now)).toBe(false);
  const past = await call("history.at", { turn: then, modules: ["bodies.ts"] });
  await window.getByRole("treeitem", { name: /^well/ }).click();
  // Nothing of the program has changed by looking.
  expect((await status()).turn).toBe(newest);
  await expect(window.getByText(/^well .*(written by|set by init|was so)/)).toBeVisible();
  await shot("rewind-1-look");
  expect(await violations(window), "a look back").toEqual([]);

  await window.keyboard.press("Alt+ArrowLeft");
  await expect(slider).toHaveAttribute("aria-valuenow", String(then - 1));
  await window.keyboard.press("Alt+ArrowRight");
  await window.keyboard.press("Alt+End");
  await expect(banner).toHaveCount(0);
  await expect.poll(async () => (await stage.screenshot()).equals(now)).toBe(true);

  await slider.focus();
  for (let page = 0; page < 10; page++) await window.keyboard.press("PageDown");
  await window.keyboard.press("Alt+Shift+Enter");
  const standing = window.getByRole("region", { name: "Back in time" });
  await expect(standing).toContainText(`Everything stands after turn ${then.toLocaleString("en-US")}`);
  expect((await status()).turn).toBe(then);
  expect(await call("state.get", { id: "bodies.ts" })).toEqual(past.states["bodies.ts"]);
  await shot("rewind-2-stands");
  expect(await violations(window), "back in time").toEqual([]);

  await window.keyboard.press("F10");
  await expect.poll(async () => (await status()).turn).toBe(then + 1);
  await expect(standing).toHaveCount(0);
  await window.getByRole("button", { name: "1 branch" }).click();
  await shot("rewind-3-branch");
  await window.getByRole("menuitem", { name: /^From turn/ }).click();
  await expect.poll(async () => (await status()).turn).toBe(newest);
  await expect.poll(async () => (await stage.screenshot()).equals(now)).toBe(true);
});
