/** Graft's engine in plain Node, with journal, history and counts on. The loop runs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve, task } from "../contender.js";
import { builtEngine, builtWorker } from "../build.js";
import { editedText } from "../program.js";
import { figureOf, until, wait } from "../measure.js";

const { createWorkbench } = await import(builtEngine.href);
const world = /** @type {any} */ (globalThis);
const journals = mkdtempSync(join(tmpdir(), "graft-bench-"));
process.on("exit", () => rmSync(journals, { recursive: true, force: true }));

const workbench = createWorkbench({
  now: () => performance.now(),
  compilerWorker: builtWorker("compile"),
  heapWorker: builtWorker("heap"),
  witness: { worker: builtWorker("witness") },
  journal: { folder: journals, worker: builtWorker("journal"), resume: "forget" },
  cacheFolder: task.cacheFolder,
});
const start = performance.now();
await workbench.open(task.folder, { run: true });
const openedMs = performance.now() - start;
const { session } = workbench;
workbench.run();
if (task.saves) workbench.options({ swapOnSave: true });

const ping = () => session.loop.emit({ type: "ping" }, "outside");

/**
 * Resolves when a module's file is known to have changed, and was compiled. Asking for all summaries would leave more
 * garbage than a swap.
 *
 * @param {string} id
 */
const changed = (id) =>
  /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const end = workbench.on("modules.changed", (/** @type {any} */ { modules }) => {
        if (!modules.some((/** @type {any} */ one) => one.id === id && one.status === "changed")) return;
        end();
        resolve();
      });
    })
  );

/** Every event makes the next one, for so many ms. */
const flatOut = async (/** @type {number} */ ms) => {
  world.benchGoesOn = true;
  session.loop.emit({ type: "count" }, "outside");
  await wait(ms / 4);
  const before = { turn: session.loop.status().turn, at: performance.now() };
  await wait(ms);
  const perSecond = ((session.loop.status().turn - before.turn) / (performance.now() - before.at)) * 1000;
  return perSecond;
};
const settle = async () => {
  world.benchGoesOn = false;
  while (session.loop.status().queued > 0) await wait(5);
};

const collectGarbage = async () => {
  for (let time = 0; time < 3; time++) {
    world.gc();
    await wait(30);
  }
};

const extras = {
  opened: async () => ({ openedMs }),

  memory: async () => {
    await collectGarbage();
    return { rss: process.memoryUsage().rss };
  },

  turns: async (/** @type {{ ms: number, times: number }} */ { ms, times }) => {
    const samples = [];
    for (let time = 0; time < times; time++) {
      samples.push(await flatOut(ms));
      await settle();
    }
    return figureOf(samples);
  },

  /** What turns cannot be faster than: an array of events, the same function, and its state frozen. Nothing is kept. */
  bareTurns: async (/** @type {{ ms: number, times: number }} */ { ms, times }) => {
    const { onCount } = /** @type {any} */ (session.exportsOf("edited.ts"));
    world.benchGoesOn = true;
    const samples = [];
    for (let time = 0; time < times; time++) {
      const queue = [{ type: "count" }];
      let state = null;
      let count = 0;
      const began = performance.now();
      for (const event of queue) {
        /** @type {{ state: object, emit: readonly { readonly type: string }[] }} */
        const outcome = onCount(state, event);
        state = Object.freeze(outcome.state);
        queue.push(...outcome.emit);
        if (++count % 1000 === 0 && performance.now() - began > ms) break;
      }
      samples.push((count / (performance.now() - began)) * 1000);
    }
    await settle();
    return figureOf(samples);
  },

  /** Swaps while every event makes the next: from the press until an event that is queued then went through the new code. */
  busySwap: async (/** @type {{ times: number }} */ { times }) => {
    const samples = [];
    await flatOut(200);
    for (let time = 0; time < times; time++) {
      const version = 1_000_000 + time;
      const told = changed("edited.ts");
      writeFileSync(join(task.folder, "edited.ts"), editedText("ts", version));
      await told;
      await wait(20);
      let end = 0;
      const sees = world.benchSaw;
      world.benchSaw = (/** @type {number} */ edited) => {
        if (edited === version && end === 0) end = performance.now();
      };
      const pressed = performance.now();
      const report = await session.swap({ ids: ["edited.ts"] });
      if (!report.ok) throw new Error(JSON.stringify(report.problems));
      ping();
      await until(() => end > 0);
      world.benchSaw = sees;
      samples.push(end - pressed);
    }
    await settle();
    return figureOf(samples);
  },

  /** Heap after so many swaps, against what it was after the first hundred. */
  swapMemory: async (/** @type {{ swaps: number }} */ { swaps }) => {
    const texts = Array.from({ length: 20 }, (_, version) => editedText("ts", 2_000_000 + version));
    const run = async (/** @type {number} */ count) => {
      for (let time = 0; time < count; time++) {
        const report = await session.swap({ ids: ["edited.ts"], sources: { "edited.ts": texts[time % texts.length] } });
        if (!report.ok) throw new Error(JSON.stringify(report.problems));
        if (time % 50 === 49) await wait(1);
      }
      await wait(400);
      await session.certificateOf("edited.ts", 1);
      await collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const first = await run(100);
    const last = await run(swaps);
    const alive = session
      .generationsOf("edited.ts")
      .filter((/** @type {any} */ one) => one.status !== "reclaimed").length;
    return { bytes: last - first, swaps, alive };
  },

  turnMemory: async (/** @type {{ turns: number }} */ { turns }) => {
    await collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const from = session.loop.status().turn;
    world.benchGoesOn = true;
    session.loop.emit({ type: "count" }, "outside");
    while (session.loop.status().turn - from < turns) await wait(20);
    await settle();
    await collectGarbage();
    return { bytes: process.memoryUsage().heapUsed - before, turns };
  },

  /** How long a million events take to be put into the queue, and to be handled. */
  queue: async (/** @type {{ events: number }} */ { events }) => {
    workbench.pause();
    const began = performance.now();
    for (let index = 0; index < events; index++) session.loop.emit({ type: "count" }, "outside");
    const { queued } = session.loop.status();
    const filled = performance.now();
    workbench.run();
    while (session.loop.status().queued > 0) await wait(5);
    return { queued, fillMs: filled - began, handleMs: performance.now() - filled };
  },
};

serve({
  dialect: "ts",
  prepare: async (file) => {
    await changed(file.slice(task.folder.length + 1));
  },
  press: async (file) => {
    const report = await session.swap({ ids: [file.slice(task.folder.length + 1)] });
    if (!report.ok) throw new Error(JSON.stringify(report.problems));
  },
  call: ping,
  extra: (command, params) => /** @type {any} */ (extras)[command](params),
});
