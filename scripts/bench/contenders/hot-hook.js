/** hot-hook: Node's own modules, loaded again under another address. Plain JavaScript, so nothing is compiled. */
import { join } from "node:path";
import threads from "node:worker_threads";
import { syncBuiltinESMExports } from "node:module";
import { pathToFileURL } from "node:url";
import { serve, task } from "../contender.js";
import { until } from "../measure.js";

/** Its line to the loader's thread, which it keeps to itself: what changed is said there. */
/** @type {threads.MessagePort | undefined} */
let line;
const { MessageChannel } = threads;
threads.MessageChannel = class extends MessageChannel {
  constructor() {
    super();
    line ??= this.port1;
  }
};
syncBuiltinESMExports();
const { hot } = await import("hot-hook");
const entry = join(task.folder, "main.mjs");
await hot.init({ root: entry, rootDirectory: task.folder, watch: task.saves, boundaries: [], restart: [] });

let invalidated = 0;
const report = process.send?.bind(process);
process.send = /** @type {any} */ (
  (/** @type {any} */ message) => {
    if (message?.type === "hot-hook:invalidated") {
      invalidated++;
      if (task.saves) void main.load();
      return true;
    }
    if (message?.type === "hot-hook:full-reload") throw new Error("hot-hook asks for a restart.");
    return report?.(message);
  }
);
const main = await import(pathToFileURL(entry).href);
await main.load();
if (task.saves) await new Promise((resolve) => void setTimeout(resolve, 1000));

serve({
  dialect: "esm",
  press: async (file) => {
    const before = invalidated;
    line?.postMessage({ type: "hot-hook:file-changed", path: file });
    await until(() => invalidated !== before);
    await main.load();
  },
  call: () => main.call(),
});
