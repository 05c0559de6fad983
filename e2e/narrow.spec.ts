/** A window that is small, or zoomed: nothing lies on anything else, and nothing is cut off. */
import type { Page } from "@playwright/test";
import { expect, test } from "./app.ts";

test.use({ source: "plugins/orbits" });

test.setTimeout(60_000);

/** Buttons and tabs of a bar that lie on their neighbour, or outside of the bar. */
const collisions = (window: Page, bar: string): Promise<readonly string[]> =>
  window
    .locator(bar)
    .first()
    .evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      const controls = [...element.querySelectorAll("button, [role=tab]")]
        .filter((control) => control.checkVisibility())
        .map((control) => ({ name: control.textContent || control.ariaLabel, box: control.getBoundingClientRect() }))
        .toSorted((a, b) => a.box.left - b.box.left);
      return controls.flatMap(({ name, box }, index) => {
        const before = controls[index - 1];
        const isOutside = box.left < left - 0.5 || box.right > right + 0.5;
        const isOnOther = before !== undefined && box.left < before.box.right - 0.5;
        return isOutside ? [`${name} is cut off`] : isOnOther ? [`${name} lies on ${before.name}`] : [];
      });
    });

for (const theme of ["dark", "light"] as const)
  test(`from 800 to 1,600 px, and zoomed, the bars of window and editor have room for what they hold, ${theme}`, async ({
    window,
    electron,
    call,
    shot,
  }) => {
    await call("app.setSettings", { theme, welcomeSeen: true });
    await window.getByRole("treeitem", { name: /^physics\.ts/ }).click();
    await window.keyboard.press("Control+3");
    await expect(window.getByRole("textbox", { name: "Source of physics.ts" })).toBeVisible({ timeout: 15_000 });
    await window.getByRole("textbox", { name: "Source of physics.ts" }).click();
    await window.keyboard.insertText("// not saved\n");
    const tabs = '[aria-label="Stage, graph and editor"] > div > div:first-child';
    await expect(window.locator(tabs).getByRole("tab", { name: "Editor" })).toHaveAttribute("aria-selected", "true");
    for (const { width, zoom } of [
      { width: 800, zoom: 1 },
      { width: 1000, zoom: 1 },
      { width: 1180, zoom: 1 },
      { width: 1280, zoom: 1 },
      { width: 1440, zoom: 1 },
      { width: 1600, zoom: 1 },
      { width: 1440, zoom: 1.5 },
    ]) {
      await electron.evaluate(
        ({ BrowserWindow }, to) => {
          const [shown] = BrowserWindow.getAllWindows();
          shown?.setSize(to.width, 760);
          shown?.webContents.setZoomFactor(to.zoom);
        },
        { width, zoom },
      );
      await expect.poll(() => window.evaluate(() => innerWidth)).toBe(Math.round(width / zoom));
      const at = `${width} px, zoom ${zoom}`;
      await expect.poll(() => collisions(window, tabs), at).toEqual([]);
      await expect.poll(() => collisions(window, "header"), at).toEqual([]);
      await expect(window.locator(tabs).getByRole("button", { name: /^Swap/ }), at).toBeVisible();
      if (width === 1000) await shot(`narrow-${theme}`);
    }
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 760));
    // What has no room of its own is in the menu.
    await window.getByRole("button", { name: "More of the editor" }).click();
    await window.getByRole("menuitem", { name: "Generations" }).click();
    await expect(window.getByRole("region", { name: /^Generations of physics\.ts/ })).toBeVisible();
  });
