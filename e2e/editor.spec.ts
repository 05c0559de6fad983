/** Writing code in the window, while the program that it is about runs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

// The first check of types, and a machine that others use too.
test.setTimeout(60_000);

const row = (window: Page, id: string) =>
  window
    .getByRole("tree", { name: "Modules and their functions" })
    .getByRole("treeitem", { level: 1 })
    .filter({ hasText: id });

const text = (window: Page, id: string) => window.getByRole("textbox", { name: `Source of ${id}` });

/** Opens a module in the editor, by keyboard. */
const open = async (window: Page, id: string): Promise<void> => {
  await expect(row(window, "b").first()).toBeVisible({ timeout: 15_000 });
  await window.keyboard.press("Control+P");
  await window.keyboard.type(id);
  await window.keyboard.press("Enter");
  await window.keyboard.press("Control+3");
  await expect(text(window, id)).toBeFocused({ timeout: 15_000 });
};

/** Searches for a text and writes another over it, as a person does. */
const write = async (window: Page, found: string, written: string): Promise<void> => {
  await window.keyboard.press("Control+F");
  const field = window.getByRole("textbox", { name: "Find", exact: true });
  await expect(field).toBeFocused();
  await window.keyboard.press("Control+A");
  await field.pressSequentially(found);
  await window.keyboard.press("Enter");
  await window.keyboard.press("Escape");
  if (written === "") await window.keyboard.press("Delete");
  else await window.keyboard.insertText(written);
};

const typesAreThere = (window: Page) =>
  expect(window.getByRole("status", { name: "Editor status" })).toContainText("TypeScript 7", { timeout: 20_000 });

test("a change is typed and swapped with one key while the program runs, and saved with another", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  const file = join(workspace, "physics.ts");
  await open(window, "physics.ts");
  const status = window.getByRole("status", { name: "Editor status" });
  await expect(status).toContainText("as #1 runs");
  await write(window, "FALLOFF = 2", "FALLOFF = 1");
  await expect(status).toContainText("1 line not as #1 runs");
  await expect(window.getByRole("tab", { name: "physics.ts, not saved" })).toBeVisible();
  const { turn } = await call("loop.status");
  await shot("editor-1-typed");
  await window.keyboard.press("Control+Enter");
  await expect(row(window, "physics.ts")).toContainText("#2");
  await expect(status).toContainText("as #2 runs");
  expect(await readFile(file, "utf8")).toContain("FALLOFF = 2");
  expect((await call("modules.source", { id: "physics.ts" })).running).toContain("FALLOFF = 1");

  await write(window, "DRAG = 0", "DRAG = 0.01");
  await window.keyboard.press("Control+S");
  await expect(row(window, "physics.ts")).toContainText("#3");
  expect(await readFile(file, "utf8")).toMatch(/FALLOFF = 1;[\s\S]*DRAG = 0.01;/);
  await expect(window.getByRole("tab", { name: "physics.ts", exact: true })).toBeVisible();
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(turn + 20);
  expect(await call("loop.status")).toMatchObject({ mode: "running" });
  await shot("editor-2-swapped");

  // In the text these keys are the text's own; elsewhere they undo the swap.
  await window.keyboard.press("Control+Z");
  await expect(text(window, "physics.ts")).toContainText("DRAG = 0;");
  expect((await call("modules.list")).find(({ id }) => id === "physics.ts")).toMatchObject({ generation: 3 });
  await row(window, "physics.ts").click();
  await window.keyboard.press("Control+Z");
  await expect(row(window, "physics.ts")).toContainText("#4");
  expect((await call("modules.source", { id: "physics.ts" })).running).toContain("DRAG = 0;");
});

