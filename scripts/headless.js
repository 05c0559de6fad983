import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildIfStale } from "./build-if-stale.js";
import { asTyped, root } from "./paths.js";
import { giveUp } from "./tell.js";

const [node, script, ...args] = process.argv;
process.argv = [
  /** @type {string} */ (node),
  /** @type {string} */ (script),
  ...args.map((arg) => (arg.startsWith("-") ? arg : asTyped(arg))),
];

try {
  await buildIfStale();
} catch (error) {
  giveUp(error);
}
// In this same process, so that nobody stands between the command and its stdin and stdout.
await import(pathToFileURL(join(root, "out", "main", "headless.js")).href);
