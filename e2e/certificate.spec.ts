/** The story of an old generation that somebody holds: named, revoked or let go, and proved gone. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/keeper" });

const violations = async (window: Page): Promise<readonly string[]> => {
  const { violations: found } = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
};

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
  await expect(generations).toContainText("retainedgreet");
  const explain = generations.getByRole("button", { name: "Explain" });
  const step = generations.getByRole("button", { name: /guests/ });
  // An alarm may have looked already.
  await expect(explain.or(step).first()).toBeVisible();
  if (await explain.isVisible()) await explain.click();
  // The heap is read in a thread of its own, which takes as long as the machine lets it.
  await expect(step).toBeVisible({ timeout: 25_000 });
  await expect(generations).toContainText(/b\.ts.*guests/);
  await window.keyboard.press("Control+2");
  await expect(window.getByText(/held by b\.ts/)).toBeVisible();
  expect(await violations(window), "generations and ghosts").toEqual([]);
  await shot("certificate-1-retained");

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
  await expect(window.getByRole("region", { name: "Source of b.ts, read only" })).toContainText("guests");
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
  expect(await violations(window), "certificate").toEqual([]);
  await shot("certificate-3-reclaimed");

  const saved = join(workspace, "..", "certificate.json");
  await electron.evaluate(({ session }, path) => {
    session.defaultSession.once("will-download", (_event, item) => item.setSavePath(path));
  }, saved);
  await card.getByRole("button", { name: "Export as JSON" }).click();
  await expect
    .poll(async () => JSON.parse(await readFile(saved, "utf8").catch(() => "null")))
    .toMatchObject({ id: "a.ts", generation: 1, status: "reclaimed" });
});

test("old code that is revoked says so when it is called", async ({ window, workspace, call, shot }) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  await call("loop.run");
  await call("loop.emit", { event: { type: "keep" } });
  await edit(join(workspace, "a.ts"), "Good morning", "Good evening");
  await expect(moduleRow(window, "a.ts")).toContainText("edited");
  await moduleRow(window, "a.ts").click();
  await window.keyboard.press("Control+Enter");
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of a.ts" });
  await generations.getByRole("button", { name: "Revoke" }).click();
  await expect(generations).toContainText("From now on it throws when it uses");
  await expect(generations).toContainText("revoked");
  await call("loop.emit", { event: { type: "call", name: "Ada" } });
  await expect
    .poll(async () => (await call("problems.list")).map(({ message }) => message).join())
    .toContain("revoked");
  await window.keyboard.press("Control+2");
  await expect(window.getByRole("group", { name: /^Old generation 1 of a\.ts, retained/ })).toBeVisible();
  expect(await violations(window), "revoked, dark").toEqual([]);
  await shot("certificate-4-revoked");

  await window.getByRole("button", { name: "keeper" }).click();
  await window.getByRole("menuitem", { name: /Undo a failing swap by itself/ }).click();
  await expect.poll(() => call("workspace.options")).toMatchObject({ autoUndo: { failures: 3 } });
});
