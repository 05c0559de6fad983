/** The story of a module that is taken out: refused while somebody needs it, proved gone, and brought back. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";
import { violations } from "./axe.ts";

test.use({ source: "e2e/workspaces/keeper" });

const moduleRow = (window: Page, id: string) => window.getByRole("treeitem", { name: new RegExp(`^${id} #`) });

/** By keyboard alone. */
const command = async (window: Page, name: string): Promise<void> => {
  await window.keyboard.press("Control+Shift+P");
  await window.keyboard.type(name);
  await expect(window.getByRole("option", { name }).first()).toHaveAttribute("aria-selected", "true");
  await window.keyboard.press("Enter");
};

test("a module is unloaded only when nobody imports it, is proved gone, and comes back with an undo", async ({
  window,
  call,
  shot,
}) => {
  await call("loop.run");
  await call("loop.emit", { event: { type: "keep" } });
  await expect(moduleRow(window, "a.ts")).toBeVisible();
  await moduleRow(window, "a.ts").click();
  await command(window, "Unload Module");
  const story = window.getByRole("region", { name: "The last swap" });
  await expect(story).toContainText(
    "a.ts was not unloaded; #1 runs on · b.ts still imports a.ts: take the import out first, or unload both. b.ts:1",
  );
  await expect(story).toContainText('import { greet } from "./a";');
  expect(await violations(window), "refused").toEqual([]);
  await shot("unload-1-refused");

  await moduleRow(window, "b.ts").click();
  await command(window, "Unload Module");
  await expect(story).toContainText("b.ts #1 unloaded");
  await expect(story).toContainText("#1 reclaimed");
  await window.getByRole("tab", { name: "Generations" }).click();
  await expect(window.getByRole("region", { name: "Generations of b.ts" })).toContainText("#1reclaimed");
  await shot("unload-2-unloaded");
  await story.getByRole("button", { name: "#1 reclaimed, show its certificate" }).click();
  const card = window.getByRole("dialog", { name: "Certificate of b.ts #1" });
  await expect(card).toContainText("the collector proved that nothing refers to it any more");
  await expect(card).toContainText(/slot keep \(onKeep\).*for/);
  await shot("unload-3-certificate");
  await window.keyboard.press("Escape");

  await window.keyboard.press("Control+Z");
  await expect(story).toContainText("b.ts #2 loaded");
  await expect(moduleRow(window, "b.ts")).toContainText("#2");
  await shot("unload-4-back");
  // It handles events as before.
  await call("loop.emit", { event: { type: "keep" } });
  await call("loop.emit", { event: { type: "call", name: "Ada" } });
  await expect.poll(() => call("state.get", { id: "b.ts" })).toEqual({ said: "Good morning, Ada" });
});

test("what the host itself has of old code is dropped by a button, and the code is gone then", async ({
  window,
  workspace,
  call,
  shot,
}) => {
  const text = (answer: string): string => `export const performAsk = async () => {
  const kept = "${answer}";
  await new Promise(() => undefined);
  return [{ type: "answer", kept }];
};

export const onQuestion = () => ({ effects: [{ type: "ask" }] });
`;
  await writeFile(join(workspace, "ask.ts"), text("old"));
  await call("loop.run");
  await window.getByRole("button", { name: "Swap ask.ts" }).click();
  await expect(moduleRow(window, "ask.ts")).toContainText("#1");
  await call("loop.emit", { event: { type: "question" } });
  await writeFile(join(workspace, "ask.ts"), text("new"));
  await expect(moduleRow(window, "ask.ts")).toContainText("edited");
  await moduleRow(window, "ask.ts").click();
  await window.keyboard.press("Control+Enter");
  await window.getByRole("tab", { name: "Generations" }).click();
  const generations = window.getByRole("region", { name: "Generations of ask.ts" });
  await expect(generations).toContainText("held by a call of performAsk in flight, since turn");
  await expect(generations).toContainText("#1retained");
  await shot("drop-1-retained");
  const drop = generations.getByRole("button", { name: "Drop its handles" });
  await drop.focus();
  await window.keyboard.press("Enter");
  await expect(window.getByText("Dropped a call of performAsk in flight of ask.ts #1.")).toBeVisible();
  await expect(generations).toContainText("#1reclaimed");
  await expect(drop).toHaveCount(0);
  await shot("drop-2-reclaimed");
});
