import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const root = import.meta.dirname;

/** Every program that runs in plain Node: the main process, the headless command, the engine's worker threads. */
const nodeEntries = (): Record<string, string> => {
  const engine = join(root, "electron/engine");
  const workers = readdirSync(engine, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".worker.ts"))
    .map((file) => join(engine, file));
  const programs = ["electron/main/main.ts", "electron/headless.ts"].map((file) => join(root, file));
  return Object.fromEntries([...programs, ...workers].filter(existsSync).map((file) => [basename(file, ".ts"), file]));
};

export default defineConfig({
  main: {
    build: {
      // The oldest runtime it starts on has Node 20.18; what electron-vite would choose belongs to the newest.
      target: "node20",
      sourcemap: true,
      rolldownOptions: {
        input: nodeEntries(),
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  },
  preload: {
    build: {
      target: "node20",
      rolldownOptions: {
        input: { preload: join(root, "electron/preload/preload.ts") },
        // A sandboxed preload is CommonJS, and with this package's `type` only `.cjs` says so.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: join(root, "renderer"),
    plugins: [react()],
    // `electron/main/scheme.ts` puts a fresh nonce in its place each time the page is loaded.
    html: { cspNonce: "GRAFT_NONCE" },
    worker: { format: "es" },
    build: {
      outDir: resolve(root, "out/renderer"),
      target: "chrome130",
      sourcemap: true,
      // A font or an image as `data:` would be refused by the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(root, "renderer/index.html"),
        // The worker that lays the graph out takes most of a build, which is no news.
        checks: { pluginTimings: false },
      },
    },
  },
});
