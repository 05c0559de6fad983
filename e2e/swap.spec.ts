import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test("somebody edits a file, presses Swap, and the running program changes without a stop", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  const physics = join(workspace, "physics.ts");
  await expect(window.getByRole("treeitem", { name: /^physics\.ts #1 running/ })).toBeVisible();
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(30);

  const text = await readFile(physics, "utf8");
  await writeFile(
    physics,
    text.replace("STRENGTH * (REACH", "0.2 * STRENGTH * (REACH").concat("\nexport const extra = () => 1;\n"),
  );
  await expect(window.getByRole("treeitem", { name: /^physics\.ts #1 edited/ })).toBeVisible();
  await shot("swap-1-changed");

  const before = (await call("loop.status")).turn;
  await window.getByRole("button", { name: "Swap physics.ts" }).click();
  await expect(window.getByRole("treeitem", { name: /^physics\.ts #2 running/ })).toBeVisible();
  await expect(window.getByText(/#1 → #2/).first()).toBeVisible();
  await expect(window.getByRole("treeitem", { name: /^function extra 0 references/ })).toBeVisible();
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(before + 20);
  expect(await call("loop.status")).toMatchObject({ mode: "running" });
  await shot("swap-2-swapped");
});
