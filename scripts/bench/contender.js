/**
 * A contender's own process: it opens the program, says how long that took, and then makes one edit after the other as
 * it is asked, each timed until the new code was called.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { editedText, endingOf, hubText } from "./program.js";
import { until, wait } from "./measure.js";

/**
 * @typedef {import("./program.js").Dialect} Dialect
 * @typedef {{
 *   readonly folder: string,
 *   readonly size: number,
 *   readonly saves: boolean,
 *   readonly cacheFolder: string,
 *   readonly beganAt: number,
 * }} Task `saves`: edits are noticed by the contender's own watcher; else it is told of them.
 *
 * @typedef {object} Contender
 * @property {Dialect} dialect
 * @property {(file: string) => Promise<void>} [prepare] before the clock starts, with the edit on disk: what is done ahead
 * @property {(file: string) => Promise<void> | void} press brings the edit in; where it saves, nothing has to be done
 * @property {() => void} call calls `onPing` as it is now
 * @property {(command: string, params: any) => Promise<unknown>} [extra] other measurements
 */

/** @type {Task} */
export const task = JSON.parse(process.argv[2] ?? "{}");

/** What `onPing` said last: version of `edited`, of `hub`. */
let seen = [-1, -1];
/** @type {() => void} */
let onSeen = () => undefined;
const world = /** @type {any} */ (globalThis);
world.benchSaw = (/** @type {number} */ edited, /** @type {number} */ hub) => {
  if (edited === seen[0] && hub === seen[1]) return;
  seen = [edited, hub];
  onSeen();
};

let version = 0;

const tooLongMs = 10_000;

/**
 * One edit; then `onPing` is called over and over until the new code answers.
 *
 * @param {Contender} contender
 * @param {"edited" | "hub"} what
 */
const edit = async (contender, what) => {
  const { dialect } = contender;
  const place = what === "edited" ? 0 : 1;
  const wanted = ++version;
  const file = join(task.folder, `${what}${endingOf(dialect)}`);
  const text = what === "edited" ? editedText(dialect, wanted) : hubText(dialect, wanted);
  const runsBefore = world.benchRuns ?? 0;
  let end = 0;
  onSeen = () => {
    if (seen[place] === wanted) end = performance.now();
  };
  let start = performance.now();
  writeFileSync(file, text);
  if (!task.saves) {
    await contender.prepare?.(file);
    start = performance.now();
    await contender.press(file);
  }
  await until(() => {
    if (end > 0) return true;
    if (performance.now() - start > tooLongMs)
      throw new Error(
        `The edit of ${what} to ${wanted} did not come through${task.saves ? " by its watcher" : ""}: ${seen.join(", ")} is what runs.`,
      );
    contender.call();
    return false;
  });
  return { ms: end - start, reran: (world.benchRuns ?? 0) - runsBefore };
};

/** @param {Contender} contender */
export const serve = (contender) => {
  contender.call();
  // Some let go of the channel, which is all that keeps this process here.
  setInterval(() => undefined, 60_000);
  process.send?.({ ready: Date.now() - task.beganAt, rss: process.memoryUsage().rss });
  process.once("disconnect", () => process.exit());
  process.on("message", async (/** @type {{ do: string, times: number, restMs: number, params?: any }} */ message) => {
    if (message.do === undefined) return;
    try {
      if (message.do !== "edited" && message.do !== "hub")
        return void process.send?.({ done: await contender.extra?.(message.do, message.params) });
      const results = [];
      for (let time = 0; time < message.times; time++) {
        results.push(await edit(contender, message.do));
        await wait(message.restMs);
      }
      process.send?.({ done: results });
    } catch (error) {
      process.send?.({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
};
