/** The engine on stdin and stdout: opens a folder, loads it, leaves the loop paused, serves the contract. */
import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { type EngineNotifications, Refusal, createWorkbench, lineOfProblem, linesOfReplay } from "./engine/index.ts";
import type { Host } from "./engine/host.ts";
import { Language } from "./language/language.ts";
import { callTimeoutLimits } from "./ipc/contract.ts";
import { engineHandlers } from "./ipc/engine-methods.ts";
import { dispatcher } from "./ipc/serve.ts";
import { serveStdio } from "./ipc/stdio.ts";

const told = [
  "ready",
  "modules.changed",
  "modules.swapped",
  "generation.settled",
  "problems.withdrawn",
  "loop.turn",
  "loop.changed",
  "loop.calls",
  "log",
  "problem",
  "workspace.progress",
] as const satisfies readonly (keyof EngineNotifications)[];

const cacheFolder = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "graft", "compiled");

const journalFolder = join(process.env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "graft", "journals");

/** The end of the journal is waited for, but not for ever. */
const closeWithinMs = 2000;

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

/** Starts the language server when types are asked for first: a workspace that does not refuse type errors never does. */
const typeChecker = (ids: () => readonly string[]): NonNullable<Host["checkTypes"]> => {
  let language: Language | undefined;
  return (folder, texts) => {
    language ??= new Language({
      typesFile: () => fileURLToPath(new URL("../../plugins/graft.d.ts", import.meta.url)),
      onStatus: () => undefined,
      onMessage: () => undefined,
      onTypeErrors: () => undefined,
      onLog: (level, message) => level === "warn" && process.stderr.write(`${message}\n`),
    });
    // Open already, it looks which of them have changed.
    language.open(folder, ids());
    return language.check(folder, texts);
  };
};

const known: ReadonlySet<string> = new Set(["--journal", "--resume"]);
const callTimeout = /^--call-timeout=(\d+)$/;

const host = {
  now: () => performance.now(),
  compilerWorker: new URL("./compile.worker.js", import.meta.url),
  witness: { worker: new URL("./witness.worker.js", import.meta.url) },
  heapWorker: new URL("./heap.worker.js", import.meta.url),
  cacheFolder,
} as const;

/**
 * Replays a saved session under its own code, or under that of a folder; nothing of either runs but on the copy.
 * @returns 0: it behaves as recorded; 1: it does not, with one line a difference; 2: the file is none that can be replayed
 */
const replayFile = async (file: string, withFolder: string | undefined): Promise<number> => {
  const output = takeStdout();
  const own = mkdtempSync(join(tmpdir(), "graft-replay-"));
  const workbench = createWorkbench(host);
  process.on("uncaughtException", complain);
  process.on("unhandledRejection", complain);
  try {
    const unpacked = await workbench.unpack(resolve(file), own);
    await workbench.open(withFolder ?? unpacked, { run: false });
    const report = await workbench.session.replaySaved(resolve(file), withFolder === undefined ? "recorded" : "files");
    if (withFolder === undefined && !report.ok && report.turns === 0) {
      process.stderr.write(`The session cannot be replayed: ${report.problems.map(lineOfProblem).join(" ")}\n`);
      return 2;
    }
    const lines = linesOfReplay(report);
    for (const line of lines) await new Promise((done) => output.write(`${line}\n`, done));
    const ms = Math.round(report.ms);
    process.stderr.write(
      lines.length === 0
        ? `${report.turns} turns behave as recorded (${ms} ms).\n`
        : `${report.turns} turns, not all as recorded (${ms} ms).\n`,
    );
    return lines.length === 0 ? 0 : 1;
  } catch (error) {
    complain(error);
    return 2;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
};

/** The word behind an option. */
const valueOf = (args: readonly string[], option: string): string | undefined => {
  const place = args.indexOf(option);
  const value = place < 0 ? undefined : args[place + 1];
  return value?.startsWith("--") === true ? undefined : value;
};

/** @returns the exit code. */
const main = async (args: readonly string[]): Promise<number> => {
  if (args.includes("--replay")) {
    const file = valueOf(args, "--replay");
    const folder = valueOf(args, "--with");
    const words = 2 + (args.includes("--with") ? 2 : 0);
    if (file !== undefined && args.length === words && args.includes("--with") === (folder !== undefined))
      return replayFile(file, folder);
    process.stderr.write(
      "Say which session to replay: npm run --silent headless -- --replay <file> [--with <folder>]\n",
    );
    return 2;
  }
  const options = args.filter((arg) => arg.startsWith("--"));
  const [folder] = args.filter((arg) => !arg.startsWith("--"));
  if (folder === undefined) {
    process.stderr.write("Say which folder to open: npm run --silent headless -- <folder>\n");
    return 2;
  }
  const keeps = options.some((option) => known.has(option));
  const timeoutMs = options.flatMap((option) => callTimeout.exec(option)?.slice(1).map(Number) ?? []).at(-1);
  if (timeoutMs !== undefined && (timeoutMs < callTimeoutLimits.leastMs || timeoutMs > callTimeoutLimits.mostMs)) {
    const { leastMs, mostMs } = callTimeoutLimits;
    process.stderr.write(`A call may take from ${leastMs} to ${mostMs} ms, not ${timeoutMs}.\n`);
    return 2;
  }
  const unknown = options.find((option) => !known.has(option) && !callTimeout.test(option));
  if (unknown !== undefined) {
    process.stderr.write(
      `There is no option ${unknown}: \`--journal\` writes down how the workspace stands, \`--resume\` goes on from there and writes too, \`--call-timeout=<ms>\` is after how long a call is cut.\n`,
    );
    return 2;
  }
  const isToResume = options.includes("--resume");
  const output = takeStdout();
  const workbench = createWorkbench({
    checkTypes: typeChecker(() => workbench.session.modules().map(({ id }) => id)),
    ...host,
    ...(timeoutMs === undefined ? {} : { callTimeoutMs: timeoutMs }),
    ...(keeps
      ? {
          journal: {
            folder: journalFolder,
            worker: new URL("./journal.worker.js", import.meta.url),
            resume: isToResume ? "always" : "never",
          },
        }
      : {}),
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
    if (isToResume && workbench.pending() === null)
      process.stderr.write("No journal was left: the folder starts fresh.\n");
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
  if (keeps) await Promise.race([workbench.close(), sleep(closeWithinMs)]);
  return 0;
};

// What modules left open (a server, a timer) and a compile in flight are not waited for.
process.exit(await main(process.argv.slice(2)));
