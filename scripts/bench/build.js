/** The engine as one file for plain Node, from the same sources as the program. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { buildIfStale } from "../build-if-stale.js";
import { root } from "../paths.js";

const folder = join(root, ".cache", "bench", "engine");

export const builtEngine = pathToFileURL(join(folder, "index.js"));

/** @param {string} name */
export const builtWorker = (name) => pathToFileURL(join(root, "out", "main", `${name}.worker.js`));

export const buildEngine = async () => {
  await buildIfStale();
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    build: { ssr: "electron/engine/index.ts", outDir: folder, target: "node20", minify: false, emptyOutDir: true },
  });
};
