import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { askIn, expect, launch, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

const ready = async (electron: ElectronApplication): Promise<Page> => {
  const window = await electron.firstWindow();
  await window.waitForLoadState();
  await expect.poll(() => askIn(window, "app.info", {})).not.toMatchObject({ value: { workspace: null } });
  return window;
};

const ask = async <T>(window: Page, method: string, params: unknown = {}): Promise<T> => {
  const reply = await askIn(window, method, params);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value as T;
};

const turnOf = async (window: Page): Promise<number> => (await ask<{ turn: number }>(window, "loop.status")).turn;

const kill = async (electron: ElectronApplication): Promise<void> => {
  const ended = new Promise((resolve) => void electron.process().once("exit", resolve));
  electron.process().kill("SIGKILL");
  await ended;
};

test("killed, it opens paused where it was, and goes on or starts fresh; closed, it opens fresh and offers to go on", async ({
  userData,
  workspace,
}) => {
  // Five starts.
  test.slow();
  let electron = await launch(userData, [workspace]);
  let window = await ready(electron);
  let before = 0;
  for (let kills = 1; kills <= 3; kills++) {
    await expect.poll(() => turnOf(window)).toBeGreaterThan(before + 20 * kills);
    before = await turnOf(window);
    await kill(electron);

    electron = await launch(userData, [workspace]);
    window = await ready(electron);
    const goOn = window.getByRole("button", { name: /^Go on where you were \(turn / });
    await expect(goOn).toBeVisible();
    await expect(window.getByText("Graft ended unexpectedly")).toBeVisible();
    const turn = await turnOf(window);
    // At 60 ticks a second 250 ms are 15 turns.
    expect(turn).toBeGreaterThanOrEqual(before - 16);
    await expect.poll(() => turnOf(window)).toBe(turn);
    if (kills === 1) await window.screenshot({ path: "test-results/shots/resume-1-asks.png" });
    if (kills === 3) break;
    await goOn.click();
    await expect(goOn).toBeHidden();
    await expect.poll(() => turnOf(window)).toBeGreaterThan(turn);
  }
  await window.getByRole("button", { name: "Start fresh" }).click();
  await expect(window.getByRole("region", { name: "Earlier session" })).toBeHidden();
  await expect.poll(() => turnOf(window)).toBeGreaterThan(5);
  expect(await turnOf(window)).toBeLessThan(before);
  await electron.close();

  electron = await launch(userData, [workspace]);
  window = await ready(electron);
  await expect(window.getByText("You left this workspace on")).toBeVisible();
  await expect.poll(() => turnOf(window)).toBeGreaterThan(5);
  await window.screenshot({ path: "test-results/shots/resume-2-offers.png" });
  await window.getByRole("button", { name: "Dismiss" }).click();
  await expect(window.getByRole("region", { name: "Earlier session" })).toBeHidden();
  await electron.close();
});

test("started again, where modules come compiled from the disk, what is thrown is placed and old code is proved gone", async ({
  userData,
  workspace,
}) => {
  test.slow();
  const file = join(workspace, "fails.ts");
  const text = "export const onFail = () => {\n  const n: number = 1;\n  throw new Error(`${n}`);\n};\n";
  await writeFile(file, text);
  for (const _start of ["first", "second"]) {
    const electron = await launch(userData, [workspace]);
    const window = await ready(electron);
    const swapTo = async (source: string): Promise<void> => {
      await writeFile(file, source);
      expect(await ask(window, "modules.swap", { ids: ["fails.ts"] })).toMatchObject({ ok: true });
    };
    const failure = (): Promise<unknown> => ask(window, "problems.list");
    await ask(window, "loop.emit", { event: { type: "fail" } });
    await expect.poll(failure).toContainEqual(expect.objectContaining({ file: "fails.ts", line: 3, column: 9 }));

    // There and back: the same compiled form serves two generations, which share no code.
    await swapTo(`${text}export const more = 1;\n`);
    await swapTo(text);
    await swapTo(`${text}export const more = 1;\n`);
    for (const generation of [1, 2, 3])
      await expect
        .poll(() => ask(window, "references.certificate", { id: "fails.ts", generation }))
        .toMatchObject({ status: "reclaimed" });
    await writeFile(file, text);
    await electron.close();
  }
});
