import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, bench, describe } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";

const turns = 100_000;
const folder = mkdtempSync(join(tmpdir(), "graft-bench-"));
const worker = new URL("../../../out/main/journal.worker.js", import.meta.url);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A beat brings the next one; `rows` is some state beside it that changes with each. */
const files = (rows: number) => ({
  "a.ts": `const rows = Array.from({ length: ${rows} }, (_, id) => ({ id, name: "row " + id }));
export const init = () => ({ n: 0, rows });
export const onBeat = (s: { n: number }) => ({ state: { ...s, n: s.n + 1 }, emit: [{ type: "beat" }] });`,
});

/** Lets it run, with the batches and timers of a program that runs, until so many turns more were taken. */
const take = async ({ workbench }: Bench): Promise<void> => {
  const { loop } = workbench.session;
  const until = loop.status().turn + turns;
  workbench.run();
  while (loop.status().turn < until) await new Promise((resolve) => void setTimeout(resolve, 1));
  workbench.pause();
};

describe.each([0, 1000])(`${turns} turns, %i rows in the state`, (rows) => {
  for (const [name, options] of [
    ["without a journal", {}],
    ["with a journal", { journal: { folder, worker, resume: "forget" } }],
  ] as const) {
    let running: Bench | undefined;
    bench(name, () => (running ? take(running) : Promise.reject(new Error("it was not opened"))), {
      iterations: 12,
      time: 0,
      warmupIterations: 3,
      warmupTime: 0,
      setup: async () => {
        running = await workbenchOf(files(rows), options);
        running.workbench.session.loop.emit({ type: "beat" }, "outside");
      },
      teardown: async () => running?.workbench.close({ keepCompiler: true }),
    });
  }
});
