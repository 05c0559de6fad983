import { spawn } from "node:child_process";
import { root } from "./paths.js";

/**
 * Runs a program in the project's folder, with this run's own streams, and ends it when this run is asked to end. What does
 * not go by itself within five seconds is killed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ readonly apart?: boolean }} [options] `apart`: Ctrl+C in the terminal reaches it through this run only, or Electron's
 * helpers would end before Electron does. Its stdin closes when this run ends, however it ends.
 * @returns {Promise<number>} its exit code; 0 where it was asked to end
 */
export const runToEnd = (program, args, env, { apart = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: root,
      env,
      stdio: [apart ? "pipe" : "inherit", "inherit", "inherit"],
      detached: apart,
    });
    let asked = false;
    const end = () => {
      asked = true;
      // A terminal's Ctrl+C has reached it already, unless it runs apart; being asked twice does no harm.
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 5000).unref();
    };
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
    child.once("error", reject);
    child.once("exit", (code) => resolve(asked ? 0 : (code ?? 1)));
  });
