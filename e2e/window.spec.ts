/** The window as a person meets it: by sight, by keyboard, by screen reader. */
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/sequencer" });

/** What axe finds wrong on the page as it is, each with the first place where. */
const violations = async (window: Page): Promise<readonly string[]> => {
  // Electron cannot open the blank page that the newer mode wants.
  const { violations: found } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
};

const module = (window: Page, id: string) =>
  window
    .getByRole("tree", { name: "Modules and their functions" })
    .getByRole("treeitem", { level: 1 })
    .filter({ hasText: id });

const command = async (window: Page, name: string): Promise<void> => {
  await window.keyboard.press("Control+Shift+P");
  await window.getByPlaceholder("What to do").fill(name);
  await window.keyboard.press("Enter");
};

for (const theme of ["dark", "light"] as const) {
  test(`nothing in the window breaks the rules of accessibility, ${theme}`, async ({
    window,
    workspace,
    call,
    shot,
  }) => {
    // Axe reads the whole window eight times.
    test.slow();
    await call("app.setSettings", { theme, welcomeSeen: true });
    await window.reload();
    await expect(window.locator("html")).toHaveAttribute("data-theme", theme);
    await expect(module(window, "clock.ts")).toBeVisible();
    await module(window, "clock.ts").click();
    expect(await violations(window), "stage").toEqual([]);
    await shot(`window-stage-${theme}`);

    await window.keyboard.press("Control+2");
    await expect(window.getByRole("group", { name: /^Module clock\.ts/ })).toBeVisible();
    await window.getByRole("tab", { name: "State" }).click();
    await expect(window.getByRole("treeitem", { name: /bpm/ })).toBeVisible();
    expect(await violations(window), "graph and state").toEqual([]);
    await shot(`window-graph-${theme}`);

    await window.getByRole("button", { name: "Show as a tree" }).click();
    await window.getByRole("tab", { name: "Generations" }).click();
    await window.keyboard.press("Control+7");
    expect(await violations(window), "graph as a tree, generations, queue").toEqual([]);

    await appendFile(join(workspace, "clock.ts"), "\nexport const broken = (\n");
    await expect(module(window, "clock.ts")).toContainText("failed");
    await window.keyboard.press("Control+3");
    await window.keyboard.press("Control+Enter");
    await expect(window.getByRole("region", { name: "The last swap" })).toContainText("was not swapped");
    await window.keyboard.press("Control+8");
    expect(await violations(window), "source, refusal, problems").toEqual([]);
    await shot(`window-refused-${theme}`);

    await window.getByRole("button", { name: "Report" }).click();
    expect(await violations(window), "swap report").toEqual([]);
    await window.keyboard.press("Escape");
    await window.keyboard.press("F1");
    expect(await violations(window), "keys").toEqual([]);
    await window.keyboard.press("Escape");
    await window.keyboard.press("Control+Shift+P");
    expect(await violations(window), "commands").toEqual([]);
    await window.keyboard.press("Escape");
    await command(window, "Welcome");
    await expect(window.getByRole("heading", { name: "Samples" })).toBeVisible();
    expect(await violations(window), "welcome").toEqual([]);
    await shot(`window-welcome-${theme}`);
  });
}

test("a module is edited, swapped and told of, by keyboard alone", async ({ window, workspace, shot }) => {
  await expect(module(window, "clock.ts")).toBeVisible();
  const file = join(workspace, "clock.ts");
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace("export const onKeyDown", "export const halved = (n: number) => n / 2;\nexport const onKeyDown"),
  );
  await expect(module(window, "clock.ts")).toContainText("edited");
  await expect(window.getByRole("button", { name: "Swap all changed · 1" })).toBeEnabled();

  await window.keyboard.press("Control+P");
  await window.keyboard.type("clock");
  await window.keyboard.press("Enter");
  await expect(module(window, "clock.ts")).toHaveAttribute("aria-selected", "true");
  await window.keyboard.press("Control+Enter");

  const story = window.getByRole("region", { name: "The last swap" });
  await expect(story).toContainText("clock.ts #1 → #2 in");
  await expect(story).toContainText("halved added");
  await expect(story).toContainText("state kept");
  await expect(module(window, "clock.ts")).toContainText("#2");
  await shot("window-swapped");

  await window.keyboard.press("Control+R");
  await expect(window.getByRole("dialog", { name: "Swap report" })).toContainText("halved");
  await window.keyboard.press("Escape");
  await expect(window.getByRole("dialog")).toHaveCount(0);
});

test("the loop is paused, stepped and run again by its keys", async ({ window, call }) => {
  const mode = async () => (await call("loop.status")).mode;
  const turn = async () => (await call("loop.status")).turn;
  await expect.poll(mode).toBe("running");
  await window.keyboard.press("F6");
  await expect.poll(mode).toBe("paused");
  await expect(window.getByRole("button", { name: "Pause" })).toHaveAttribute("aria-pressed", "true");
  const before = await turn();
  await window.keyboard.press("F10");
  await expect.poll(turn).toBe(before + 1);
  await expect(window.getByText(`${(before + 1).toLocaleString("en-US")} of`)).toBeVisible();
  await window.keyboard.press("F5");
  await expect.poll(turn).toBeGreaterThan(before + 5);
});

test("keys and pointer reach the program while the stage has the focus", async ({ window, call }) => {
  const state = async () =>
    (await call("state.get", { id: "clock.ts" })) as { readonly bpm: number; readonly playing: boolean };
  await expect.poll(async () => (await state()).playing).toBe(true);
  const { bpm } = await state();
  await window.getByTestId("stage").focus();
  await window.keyboard.press("ArrowUp");
  await expect.poll(async () => (await state()).bpm).toBeGreaterThan(bpm);
  await window.keyboard.press("Space");
  await expect.poll(async () => (await state()).playing).toBe(false);
});

test("the sizes of the panels and the theme are remembered", async ({ window, call }) => {
  await command(window, "Light Theme");
  await expect(window.locator("html")).toHaveAttribute("data-theme", "light");
  const edge = window.getByRole("separator", { name: "Width of the modules panel" });
  await edge.focus();
  await window.keyboard.press("ArrowRight");
  await expect.poll(async () => (await call("app.settings")).layout["columns"]?.length).toBe(3);
  const { layout } = await call("app.settings");
  await window.reload();
  await expect(window.locator("html")).toHaveAttribute("data-theme", "light");
  const width = await window.locator("#modules").evaluate((panel) => (panel.clientWidth / innerWidth) * 100);
  expect(width).toBeCloseTo(layout["columns"]?.[0] ?? 0, 0);
});
