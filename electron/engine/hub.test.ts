import { expect, test } from "vitest";
import { type TestFiles, workbenchOf } from "./testing.ts";

const importers = 1000;

test("[S8] swapping a module that 1,000 others import evaluates that module only; who computed from it is stale", async () => {
  const files: Record<string, string> = {
    "hub.ts": `export const scale = (n: number): number => n * 2;\nexport const base = 10;\n`,
  };
  for (let n = 0; n < importers; n++)
    files[`user${String(n).padStart(4, "0")}.ts`] =
      n % 100 === 0
        ? `import { base, scale } from "./hub";\n(globalThis as any).evaluations.push(${n});\nexport const table = [base, scale(${n})];\nexport const onAsk = () => ({ state: [table[0], table[1], scale(${n})] });\n`
        : `import { base, scale } from "./hub";\n(globalThis as any).evaluations.push(${n});\nexport const onAsk = () => ({ state: [base, scale(${n})] });\n`;
  const evaluations: number[] = [];
  Object.assign(globalThis, { evaluations });
  const bench = await workbenchOf(files as TestFiles);
  expect(evaluations).toHaveLength(importers);
  expect(bench.module("hub.ts")).toMatchObject({ generation: 1, references: { imports: 2 * importers } });
  evaluations.length = 0;

  const report = await bench.swap(
    "hub.ts",
    `(globalThis as any).evaluations.push(-1);\nexport const scale = (n: number): number => n * 3;\nexport const base = 20;\n`,
  );
  const ids = Object.keys(files).filter((id) => id !== "hub.ts");
  expect(report).toMatchObject({ ok: true, problems: [], stale: ids.filter((_, n) => n % 100 === 0) });
  expect(report.modules.map(({ id, from, to }) => [id, from, to])).toEqual([["hub.ts", 1, 2]]);
  expect(report.modules[0]?.followers).toEqual(ids);
  expect(evaluations).toEqual([-1]);

  bench.emit({ type: "ask" });
  for (const [n, id] of ids.entries()) {
    expect(bench.state(id)).toEqual(n % 100 === 0 ? [10, n * 2, n * 3] : [20, n * 3]);
    expect(bench.module(id).generation).toBe(1);
  }
  // Swapping the stale ones mends them.
  const mended = await bench.workbench.session.swap({ ids: report.stale });
  expect(mended).toMatchObject({ ok: true, stale: [] });
  bench.emit({ type: "ask" });
  for (const [n, id] of ids.entries())
    expect(bench.state(id)).toEqual(n % 100 === 0 ? [20, n * 3, n * 3] : [20, n * 3]);
  Reflect.deleteProperty(globalThis, "evaluations");
}, 60_000);
