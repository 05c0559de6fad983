/** The list of turns: all of a long history, found by what they were, each leading to its cause and consequences. */
import { violations } from "./axe.ts";
import { expect, test } from "./app.ts";

test.use({ source: "e2e/workspaces/dice" });

test("tens of thousands of turns scroll, and the list says where the history begins", async ({
  window,
  call,
  shot,
}) => {
  test.slow();
  await call("app.setSettings", { theme: "light", welcomeSeen: true });
  await window.reload();
  await expect(window.getByRole("treeitem", { name: /^dice\.ts/ })).toBeVisible();
  await window.keyboard.press("F6");
  await expect.poll(async () => (await call("loop.status")).mode).toBe("paused");
  // Each roll is two turns.
  for (let round = 0; round < 50; round++) {
    await window.evaluate(
      (from) =>
        Promise.all(
          Array.from({ length: 1000 }, (_, index) =>
            (
              globalThis as unknown as { graft: { call: (method: string, params: unknown) => Promise<unknown> } }
            ).graft.call("loop.emit", { event: { type: "roll", eyes: from + index } }),
          ),
        ),
      round * 1000,
    );
  }
  await call("loop.emit", { event: { type: "break" } });
  await call("loop.step", { count: 100_001, brief: true, limit: 1 });
  const { turn: last, first } = await call("loop.status");
  expect(last).toBe(100_001);
  const table = window.getByRole("grid", { name: "Turns, newest first" });
  await expect(table.getByRole("row").filter({ hasText: last.toLocaleString("en-US") })).toBeVisible();

  // From end to end in steps of a screen: every screen is filled, and no step takes longer than a person would notice.
  const longest = await table.evaluate(async (element) => {
    let longest = 0;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let step = 0; step <= 60; step++) {
      const began = performance.now();
      element.scrollTop = (element.scrollHeight / 60) * step;
      await frame();
      await frame();
      longest = Math.max(longest, performance.now() - began);
    }
    return longest;
  });
  console.log(`scrolled through ${last - first + 1} turns, longest step ${longest.toFixed(0)} ms`);
  await expect(table).toContainText(
    first <= 1
      ? "Here the history begins."
      : `Here the history begins: the ${(first - 1).toLocaleString("en-US")} turns`,
  );
  await expect(
    table
      .getByRole("row")
      .filter({ hasText: first.toLocaleString("en-US") })
      .first(),
  ).toContainText(/roll/);
  await shot("turns-1-beginning");

  // What failed.
  await window.getByRole("button", { name: "Errors" }).click();
  await expect(window.getByRole("search", { name: "Turns" })).toContainText("1 found");
  await expect(table).toContainText("onBreak threw");
  await window.getByRole("button", { name: "Show all turns" }).click();

  // What was rolled, by its text; and from the cause to the consequence and back.
  await window.keyboard.press("Control+Alt+T");
  await expect(window.getByLabel("Find in events")).toBeFocused();
  await window.keyboard.type("49777");
  await expect(window.getByRole("search", { name: "Turns" })).toContainText("2 found");
  const rows = table.getByRole("row").filter({ hasText: "49777" });
  await table.getByRole("row").nth(1).click();
  const details = window.getByRole("region", { name: /^Turn / });
  await expect(details).toContainText("emitted by dice.ts #1 onRoll in turn");
  await details.getByRole("button", { name: /^turn / }).click();
  await expect(details).toContainText("Of it came rolled in turn");
  await shot("turns-2-found");
  expect(await violations(window), "turns").toEqual([]);
  expect(await rows.count()).toBeGreaterThan(0);
});
