/** The queue in the open: what waits and why, moved, dropped, edited and sent by hand. */
import { violations } from "./axe.ts";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/dice" });

test("somebody rearranges what waits, by keyboard, and sends an event with a form", async ({ window, call, shot }) => {
  await call("app.setSettings", { theme: "dark", welcomeSeen: true });
  await window.reload();
  const waiting = async () =>
    (await call("loop.waiting")).waiting.map(({ event }) => `${event.type} ${String(event["eyes"] ?? "")}`.trim());
  await expect(window.getByRole("treeitem", { name: /^dice\.ts/ })).toBeVisible();
  await window.keyboard.press("F6");
  await expect.poll(async () => (await call("loop.status")).mode).toBe("paused");
  await window.keyboard.press("Control+E");
  await expect(window.getByLabel(/^Event to emit/)).toBeFocused();
  for (const eyes of [1, 2, 3]) {
    await window.keyboard.type(`roll {"eyes": ${eyes}}`);
    await window.keyboard.press("Enter");
    await expect(window.getByLabel(/^Event to emit/)).toHaveValue("");
  }
  expect(await waiting()).toEqual(["roll 1", "roll 2", "roll 3"]);

  const queue = window.getByRole("grid", { name: /^Queue/ });
  await expect(queue.getByRole("row")).toHaveCount(3);
  await queue.focus();
  await window.keyboard.press("End");
  await window.keyboard.press("Alt+ArrowUp");
  await expect.poll(waiting).toEqual(["roll 1", "roll 3", "roll 2"]);
  await window.keyboard.press("Home");
  await window.keyboard.press("Delete");
  await expect.poll(waiting).toEqual(["roll 3", "roll 2"]);
  const rows = queue.getByRole("row");
  for (const order of [
    ["roll 2", "roll 3"],
    ["roll 3", "roll 2"],
  ]) {
    await rows.nth(1).dragTo(rows.nth(0));
    await expect.poll(waiting).toEqual(order);
  }
  await queue.focus();
  await shot("queue-1-moved");

  await window.keyboard.press("Home");
  await window.keyboard.press("Enter");
  const dialog = window.getByRole("dialog", { name: /^Edit event/ });
  await expect(dialog.getByLabel("eyes", { exact: true })).toHaveValue("3");
  await dialog.getByLabel("eyes", { exact: true }).fill("six");
  await expect(dialog).toContainText("eyes is no number");
  await expect(dialog.getByRole("button", { name: "Put in its place" })).toBeDisabled();
  expect(await violations(window), "edit").toEqual([]);
  await dialog.getByLabel("eyes", { exact: true }).fill("6");
  await window.keyboard.press("Enter");
  await expect.poll(waiting).toEqual(["roll 6", "roll 2"]);
  await expect(queue).toContainText("edited by hand");
  expect(await violations(window), "queue").toEqual([]);

  // The turn's emitted event says which turn it came from, and leads there.
  await window.keyboard.press("F10");
  await expect.poll(waiting).toEqual(["roll 2", "rolled 6"]);
  const emitted = queue.getByRole("row").filter({ hasText: "rolled" });
  await expect(emitted).toContainText("emitted by dice.ts #1 onRoll in turn 1");
  await emitted.getByRole("button", { name: "turn 1", exact: true }).click();
  await expect(window.getByRole("region", { name: "Turn 1" })).toContainText("sent from outside, edited by hand");
  await shot("queue-2-cause");
  await window.keyboard.press("F10");
  await window.keyboard.press("F10");
  await expect.poll(async () => await call("state.get", { id: "score.ts" })).toMatchObject({ sum: 6, last: 6 });

  // A form made from what is known of the type.
  await window.getByRole("button", { name: "Form…" }).click();
  const form = window.getByRole("dialog", { name: "Send an event" });
  await form.getByLabel("type").fill("rolled");
  await expect(form.getByLabel("eyes", { exact: true })).toHaveValue("6");
  await form.getByLabel("eyes", { exact: true }).fill("100");
  await shot("queue-3-form");
  expect(await violations(window), "form").toEqual([]);
  await form.getByRole("button", { name: "Send", exact: true }).click();
  await expect(form).toHaveCount(0);
  // One press sends it again.
  await window.getByRole("button", { name: /^rolled \{eyes: 100\}/ }).click();
  await expect.poll(waiting).toEqual(["rolled 2", "rolled 100", "rolled 100"]);
});

test("somebody finds, edits, moves and drops events deep in a queue of 200,000", async ({ window, call, shot }) => {
  // After each edit so long a queue is written down anew.
  test.slow();
  await call("app.setSettings", { theme: "light", welcomeSeen: true });
  await window.reload();
  await expect(window.getByRole("treeitem", { name: /^dice\.ts/ })).toBeVisible();
  await expect.poll(async () => (await call("loop.pause")).mode).toBe("paused");
  const { text } = await call("modules.source", { id: "dice.ts" });
  const flood = `export const onFlood = (state, { n }) =>
    ({ emit: Array.from({ length: 10_000 }, (_, i) => ({ type: "drop", at: n * 10_000 + i + 1 })) })`;
  expect(await call("modules.swap", { ids: ["dice.ts"], sources: { "dice.ts": `${text}\n${flood}` } })).toMatchObject({
    ok: true,
  });
  for (let n = 0; n < 20; n++) await call("loop.emit", { event: { type: "flood", n } });
  await call("loop.step", { count: 20, limit: 1, brief: true });
  expect((await call("loop.status")).queued).toBe(200_000);
  await window.getByRole("tab", { name: /^Queue/ }).click();
  await expect(window.getByText("200,000 events wait")).toBeVisible();

  const queue = window.getByRole("grid", { name: /^Queue/ });
  const at = async (from: number, limit: number) =>
    (await call("loop.waiting", { from, limit })).waiting.map(({ event }) => event["at"] ?? event.type);
  await queue.focus();
  await window.keyboard.press("End");
  await expect(queue.getByRole("row", { selected: true })).toContainText("at: 200000");
  await window.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => at(199_998, 2)).toEqual([200_000, 199_999]);
  await window.keyboard.press("Delete");
  await expect.poll(() => at(199_997, 2)).toEqual([199_998, 199_999]);
  await expect(window.getByText("199,999 events wait")).toBeVisible();
  await shot("queue-4-deep");

  // Somewhere in the middle, by the pointer.
  await queue.evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
  await expect(queue).not.toContainText("…");
  const row = queue.getByRole("row").filter({ hasText: "at: 100000" });
  await row.click();
  await row.dblclick();
  const dialog = window.getByRole("dialog", { name: /^Edit event/ });
  await expect(dialog.getByLabel("at", { exact: true })).toHaveValue("100000");
  await dialog.getByLabel("at", { exact: true }).fill("7");
  await window.keyboard.press("Enter");
  await expect.poll(() => at(99_999, 1)).toEqual([7]);
  await queue.focus();
  await window.keyboard.press("Alt+Home");
  await expect.poll(() => at(0, 2)).toEqual([7, 1]);
  await expect(queue.getByRole("row").first()).toContainText("edited by hand");
  await shot("queue-5-head");
  await window.keyboard.press("F10");
  await expect.poll(() => at(0, 1)).toEqual([1]);
});
