import { buildIfStale } from "./build-if-stale.js";
import { electronRuntime } from "./electron-runtime.js";
import { asTyped, root } from "./paths.js";
import { runToEnd } from "./run.js";
import { prepareSystem, sandboxSwitches } from "./system.js";
import { giveUp } from "./tell.js";

const start = async () => {
  const args = process.argv.slice(2).map((arg) => (arg.startsWith("-") ? arg : asTyped(arg)));
  const { executable } = await electronRuntime();
  const system = await prepareSystem(executable);
  await buildIfStale();
  const { ELECTRON_RUN_AS_NODE: _, ...own } = process.env;
  const env = { ...own, ...system.env, GRAFT_LIFELINE: "stdin" };
  const switches = [...sandboxSwitches(), ...quiet(args)];
  const code = await runToEnd(executable, [...switches, root, ...args], env, { apart: true });
  system.close();
  process.exit(code);
};

/**
 * Chromium reports each missing desktop service of a bare machine as an error; nobody can act on those. `--enable-logging`
 * brings them back.
 *
 * @param {readonly string[]} args
 */
const quiet = (args) => (args.some((arg) => arg.startsWith("--enable-logging")) ? [] : ["--log-level=3"]);

await start().catch(giveUp);
