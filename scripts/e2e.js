import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildIfStale } from "./build-if-stale.js";
import { electronRuntime } from "./electron-runtime.js";
import { runToEnd } from "./run.js";
import { prepareSystem, sandboxSwitches } from "./system.js";
import { giveUp } from "./tell.js";

const runTests = async () => {
  const { executable } = await electronRuntime();
  const system = await prepareSystem(executable, { forTests: true });
  await buildIfStale();
  const playwright = join(dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")), "cli.js");
  const code = await runToEnd(process.execPath, [playwright, "test", ...process.argv.slice(2)], {
    ...process.env,
    ...system.env,
    GRAFT_ELECTRON: executable,
    GRAFT_ELECTRON_SWITCHES: sandboxSwitches().join(" "),
  });
  system.close();
  process.exit(code);
};

await runTests().catch(giveUp);
