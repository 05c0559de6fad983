import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/live" });

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const hasNoFlaw = async (window: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual([]);
};

test("a new module is made from a template by the keyboard alone, runs at once and is open in the editor", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await expect(window.getByRole("treeitem", { name: /^counter\.ts/ })).toBeVisible();
  await window.keyboard.press("Control+n");
  const dialog = window.getByRole("dialog", { name: "New module" });
  const name = dialog.getByRole("textbox", { name: "name" }).or(dialog.getByRole("combobox", { name: "name" }));
  await expect(name).toBeFocused();
  await window.keyboard.type("Counter");
  await expect(
    dialog.getByText("There is counter.ts already, and on other systems that would be the same file."),
  ).toBeVisible();
  await name.fill("time/bell");
  await expect(dialog.getByText("It becomes time/bell.ts.")).toBeVisible();
  await window.keyboard.press("Tab");
  await window.keyboard.press("ArrowDown");
  await expect(dialog.getByText("export const sourceBell: Source")).toBeVisible();
  for (const theme of ["dark", "light"] as const) {
    await call("app.setSettings", { theme });
    await window.waitForTimeout(300);
    await hasNoFlaw(window);
    await shot(`new-1-module-${theme}`);
  }
  await window.keyboard.press("Enter");
  await expect(window.getByRole("treeitem", { name: /^time\/\s*bell\.ts #1 running/ })).toBeVisible();
  await expect(window.getByRole("textbox", { name: "Source of time/bell.ts" })).toBeVisible();
  expect(await readFile(join(workspace, "time/bell.ts"), "utf8")).toContain("sourceBell");
  await expect.poll(async () => (await call("history.list")).some(({ event }) => event.type === "bell")).toBe(true);
  await shot("new-2-module-runs");
});

test("a new workspace is made where somebody says, and lives on the stage at once", async ({
  electron,
  window,
  workspace,
  call,
  shot,
}) => {
  await expect(window.getByRole("treeitem", { name: /^counter\.ts/ })).toBeVisible();
  const parent = join(workspace, "..");
  await electron.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, parent);
  await window.keyboard.press("Control+Shift+n");
  const dialog = window.getByRole("dialog", { name: "New workspace" });
  await dialog.getByRole("textbox", { name: "name" }).fill("../out");
  await expect(dialog.getByText("The name of a folder has no `/` in it; where it lies is asked next.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Choose where…" })).toBeDisabled();
  // What is there already is told above the dialog, which stays.
  await mkdir(join(parent, "taken"));
  await dialog.getByRole("textbox", { name: "name" }).fill("taken");
  await window.keyboard.press("Enter");
  await expect(dialog.getByText(/There is .*taken already: choose another name or another place\./)).toBeVisible();
  await hasNoFlaw(window);
  await shot("new-9-workspace-taken");
  await dialog.getByRole("button", { name: "Close this message" }).click();
  await expect(dialog.getByText(/There is .*taken already/)).toHaveCount(0);
  await dialog.getByRole("textbox", { name: "name" }).fill("first");
  await hasNoFlaw(window);
  await shot("new-3-workspace");
  await dialog.getByRole("button", { name: "Choose where…" }).click();
  await expect(window.getByRole("treeitem", { name: /^ball\.ts #1 running/ })).toBeVisible({ timeout: 15_000 });
  await expect
    .poll(async () => (await call("app.info")).workspace)
    .toMatchObject({ folder: join(parent, "first"), trusted: true });
  for (const file of ["graft.d.ts", "tsconfig.json", "ball.ts"])
    expect(await isThere(join(parent, "first", file))).toBe(true);
  await expect.poll(async () => (await call("stage.get"))[0]?.shapes.length).toBe(1);
  expect(await call("problems.list")).toEqual([]);
  await shot("new-4-workspace-lives");
});

test("a module is renamed with its importers and keeps its state; one that is needed is not deleted", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await writeFile(
    join(workspace, "types.ts"),
    'import type { init } from "./counter.ts";\nexport type Made = ReturnType<typeof init>;\n',
  );
  await expect(window.getByRole("treeitem", { name: /^types\.ts/ })).toBeVisible();
  await window.getByRole("treeitem", { name: /^counter\.ts/ }).click({ button: "right" });
  await window.getByRole("menuitem", { name: /Delete Module/ }).click();
  const deleting = window.getByRole("dialog", { name: "Delete counter.ts" });
  await expect(deleting.getByText("user.ts needs it: take the import out and swap, then delete it.")).toBeVisible();
  await expect(deleting.getByRole("button", { name: "Delete" })).toBeDisabled();
  await shot("new-5-delete-refused");
  await window.keyboard.press("Escape");

  await call("loop.emit", { event: { type: "greet", name: "Ada" } });
  const before = (await call("state.get", { id: "counter.ts" })) as { readonly n: number };
  await window.getByRole("treeitem", { name: /^counter\.ts/ }).click();
  await window.keyboard.press("Shift+F6");
  const renaming = window.getByRole("dialog", { name: "Rename counter.ts" });
  await expect(renaming.getByText("2 modules import it:")).toBeVisible();
  await expect(renaming.getByText("user.ts:1")).toBeVisible();
  await expect(renaming.getByText("types.ts:1")).toBeVisible();
  // What is typed takes the place of the name, not of its ending.
  await window.keyboard.type("Counter");
  await expect(renaming.getByText("It becomes Counter.ts, keeps its state")).toBeVisible();
  await renaming.getByRole("textbox", { name: "name" }).fill("lib/tally.ts");
  await hasNoFlaw(window);
  await shot("new-6-rename");
  await window.keyboard.press("Enter");

  await expect(window.getByRole("treeitem", { name: /^lib\/\s*tally\.ts #1 running/ })).toBeVisible();
  await expect(window.getByRole("treeitem", { name: /^counter\.ts/ })).toBeHidden();
  await expect(window.getByRole("treeitem", { name: /^user\.ts #2 running/ })).toBeVisible();
  await expect(window.getByText("counter.ts is lib/tally.ts now.")).toBeVisible();
  expect(await readFile(join(workspace, "user.ts"), "utf8")).toContain('from "./lib/tally"');
  expect(await readFile(join(workspace, "types.ts"), "utf8")).toContain('from "./lib/tally.ts"');
  expect(await isThere(join(workspace, "counter.ts"))).toBe(false);
  const after = (await call("state.get", { id: "lib/tally.ts" })) as { readonly n: number };
  expect(after).toMatchObject({ last: "Ada" });
  expect(after.n).toBeGreaterThanOrEqual(before.n);
  await shot("new-7-renamed");

  // Undone and done again with its files, the list has it under the one name that it has.
  await window.getByRole("treeitem", { name: /^user\.ts/ }).click();
  await window.keyboard.press("Control+z");
  await expect(window.getByRole("treeitem", { name: /^counter\.ts #1 running/ })).toBeVisible();
  await expect(window.getByRole("treeitem", { name: /^user\.ts #3 running/ })).toBeVisible();
  await expect(window.getByRole("treeitem", { name: /tally\.ts/ })).toBeHidden();
  expect(await readFile(join(workspace, "user.ts"), "utf8")).toContain('from "./counter"');
  expect(await readFile(join(workspace, "types.ts"), "utf8")).toContain('from "./counter.ts"');
  await window.keyboard.press("Control+Shift+z");
  await expect(window.getByRole("treeitem", { name: /^lib\/\s*tally\.ts #1 running/ })).toBeVisible();
  await expect(window.getByRole("treeitem", { name: /^counter\.ts/ })).toBeHidden();
  expect(await readFile(join(workspace, "user.ts"), "utf8")).toContain('from "./lib/tally"');
  await expect(window.getByText("There is no module counter.ts in this workspace.")).toHaveCount(0);

  // What nobody needs goes, and can be brought back from where it is put.
  await window.getByRole("treeitem", { name: /^user\.ts/ }).click();
  const text = window.getByRole("textbox", { name: "Source of user.ts" });
  await text.focus();
  await window.keyboard.insertText("// not saved\n");
  await window.getByRole("treeitem", { name: /^user\.ts/ }).click();
  await window.keyboard.press("Control+Shift+p");
  await window.keyboard.type("Delete Module");
  await window.keyboard.press("Enter");
  const deletingUser = window.getByRole("dialog", { name: "Delete user.ts" });
  await expect(deletingUser.getByText("What is not saved of it in the editor is lost")).toBeVisible();
  await deletingUser.getByRole("button", { name: "Delete" }).click();
  await expect(window.getByRole("treeitem", { name: /^user\.ts/ })).toBeHidden();
  expect(await isThere(join(workspace, "user.ts"))).toBe(false);
  await expect(window.getByText(/user\.ts was deleted; its file is in/)).toBeVisible();
  await shot("new-8-deleted");

  // Or by undoing it, with its state as it was.
  await window.keyboard.press("Control+z");
  await expect(window.getByRole("treeitem", { name: /^user\.ts #\d+ running/ })).toBeVisible();
  await expect(window.getByText("user.ts is there again, with its file.")).toBeVisible();
  expect(await readFile(join(workspace, "user.ts"), "utf8")).toContain('from "./lib/tally"');
  await shot("new-10-there-again");
  await window.keyboard.press("Control+Shift+z");
  await expect(window.getByRole("treeitem", { name: /^user\.ts/ })).toBeHidden();
  expect(await isThere(join(workspace, "user.ts"))).toBe(false);
});
