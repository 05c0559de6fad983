/** What a person sees before a swap, when it is refused because of an importer, and of a module that was cut. */
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/keeper" });

const violations = async (window: Page): Promise<readonly string[]> => {
  const { violations: found } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
};

const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
};

const moduleRow = (window: Page, id: string) => window.getByRole("treeitem", { name: new RegExp(`^${id} #`) });

test("a swap is tried out first, with the state before and after, and then done", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await edit(join(workspace, "b.ts"), `({ said: "" })`, `({ said: "", calls: 0 })`);
  await appendFile(join(workspace, "b.ts"), "\nsetInterval(() => {}, 5000);\n");
  await expect(moduleRow(window, "b.ts")).toContainText("edited");
  await moduleRow(window, "b.ts").click();
  await window.keyboard.press("Control+Alt+Enter");
  const preview = window.getByRole("dialog", { name: "Preview of swapping b.ts" });
  await expect(preview).toContainText("b.ts #1 → #2 would take");
  await expect(preview.getByRole("row", { name: /calls/ })).toContainText("added");
  await expect(preview.getByRole("row", { name: /said/ })).toContainText("kept");
  expect((await call("modules.list")).map(({ generation }) => generation)).toEqual([1, 1]);
  expect(await violations(window)).toEqual([]);
  await shot("preview-1-state");

  await preview.getByRole("button", { name: "Swap", exact: true }).click();
  await expect(moduleRow(window, "b.ts")).toContainText("#2");
  await window.getByRole("tab", { name: "References" }).click();
  await expect(window.getByRole("region", { name: "References of what is selected" })).toContainText(
    /Resources · 1.*setInterval 5000 ms/i,
  );
  await shot("preview-2-resources");
});

test("a swap that takes an export away from an importer is done together with it", async ({
  window,
  workspace,
  shot,
}) => {
  await edit(join(workspace, "a.ts"), "export const greet", "export const welcome");
  await edit(join(workspace, "b.ts"), "{ greet }", "{ welcome as greet }");
  await expect(moduleRow(window, "a.ts")).toContainText("edited");
  await expect(moduleRow(window, "b.ts")).toContainText("edited");
  await window.getByRole("button", { name: "Swap a.ts" }).click();
  const story = window.getByRole("region", { name: "The last swap" });
  await expect(story).toContainText("a.ts was not swapped; #1 runs on");
  await shot("preview-3-refused");
  await story.getByRole("button", { name: "Swap b.ts too" }).click();
  await expect(story).toContainText("2 modules swapped");
  await expect(moduleRow(window, "b.ts")).toContainText("#2");
});

test("a module that was cut says so and is revived as it is", async ({ window, workspace, call, shot }) => {
  await call("loop.run");
  await edit(join(workspace, "b.ts"), "guests.length = 0;", "for (;;) guests.length = 0;");
  await expect(moduleRow(window, "b.ts")).toContainText("edited");
  await moduleRow(window, "b.ts").click();
  await window.keyboard.press("Control+Enter");
  await expect(moduleRow(window, "b.ts")).toContainText("#2");
  await call("loop.emit", { event: { type: "drop" } });
  await expect(moduleRow(window, "b.ts")).toContainText("quarantined", { timeout: 15_000 });
  await expect(window.getByRole("treeitem", { name: /did not end|was cut|took longer/ })).toBeVisible();
  await expect(window.getByRole("row", { name: /drop/ })).toContainText("was cut");
  expect(await violations(window)).toEqual([]);
  await shot("preview-4-quarantined");
  await window.getByRole("button", { name: /^Revive b\.ts/ }).click();
  await expect(moduleRow(window, "b.ts")).toContainText("running");
});
