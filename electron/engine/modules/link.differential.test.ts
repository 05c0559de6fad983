/**
 * Random programs run twice: as native ES modules in plain Node, and through the linker. Evaluation order, what each top
 * level saw, the keys of each namespace with their order, the values, and the class of each error must agree.
 *
 * Loading a workspace is fault tolerant, and so is the other side: there each module is imported by itself, in the order
 * of the ids, and the ones that fail do not keep the next from being imported; who depends on one that is known to have
 * failed is passed over (L13). A module that only depends on one that failed is said to wait for it here, and fails with
 * the other's error there: of those only that they fail is compared. Programs in which V8 itself departs from the standard
 * are left out, one in ten or so.
 */
import { expect, test } from "vitest";
import { folderOf, workbenchOf } from "../testing.ts";
import {
  Chance,
  type Observation,
  type ProgramObservation,
  type ProgramTexts,
  installObserver,
  isV8OnItsOwn,
  randomProgram,
  runNatively,
  seedOfRun,
  textOfPlan,
  writePrograms,
} from "./testing.ts";

const programCount = Number(process.env["PROGRAMS"] ?? 400);

const programs = (seed: number): Map<string, ProgramTexts> => {
  const texts = new Map<string, ProgramTexts>();
  for (let n = 0; n < programCount; n++) {
    const chance = new Chance(seed + n);
    const { plans } = randomProgram(chance, { nameErrors: 0.02, throws: 0.03, topLevelUses: true, computes: 0.1 });
    texts.set(`p${n}`, Object.fromEntries(plans.map((plan) => [plan.file, textOfPlan(plan)])));
  }
  return texts;
};

/** What our linker makes of it, in the same words. */
const runHere = async (all: ReadonlyMap<string, ProgramTexts>): Promise<Record<string, ProgramObservation>> => {
  const observer = installObserver();
  const files: Record<string, string> = {};
  for (const [folder, texts] of all)
    for (const [name, text] of Object.entries(texts)) files[`${folder}/${name}`] = text;
  const bench = await workbenchOf(files);
  const summaries = new Map(bench.workbench.session.modules().map((summary) => [summary.id, summary]));
  const results: Record<string, ProgramObservation> = {};
  for (const [folder, texts] of all) {
    const trace = [...observer.traceOf(folder)];
    const modules: Record<string, Observation> = {};
    for (const name of Object.keys(texts).sort()) {
      const summary = summaries.get(`${folder}/${name}`);
      if (summary?.status !== "running") modules[name] = { status: errorOf(summary?.problem), keys: [], values: [] };
    }
    for (const name of Object.keys(texts).sort())
      if (!modules[name]) modules[name] = observer.observe(bench.exports(`${folder}/${name}`));
    results[folder] = { trace, modules };
  }
  return results;
};

const errorOf = (problem: { readonly code: string; readonly message: string } | undefined): string => {
  switch (problem?.code) {
    case "dependency-failed":
      return "waits";
    case "missing-export":
    case "ambiguous-export":
    case "circular-export":
    case "syntax":
      return "SyntaxError";
    default:
      return /threw (\w+)/.exec(problem?.message ?? "")?.[1] ?? `${problem?.code}: ${problem?.message}`;
  }
};

test(`[L1–L7] ${programCount} random programs behave as native ES modules (SEED=${seedOfRun})`, async () => {
  const all = programs(seedOfRun);
  const root = folderOf({});
  writePrograms(root, all);
  const [native, here] = await Promise.all([runNatively(root, all), runHere(all)]);
  const counts = { skipped: 0, modules: 0, failed: 0, keys: 0 };
  for (const [folder, texts] of all) {
    if (isV8OnItsOwn(texts)) {
      counts.skipped++;
      continue;
    }
    const expected = native[folder] as ProgramObservation;
    const got = here[folder] as ProgramObservation;
    const modules = Object.fromEntries(
      Object.entries(expected.modules).map(([name, one]) => [
        name,
        one.status !== "ok" && got.modules[name]?.status === "waits" ? { ...one, status: "waits" } : one,
      ]),
    );
    const source = Object.entries(texts).map(([name, text]) => `// ${name}\n${text}`);
    expect(got, `SEED=${seedOfRun + Number(folder.slice(1))} PROGRAMS=1\n${source.join("\n")}`).toEqual({
      trace: expected.trace,
      modules,
    });
    for (const { status, keys } of Object.values(got.modules)) {
      counts.modules++;
      counts.keys += keys.length;
      if (status !== "ok") counts.failed++;
    }
  }
  // A generator that went astray would compare nothing.
  if (programCount < 100) return;
  expect(counts.modules).toBeGreaterThan(programCount * 3);
  expect(counts.failed).toBeLessThan(counts.modules / 2);
  expect(counts.failed).toBeGreaterThan(0);
  expect(counts.skipped).toBeLessThan(programCount / 5);
  expect(counts.keys).toBeGreaterThan(counts.modules);
}, 120_000);
