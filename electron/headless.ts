/** The engine on stdin and stdout: opens a folder, loads it, leaves the loop paused, serves the contract. */
import { homedir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { type EngineNotifications, Refusal, createWorkbench } from "./engine/index.ts";
import { engineHandlers } from "./ipc/engine-methods.ts";
import { dispatcher } from "./ipc/serve.ts";
import { serveStdio } from "./ipc/stdio.ts";

const told = [
  "ready",
  "modules.changed",
  "modules.swapped",
  "generation.settled",
  "loop.turn",
  "loop.changed",
  "log",
  "problem",
  "workspace.progress",
] as const satisfies readonly (keyof EngineNotifications)[];

const cacheFolder = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "graft", "compiled");

const warmUpAfterMs = 250;

const complain = (error: unknown): void => {
  const text = error instanceof Refusal ? error.message : inspect(error);
  process.stderr.write(`${text}\n`);
};

/**
 * Standard output carries the contract only: whatever modules and packages write there goes to stderr.
 * @returns the way to the real one
 */
const takeStdout = (): Writable => {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout) as (chunk: string, done: (error?: Error | null) => void) => boolean;
  // Who holds the stream itself already writes to it all the same.
  stdout.write = stderr.write.bind(stderr);
  Object.defineProperty(process, "stdout", { value: stderr, configurable: true });
  // The reader's end is told to whoever wrote. That nobody reads stderr any more is no reason to end.
  stdout.on("error", () => undefined);
  stderr.on("error", () => undefined);
  return new Writable({ decodeStrings: false, write: (chunk: string, _, done) => void write(chunk, done) });
};

/** @returns the exit code. */
const main = async (folder: string | undefined): Promise<number> => {
  if (folder === undefined) {
    process.stderr.write("Say which folder to open: npm run --silent headless -- <folder>\n");
    return 2;
  }
  const output = takeStdout();
  const workbench = createWorkbench({
    now: () => performance.now(),
    compilerWorker: new URL("./compile.worker.js", import.meta.url),
    cacheFolder,
  });
  const onUncaught = (error: unknown): void => {
    complain(error);
    workbench.uncaught(error);
  };
  process.on("uncaughtException", onUncaught);
  process.on("unhandledRejection", onUncaught);

  const early: (() => void)[] = [];
  let server: ReturnType<typeof serveStdio> | undefined;
  for (const name of told)
    workbench.on(name, (payload) => {
      if (server) server.notify(name, payload);
      // `ready` is the first line, whatever was told while the folder was opened; how far that had come is no news then.
      else if (name !== "ready" && name !== "workspace.progress") early.push(() => server?.notify(name, payload));
    });
  try {
    await workbench.open(folder, { run: true });
  } catch (error) {
    complain(error);
    return 1;
  }
  server = serveStdio({
    input: process.stdin,
    output,
    dispatch: dispatcher(engineHandlers(workbench), complain),
    onBacklog: (isBehind) => workbench.hold(isBehind),
    onBug: complain,
  });
  server.notify("ready", workbench.status());
  for (const send of early.splice(0)) send();
  // A script that asks a question and closes does not wait for a compiler that starts.
  setTimeout(() => workbench.warmUp(), warmUpAfterMs).unref();
  await server.ended;
  return 0;
};

// What modules left open (a server, a timer) and a compile in flight are not waited for.
process.exit(await main(process.argv[2]));
