/** The program that is measured, in a real window. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { _electron } from "@playwright/test";
import { root } from "../paths.js";
import { sandboxSwitches } from "../system.js";
import { writeProgram } from "./program.js";

/** @typedef {{ executable: string, home: string, env: NodeJS.ProcessEnv }} Parts */

/**
 * Opens it, and waits until its modules are listed.
 *
 * @param {Parts} parts
 * @param {string} name of its folder, and of the window's own
 * @param {number} size
 * @param {Readonly<Record<string, string>>} others further modules, by file
 */
export const openProgram = async ({ executable, home, env }, name, size, others = {}) => {
  const folder = join(home, `${name}-program`);
  writeProgram(folder, size, "ts");
  for (const [file, text] of Object.entries(others)) writeFileSync(join(folder, file), text);
  const electron = await _electron.launch({
    executablePath: executable,
    args: [...sandboxSwitches(), "--log-level=3", root, folder],
    colorScheme: null,
    env: /** @type {Record<string, string>} */ ({ ...env, GRAFT_USER_DATA: join(home, `user-${name}`) }),
    timeout: 60_000,
  });
  try {
    const page = await electron.firstWindow();
    await page.waitForLoadState();
    await page.getByRole("button", { name: "Swap edited.ts" }).waitFor({ timeout: 60_000 });
    return { folder, electron, page };
  } catch (error) {
    await electron.close();
    throw error;
  }
};
