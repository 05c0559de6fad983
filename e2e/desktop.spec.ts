/** What is expected of any desktop program. */
import { once } from "node:events";
import { cp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bridge } from "../electron/ipc/bridge.ts";
import { expect, launch, projectFolder, test } from "./app.ts";

test("a sample can be changed and put back to how it was shipped", async ({ call }) => {
  const { folder } = await call("app.openSample", { name: "house" });
  const readme = join(folder, "README.md");
  const shipped = await readFile(readme, "utf8");
  await writeFile(readme, "changed");
  expect(await call("app.resetSample", { name: "house" })).toMatchObject({ folder, sample: "house", trusted: true });
  expect(await readFile(readme, "utf8")).toBe(shipped);
  await expect(call("app.openSample", { name: "../.." })).rejects.toThrow("There is no sample");
});

test("what was opened is on the recent list, newest first, each once", async ({ call }) => {
  await call("app.openSample", { name: "house" });
  await call("app.openSample", { name: "sequencer" });
  await call("app.openSample", { name: "house" });
  expect((await call("app.recent")).map((recent) => recent.name)).toEqual(["house", "sequencer", "orbits"]);
});

test("the theme reaches the page at once", async ({ call, window }) => {
  for (const theme of ["dark", "light"] as const) {
    expect(await call("app.setSettings", { theme })).toMatchObject({ theme });
    const query = `(prefers-color-scheme: ${theme})`;
    await expect.poll(() => window.evaluate((text) => matchMedia(text).matches, query)).toBe(true);
  }
});

test("settings that cannot be read are set aside and told, and the program starts", async ({ userData }) => {
  await writeFile(join(userData, "settings.json"), "{ torn");
  const electron = await launch(userData, []);
  await expect
    .poll(() => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
    .toBe("orbits · Graft");
  await expect.poll(() => readFile(join(userData, "logs", "main.log"), "utf8").catch(() => "")).toContain("kept as");
  expect(await readFile(join(userData, "settings.json.bad"), "utf8")).toBe("{ torn");
  await electron.close();
});

test("diagnostics name versions and the workspace, and go to the clipboard", async ({ call, electron }) => {
  const { workspace, electron: version } = await call("app.info");
  const { text } = await call("app.copyDiagnostics");
  expect(text).toContain(`Electron ${version}`);
  expect(text).toContain(`Workspace: ${workspace?.folder}`);
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);
  await call("app.copy", { text: "state.bars[2]" });
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe("state.bars[2]");
});

test("every command has its place in the menus, and a menu item reaches the window", async ({ electron, window }) => {
  const labels = await electron.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).map((item) => item.label.replace("&", "")),
  );
  expect(labels).toEqual(["File", "Edit", "View", "Run", "Swap", "Go", "Help"]);
  const told = window.evaluate(
    () =>
      new Promise((resolve) => {
        (globalThis as unknown as { readonly graft: Bridge }).graft.on("app.command", (json) =>
          resolve(JSON.parse(json)),
        );
      }),
  );
  await expect
    .poll(async () => {
      await electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("run.pause")?.click());
      return Promise.race([told, new Promise((resolve) => setTimeout(resolve, 100))]);
    })
    .toEqual({ command: "run.pause" });
});

test("a page whose process dies is loaded again, and the program runs on", async ({ electron, window }) => {
  const loopTurn = () =>
    electron.evaluate(async ({ BrowserWindow }) => {
      const page = BrowserWindow.getAllWindows()[0]?.webContents;
      const reply = (await page?.executeJavaScript("graft.call('loop.status', {})")) as { value: { turn: number } };
      return reply.value.turn;
    });
  await expect(window).toHaveURL("graft://app/index.html");
  const before = await loopTurn();
  await electron.evaluate(async ({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents;
    const reloaded = new Promise((resolve) => page?.once("did-finish-load", () => resolve(true)));
    page?.forcefullyCrashRenderer();
    await reloaded;
  });
  expect(await loopTurn()).toBeGreaterThan(before);
});

test("an error of Graft's own ends it with a code and a line, not with a dialog", async ({ userData }) => {
  const electron = await launch(userData, []);
  await electron.firstWindow();
  const ended = once(electron.process(), "exit");
  await electron.evaluate(() => {
    setTimeout(() => {
      throw new Error("Made by a test.");
    });
  });
  expect(await ended).toEqual([1, null]);
  expect(await readFile(join(userData, "logs", "main.log"), "utf8")).toContain("Made by a test.");
});

test("a start that fails ends with a code and a line, and not in a window that says that it opens", async ({
  userData,
}) => {
  const program = join(userData, "program");
  await cp(join(projectFolder, "out"), join(program, "out"), { recursive: true });
  await cp(join(projectFolder, "package.json"), join(program, "package.json"));
  await symlink(join(projectFolder, "node_modules"), join(program, "node_modules"));
  // As a program that was not installed whole.
  await rm(join(program, "out", "main", "compile.worker.js"));
  await expect(launch(userData, [], program)).rejects.toThrow("exitCode=1");
  expect(await readFile(join(userData, "logs", "main.log"), "utf8")).toContain("Graft could not start.");
});

test("how long a call may take is the person's to set, and counts from the next opening on", async ({
  call,
  window,
}) => {
  await window.getByRole("button", { name: "Help and settings" }).click();
  await window
    .getByRole("menuitemradio", { name: "0.25 s" })
    .or(window.getByText("0.25 s", { exact: true }))
    .first()
    .click();
  await expect.poll(async () => (await call("app.settings")).callTimeoutMs).toBe(250);
  await call("app.openSample", { name: "house" });
  const report = await call("modules.swap", { ids: ["alarm.ts"], sources: { "alarm.ts": "while (true) {}" } });
  expect(report).toMatchObject({ ok: false, problems: [{ code: "evaluate-timeout", file: "alarm.ts" }] });
  expect(report.problems[0]?.message).toContain("250 ms");
});
