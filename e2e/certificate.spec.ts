/** The story of an old generation that somebody holds: named, revoked or let go, and proved gone. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";
import { violations } from "./axe.ts";

test.use({ source: "e2e/workspaces/keeper" });

const edit = async (file: string, from: string, to: string): Promise<void> => {
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
};

const moduleRow = (window: Page, id: string) => window.getByRole("treeitem", { name: new RegExp(`^${id} #`) });

const emit = async (window: Page, event: string): Promise<void> => {
  await window.keyboard.press("Control+E");
  const field = window.getByLabel("Event to emit: its type, then its payload as JSON");
  await field.fill(event);
  await window.keyboard.press("Enter");
};

test("old code that somebody keeps is named, let go of, and proved gone", async ({
  window,
  workspace,
  electron,
  call,
  shot,
}) => {
  // A long story; the heap is read in it.
  test.slow();
  await call("loop.run");
  await expect(moduleRow(window, "a.ts")).toBeVisible();
  await emit(window, "keep");
  await expect.poll(async () => (await call("loop.status")).turn).toBeGreaterThan(0);
  await edit(join(workspace, "a.ts"), "Good morning", "Good evening");
  await expect(moduleRow(window, "a.ts")).toContainText("edited");
  await window.getByRole("button", { name: "Swap a.ts" }).click();

  const story = window.getByRole("region", { name: "The last swap" });
  await expect(story).toContainText("#1 retained");
  await moduleRow(window, "a.ts").click();
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of a.ts" });
  await expect(generations).toContainText("greet retained");
  const explain = generations.getByRole("button", { name: "Explain" });
  const step = generations.getByRole("button", { name: /guests/ });
  // An alarm may have looked already.
  await expect(explain.or(step).first()).toBeVisible();
  if (await explain.isVisible()) await explain.click();
  // Where the heap is a little larger, it is asked first; it is read as quickly as the machine lets it.
  const look = generations.getByRole("button", { name: "Look" });
  await expect(look.or(step)).toBeVisible({ timeout: 25_000 });
  if (await look.isVisible()) await look.click();
  await expect(step).toBeVisible({ timeout: 40_000 });
  await expect(generations).toContainText(/b\.ts.*guests/);
  await window.keyboard.press("Control+2");
  await expect(window.getByText(/held by b\.ts/)).toBeVisible();
  expect(await violations(window), "generations and ghosts").toEqual([]);
  await shot("certificate-1-retained");
  await window.getByRole("group", { name: /^Old generation 1 of a\.ts, retained/ }).dblclick();
  await expect(window.getByRole("dialog", { name: "Old text of a.ts #1, line 1" })).toContainText("Good morning");
  await window.getByRole("button", { name: "Certificate", exact: true }).click();
  const early = window.getByRole("dialog", { name: "Certificate of a.ts #1" });
  await expect(early).toContainText(/b\.ts → variable guests → array \[0\] since turn \d+, for/);
  await expect(early).toContainText(/import of b\.ts .*turn/);
  await window.keyboard.press("Escape");

  const saveGraph = async (format: string): Promise<Buffer> => {
    const path = join(workspace, "..", `graph.${format}`);
    await electron.evaluate(({ session }, to) => {
      session.defaultSession.once("will-download", (_event, item) => item.setSavePath(to));
    }, path);
    await window.getByRole("button", { name: "Save the graph as a file" }).click();
    await window.getByRole("menuitem", { name: new RegExp(`^${format}`, "i") }).click();
    await expect.poll(async () => (await readFile(path).catch(() => Buffer.alloc(0))).length).toBeGreaterThan(0);
    return readFile(path);
  };
  expect((await saveGraph("svg")).toString()).toContain("held by b.ts → variable guests");
  const png = await saveGraph("png");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  await writeFile(join(import.meta.dirname, "..", "test-results", "shots", "certificate-graph.png"), png);
  expect((await saveGraph("dot")).toString()).toContain('"b.ts" -> "ghost:a.ts#1" [label="holds"');
  expect(JSON.parse((await saveGraph("json")).toString())).toMatchObject({
    oldGenerations: [{ id: "a.ts", generation: 1, status: "retained" }],
  });

  await window.getByRole("button", { name: "Show as a tree" }).click();
  await expect(window.getByRole("treeitem", { name: /#1 ?retained, held by b\.ts/ })).toBeVisible();
  await window.getByRole("button", { name: "Show as a tree" }).click();

  await step.click();
  await expect(window.getByRole("textbox", { name: "Source of b.ts" })).toContainText("guests");
  await shot("certificate-2-line");

  await moduleRow(window, "a.ts").click();
  await emit(window, "drop");
  await window.keyboard.press("Control+2");
  await generations.getByRole("button", { name: "Prove again" }).click();
  await expect(story).toContainText("#1 reclaimed");
  await expect(window.getByText(/held by b\.ts/)).toHaveCount(0);
  await expect(generations).toContainText(/#1reclaimed.*turn \d+ · \d collections?/);
  await story.getByRole("button", { name: "#1 reclaimed, show its certificate" }).click();
  const card = window.getByRole("dialog", { name: "Certificate of a.ts #1" });
  await expect(card).toContainText("the collector proved that nothing refers to it any more");
  await expect(card).toContainText(/b\.ts → variable guests → array \[0\] .*for/);
  await expect(card).toContainText(/import of b\.ts .*turn/);
  await expect(card).toContainText(/of the heap would be free without it, as of turn \d+/);
  expect(await violations(window), "certificate").toEqual([]);
  await shot("certificate-3-reclaimed");

  const saved = join(workspace, "..", "certificate.json");
  await electron.evaluate(({ session }, path) => {
    session.defaultSession.once("will-download", (_event, item) => item.setSavePath(path));
  }, saved);
  await card.getByRole("button", { name: "Export as JSON" }).click();
  await expect
    .poll(async () => JSON.parse(await readFile(saved, "utf8").catch(() => "null")))
    .toMatchObject({
      id: "a.ts",
      generation: 1,
      status: "reclaimed",
      held: expect.arrayContaining([expect.objectContaining({ label: "import of b.ts", until: expect.anything() })]),
      memory: { heapBytes: expect.any(Number) },
    });
});

test("a search through a large heap says what it costs first, can be declined and given up, and finds the holder", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  // Several snapshots of a large heap, each of which stops the program.
  test.slow();
  await writeFile(
    join(workspace, "big.ts"),
    "export const big = Array.from({ length: 40 }, () => new Array<number>(100_000).fill(0.5));\nexport const onTouch = () => ({ state: big.length });\n",
  );
  await call("loop.run");
  await call("loop.emit", { event: { type: "keep" } });
  await window.getByRole("button", { name: "Swap big.ts" }).click();
  await edit(join(workspace, "a.ts"), "Good morning", "Good evening");
  await expect(moduleRow(window, "a.ts")).toContainText("edited");
  await moduleRow(window, "a.ts").click();
  await window.keyboard.press("Control+Enter");
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of a.ts" });
  const cost = generations.getByText(/^To look through \d+ MB takes about .* the program stands still\.$/);
  await generations.getByRole("button", { name: "Explain" }).click();
  await expect(cost).toBeVisible();
  expect(await violations(window), "cost").toEqual([]);
  await shot("certificate-7-cost");
  await generations.getByRole("button", { name: "Not now" }).click();
  await expect(cost).toHaveCount(0);

  await generations.getByRole("button", { name: "Explain" }).click();
  await expect(cost).toBeVisible();
  // In the page itself: while the program stands still, nothing from outside reaches it.
  await generations.evaluate(async (region) => {
    const press = (name: string): void =>
      [...region.querySelectorAll("button")].find((button) => button.textContent === name)?.click();
    press("Look");
    await new Promise((resolve) => setTimeout(resolve, 100));
    press("Cancel");
  });
  await expect(generations).toContainText("The search was cancelled.", { timeout: 25_000 });

  await generations.getByRole("button", { name: "Explain" }).click();
  const look = generations.getByRole("button", { name: "Look" });
  const step = generations.getByRole("button", { name: /guests/ });
  // What the first search took may have taught that the next takes no time to speak of.
  await expect(look.or(step)).toBeVisible({ timeout: 25_000 });
  if (await look.isVisible()) await look.click();
  await expect(step).toBeVisible({ timeout: 40_000 });
  await expect(generations).toContainText(/seen since turn \d+, for/);
  await expect(
    generations.getByRole("img", { name: /Retained old generations over time: 1 retained now/ }),
  ).toBeVisible();
  await shot("certificate-8-found");
});

test("old code goes on in what runs, or says that it was revoked, in its own text", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  await call("loop.run");
  await call("loop.emit", { event: { type: "keep" } });
  await edit(
    join(workspace, "a.ts"),
    'const words = { greeting: "Good morning" };',
    '\n\nconst words = { greeting: "Good evening" };',
  );
  await expect(moduleRow(window, "a.ts")).toContainText("edited");
  await moduleRow(window, "a.ts").click();
  await window.keyboard.press("Control+Enter");
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of a.ts" });
  const said = async (name: string): Promise<unknown> => {
    await call("loop.emit", { event: { type: "call", name } });
    return call("state.get", { id: "b.ts" });
  };
  await expect.poll(() => said("Ada")).toEqual({ said: "Good morning, Ada" });
  await generations.getByRole("button", { name: "Forward to what runs" }).click();
  await expect(generations).toContainText("Calls of greet go on in what runs now");
  await expect(generations).toContainText("forwarded");
  await expect.poll(() => said("Ada")).toEqual({ said: "Good evening, Ada" });
  await shot("certificate-4-forwarded");

  await generations.getByRole("button", { name: "Let it throw instead" }).click();
  await expect(generations).toContainText("greet throws from now on");
  await expect(generations).toContainText("revoked");
  await call("loop.emit", { event: { type: "call", name: "Ada" } });
  await window.getByRole("tab", { name: /^Problems/ }).click();
  const problem = window.getByRole("article").filter({ hasText: "a.ts #1 was revoked: its old greet was called" });
  await expect(problem).toContainText("That is old code: the text of a.ts #1, which #2 replaced.");
  await expect(problem).toContainText("3export const greet");
  // What runs is not to blame.
  await expect(moduleRow(window, "a.ts")).not.toContainText("failed");
  await problem.getByRole("button", { name: /^a\.ts:3:/ }).click();
  const old = window.getByRole("dialog", { name: "Old text of a.ts #1, line 3" });
  await expect(old.locator('[aria-current="location"]')).toContainText("export const greet");
  await expect(old).toContainText("Good morning");
  expect(await violations(window), "old text, dark").toEqual([]);
  await shot("certificate-5-old-text");
  await window.keyboard.press("Escape");
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("group", { name: /^Old generation 1 of a\.ts, retained/ })).toBeVisible();
  expect(await violations(window), "revoked, dark").toEqual([]);
  await shot("certificate-6-revoked");

  await window.getByRole("button", { name: "keeper" }).click();
  await window.getByRole("menuitem", { name: /Undo a failing swap by itself/ }).click();
  await expect.poll(() => call("workspace.options")).toMatchObject({ autoUndo: { failures: 3 } });
});

test("what should be gone after some swaps is told beside the trend, with who holds it", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await call("loop.run");
  await call("loop.emit", { event: { type: "keep" } });
  await moduleRow(window, "a.ts").click();
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of a.ts" });
  for (const [from, to] of [
    ["morning", "noon"],
    ["noon", "evening"],
    ["evening", "night"],
  ] as const) {
    await edit(join(workspace, "a.ts"), `Good ${from}`, `Good ${to}`);
    await expect(moduleRow(window, "a.ts")).toContainText("edited");
    await window.keyboard.press("Control+Enter");
    await expect(moduleRow(window, "a.ts")).not.toContainText("edited");
  }
  await expect(
    generations.getByRole("img", { name: /^Retained old generations over time: 1 retained now/ }),
  ).toBeVisible();
  await expect(generations).toContainText("a.ts #1 should be gone: still held by", { timeout: 20_000 });
  await generations.getByRole("button", { name: "Explain" }).click();
  const look = generations.getByRole("button", { name: "Look" });
  const step = generations.getByRole("button", { name: /guests/ });
  await expect(look.or(step)).toBeVisible({ timeout: 25_000 });
  if (await look.isVisible()) await look.click();
  await expect(step).toBeVisible({ timeout: 40_000 });
  await expect(generations).toContainText("a.ts #1 should be gone: still held by b.ts → variable guests");
  await call("app.setSettings", { theme: "dark" });
  expect(await violations(window), "alarm").toEqual([]);
  await shot("certificate-9-alarm");
  await call("loop.emit", { event: { type: "drop" } });
  await generations.getByRole("button", { name: "Prove again" }).click();
  await expect(generations).not.toContainText("should be gone");
});

test("a heap that is too large is not looked through, and the window says so before anything is tried", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  await writeFile(
    join(workspace, "huge.ts"),
    "const huge: number[][] = [];\nexport const onGrow = () => {\n  huge.push(new Array<number>(600_000).fill(0.5));\n};\n",
  );
  await call("loop.run");
  await call("loop.emit", { event: { type: "keep" } });
  await window.getByRole("button", { name: "Swap huge.ts" }).click();
  await expect(moduleRow(window, "huge.ts")).toContainText("#1");
  // Little at a time: a call that takes long, as on a busy machine one does that fills much, is cut.
  for (let n = 0; n < 240; n++) await call("loop.emit", { event: { type: "grow" } });
  await expect.poll(async () => (await call("loop.status")).turn, { timeout: 60_000 }).toBeGreaterThan(240);
  await edit(join(workspace, "a.ts"), "Good morning", "Good evening");
  await expect(moduleRow(window, "a.ts")).toContainText("edited");
  await moduleRow(window, "a.ts").click();
  await window.keyboard.press("Control+Enter");
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of a.ts" });
  await generations.getByRole("button", { name: "Explain" }).click();
  await expect(generations.getByRole("group", { name: "Explain" })).toContainText(
    /^The heap is 1,?\d{3} MB; one of more than 1,?000 MB is not looked through, because the program might run out of memory over it\.Close$/,
  );
  await expect(generations.getByRole("button", { name: "Look" })).toHaveCount(0);
  await shot("certificate-10-too-large");
});
