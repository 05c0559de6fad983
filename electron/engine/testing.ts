/** A workbench on a folder of its own, as small as a test needs. The real engine, compiler and files. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach } from "vitest";
import type { Host } from "./host.ts";
import type { Plain } from "./plain.ts";
import type { LoopStatus, ModuleSummary, Problem, SwapReport, TurnSummary } from "./summary.ts";
import type { Compiler } from "./source/compile.ts";
import { Workbench, createCompiler } from "./workbench.ts";

/** Built by vitest's global set-up. */
const compilerWorker = new URL("../../out/main/compile.worker.js", import.meta.url);
const heapWorker = new URL("../../out/main/heap.worker.js", import.meta.url);

/** Text of each file by its path; `null` makes a folder. */
export type TestFiles = Readonly<Record<string, string | Uint8Array | null>>;

export interface Bench {
  readonly folder: string;
  readonly workbench: Workbench;
  /** Writes a module's file and swaps it. */
  readonly swap: (id: string, text: string) => Promise<SwapReport>;
  /** Writes several files and swaps them as one transaction. */
  readonly swapAll: (texts: Readonly<Record<string, string>>) => Promise<SwapReport>;
  readonly write: (id: string, text: string | Uint8Array) => void;
  readonly remove: (id: string) => void;
  /** Queues an event and handles everything that waits. */
  readonly emit: (event: unknown) => Bench;
  readonly step: (count?: number) => readonly TurnSummary[];
  readonly state: (id: string) => Plain;
  readonly module: (id: string) => ModuleSummary;
  readonly status: () => LoopStatus;
  readonly problems: () => readonly Problem[];
  /** Names that a module shows to its importers, with their values. */
  readonly exports: (id: string) => Readonly<Record<string, unknown>>;
  /** Resolves when a module's summary is as asked; the watcher tells it. */
  readonly until: (is: () => boolean) => Promise<void>;
}

const benches: { readonly workbench: Workbench; readonly folder: string }[] = [];
/** One for all tests of a file: its start takes longer than most tests. */
let compiler: Compiler | undefined;

/** Opens and loads a folder of these files, the loop paused. It is closed and deleted after the test. */
export const workbenchOf = async (
  files: TestFiles,
  options: Partial<Host> & { readonly run?: boolean } = {},
): Promise<Bench> => {
  return workbenchIn(folderOf(files), options);
};

/** The same on a folder that is there, also one that another workbench had open. */
export const workbenchIn = async (
  folder: string,
  options: Partial<Host> & { readonly run?: boolean } = {},
): Promise<Bench> => {
  const { run = true, ...host } = options;
  const full: Host = { now: () => performance.now(), compilerWorker, heapWorker, ...host };
  const workbench = new Workbench(full, (compiler ??= createCompiler(full)));
  benches.push({ workbench, folder });
  await workbench.open(folder, { run });
  const bench: Bench = {
    folder,
    workbench,
    swap: (id, text) => bench.swapAll({ [id]: text }),
    swapAll: (texts) => {
      for (const [id, text] of Object.entries(texts)) bench.write(id, text);
      return workbench.session.swap({ ids: Object.keys(texts) });
    },
    write: (id, text) => writeFile(folder, id, text),
    remove: (id) => rmSync(join(folder, id)),
    emit: (event) => {
      const emitted = workbench.session.loop.emit(event, "outside");
      if (!emitted.ok) throw new Error(emitted.problem.message);
      bench.step(1_000_000);
      return bench;
    },
    step: (count = 1) => workbench.session.loop.step({ count }),
    state: (id) => workbench.session.stateOf(id),
    module: (id) => {
      const module = workbench.session.modules().find((one) => one.id === id);
      if (!module) throw new Error(`there is no module ${id}`);
      return module;
    },
    status: () => workbench.session.loop.status(),
    problems: () => workbench.logbook.problems(),
    exports: (id) => workbench.session.exportsOf(id),
    until: async (is) => {
      while (!is()) await new Promise<void>((resolve) => void setTimeout(resolve, 5));
    },
  };
  return bench;
};

/** A temporary folder with these files; deleted after the test. */
export const folderOf = (files: TestFiles): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "graft-test-")));
  folders.push(folder);
  for (const [id, content] of Object.entries(files))
    if (content === null) mkdirSync(join(folder, id), { recursive: true });
    else writeFile(folder, id, content);
  return folder;
};

const folders: string[] = [];

const writeFile = (folder: string, id: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(folder, id)), { recursive: true });
  writeFileSync(join(folder, id), content);
};

const closeAll = async (): Promise<void> => {
  await Promise.all(benches.splice(0).map(({ workbench }) => workbench.close({ keepCompiler: true })));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

afterEach(closeAll);
afterAll(async () => {
  await closeAll();
  await compiler?.close();
  compiler = undefined;
});
