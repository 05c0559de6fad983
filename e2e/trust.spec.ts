/** Nothing of a folder runs before the person says so. */
import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication } from "@playwright/test";
import { expect, launch, test } from "./app.ts";

/** A workspace whose only module leaves a mark on the disk when it is evaluated. */
const markingWorkspace = async (home: string) => {
  const folder = join(home, "stranger");
  const mark = join(home, "it-ran");
  await mkdir(folder);
  await writeFile(
    join(folder, "mark.ts"),
    `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(mark)}, "");\nexport const onTick = () => {};\n`,
  );
  return { folder, mark };
};

test("a folder chosen in the window shows its files and runs nothing until it is trusted, then for good", async ({
  userData,
  call,
}) => {
  const { folder, mark } = await markingWorkspace(userData);
  expect(await call("app.open", { folder })).toMatchObject({ folder, trusted: false, files: ["mark.ts"] });
  expect(await call("modules.list")).toMatchObject([{ id: "mark.ts", generation: 0 }]);
  await expect(call("modules.swap", { ids: ["mark.ts"] })).rejects.toThrow("trust it first");
  await expect(call("modules.swap", { ids: ["mark.ts"], dryRun: true })).rejects.toThrow("trust it first");
  expect(existsSync(mark)).toBe(false);

  expect(await call("app.trust")).toMatchObject({ folder, trusted: true });
  expect(await call("modules.list")).toMatchObject([{ id: "mark.ts", generation: 1 }]);
  expect((await call("loop.status")).mode).toBe("running");
  expect(existsSync(mark)).toBe(true);

  await call("app.openSample", { name: "house" });
  expect(await call("app.open", { folder })).toMatchObject({ trusted: true });
});

test("`workspace.open` asks as well", async ({ userData, call }) => {
  const { folder, mark } = await markingWorkspace(userData);
  expect(await call("workspace.open", { folder })).toEqual({ folder, modules: 1 });
  expect((await call("app.info")).workspace).toMatchObject({ trusted: false });
  expect(existsSync(mark)).toBe(false);
});

test("trust is given to a real path: a link to a trusted folder is trusted", async ({ userData, call }) => {
  const { folder } = await markingWorkspace(userData);
  const link = join(userData, "link");
  await symlink(folder, link);
  await call("app.open", { folder });
  await call("app.trust");
  expect(await call("app.open", { folder: link })).toMatchObject({ folder, trusted: true });
});

test("a folder named on the command line counts as trusted, at a first start and at a second", async ({ userData }) => {
  const { folder, mark } = await markingWorkspace(userData);
  const first = await launch(userData, []);
  await first.firstWindow();
  const second = await launch(userData, [folder]).catch(() => undefined);
  await second?.close();
  await expect.poll(() => existsSync(mark)).toBe(true);
  await first.close();
});

test("what was open, and that it was trusted, is remembered over a restart", async ({ userData }) => {
  const { folder } = await markingWorkspace(userData);
  const title = (electron: ElectronApplication) =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  const first = await launch(userData, [folder]);
  await expect.poll(() => title(first)).toBe("stranger · Graft");
  await first.close();
  const again = await launch(userData, []);
  await expect.poll(() => title(again)).toBe("stranger · Graft");
  const bounds = await again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  expect(bounds).toMatchObject({ width: 1440, height: 900 });
  await again.close();
});
