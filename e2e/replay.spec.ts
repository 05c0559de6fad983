/** Before a swap: what the last events would have done under the new code. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { violations } from "./axe.ts";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/dice" });

test("somebody edits a module, sees what it would have done, and swaps", async ({ window, workspace, call, shot }) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  await call("loop.pause");
  for (let eyes = 1; eyes <= 6; eyes++) await call("loop.emit", { event: { type: "roll", eyes } });
  await call("loop.step", { count: 12 });
  expect(await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 21, rolls: 6 });

  const file = join(workspace, "score.ts");
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace("state.sum + event.eyes", "state.sum + (event.eyes > 4 ? 2 * event.eyes : event.eyes)"),
  );
  await expect(window.getByRole("treeitem", { name: /^score\.ts/ })).toContainText("edited");
  await window.getByRole("treeitem", { name: /^score\.ts/ }).click();
  await window.keyboard.press("Control+Alt+Enter");
  await window
    .getByRole("dialog", { name: /^Preview/ })
    .getByRole("button", { name: /^Replay/ })
    .click();

  const dialog = window.getByRole("dialog", { name: "Replay under the new score.ts" });
  await expect(dialog).toContainText("2 of 12 turns would have done something else.");
  const table = dialog.getByRole("table", { name: "What differs, turn by turn" });
  const rows = await table.getByRole("row").allInnerTexts();
  expect(rows.map((row) => row.replaceAll(/\s+/g, " ").trim())).toEqual([
    "Turn 11",
    "state score.ts sum 15 20",
    "Turn 12",
    "state score.ts sum 21 32",
  ]);
  await shot("replay-1-diff");
  expect(await violations(window), "replay").toEqual([]);
  // Nothing of it has happened.
  expect(await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 21 });
  expect((await call("modules.list")).find(({ id }) => id === "score.ts")?.generation).toBe(1);

  await dialog.getByRole("button", { name: "Swap" }).click();
  await expect.poll(async () => (await call("modules.list")).find(({ id }) => id === "score.ts")?.generation).toBe(2);
  await call("loop.run");
  await call("loop.emit", { event: { type: "roll", eyes: 6 } });
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 33 });
});

test("a handler that rolls by chance is found out, with its turn", async ({ window, call, shot }) => {
  await call("app.setSettings", { theme: "light", welcomeSeen: true });
  await window.reload();
  await call("loop.emit", { event: { type: "roll", eyes: 3 } });
  await call("loop.emit", { event: { type: "chance" } });
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ rolls: 2 });
  await window.keyboard.press("Control+Alt+R");
  const dialog = window.getByRole("dialog", { name: "Replay under the code that runs" });
  const impure = dialog.getByRole("region", { name: "Handlers that are not functions of state and event" });
  await expect(impure).toContainText("dice.ts #1 onChance reads Math.random");
  await expect(impure).toContainText("emit[0].eyes");
  await expect(impure).not.toContainText("onRolled");
  await shot("replay-2-chance");
  expect(await violations(window), "chance").toEqual([]);
  const turn = (await impure.getByRole("button", { name: /^turn/ }).innerText()).replace("turn ", "");
  await impure.getByRole("button", { name: /^turn/ }).click();
  await expect(window.getByRole("region", { name: `Turn ${turn}`, exact: true })).toContainText("chance");
});

test("text that is not even saved is replayed, and so is an older generation", async ({ window, call, shot }) => {
  await call("app.setSettings", { theme: "light", welcomeSeen: true });
  await window.reload();
  await call("loop.pause");
  for (let eyes = 1; eyes <= 6; eyes++) await call("loop.emit", { event: { type: "roll", eyes } });
  await call("loop.step", { count: 12 });

  await window.getByRole("treeitem", { name: /^score\.ts/ }).click();
  await window.keyboard.press("Control+3");
  const line = window.locator(".cm-line", { hasText: "state.sum + event.eyes" });
  await line.click();
  await window.keyboard.press("End");
  for (let step = 0; step < 3; step++) await window.keyboard.press("ArrowLeft");
  await window.keyboard.type(" * 2");
  await expect(line).toContainText("last: event.eyes * 2 },");
  await window.keyboard.press("Control+Alt+r");
  const dialog = window.getByRole("dialog", { name: /^Replay under/ });
  await expect(dialog).toContainText("6 of 12 turns would have done something else.");
  await expect(dialog.getByRole("table", { name: "What differs, turn by turn" })).toContainText("score.ts last");
  await shot("replay-3-unsaved");
  await window.keyboard.press("Escape");

  await call("modules.swap", {
    ids: ["score.ts"],
    sources: { "score.ts": "export const init = () => ({ sum: 0, rolls: 0 });\n" },
  });
  await window.getByRole("tab", { name: "Generations" }).click();
  await window.getByRole("button", { name: "Replay what happened under #1" }).click();
  const older = window.getByRole("dialog", { name: "Replay under score.ts #1" });
  await expect(older).toContainText("Nothing differs. 12 turns would have done just the same");
  await shot("replay-4-older");
});

test("what the last events would have done follows the typing", async ({ window, call, shot }) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  await expect(window.getByRole("treeitem", { name: /^score\.ts/ })).toBeVisible();
  await call("loop.pause");
  for (let eyes = 1; eyes <= 6; eyes++) await call("loop.emit", { event: { type: "roll", eyes } });
  await call("loop.step", { count: 12 });
  await window.getByRole("tab", { name: "Replay" }).click();
  await expect(window.getByText("No text is edited")).toBeVisible();

  await window.getByRole("treeitem", { name: /^score\.ts/ }).click();
  await window.keyboard.press("Control+3");
  const line = window.locator(".cm-line", { hasText: "state.sum + event.eyes" });
  await line.click();
  await window.keyboard.press("End");
  for (let step = 0; step < 3; step++) await window.keyboard.press("ArrowLeft");
  await window.keyboard.type(" * 2");
  const told = window.getByRole("region", { name: "Replay of the edited text" });
  const table = window.getByRole("table", { name: "What differs, turn by turn" });
  const rows = async () =>
    (await table.getByRole("row").allInnerTexts()).map((row) => row.replaceAll(/\s+/g, " ").trim());
  await expect(told).toContainText("6 of 12 turns would have done something else.");
  await expect.poll(rows).toContain("state score.ts last 1 2");
  await shot("replay-5-typing");
  await window.keyboard.type("0");
  await expect.poll(rows).toContain("state score.ts last 1 20");

  // In the midst of a word it does not compile; what was told stays, until it does.
  await window.keyboard.type(" +");
  await expect(told).toContainText("It could not be run again");
  await expect.poll(rows).toContain("state score.ts last 1 20");
  expect(await violations(window), "typing").toEqual([]);
  await window.keyboard.type(" 1");
  await expect.poll(rows).toContain("state score.ts last 1 21");
  expect(await call("state.get", { id: "score.ts" })).toMatchObject({ last: 6 });

  await told.getByRole("button", { name: "Swap" }).click();
  await expect.poll(async () => (await call("modules.list")).find(({ id }) => id === "score.ts")?.generation).toBe(2);
  await call("loop.emit", { event: { type: "rolled", eyes: 1 } });
  await call("loop.step");
  expect(await call("state.get", { id: "score.ts" })).toMatchObject({ last: 21 });
});
