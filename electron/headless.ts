/** The engine on stdin and stdout: opens a folder, loads it, leaves the loop paused, serves the contract. */
import { homedir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createWorkbench } from "./engine/index.ts";
import { engineHandlers } from "./ipc/engine-methods.ts";
import type { EngineNotifications } from "./engine/index.ts";
import { dispatcher } from "./ipc/serve.ts";
import { serveStdio } from "./ipc/stdio.ts";

const told = [
  "ready",
  "modules.changed",
  "modules.swapped",
  "loop.turn",
  "loop.changed",
  "log",
  "problem",
  "workspace.progress",
] as const satisfies readonly (keyof EngineNotifications)[];

const cacheFolder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "graft", "compiled");

/** @returns the exit code. */
const main = async (folder: string | undefined): Promise<number> => {
  if (folder === undefined) {
    process.stderr.write("Say which folder to open: npm run --silent headless -- <folder>\n");
    return 2;
  }
  // Standard output carries the contract only: whatever a module writes there goes to stderr.
  const output = Object.create(process.stdout, {
    write: { value: process.stdout.write.bind(process.stdout) },
  }) as NodeJS.WriteStream;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const complain = (error: unknown): void => void process.stderr.write(`${inspect(error)}\n`);
  process.on("uncaughtException", complain);
  process.on("unhandledRejection", complain);

  const workbench = createWorkbench({
    now: () => performance.now(),
    compilerWorker: new URL("./compile.worker.js", import.meta.url),
    cacheFolder,
  });
  const early: (() => void)[] = [];
  let isReady = false;
  const server = { current: undefined as ReturnType<typeof serveStdio> | undefined };
  for (const name of told)
    workbench.on(name, (payload) => {
      const send = (): void => server.current?.notify(name, payload);
      // `ready` is the first line, whatever was told while the folder was opened.
      if (isReady) send();
      else if (name !== "ready") early.push(send);
    });
  try {
    await workbench.open(folder, { run: true });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await workbench.close();
    return 1;
  }
  server.current = serveStdio(process.stdin, output, dispatcher(engineHandlers(workbench), complain));
  server.current.notify("ready", workbench.status());
  isReady = true;
  for (const send of early) send();
  workbench.warmUp();
  await server.current.ended;
  await workbench.close();
  return 0;
};

process.exitCode = await main(process.argv[2]);
// Modules may have left handles open (a server, a socket) that nobody is there to close.
process.stdout.write("", () => process.exit());
