/** What nobody can be faster than: watch the file, read it, transform it in a warm worker, evaluate it. Nothing else. */
import { readFileSync, watch } from "node:fs";
import { basename, join } from "node:path";
import { compileFunction } from "node:vm";
import { Worker } from "node:worker_threads";
import { serve, task } from "../contender.js";

const worker = new Worker(new URL("floor.worker.js", import.meta.url));
/** @type {Map<string, (code: string) => void>} */
const waiting = new Map();
worker.on("message", ({ file, code }) => waiting.get(file)?.(code));

/** @param {string} file */
const transform = (file) =>
  /** @type {Promise<string>} */ (
    new Promise((resolve) => {
      waiting.set(file, resolve);
      worker.postMessage({ file, text: readFileSync(file, "utf8") });
    })
  );

/** @type {Map<string, Record<string, any>>} */
const modules = new Map();

/**
 * @param {string} name
 * @param {string} code
 */
const evaluate = (name, code) => {
  const exports = {};
  const run = compileFunction(code, ["require", "module"], { filename: name });
  const module = { exports };
  run((/** @type {string} */ specifier) => modules.get(basename(specifier, ".ts")), module);
  modules.set(name.replace(/\.ts$/, ""), module.exports);
};

for (const name of ["hub.ts", "edited.ts"]) evaluate(name, await transform(join(task.folder, name)));
if (task.saves)
  watch(task.folder, (_, name) => {
    const file = join(task.folder, String(name));
    void transform(file).then((code) => {
      // What is seen while it is written is no module yet.
      if (code.includes("exports")) evaluate(String(name), code);
    });
  });

let ahead = "";
serve({
  dialect: "ts",
  prepare: async (file) => void (ahead = await transform(file)),
  press: (file) => evaluate(basename(file), ahead),
  call: () => modules.get("edited")?.["onPing"](null, { type: "ping" }),
});
