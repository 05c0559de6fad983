/** What each contender's entry says: how it holds the current `onPing`, as its documentation tells one to. */

/** @type {Readonly<Record<string, string>>} */
export const mains = {
  graft: "",
  floor: "",
  vite: `import { onPing } from "./edited.ts";
import { value0 } from "./m0.ts";
let current = onPing;
let count = 0;
export const call = (): void => void current(null, { type: "ping" });
export const updates = (): number => count;
value0(1);
import.meta.hot?.accept(["./edited.ts", "./m0.ts"], ([edited]) => {
  if (edited) current = edited.onPing;
  count++;
});
`,
  "hot-hook": `let current;
export const call = () => current(null, { type: "ping" });
export const load = async () => {
  const [edited] = await Promise.all([
    import("./edited.mjs", import.meta.hot?.boundary),
    import("./m0.mjs", import.meta.hot?.boundary),
  ]);
  current = edited.onPing;
};
`,
  "node-reload": `const { createRequire } = require("node:module");
const own = createRequire(process.env.GRAFT_BENCH_ROOT);
own("@hediet/node-reload/node").enableHotReload({ entryModule: module });
const { hotReloadExportedItem } = own("@hediet/node-reload");
const { HotReloadService } = own(process.env.GRAFT_BENCH_NODE_RELOAD);
let current;
hotReloadExportedItem(require("./edited.cjs").onPing, (onPing) => void (current = onPing));
hotReloadExportedItem(require("./m0.cjs").value0, (value0) => void value0(1));
exports.call = () => current(null, { type: "ping" });
exports.changed = (file) => HotReloadService.instance._handleFileChanges([file]);
`,
  restart: `globalThis.benchSaw = (edited, hub) => process.send({ edited, hub, runs: globalThis.benchRuns });
const { onPing } = await import("./edited.mjs");
await import("./m0.mjs");
onPing(null, { type: "ping" });
`,
};
