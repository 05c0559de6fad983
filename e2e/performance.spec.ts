import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test("with swap on save, saving is enough; and the window tells how long each part of it took", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await window.getByRole("button", { name: "orbits" }).click();
  await window
    .getByRole("menuitem", { name: /Swap on save/ })
    .or(window.getByRole("menuitemcheckbox", { name: /Swap on save/ }))
    .click();
  await expect.poll(() => call("workspace.options")).toMatchObject({ swapOnSave: true });

  const physics = join(workspace, "physics.ts");
  await writeFile(physics, `${await readFile(physics, "utf8")}\nexport const extra = () => 1;\n`);
  await expect(window.getByRole("treeitem", { name: /^physics\.ts #2 running/ })).toBeVisible();
  await writeFile(physics, `${await readFile(physics, "utf8")}\nexport const more = () => 2;\n`);
  await expect(window.getByRole("treeitem", { name: /^physics\.ts #3 running/ })).toBeVisible();

  await window.getByRole("tab", { name: "Performance" }).click();
  const bars = window.getByRole("toolbar", { name: "Last swaps, oldest first" }).getByRole("button");
  await expect(bars).toHaveCount(2);
  await expect(window.getByRole("region", { name: "Swaps" })).toContainText(/median .* · slowest .* · 2 swaps/);
  await bars.last().focus();
  await window.keyboard.press("ArrowLeft");
  await expect(bars.first()).toBeFocused();
  await expect(bars.first()).toHaveAccessibleName(/^Swap 1: physics\.ts #1 → #2/);
  await expect(window.getByRole("region", { name: "Memory" })).toContainText(/MB.*heap .* of /s);
  await expect(window.getByRole("button", { name: /^Memory .*: show performance$/ })).toBeVisible();
  await shot("performance");
  const { violations } = await new AxeBuilder({ page: window })
    .setLegacyMode(true)
    .include('[aria-label="Swaps"]')
    .include('[aria-label="Memory"]')
    .analyze();
  expect(violations).toEqual([]);

  await window.keyboard.press("Enter");
  await expect(window.getByRole("dialog", { name: "Swap report" })).toContainText("#1 → #2");
});
