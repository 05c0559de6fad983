/**
 * Random programs under random edits. After each swap that is accepted the program behaves as a fresh load of the same
 * texts; a swap that is refused changes nothing; and the counts are those that the import statements give.
 *
 * What is computed from an import during evaluation may rightly differ: in a stale importer, and, as it depends on where
 * evaluation began, in a cycle. Such a module and whoever can reach it through imports is compared by its keys alone.
 */
import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";
import {
  Chance,
  type ModulePlan,
  type Observation,
  type Observer,
  type ProgramOptions,
  type ProgramTexts,
  importsOf,
  installObserver,
  randomModule,
  randomNames,
  randomProgram,
  seedOfRun,
  textOfPlan,
} from "./testing.ts";

const programCount = Number(process.env["PROGRAMS"] ?? 12);
const editsEach = 16;
const options: ProgramOptions = { nameErrors: 0.01, throws: 0, topLevelUses: false, computes: 0.08 };

interface Snapshot {
  readonly label: string;
  readonly texts: ProgramTexts;
  /** What was seen of it after the swap, and what it would be if the swap was refused. */
  readonly seen: Readonly<Record<string, Observation>> | "refused";
  /** Modules whose values are not comparable. */
  readonly apart: ReadonlySet<string>;
}

test(`[S1] after any edits a program behaves as freshly loaded (SEED=${seedOfRun})`, async () => {
  const observer = installObserver();
  const snapshots: Snapshot[] = [];
  const counts = { accepted: 0, refused: 0, stale: 0 };
  for (let n = 0; n < programCount; n++) {
    const chance = new Chance(seedOfRun + n);
    const run = await Run.start(chance, observer, `SEED=${seedOfRun + n} PROGRAMS=1`);
    for (let edit = 0; edit < editsEach; edit++) {
      const snapshot = await run.edit();
      snapshots.push(snapshot);
      counts[snapshot.seen === "refused" ? "refused" : "accepted"]++;
    }
    counts.stale += run.staleSeen;
  }
  await compareWithFresh(snapshots, observer);
  if (programCount < 10) return;
  // A generator that went astray would compare nothing.
  expect(counts.accepted).toBeGreaterThan(programCount * 4);
  expect(counts.refused).toBeGreaterThan(programCount);
  expect(counts.stale).toBeGreaterThan(0);
}, 120_000);

class Run {
  staleSeen = 0;
  readonly #chance: Chance;
  readonly #observer: Observer;
  readonly #bench: Bench;
  readonly #label: string;
  #plans: Map<string, ModulePlan>;
  #names: Map<string, readonly string[]>;
  #stale = new Set<string>();
  /** Modules that computed something in a cycle when they were last evaluated. */
  readonly #cyclic = new Set<string>();
  #edits = 0;

  private constructor(
    chance: Chance,
    observer: Observer,
    bench: Bench,
    plans: readonly ModulePlan[],
    names: Map<string, readonly string[]>,
    label: string,
  ) {
    this.#chance = chance;
    this.#observer = observer;
    this.#bench = bench;
    this.#plans = new Map(plans.map((plan) => [plan.file, plan]));
    this.#names = names;
    this.#label = label;
    this.#noteCycles(this.#plans.keys());
  }

  #noteCycles(evaluated: Iterable<string>): void {
    for (const file of evaluated)
      if (this.#plans.get(file)?.computes && reachableFrom(this.#plans, file).has(file)) this.#cyclic.add(file);
      else this.#cyclic.delete(file);
  }

  /** A program that loads as a whole. */
  static async start(chance: Chance, observer: Observer, label: string): Promise<Run> {
    for (;;) {
      const { plans, names } = randomProgram(chance, { ...options, nameErrors: 0 });
      const bench = await workbenchOf(textsOf(plans));
      if (bench.workbench.session.modules().every(({ status }) => status === "running"))
        return new Run(chance, observer, bench, plans, names, label);
      await bench.workbench.close({ keepCompiler: true });
    }
  }

