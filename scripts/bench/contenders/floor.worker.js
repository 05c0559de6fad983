import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";

const require = createRequire(import.meta.url);
Object.assign(globalThis, { self: globalThis });
const esbuild = require("esbuild-wasm/lib/browser.js");
const { compile } = /** @type {any} */ (globalThis).WebAssembly;
const wasmModule = await compile(await readFile(require.resolve("esbuild-wasm/esbuild.wasm")));
await esbuild.initialize({ wasmModule, worker: false });

parentPort?.on("message", async ({ file, text }) => {
  const { code } = await esbuild.transform(text, {
    loader: "ts",
    format: "cjs",
    target: "node20",
    sourcemap: "external",
    sourcefile: file,
  });
  parentPort?.postMessage({ file, code });
});
