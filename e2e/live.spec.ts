import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/live" });

/** Rests the pointer on a word of a line of the editor. */
const pointAt = async (window: Page, line: string, word: string): Promise<void> => {
  const place = await window.locator(".cm-line", { hasText: line }).evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = new RegExp(String.raw`\b${wanted}\b`).exec(node.textContent ?? "")?.index ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
    throw new Error(`${wanted} is not in the line`);
  }, word);
  await window.mouse.move(place.x, place.y - 3);
  await window.mouse.move(place.x, place.y);
};

test("somebody reads in the text what a handler does and what the state is, and turns that off", async ({
  window,
  call,
  shot,
}) => {
  await window.getByRole("treeitem", { name: /^counter\.ts/ }).click();
  await window.keyboard.press("Control+3");
  const figures = window.locator(".cm-figures", { hasText: "tick" });
  await expect(figures).toHaveText(/^\d[\d.]*\/s.*ms.*tick.*state \{n: \d+/, { timeout: 15_000 });
  const before = await figures.textContent();
  await expect(figures).not.toHaveText(before ?? "");

  await pointAt(window, "readonly n:", "n");
  const value = window.locator(".cm-liveValue");
  await expect(value).toHaveText(/^state\.n = \d+/);
  await expect(value).not.toHaveText((await value.textContent()) ?? "");
  await shot("live-1-values");

  // By the keyboard alone: the value at the cursor.
  await window.keyboard.press("Escape");
  await window.locator(".cm-line", { hasText: "readonly last" }).click();
  await window.keyboard.press("End");
  for (const _ of "t: string;".split("")) await window.keyboard.press("ArrowLeft");
  await window.keyboard.press("Control+Alt+i");
  await expect(window.getByRole("status").filter({ hasText: 'state.last = "none"' })).toBeVisible();
  await shot("live-2-value-at-the-cursor");

  await window.keyboard.press("Control+Alt+v");
  await expect(figures).toBeHidden();
  expect((await call("app.settings")).liveValues).toBe(false);
  await window.keyboard.press("Control+Alt+v");
  await expect(figures).toBeVisible();
});

test("a handler that threw says so at its line; once it is mended its event is run again with one click", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await window.getByRole("treeitem", { name: /^counter\.ts/ }).click();
  await window.keyboard.press("Control+3");
  await expect(window.locator(".cm-figures").first()).toBeVisible({ timeout: 15_000 });
  await call("loop.emit", { event: { type: "greet", name: "" } });
  const failure = window.locator(".cm-failure");
  await expect(failure).toContainText(/turn \d+ · greet \{name: ""\}/);
  await expect(window.locator(".cm-refusal")).toContainText("nobody to greet");
  await shot("live-3-thrown");
  const first = (await failure.textContent()) ?? "";
  await window.keyboard.press("Control+F5");
  await expect(failure).not.toHaveText(first);
  await expect(failure).toContainText(/turn \d+ · greet \{name: ""\}/);

  const text = (await call("modules.source", { id: "counter.ts" })).text;
  await writeFile(
    join(workspace, "counter.ts"),
    text.replace('throw new RangeError("nobody to greet")', 'return { state: { ...state, last: "nobody" } }'),
  );
  await expect(window.getByRole("treeitem", { name: /^counter\.ts #1 edited/ })).toBeVisible();
  await call("modules.swap", { ids: ["counter.ts"] });
  await expect(failure).toContainText("#1 failed");
  for (const theme of ["dark", "light"] as const) {
    await call("app.setSettings", { theme });
    await window.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual([]);
    await shot(`live-4-mended-${theme}`);
  }
  await window.getByRole("button", { name: "Run the event again that onGreet failed with" }).click();
  await expect(failure).toBeHidden();
  await expect.poll(() => call("state.get", { id: "counter.ts" })).toMatchObject({ last: "nobody" });
  await shot("live-5-run-again");
});
