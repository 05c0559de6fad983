import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./app.ts";

test("the first start shows a living sample; another sample and another folder are opened from the window", async ({
  window,
  call,
  shot,
}) => {
  await expect(window.getByRole("button", { name: "orbits" })).toBeVisible();
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(10);
  await shot("open-1-first-start");

  await call("app.openSample", { name: "sequencer" });
  await expect(window.getByRole("button", { name: "sequencer" })).toBeVisible();
  await expect(window.getByRole("treeitem", { name: /^score\.ts #1 running/ })).toBeVisible();
  await expect.poll(async () => (await call("stage.get")).length).toBeGreaterThan(0);
  await shot("open-2-sequencer");

  const folder = await realpath(await mkdtemp(join(tmpdir(), "graft-open-")));
  try {
    await mkdir(join(folder, "mine"));
    await writeFile(
      join(folder, "mine", "count.ts"),
      "export const init = () => 0;\nexport const onTick = (n: number) => ({ state: n + 1 });\n",
    );
    await call("app.open", { folder: join(folder, "mine") });
    const trust = window.getByRole("button", { name: /trust/i }).first();
    await expect(trust).toBeVisible();
    expect(await call("history.list")).toEqual([]);
    await shot("open-3-asks-for-trust");
    await trust.click();
    await expect(window.getByRole("treeitem", { name: /^count\.ts #1 running/ })).toBeVisible();
    await expect.poll(async () => call("state.get", { id: "count.ts" })).toBeGreaterThan(5);
    await shot("open-4-trusted");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a folder that is not there, or was no folder, is refused with a sentence and the open one goes on", async ({
  window,
  call,
}) => {
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(5);
  await expect(call("app.open", { folder: "/nowhere/at/all" })).rejects.toThrow("There is no folder /nowhere/at/all.");
  expect((await call("app.info")).workspace).toMatchObject({ name: "orbits" });
  const before = (await call("loop.status")).turn;
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(before);
  await expect(window.getByRole("button", { name: "orbits" })).toBeVisible();
});