  async edit(): Promise<Snapshot> {
    const label = `${this.#label} edit ${++this.#edits}`;
    const names = new Map(this.#names);
    const edited = this.#chance.happens(0.1) ? this.#removal() : this.#edited(names);
    const plans = new Map(this.#plans);
    for (const [file, plan] of edited) {
      if (plan) plans.set(file, plan);
      else {
        plans.delete(file);
        names.delete(file);
      }
    }
    if (plans.size === 0) return await this.edit();
    const before = this.#everything();
    const { session } = this.#bench.workbench;
    const texts = textsOf([...edited.values()].filter((plan) => plan !== undefined));
    const isRemoval = Object.keys(texts).length === 0;
    const report = isRemoval
      ? await session.unload([...edited.keys()])
      : await session.swap({ ids: [], sources: texts });
    if (!report.ok) {
      expect(this.#everything(), `${label}: refused, and yet something changed`).toEqual(before);
      return { label, texts: textsOf(plans.values()), seen: "refused", apart: new Set() };
    }
    // Otherwise whoever imports it later would load it again.
    if (isRemoval) for (const file of edited.keys()) if (!file.startsWith("n")) await this.#remove(file);
    this.#plans = plans;
    this.#names = names;
    for (const { id } of report.modules) this.#stale.delete(id);
    this.#noteCycles(report.modules.map(({ id }) => id));
    for (const id of report.stale) this.#stale.add(id);
    this.staleSeen += report.stale.length;
    const told = countsTold(this.#bench);
    expect(told, `${label}: counts`).toEqual(countsRead(textsOf(plans.values()), told));
    return {
      label: `${label}: ${[...edited.keys()].join(" ")}, stale ${[...this.#stale].join(" ")}`,
      texts: textsOf(plans.values()),
      seen: this.#observeAll(),
      apart: apartFrom(plans, new Set([...this.#stale, ...this.#cyclic])),
    };
  }

  /** One or two modules anew, one of them perhaps new, perhaps with other names, perhaps broken. */
  #edited(names: Map<string, readonly string[]>): Map<string, ModulePlan | undefined> {
    const files = [...this.#plans.keys()];
    const edited = new Set([this.#chance.pick(files)]);
    if (this.#chance.happens(0.3)) edited.add(this.#chance.pick(files));
    if (this.#chance.happens(0.15)) edited.add(`n${this.#edits}.js`);
    for (const file of edited)
      if (!names.has(file) || this.#chance.happens(0.3))
        names.set(file, this.#chance.happens(0.5) ? withOneMore(names.get(file) ?? []) : randomNames(this.#chance));
    const throws = this.#chance.happens(0.1) ? 1 : 0;
    const plans = new Map<string, ModulePlan | undefined>();
    for (const file of edited) plans.set(file, randomModule(this.#chance, file, names, { ...options, throws }));
    if (this.#chance.happens(0.05)) {
      const file = this.#chance.pick([...edited]);
      plans.set(file, { file, links: [], body: ["export const = 1;"], computes: false });
    }
    return plans;
  }

  #removal(): Map<string, ModulePlan | undefined> {
    return new Map([[this.#chance.pick([...this.#plans.keys()]), undefined]]);
  }

  async #remove(file: string): Promise<void> {
    this.#bench.remove(file);
    await this.#bench.until(() => this.#bench.workbench.session.modules().every(({ id }) => id !== file));
  }

  #observeAll(): Record<string, Observation> {
    return Object.fromEntries(
      [...this.#plans.keys()].map((file) => [file, this.#observer.observe(this.#bench.exports(file))]),
    );
  }

  /** What a refused swap must leave as it is. */
  #everything(): unknown {
    const modules = this.#bench.workbench.session.modules();
    return {
      summaries: modules.map(({ id, generation, functions, references, imports, importers }) => ({
        id,
        generation,
        functions,
        references,
        imports,
        importers,
      })),
      seen: this.#observeAll(),
      namespaces: [...this.#plans.keys()].map((file) => identityOf(this.#bench.exports(file))),
      edges: this.#bench.workbench.session.graph("function").edges,
    };
  }
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

/** A number for each object: namespace objects compare by what is in them otherwise. */
const identityOf = (value: object): number => {
  const known = identities.get(value) ?? ++identityCount;
  identities.set(value, known);
  return known;
};

const withOneMore = (names: readonly string[]): readonly string[] => [...new Set([...names, "x", "f"])];

const textsOf = (plans: Iterable<ModulePlan>): ProgramTexts =>
  Object.fromEntries([...plans].map((plan) => [plan.file, textOfPlan(plan)]));

/** Loads every snapshot's texts in one workspace, a folder each. */
const compareWithFresh = async (snapshots: readonly Snapshot[], observer: Observer): Promise<void> => {
  const files: Record<string, string> = {};
  snapshots.forEach(({ texts }, n) => {
    for (const [name, text] of Object.entries(texts)) files[`s${n}/${name}`] = text;
  });
  const bench = await workbenchOf(files);
  const statuses = new Map(bench.workbench.session.modules().map(({ id, status }) => [id, status]));
  snapshots.forEach(({ label, texts, seen, apart }, n) => {
    const story = `${label}\n${Object.entries(texts)
      .map(([name, text]) => `// ${name}\n${text}`)
      .join("\n")}`;
    const loads = Object.fromEntries(Object.keys(texts).map((name) => [name, statuses.get(`s${n}/${name}`)]));
    if (seen === "refused") {
      expect(Object.values(loads), `refused, and yet all of it loads: ${story}`).toContain("failed");
      return;
    }
    const fresh = Object.fromEntries(
      Object.keys(texts).map((name) => [
        name,
        loads[name] === "running" ? observer.observe(bench.exports(`s${n}/${name}`)) : "does not load",
      ]),
    );
    const comparable = (all: Readonly<Record<string, Observation | string>>): unknown =>
      Object.fromEntries(
        Object.entries(all).map(([name, one]) => [
          name,
          apart.has(name) && typeof one === "object" ? { keys: one.keys } : one,
        ]),
      );
    expect(comparable(seen), story).toEqual(comparable(fresh));
  });
};

/** Modules whose values depend on when something was evaluated, given those that computed something then. */
const apartFrom = (plans: ReadonlyMap<string, ModulePlan>, computed: ReadonlySet<string>): Set<string> => {
  const apart = new Set(
    [...plans.values()]
      .filter(({ file, computes }) => computed.has(file) || (computes && reachableFrom(plans, file).has(file)))
      .map(({ file }) => file),
  );
  const origins = [...apart];
  for (const file of plans.keys()) {
    const theirs = reachableFrom(plans, file);
    if (origins.some((one) => theirs.has(one))) apart.add(file);
  }
  return apart;
};

const reachableFrom = (plans: ReadonlyMap<string, ModulePlan>, file: string): Set<string> => {
  const found = new Set<string>();
  const pending = [file];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const plan = plans.get(next);
    for (const { from } of plan ? importsOf(textOfPlan(plan)) : [])
      if (!found.has(from)) {
        found.add(from);
        pending.push(from);
      }
  }
  return found;
};

type Counts = Record<string, { readonly module: number; readonly functions: Record<string, number> }>;

const countsTold = (bench: Bench): Counts =>
  Object.fromEntries(
    bench.workbench.session
      .modules()
      .filter(({ status }) => status !== "new")
      .map(({ id, references, functions }) => [
        id,
        {
          module: references.imports,
          functions: Object.fromEntries(functions.map(({ name, references: { imports } }) => [name, imports])),
        },
      ]),
  );

/** For each module and function told: how many names others import of it, each once an importer; `*` is one for each name. */
const countsRead = (texts: ProgramTexts, told: Counts): Counts => {
  const references = new Set<string>();
  for (const [importer, text] of Object.entries(texts))
    for (const { from, names } of importsOf(text))
      for (const name of names) references.add(JSON.stringify([importer, from, name]));
  const count = (file: string, name?: string): number =>
    [...references].filter((reference) => {
      const [, from, imported] = JSON.parse(reference) as [string, string, string];
      return from === file && (name === undefined || imported === "*" || imported === name);
    }).length;
  return Object.fromEntries(
    Object.keys(texts).map((file) => [
      file,
      {
        module: count(file),
        functions: Object.fromEntries(
          Object.keys(told[file]?.functions ?? {}).map((name) => [name, count(file, name)]),
        ),
      },
    ]),
  );
};
