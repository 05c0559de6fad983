import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { alone } from "./lock.js";
import { root } from "./paths.js";
import { giveUp, tell } from "./tell.js";

const stamp = join(root, "out", "built");
const sources = ["electron", "renderer", "electron.vite.config.ts", "package-lock.json"];

/** Builds `out/` when a source is newer than it. Says nothing on stdout; errors go to stderr. Safe to call in parallel. */
export const buildIfStale = async () => {
  if (!isStale()) return;
  await alone(join(root, ".cache", "build.lock"), async () => {
    // Whoever had the lock before may just have built it.
    if (isStale()) build();
  });
};

const isStale = () => {
  const built = modifiedMs(stamp);
  return sources.some((source) => newestMs(join(root, source)) > built);
};

/** @param {"error" | "warn"} logLevel */
const build = (logLevel = "error") => {
  // Edits made while it builds are newer than the moment it began, so the stamp carries that moment.
  const began = new Date();
  rmSync(stamp, { force: true });
  const require = createRequire(import.meta.url);
  const tool = join(dirname(require.resolve("electron-vite/package.json")), "bin", "electron-vite.js");
  const run = spawnSync(process.execPath, [tool, "build", "--logLevel", logLevel], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (run.status !== 0) throw new Error("Graft could not be built; the reason stands above.");
  writeFileSync(stamp, "");
  utimesSync(stamp, began, began);
};

/**
 * Folders count too: a file that was deleted changed its folder.
 *
 * @param {string} path
 * @returns {number}
 */
const newestMs = (path) => {
  const own = statSync(path, { throwIfNoEntry: false });
  if (own === undefined) return 0;
  if (!own.isDirectory()) return own.mtimeMs;
  return readdirSync(path)
    .filter((name) => !/\.(test|bench)\./.test(name))
    .reduce((newest, name) => Math.max(newest, newestMs(join(path, name))), own.mtimeMs);
};

/** @param {string} path */
const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const isProgram = process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isProgram) {
  const args = process.argv.slice(2);
  try {
    if (args.includes("--always")) await alone(join(root, ".cache", "build.lock"), async () => build("warn"));
    else await buildIfStale();
  } catch (error) {
    // An install must not fail because of the build: the first start builds again, and says what is wrong.
    if (args.includes("--optional")) tell(`Not built yet: ${error instanceof Error ? error.message : error}`);
    else giveUp(error);
  }
}
