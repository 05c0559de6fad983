/** Breakpoints: set, hit, edited, logging; and the loop that pauses when something fails. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { violations } from "./axe.ts";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/dice" });

test("somebody sets a breakpoint on a condition, hits it, and lets it log instead", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await call("app.setSettings", { theme: "light", welcomeSeen: true });
  await window.reload();
  const mode = async () => (await call("loop.status")).mode;
  await expect.poll(mode).toBe("running");

  await window.getByRole("treeitem", { name: /onRolled/ }).click();
  await window.keyboard.press("F9");
  const dialog = window.getByRole("dialog", { name: "Add a breakpoint" });
  await expect(dialog.getByLabel("handler")).toHaveValue("onRolled");
  await dialog.getByLabel("condition").fill("event.eyes >");
  await window.keyboard.press("Enter");
  await expect(dialog).toContainText("has a condition that is no expression");
  expect(await violations(window), "dialog").toEqual([]);
  await dialog.getByLabel("condition").fill("event.eyes > 4");
  await expect(dialog).toContainText("Stops before onRolled of score.ts is called, where event.eyes > 4.");
  await window.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  const list = window.getByRole("list", { name: "Breakpoints" });
  await expect(list.getByRole("listitem")).toHaveCount(1);

  await call("loop.emit", { event: { type: "roll", eyes: 2 } });
  await call("loop.emit", { event: { type: "roll", eyes: 6 } });
  await expect.poll(mode).toBe("paused");
  const why = window.getByRole("status", { name: "Why the loop stands" });
  await expect(why).toContainText("Stopped at breakpoint 1");
  await expect(why).toContainText("at score.ts #1 onRolled");
  await expect(list).toContainText("the loop stands here");
  await expect(list).toContainText("1 hit");
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 2 });
  expect(await violations(window), "stopped").toEqual([]);
  await shot("breakpoints-1-stopped");

  // It survives a swap of its module.
  await writeFile(
    join(workspace, "score.ts"),
    (await readFile(join(workspace, "score.ts"), "utf8")).replace("rolls: state.rolls + 1", "rolls: state.rolls + 10"),
  );
  await expect(window.getByRole("treeitem", { name: /^score\.ts/ })).toContainText("edited");
  await call("modules.swap", { ids: ["score.ts"] });
  // What it stopped at is passed once; what comes then stops again.
  await window.keyboard.press("F5");
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 8, rolls: 11 });
  await expect.poll(mode).toBe("running");
  await expect(why).toHaveCount(0);
  await call("loop.emit", { event: { type: "roll", eyes: 5 } });
  await expect.poll(mode).toBe("paused");
  await expect(why).toContainText("at score.ts #2 onRolled");
  await window.keyboard.press("F5");
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 13 });

  await list.getByRole("button", { name: /^Edit breakpoint 1/ }).click();
  const edit = window.getByRole("dialog", { name: "Edit breakpoint 1" });
  await edit.getByLabel("Log instead of stopping").check();
  await edit.getByLabel("text").fill("high: ${event.eyes} after ${state.sum}");
  await shot("breakpoints-2-log");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toHaveCount(0);
  await call("loop.emit", { event: { type: "roll", eyes: 5 } });
  await expect.poll(async () => (await call("log.list")).map(({ message }) => message)).toContain("high: 5 after 13");
  expect(await mode()).toBe("running");
});

test("the loop pauses when something fails, if it is asked to, and says what", async ({ window, call, shot }) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  await expect(window.getByRole("treeitem", { name: /^dice\.ts/ })).toBeVisible();
  await window.keyboard.press("Control+F9");
  await window.getByLabel("Pause on error").check();
  await expect.poll(() => call("loop.pauseOn")).toMatchObject({ error: true });
  await call("loop.emit", { event: { type: "break" } });
  const why = window.getByRole("status", { name: "Why the loop stands" });
  await expect(why).toContainText("Stopped because something failed");
  await expect(why).toContainText("the table broke");
  await shot("breakpoints-3-error");
  expect(await violations(window), "stopped by an error").toEqual([]);

  // From the call of a turn one sets a breakpoint on its handler.
  await window.keyboard.press("Control+6");
  await window
    .getByRole("region", { name: /^Turn / })
    .getByRole("button", { name: /^Stop at onBreak/ })
    .click();
  await expect(window.getByRole("dialog", { name: "Add a breakpoint" }).getByLabel("module")).toHaveValue("dice.ts");
});
