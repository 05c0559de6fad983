import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/live" });

/** Runs a line at the prompt. */
const type = async (window: Page, text: string): Promise<void> => {
  await window.keyboard.insertText(text);
  await window.keyboard.press("Enter");
};

test("somebody asks a module that runs, changes its state, and defines something until the next swap", async ({
  window,
  call,
  shot,
}) => {
  // It lets a call run into its limit, and looks for flaws twice.
  test.setTimeout(60_000);
  await window.getByRole("treeitem", { name: /^user\.ts/ }).click();
  await window.keyboard.press("Control+j");
  const log = window.getByRole("log", { name: "What was typed, and what came of it" });
  await expect(window.getByRole("textbox", { name: /^Expression or statement/ })).toBeFocused({ timeout: 15_000 });

  // Names that are not exported, and what they are: completed by the module that runs.
  await window.keyboard.type("secr");
  await expect(window.getByRole("option", { name: /secret/ })).toBeVisible();
  await window.keyboard.press("Tab");
  await window.keyboard.type(".");
  await expect(window.getByRole("option", { name: /base/ })).toBeVisible();
  await shot("prompt-1-completion");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Backspace");
  await window.keyboard.press("Enter");
  await log.getByRole("button", { name: /base: 20/ }).click();
  await expect(log.getByRole("button", { name: 'parts: ["x", "y"]', exact: true })).toBeVisible();

  // The state of the module that is picked, read and set.
  await window.getByRole("combobox", { name: "Module" }).selectOption("counter.ts");
  await window.keyboard.press("Control+j");
  await type(window, "state.last");
  await expect(log.getByText('"none"')).toBeVisible();
  await type(window, 'state = { ...state, last: "set by hand" }');
  await expect(log.getByText("state set")).toBeVisible();
  expect(await call("state.get", { id: "counter.ts" })).toMatchObject({ last: "set by hand" });
  await type(window, 'emit({ type: "greet", name: "Ada" })');
  await expect.poll(() => call("state.get", { id: "counter.ts" })).toMatchObject({ last: "Ada" });

  // What is typed wrong, and what does not end.
  await type(window, "1 +");
  await expect(log.getByText("This does not compile: unexpected end of file.")).toBeVisible();
  await type(window, "for (;;);");
  await expect(log.getByText("What was typed did not return within 1000 ms and was cut.")).toBeVisible();
  await expect.poll(async () => (await call("loop.status")).mode).toBe("running");

  // Several lines: a block goes on, and runs from behind its end.
  await window.keyboard.type("for (const n of [1, 2]) {");
  await window.keyboard.press("Enter");
  await window.keyboard.type("n * 2;");
  const typed = window.getByRole("textbox", { name: /^Expression or statement/ });
  await expect(typed).toHaveText(/^for \(const n of \[1, 2\]\) \{\s*n \* 2;\s*\}$/);
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("End");
  await window.keyboard.press("Enter");
  await expect(typed).not.toContainText("for");
  await type(window, "null.x");
  await expect(log.getByText("line 1, column 6")).toBeVisible();
  await type(window, 'import { x } from "./counter"');
  await expect(log.getByText("an import belongs to a file", { exact: false })).toBeVisible();

  // Defined until the next swap, and counted as a holder.
  await type(window, "const kept = (n: number) => n + 1");
  await expect(window.getByText("goes with the next swap of counter.ts")).toBeVisible();
  await type(window, "kept(41)");
  await expect(log.getByText("42", { exact: true })).toBeVisible();
  expect((await call("modules.generations", { id: "counter.ts" })).at(-1)?.holders).toContainEqual(
    expect.objectContaining({ label: "what was defined at the prompt" }),
  );
  for (const theme of ["dark", "light"] as const) {
    await call("app.setSettings", { theme });
    await window.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual([]);
    await shot(`prompt-2-answers-${theme}`);
  }
  await call("modules.swap", { ids: ["counter.ts"] });
  await expect(window.getByText("goes with the next swap of counter.ts")).toBeHidden();

  // What was typed comes back, also after the window was loaded anew.
  await window.reload();
  await expect(window.getByRole("treeitem", { name: /^user\.ts/ })).toBeVisible({ timeout: 15_000 });
  await window.keyboard.press("Control+j");
  const input = window.getByRole("textbox", { name: /^Expression or statement/ });
  await expect(input).toBeFocused({ timeout: 15_000 });
  await window.keyboard.press("ArrowUp");
  await expect(input).toHaveText("kept(41)");
  await window.keyboard.press("ArrowUp");
  await window.keyboard.press("ArrowDown");
  await window.keyboard.press("ArrowDown");
  await expect(input).not.toContainText("kept");
});
