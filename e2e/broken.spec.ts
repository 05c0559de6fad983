import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test("a broken edit is refused calmly, the old code runs on, and its repair swaps", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  const view = join(workspace, "view.ts");
  const good = await readFile(view, "utf8");
  // It lies below what the list shows at first.
  await window.getByLabel("Filter modules and functions").fill("view");
  await expect(window.getByRole("treeitem", { name: /^view\.ts #1 running/ })).toBeVisible();

  await writeFile(view, `${good}\nexport const broken = (;\n`);
  await expect(window.getByRole("treeitem", { name: /^view\.ts #1 failed/ })).toBeVisible();
  await window.getByRole("button", { name: "Swap view.ts" }).click();
  const line = good.split("\n").length + 1;
  await window.getByRole("tab", { name: /^Problems/ }).click();
  const problems = window.getByRole("region", { name: /^Turns, queue/ });
  await expect(problems.getByText(new RegExp(`view\\.ts:${line}:`)).first()).toBeVisible();
  const before = (await call("loop.status")).turn;
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(before + 10);
  expect((await call("modules.list")).find(({ id }) => id === "view.ts")).toMatchObject({ generation: 1 });
  await shot("broken-1-refused");

  await writeFile(view, `${good}\nexport const mended = () => 1;\n`);
  await expect(window.getByRole("treeitem", { name: /^view\.ts #1 edited/ })).toBeVisible();
  await window.getByRole("button", { name: "Swap view.ts" }).click();
  await expect(window.getByRole("treeitem", { name: /^view\.ts #2 running/ })).toBeVisible();
  await expect(window.getByRole("tab", { name: "Problems", exact: true })).toBeVisible();
  await shot("broken-2-mended");
});