test("a type error is seen in the text and beside the Swap button; it warns, and refuses where it is asked to", async ({
  window,
  call,
  shot,
}) => {
  await open(window, "physics.ts");
  await typesAreThere(window);
  await write(window, "STRENGTH = 120", 'STRENGTH: number = "strong"');
  await expect(row(window, "physics.ts")).toContainText("1 type error");
  await expect(row(window, "physics.ts").getByTitle(/Type 'string' is not assignable to type 'number'/)).toBeVisible();
  await expect(window.locator(".cm-lintRange-error")).toHaveText("STRENGTH");
  await window.locator(".cm-lintRange-error").hover();
  await expect(window.locator(".cm-tooltip-lint")).toContainText("Type 'string' is not assignable to type 'number'.");
  await shot("editor-3-type-error");

  await call("workspace.options", { refuseTypeErrors: true });
  await window.keyboard.press("Control+Enter");
  await expect(window.getByRole("region", { name: "The last swap" })).toContainText("Type 'string' is not assignable");
  expect((await call("modules.list")).find(({ id }) => id === "physics.ts")).toMatchObject({ generation: 1 });
  await shot("editor-4-type-error-refused");

  await write(window, 'STRENGTH: number = "strong"', "STRENGTH: number = 240");
  await expect(row(window, "physics.ts")).not.toContainText("type error");
  await window.keyboard.press("Control+Enter");
  await expect(row(window, "physics.ts")).toContainText("#2");
});

test("a syntax error is marked in words at its line, the old code runs on, and the mark goes when it is mended", async ({
  window,
  call,
  shot,
}) => {
  await open(window, "physics.ts");
  await write(window, "const DRAG = 0;", "const DRAG = (0;");
  const { turn } = await call("loop.status");
  await window.keyboard.press("Control+Enter");
  const refusal = window.locator(".cm-refusal");
  await expect(refusal).toContainText('expected ")" but found ";"');
  await expect(refusal).toBeInViewport();
  expect((await call("modules.list")).find(({ id }) => id === "physics.ts")).toMatchObject({ generation: 1 });
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(turn + 10);
  await shot("editor-5-syntax-error");
  await write(window, "const DRAG = (0;", "const DRAG = 0.02;");
  await window.keyboard.press("Control+S");
  await expect(refusal).toHaveCount(0);
  await expect(row(window, "physics.ts")).toContainText("#2");
});

test("completion offers the host's effects and events, and types are shown", async ({ window, shot }) => {
  await open(window, "bodies.ts");
  await typesAreThere(window);
  await window.keyboard.press("Control+End");
  await window.keyboard.insertText(
    '\nexport const onKeyUp: Handler<State, "keyUp"> = (_state, event) => ({ effects: [{ type: "',
  );
  await window.keyboard.press("Control+Space");
  const options = window.getByRole("listbox", { name: "Completions" });
  await expect(options.getByRole("option", { name: "draw" })).toBeVisible();
  await expect(options.getByRole("option", { name: "after" })).toBeVisible();
  await shot("editor-6-completion");
  await window.keyboard.type("dra");
  await window.keyboard.press("Enter");
  await expect(text(window, "bodies.ts")).toContainText('effects: [{ type: "draw');
  await window.keyboard.insertText('", shapes: [] }], x: event.');
  await window.keyboard.press("Control+Space");
  await expect(options.getByRole("option", { name: "code" })).toBeVisible();
  await window.keyboard.press("Escape");
  await window.locator(".cm-line").filter({ hasText: "onKeyUp" }).getByText("Handler").hover();
  await expect(window.locator(".cm-docs")).toContainText("Handles one type of event");
  await shot("editor-7-hover");
});

test("one goes to a definition in another module, to all who use a name, and gives it another", async ({
  window,
  workspace,
  shot,
}) => {
  await open(window, "bodies.ts");
  await typesAreThere(window);
  await write(window, "circularSpeed", "circularSpeed");
  await window.keyboard.press("F12");
  await expect(text(window, "physics.ts")).toBeFocused();
  await expect(window.getByRole("tab", { name: "physics.ts" })).toHaveAttribute("aria-selected", "true");
  await expect(window.locator(".cm-activeLine")).toContainText("export const circularSpeed");
  await window.keyboard.press("Shift+F12");
  const references = window.getByRole("region", { name: "References to circularSpeed" });
  await expect(references.getByRole("button", { name: /^bodies\.ts:/ }).first()).toBeVisible();
  await shot("editor-8-references");
  await window.keyboard.press("Enter");
  await expect(text(window, "bodies.ts")).toBeFocused();

  await window.keyboard.press("F2");
  const dialog = window.getByRole("dialog", { name: "Rename circularSpeed" });
  await dialog.getByRole("textbox", { name: "New name" }).fill("orbitSpeed");
  await expect(dialog).toContainText("physics.ts");
  await shot("editor-9-rename");
  await window.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(window.getByRole("tab", { name: "bodies.ts, not saved" })).toBeVisible();
  await expect(window.getByRole("tab", { name: "physics.ts, not saved" })).toBeVisible();
  expect(await readFile(join(workspace, "physics.ts"), "utf8")).toContain("circularSpeed");
});

