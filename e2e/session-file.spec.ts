/** A session as one file: saved here, opened elsewhere under trust, with its whole history. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/dice" });

test("somebody saves a session, and opens it as a stranger would", async ({
  window,
  workspace,
  electron,
  call,
  shot,
}) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  for (let eyes = 1; eyes <= 6; eyes++) await call("loop.emit", { event: { type: "roll", eyes } });
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 21 });
  await window.keyboard.press("F6");
  await expect.poll(async () => (await call("loop.status")).mode).toBe("paused");
  await call("loop.emit", { event: { type: "roll", eyes: 9 } });

  const file = join(workspace, "..", "lucky.graft");
  await electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
  await window.keyboard.press("Control+Shift+S");
  await expect(window.getByText(/^12 turns saved to .*lucky\.graft/)).toBeVisible();
  expect((await stat(file)).size).toBeGreaterThan(100);

  await window.keyboard.press("Control+Shift+P");
  await window.getByPlaceholder("What to do").fill("Open Session");
  await window.keyboard.press("Enter");
  // Somebody else's code: it is asked about like any other folder.
  await expect(window.getByText("Nothing of this folder runs until you trust it.")).toBeVisible();
  const opened = (await call("app.info")).workspace;
  expect(opened?.folder).not.toBe(workspace);
  expect(opened).toMatchObject({ trusted: false, files: ["dice.ts", "score.ts"] });
  await shot("session-1-asked");
  await window.getByRole("button", { name: /^Trust/ }).click();

  // It stands where it ended until somebody lets it go on: also when all is loaded.
  await expect.poll(async () => (await call("app.info")).workspace?.trusted).toBe(true);
  expect(await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 21, rolls: 6 });
  expect(await call("loop.status")).toMatchObject({ mode: "paused", turn: 12, queued: 1 });
  await window.keyboard.press("Control+6");
  const table = window.getByRole("grid", { name: "Turns, newest first" });
  await expect(table.getByRole("row").filter({ hasText: "rolled" }).first()).toBeVisible();
  await shot("session-2-opened");
  await window.keyboard.press("F10");
  await window.keyboard.press("F10");
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 30 });
});
