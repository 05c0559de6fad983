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
