/** Vite's ModuleRunner on its own module graph, with its own hot updates; the entry accepts them. */
import { createServer, createServerModuleRunner } from "vite";
import { serve, task } from "../contender.js";
import { until } from "../measure.js";

const server = await createServer({
  root: task.folder,
  configFile: false,
  logLevel: "silent",
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: task.saves ? {} : null },
  optimizeDeps: { noDiscovery: true },
});
const environment = /** @type {import("vite").RunnableDevEnvironment} */ (server.environments["ssr"]);
const runner = createServerModuleRunner(environment, { hmr: { logger: false } });
const main = await runner.import("/main.ts");
if (task.saves) await new Promise((resolve) => void setTimeout(resolve, 300));

serve({
  dialect: "ts",
  press: async (file) => {
    const [module] = environment.moduleGraph.getModulesByFile(file) ?? [];
    if (module === undefined) throw new Error(`Vite does not know ${file}.`);
    const before = main.updates();
    await environment.reloadModule(module);
    await until(() => main.updates() !== before);
  },
  call: () => main.call(),
});
