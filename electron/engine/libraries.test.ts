/**
 * Large real libraries, opened as workspaces and compared with the same files run by Node itself: 645 small modules
 * (lodash-es), and 700 that import each other in cycles and through barrels (three).
 */
import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { Chance, importsOf, seedOfRun } from "./modules/testing.ts";
import { type Bench, workbenchOf } from "./testing.ts";

const folderOfPackage = (name: string): string => fileURLToPath(new URL(`../../node_modules/${name}`, import.meta.url));

interface Library {
  readonly name: string;
  /** Where its modules lie. */
  readonly source: string;
  readonly main: string;
  /** Calls on its main module that must give the same in both worlds. */
  readonly samples: readonly ((library: never) => unknown)[];
}

type Functions = Record<string, (...parameters: unknown[]) => unknown>;

const libraries: readonly Library[] = [
  {
    name: "lodash-es",
    source: folderOfPackage("lodash-es"),
    main: "lodash.js",
    samples: [
      (_: Functions) => _["chunk"]?.([1, 2, 3, 4, 5], 2),
      (_: Functions) => _["camelCase"]?.("Foo Bar--baz ünï"),
      (_: Functions) => _["cloneDeep"]?.({ a: [1, { b: new Map([[1, 2]]) }] }),
      (_: Functions) => _["merge"]?.({ a: [{ b: 2 }] }, { a: [{ c: 3 }] }),
      (_: Functions) => _["template"]?.("hello <%= user %>!")?.constructor === Function,
      (_: Functions) => _["sortBy"]?.([{ n: 3 }, { n: 1 }, { n: 2 }], ["n"]),
      (_: Functions) => _["groupBy"]?.([6.1, 4.2, 6.3], Math.floor),
      (_: unknown) =>
        (_ as { curry: (f: unknown) => (a: number) => (b: number) => number }).curry((a: number, b: number) => a + b)(
          1,
        )(2),
      (_: unknown) =>
        (_ as { flow: (f: unknown) => (n: number) => number }).flow([(n: number) => n + 1, (n: number) => n * 2])(3),
      (_: Functions) => _["isEqual"]?.({ a: [1, new Date(0)] }, { a: [1, new Date(0)] }),
      (_: Functions) => _["range"]?.(0, -4, -1),
      (_: { default: Function & Functions }) =>
        _.default([1, 2, 3])
          .map((n: number) => n * n)
          .filter((n: number) => n % 2)
          .value(),
      (_: { default: { VERSION: string } }) => _.default.VERSION,
      (_: Functions) => Object.keys(_).sort(),
    ],
  },
  {
    name: "three",
    source: join(folderOfPackage("three"), "src"),
    main: "Three.js",
    samples: [
      (three: ThreeLike) => new three.Vector3(1, 2, 3).cross(new three.Vector3(4, 5, 6)).toArray(),
      (three: ThreeLike) =>
        new three.Matrix4()
          .makeRotationX(1)
          .multiply(new three.Matrix4().makeScale(1, 2, 3))
          .toArray(),
      (three: ThreeLike) => new three.Quaternion().setFromEuler(new three.Euler(1, 2, 3)).toArray(),
      (three: ThreeLike) => new three.Color("rebeccapurple").getHexString(),
      (three: ThreeLike) =>
        new three.Box3().setFromObject(new three.Mesh(new three.BoxGeometry(1, 2, 3))).max.toArray(),
      (three: ThreeLike) => new three.PerspectiveCamera(50, 2, 0.1, 100).projectionMatrix.toArray(),
      (three: ThreeLike) => new three.SphereGeometry(1, 4, 3).attributes.position.array.length,
      (three: ThreeLike) => Object.keys(three).sort(),
      (three: ThreeLike) => three.REVISION,
    ],
  },
];

/** Only as much of the types as the samples need; the classes are the library's own. */
// oxlint-disable-next-line typescript/no-explicit-any
type ThreeLike = any;