test("a name that two modules share is renamed and swapped in one transaction; importers go along as they are shown", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await open(window, "bodies.ts");
  await typesAreThere(window);
  await window.keyboard.insertText("// not saved\n");
  await open(window, "physics.ts");
  await write(window, "circularSpeed", "circularSpeed");
  await window.keyboard.press("F2");
  const dialog = window.getByRole("dialog", { name: "Rename circularSpeed" });
  const name = dialog.getByRole("textbox", { name: "New name" });
  await name.fill("class");
  await expect(dialog.getByText("`class` is a word of the language, and no name.")).toBeVisible();
  await name.fill("move");
  await expect(dialog.getByText("bodies.ts and physics.ts have a move already")).toBeVisible();
  await shot("editor-15-rename-clash");
  await name.fill("orbitSpeed");
  await expect(dialog).toContainText("physics.ts");
  await expect(dialog).not.toContainText("already");
  await window.keyboard.press("Control+Enter");
  await expect(row(window, "physics.ts")).toContainText("#2");
  await expect(row(window, "bodies.ts")).toContainText("#2");
  expect((await call("modules.source", { id: "bodies.ts" })).running).toContain("orbitSpeed(");
  expect(await readFile(join(workspace, "bodies.ts"), "utf8")).not.toContain("orbitSpeed");

  // Without the importer it is refused; with it, it is swapped with what is not saved of it either.
  await write(window, "export const move", "export const shift");
  await window.keyboard.press("Control+Enter");
  await expect(window.getByRole("button", { name: "Swap bodies.ts too" })).toBeVisible();
  await window.getByRole("tab", { name: "bodies.ts, not saved" }).click();
  await text(window, "bodies.ts").focus();
  await write(window, "move,", "shift as move,");
  await window.getByRole("button", { name: "Swap bodies.ts too" }).click();
  await expect(row(window, "physics.ts")).toContainText("#3");
  await expect(row(window, "bodies.ts")).toContainText("#3");
  await expect(window.getByRole("tab", { name: "bodies.ts, not saved" })).toBeVisible();
});

test("an older generation is compared, brought back into the editor, and swapped back to", async ({
  window,
  call,
  shot,
}) => {
  await open(window, "physics.ts");
  await write(window, "FALLOFF = 2", "FALLOFF = 1");
  await window.keyboard.press("Control+S");
  await expect(row(window, "physics.ts")).toContainText("#2");
  await window.keyboard.press("Control+Shift+P");
  await window.getByPlaceholder("What to do").fill("generations");
  await window.getByRole("option", { name: "Generations in the Editor" }).click();
  const list = window.getByRole("region", { name: "Generations of physics.ts, with their texts" });
  await expect(list).toContainText("#2runs");
  await expect(list).toContainText("swapped after turn");
  await expect(list).toContainText("loaded after turn 0");
  await list.getByRole("button", { name: "Compare #1 with the editor" }).click();
  await expect(window.getByText("1 difference")).toBeVisible();
  await expect(window.getByRole("textbox", { name: "physics.ts, #1" })).toContainText("FALLOFF = 2");
  await shot("editor-10-compare");
  await window.getByRole("button", { name: "Bring #1 back into the editor" }).first().click();
  await expect(text(window, "physics.ts")).toContainText("FALLOFF = 2");
  await expect(window.getByRole("tab", { name: "physics.ts, not saved" })).toBeVisible();
  expect((await call("modules.source", { id: "physics.ts" })).running).toContain("FALLOFF = 1");
  await list.getByRole("button", { name: "Swap back to #1" }).click();
  await expect(row(window, "physics.ts")).toContainText("#3");
  expect((await call("modules.source", { id: "physics.ts" })).running).toContain("FALLOFF = 2");
});

