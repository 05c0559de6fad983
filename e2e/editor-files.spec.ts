/** What the editor does about others: who writes the same file, and a language server that ends. */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, launch, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

// The first check of types, and a machine that others use too.
test.setTimeout(60_000);

const open = async (window: Page, id: string) => {
  await expect(window.getByRole("treeitem", { level: 1 }).first()).toBeVisible({ timeout: 15_000 });
  await window.keyboard.press("Control+P");
  await window.keyboard.type(id);
  await window.keyboard.press("Enter");
  await window.keyboard.press("Control+3");
  const text = window.getByRole("textbox", { name: `Source of ${id}` });
  await expect(text).toBeFocused({ timeout: 15_000 });
  return text;
};

test("a file that is written elsewhere is followed, and never overwritten in silence", async ({
  electron,
  window,
  workspace,
  shot,
}) => {
  const file = join(workspace, "physics.ts");
  const before = await readFile(file, "utf8");
  const text = await open(window, "physics.ts");
  await writeFile(file, before.replace("DRAG = 0", "DRAG = 0.5"));
  await expect(text).toContainText("DRAG = 0.5");
  await expect(window.getByRole("tab", { name: "physics.ts", exact: true })).toBeVisible();

  await window.keyboard.press("Control+Home");
  await window.keyboard.insertText("// mine\n");
  await writeFile(file, `// theirs\n${before}`);
  await window.keyboard.press("Control+S");
  const bar = window.getByRole("region", { name: "The file was changed elsewhere" });
  await expect(bar).toBeVisible();
  expect(await readFile(file, "utf8")).toBe(`// theirs\n${before}`);
  await bar.getByRole("button", { name: "Show the difference" }).click();
  await expect(window.locator(".cm-deletedChunk").first()).toContainText("// theirs");
  await shot("editor-11-conflict");
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(900, 700));
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(900);
  await expect(bar.getByRole("button", { name: "Save mine" })).toBeInViewport({ ratio: 1 });
  await expect.poll(async () => (await bar.boundingBox())?.height).toBeLessThan(150);
  await shot("editor-16-conflict-narrow");
  await bar.getByRole("button", { name: "Save mine" }).click();
  await expect(bar).toHaveCount(0);
  expect(await readFile(file, "utf8")).toContain("// mine");
  expect(await readFile(file, "utf8")).not.toContain("// theirs");
});

test("what is not saved is asked about before its tab closes", async ({ window, workspace }) => {
  const text = await open(window, "physics.ts");
  await window.keyboard.insertText("// kept\n");
  await expect(text).toContainText("// kept");
  await window.keyboard.press("Control+W");
  const dialog = window.getByRole("dialog", { name: "Save physics.ts?" });
  await window.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(text).toContainText("// kept");
  await window.keyboard.press("Control+W");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(window.getByRole("tab", { name: /^physics\.ts/ })).toHaveCount(0);
  expect(await readFile(join(workspace, "physics.ts"), "utf8")).toMatch(/^\/\/ kept/);
});

test("what is not saved is there again after the window was closed", async ({ userData, workspace }) => {
  const first = await launch(userData, [workspace]);
  try {
    const window = await first.firstWindow();
    const text = await open(window, "physics.ts");
    await window.keyboard.insertText("// not saved\n");
    await expect(text).toContainText("// not saved");
    await expect.poll(() => window.evaluate(() => Object.keys(localStorage).length)).toBeGreaterThan(0);
  } finally {
    await first.close();
  }
  const second = await launch(userData, [workspace]);
  try {
    const window = await second.firstWindow();
    await expect(window.getByText("physics.ts has the text again that was not saved.")).toBeVisible({
      timeout: 20_000,
    });
    await expect(await open(window, "physics.ts")).toContainText("// not saved");
    await expect(window.getByRole("tab", { name: "physics.ts, not saved" })).toBeVisible();
    expect(await readFile(join(workspace, "physics.ts"), "utf8")).not.toContain("// not saved");
  } finally {
    await second.close();
  }
});

/** The language server that this Electron started. */
const serverOf = (electronPid: number): number | undefined => {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, ppid, ...args]) => Number(ppid) === electronPid && args.includes("--lsp"));
  return found === undefined ? undefined : Number(found[0]);
};

test("the language server is killed, and comes back by itself; meanwhile one edits on", async ({
  electron,
  window,
  call,
  shot,
}) => {
  const text = await open(window, "physics.ts");
  const status = window.getByRole("status", { name: "Editor status" });
  await expect(status).toContainText("TypeScript 7", { timeout: 20_000 });
  const pid = serverOf(electron.process().pid!);
  expect(pid).toBeDefined();
  process.kill(pid!, "SIGKILL");
  await expect(status).toContainText("The language server ended");
  await shot("editor-12-server-killed");
  await window.keyboard.insertText('const wrong: number = "";\n');
  await expect(text).toContainText("wrong");
  await expect(status).toContainText("TypeScript 7", { timeout: 20_000 });
  // What was typed while it was away is known to the new one.
  await expect(window.locator(".cm-lintRange-error")).toHaveText("wrong");
  expect(await call("app.languageStatus")).toMatchObject({ kind: "ready", session: 2 });
});

test("a language server that does not answer any more is told of, and one edits and swaps on meanwhile", async ({
  electron,
  window,
  workspace,
  shot,
}) => {
  const text = await open(window, "physics.ts");
  const status = window.getByRole("status", { name: "Editor status" });
  await expect(status).toContainText("TypeScript 7", { timeout: 20_000 });
  const pid = serverOf(electron.process().pid!)!;
  process.kill(pid, "SIGSTOP");
  try {
    await window.keyboard.insertText("// typed on\n");
    await expect(text).toContainText("typed on");
    await expect(status).toContainText("TypeScript takes long to answer. The editor goes on without it", {
      timeout: 15_000,
    });
    await shot("editor-14-server-slow");
    // Saving does not wait for a formatter that does not come.
    await window.getByRole("button", { name: "More of the editor" }).click();
    await window.getByRole("menuitem", { name: "Format first" }).click();
    await text.focus();
    await window.keyboard.press("Control+S");
    await expect(
      window.getByText("TypeScript takes long to answer: physics.ts is saved as it is written."),
    ).toBeVisible();
    await expect(window.getByRole("tab", { name: "physics.ts", exact: true })).toBeVisible();
    expect(await readFile(join(workspace, "physics.ts"), "utf8")).toContain("// typed on");
    await expect(window.getByRole("treeitem", { name: /^physics\.ts #2/ })).toBeVisible();
    process.kill(pid, "SIGCONT");
    await expect(status).toContainText("TypeScript 7", { timeout: 20_000 });
  } finally {
    process.kill(pid, "SIGCONT");
  }
});

test("without a language server the editor says so in one line and works", async ({ userData, workspace }) => {
  process.env["GRAFT_LANGUAGE_SERVER"] = join(workspace, "no-such-program");
  const electron = await launch(userData, [workspace]);
  try {
    const window = await electron.firstWindow();
    const text = await open(window, "physics.ts");
    await expect(window.getByRole("status", { name: "Editor status" })).toContainText(
      "The editor goes on without types.",
      {
        timeout: 20_000,
      },
    );
    await window.keyboard.insertText("// still\n");
    await window.keyboard.press("Control+S");
    await expect(text).toContainText("// still");
    await expect(window.getByRole("treeitem", { name: /^physics\.ts #2 running/ })).toBeVisible();
    delete process.env["GRAFT_LANGUAGE_SERVER"];
  } finally {
    delete process.env["GRAFT_LANGUAGE_SERVER"];
    await electron.close();
  }
});