describe.each(libraries)("$name", ({ source, main, samples }) => {
  let ids: readonly string[];
  let bench: Bench;

  beforeAll(() => {
    ids = readdirSync(source, { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll("\\", "/"))
      .filter((path) => path.endsWith(".js"))
      .sort();
  });

  /** Opens the copy once; the bench is closed after each test, so everything is one test. */
  const open = async (): Promise<void> => {
    bench = await workbenchOf(Object.fromEntries(ids.map((id) => [id, readFileSync(join(source, id))])));
  };

  test(`[L1–L7] every module exports what it does in Node, counts are right, each can be swapped that Node can run twice (SEED=${seedOfRun})`, async () => {
    await open();
    const modules = bench.workbench.session.modules();
    expect(modules.map(({ id }) => id)).toEqual(ids);
    const natives = new Map<string, Record<string, unknown>>();
    for (const id of ids)
      natives.set(
        id,
        (await import(/* @vite-ignore */ pathToFileURL(join(source, id)).href)) as Record<string, unknown>,
      );

    for (const { id, status, problem } of modules) {
      expect(status, `${id}: ${problem?.message}`).toBe("running");
      const native = natives.get(id) as Record<string, unknown>;
      const here = bench.exports(id);
      expect(Object.keys(here), id).toEqual(Object.keys(native));
      for (const [name, value] of Object.entries(native)) {
        expect(typeof here[name], `${id} ${name}`).toBe(typeof value);
        if (typeof value === "function") expect((here[name] as Function).name, `${id} ${name}`).toBe(value.name);
      }
    }
    compareSamples(natives);

    expect(countsTold(bench)).toEqual(countsRead(ids, (id) => readFileSync(join(source, id), "utf8")));

    const chance = new Chance(seedOfRun);
    const swapped = new Set(Array.from({ length: 50 }, () => chance.pick(ids)));
    for (const id of swapped) {
      const report = await bench.workbench.session.swap({ ids: [id] });
      if (report.ok) {
        expect(report, id).toMatchObject({ problems: [], modules: [{ id, from: 1, to: 2 }] });
        expect(report.modules[0]?.exports.changed, id).toEqual([]);
        continue;
      }
      // One that defines properties of another's class for good cannot be evaluated twice, in Node neither.
      const thrown = await evaluatedAgain(join(source, id));
      expect(report.problems, id).toMatchObject([{ code: "evaluate-threw", file: id }]);
      expect(report.problems[0]?.message, id).toContain(thrown);
    }
    // Classes that extend a class of a module that was swapped are stale: as one transaction all are new again.
    expect(await bench.workbench.session.swap({ ids: [...ids] })).toMatchObject({ ok: true, stale: [] });
    compareSamples(natives);
    expect(countsTold(bench)).toEqual(countsRead(ids, (id) => readFileSync(join(source, id), "utf8")));
  }, 120_000);

  const compareSamples = (natives: ReadonlyMap<string, Record<string, unknown>>): void => {
    for (const sample of samples)
      expect(sample(bench.exports(main) as never), String(sample)).toEqual(sample(natives.get(main) as never));
  };
});

/** @returns what Node says when it evaluates a module that it has evaluated before */
const evaluatedAgain = async (file: string): Promise<string> => {
  try {
    await import(/* @vite-ignore */ `${pathToFileURL(file).href}?again`);
  } catch (error) {
    return String(error);
  }
  return "nothing that was thrown";
};

type Counts = Readonly<Record<string, number>>;

const countsTold = (bench: Bench): Counts =>
  Object.fromEntries(bench.workbench.session.modules().map(({ id, references }) => [id, references.imports]));

/** One for each name and importer, one for each who takes the module whole; read from the import statements. */
const countsRead = (ids: readonly string[], textOf: (id: string) => string): Counts => {
  const references = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const importer of ids)
    for (const { from, names } of importsOf(textOf(importer)))
      for (const name of names) references.get(posix.join(posix.dirname(importer), from))?.add(`${importer} ${name}`);
  return Object.fromEntries([...references].map(([id, set]) => [id, set.size]));
};