test("a text is formatted on Ctrl+S where somebody asked for that in the palette, and the cursor stays at its word", async ({
  window,
  workspace,
}) => {
  await open(window, "physics.ts");
  await typesAreThere(window);
  await window.keyboard.press("Control+Shift+P");
  await window.getByPlaceholder("What to do").fill("format");
  await window.getByRole("option", { name: "Format on Save" }).click();
  await expect(window.getByText("A text is formatted when it is saved.")).toBeVisible();
  await write(window, "const DRAG = 0;", "const   DRAG=   0.25;");
  for (const _ of "5;") await window.keyboard.press("ArrowLeft");
  await window.keyboard.press("Control+S");
  await expect(text(window, "physics.ts")).toContainText("const DRAG = 0.25;");
  await expect(row(window, "physics.ts")).toContainText("#2");
  await expect(text(window, "physics.ts")).toBeFocused();
  await window.keyboard.type("7");
  await expect(text(window, "physics.ts")).toContainText("const DRAG = 0.275;");
  expect(await readFile(join(workspace, "physics.ts"), "utf8")).toContain("const DRAG = 0.25;");
});

test("what was broken a moment ago is formatted as soon as it is mended; what is broken is saved as it is written", async ({
  window,
  workspace,
  call,
}) => {
  await call("app.setSettings", { formatOnSave: true });
  await window.reload();
  await open(window, "physics.ts");
  await typesAreThere(window);
  const file = join(workspace, "physics.ts");
  await write(window, "const DRAG = 0;", "const   DRAG=(0;");
  await expect(window.locator(".cm-lintRange-error").first()).toBeVisible();
  await window.keyboard.press("Control+S");
  await expect(window.locator(".cm-refusal")).toBeVisible();
  expect(await readFile(file, "utf8")).toContain("const   DRAG=(0;");
  // No time for TypeScript to look at it.
  await write(window, "const   DRAG=(0;", "const   DRAG=(0);");
  await window.keyboard.press("Control+S");
  await expect(row(window, "physics.ts")).toContainText("#2");
  expect(await readFile(file, "utf8")).toContain("const DRAG = (0);");
});

test("a text is formatted when it is saved, and only saved, if that is how somebody wants it", async ({
  window,
  workspace,
  call,
}) => {
  await open(window, "physics.ts");
  await typesAreThere(window);
  const menu = window.getByRole("button", { name: "More of the editor" });
  await menu.click();
  await window.getByRole("menuitem", { name: "Format first" }).click();
  await menu.click();
  await window.getByRole("menuitem", { name: "Swap too" }).click();
  await expect.poll(() => call("app.settings")).toMatchObject({ formatOnSave: true, saveSwaps: false });
  await write(window, "const DRAG = 0;", "const   DRAG=0.5;");
  await window.keyboard.press("Control+S");
  await expect(window.getByRole("tab", { name: "physics.ts", exact: true })).toBeVisible();
  await expect(text(window, "physics.ts")).toContainText("const DRAG = 0.5;");
  expect(await readFile(join(workspace, "physics.ts"), "utf8")).toContain("const DRAG = 0.5;");
  await expect(row(window, "physics.ts")).toContainText("#1edited");
});

for (const theme of ["dark", "light"] as const)
  test(`nothing in the editor breaks the rules of accessibility, ${theme}`, async ({ window, call, shot }) => {
    test.slow();
    const violations = async (): Promise<readonly string[]> => {
      const { violations: found } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
      return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
    };
    await call("app.setSettings", { theme, welcomeSeen: true });
    await window.reload();
    await open(window, "physics.ts");
    await typesAreThere(window);
    await write(window, "DRAG = 0;", 'DRAG: number = "";');
    await expect(row(window, "physics.ts")).toContainText("1 type error");
    await window.keyboard.press("Control+F");
    expect(await violations(), "text, search, type error").toEqual([]);
    await window.keyboard.press("Escape");
    await write(window, "circularSpeed", "circularSpeed");
    await window.keyboard.press("Shift+F12");
    await expect(window.getByRole("region", { name: "References to circularSpeed" })).toBeVisible();
    await window.getByRole("button", { name: "Generations", exact: true }).click();
    await window.getByRole("button", { name: "Compare #1 with the editor" }).click();
    await expect(window.getByText("1 difference")).toBeVisible();
    expect(await violations(), "references, generations, comparison").toEqual([]);
    await shot(`editor-13-accessible-${theme}`);
  });
