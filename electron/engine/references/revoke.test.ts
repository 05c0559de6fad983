import { expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const old = `import { scale } from "./theory";
const table = { v: 1 }; let count = 0;
export const byTable = () => table.v;
export const byImport = () => scale(1);
export const byCall = () => byTable();
export const pure = (n) => n + 1;
export const counting = () => ++count;
export const taken = ({ n }) => n;
export const takenByTable = ({ n }) => table.v + n;
export class Box { get() { return table.v; } }
export const later = async (gate) => { await gate; return byTable(); };`;

const keeper = `import * as m from "./m"; export const kept = {}; let open;
  export const onKeep = () => { Object.assign(kept, m); kept.waiting = m.later?.(new Promise((resolve) => { open = resolve; })); };
  export const onOpen = () => open();
  export const onDrop = () => { for (const name of Object.keys(kept)) delete kept[name]; };`;

type Kept = Record<string, (...given: unknown[]) => unknown> & { readonly waiting: Promise<number> };

/** `before` is kept by another module; `after` runs. */
const swappedBench = async (before: string, after: string) => {
  const bench = await workbenchOf({
    "theory.js": `export const scale = (n) => n * 2;`,
    "m.js": before,
    "keeper.js": keeper,
  });
  bench.emit({ type: "keep" });
  await bench.swap("m.js", after);
  const kept = bench.exports("keeper.js")["kept"] as Kept;
  return { bench, kept, references: bench.workbench.session.references };
};

const revokedBench = () => swappedBench(old, old.replace("v: 1", "v: 100"));

test("[R14] revoked old code throws when it is called, and at its next use of its module or of an import", async () => {
  const { bench, kept, references } = await revokedBench();
  expect(kept["byCall"]?.()).toBe(1);
  const report = references.revoke("m.js", 1, "throw");
  expect(report).toMatchObject({
    id: "m.js",
    generation: 1,
    how: "throw",
    forwards: [],
    unstoppable: ["taken", "Box"],
  });
  expect(report.stopped).toEqual(["byTable", "byImport", "byCall", "pure", "counting", "takenByTable", "later"]);
  expect(report.throws).toEqual(expect.arrayContaining(["table", "byTable", "./theory"]));
  expect(() => kept["byCall"]?.()).toThrow("m.js #1 was revoked: its old byCall was called");
  expect(() => kept["pure"]?.(1)).toThrow("m.js #1 was revoked: its old pure was called");
  expect(() => kept["takenByTable"]?.({ n: 1 })).toThrow("m.js #1 was revoked: its old code used table");
  bench.emit({ type: "open" });
  await expect(kept.waiting).rejects.toThrow("m.js #1 was revoked: its old code used byTable");
  // It uses nothing of its module, and its parameters are taken apart: the report says that it cannot be stopped.
  expect(kept["taken"]?.({ n: 3 })).toBe(3);
});

test("[R14] what runs, and importers of it, do not notice", async () => {
  for (const how of ["throw", "forward"] as const) {
    const { bench, references } = await revokedBench();
    references.revoke("m.js", 1, how);
    const now = bench.exports("m.js") as Record<string, () => unknown>;
    expect([now["byTable"]?.(), now["byCall"]?.(), now["byImport"]?.()]).toEqual([100, 100, 2]);
    expect(bench.exports("theory.js")["scale"]).toBeTypeOf("function");
  }
});

test("[R14] a revoked generation says so, and is reclaimed once it is let go", async () => {
  for (const how of ["throw", "forward"] as const) {
    const { bench, kept, references } = await revokedBench();
    references.revoke("m.js", 1, how);
    expect(await references.certificate("m.js", 1)).toMatchObject({
      status: "retained",
      revoked: true,
      revokedHow: how,
    });
    bench.emit({ type: "open" });
    await kept.waiting.catch(() => undefined);
    bench.emit({ type: "drop" });
    expect(await references.certificate("m.js", 1)).toMatchObject({ status: "reclaimed", revokedHow: how });
  }
});

test("[R14] what runs, is gone, or was revoked so before is refused", async () => {
  const { references } = await revokedBench();
  expect(() => references.revoke("m.js", 2, "throw")).toThrow("m.js #2 runs: swap or unload it first.");
  references.revoke("m.js", 1, "throw");
  expect(() => references.revoke("m.js", 1, "throw")).toThrow("m.js #1 is gone, or was revoked before.");
  expect(() => references.revoke("m.js", 9, "throw")).toThrow("m.js has no generation #9.");
});

test("[R14] one can choose again: whose calls threw go on, and the other way round", async () => {
  const { kept, references } = await revokedBench();
  references.revoke("m.js", 1, "throw");
  expect(references.revoke("m.js", 1, "forward").forwards).toContain("pure");
  expect(kept["byTable"]?.()).toBe(100);
  references.revoke("m.js", 1, "throw");
  expect(() => kept["byTable"]?.()).toThrow("m.js #1 was revoked");
});

/** One text of every form that can go on; `N` is what tells the generations apart. */
const forms = `
  export function plain(a, b = 2, ...rest) { return [N, this?.who, a, b, rest, arguments.length]; }
  export const expression = function (a) { return [N, this?.who, a]; };
  export const arrow = (a, ...rest) => [N, a, rest];
  export const object = (a) => ({ n: N, a });
  export const sequence = (a) => (void 0, [N, a]);
  export const block = (a) => { return [N, a]; };
  export const nested = (a) => (b) => [N, a, b];
  export async function promised(a) { return [N, this?.who, a]; }
  export const awaited = async (a) => [N, a];
  export function* steps(a) { const got = yield [N, a]; return [N, got]; }
  export async function* ticks(a) { yield [N, this?.who, a]; }
  export const taking = function ({ a, b: { c } = {} }) { return [N, a, c]; };
  export function Made(a) { this.made = [N, a]; this.target = new.target; }
  const local = (a) => [N, a];
  export { local as renamed, local as twice };
  export default function (a) { return [N, a]; }`;

test("[R14] revoked to forward, a held function's calls go on in the current one, whatever its form", async () => {
  const { kept, references } = await swappedBench(
    forms.replaceAll("N", "1"),
    forms.replaceAll("N", "2").replace("target = new.target", "isNew = new.target === Made"),
  );
  const report = references.revoke("m.js", 1, "forward");
  expect(report).toMatchObject({ how: "forward", stopped: [], unstoppable: [] });
  expect(report.forwards).toHaveLength(16);
  const on = { who: "me", ...kept } as unknown as Kept;
  expect(on["plain"]?.(1)).toEqual([2, "me", 1, 2, [], 1]);
  expect(on["plain"]?.(1, 3, 4, 5)).toEqual([2, "me", 1, 3, [4, 5], 4]);
  expect(on["expression"]?.(1)).toEqual([2, "me", 1]);
  expect(on["arrow"]?.(1, 2, 3)).toEqual([2, 1, [2, 3]]);
  expect(on["object"]?.(1)).toEqual({ n: 2, a: 1 });
  expect(on["sequence"]?.(1)).toEqual([2, 1]);
  expect(on["block"]?.(1)).toEqual([2, 1]);
  const nested = on["nested"]?.(1) as (b: number) => unknown;
  expect(nested(3)).toEqual([2, 1, 3]);
  expect(await on["promised"]?.(1)).toEqual([2, "me", 1]);
  expect(await on["awaited"]?.(1)).toEqual([2, 1]);
  const steps = on["steps"]?.(1) as Generator<unknown, unknown, unknown>;
  expect([steps.next(), steps.next("got")]).toEqual([
    { done: false, value: [2, 1] },
    { done: true, value: [2, "got"] },
  ]);
  const ticks = on["ticks"]?.(1) as AsyncGenerator;
  expect(await ticks.next()).toEqual({ done: false, value: [2, "me", 1] });
  expect(on["taking"]?.({ a: 1, b: { c: 2 } })).toEqual([2, 1, 2]);
  expect([on["renamed"]?.(1), on["twice"]?.(1), on["default"]?.(1)]).toEqual([
    [2, 1],
    [2, 1],
    [2, 1],
  ]);
  const Made = kept["Made"] as unknown as new (a: number) => object;
  expect(new Made(1)).toEqual({ made: [2, 1], isNew: true });
  class Own extends Made {}
  expect(new Own(1)).toBeInstanceOf(Own);
});

test("[R14] it goes on in whatever is current when it is called, also in a re-export; where nothing is, it says so", async () => {
  const { bench, kept, references } = await swappedBench(
    `export const f = () => 1; export const g = (n) => 1;`,
    `export const f = () => 2; export const g = 3;`,
  );
  expect(references.revoke("m.js", 1, "forward")).toMatchObject({ forwards: ["f"], stopped: ["g"] });
  expect(kept["f"]?.()).toBe(2);
  expect(() => kept["g"]?.()).toThrow(
    "m.js #1 was revoked, and its old g cannot go on: m.js exports no other function of that name now",
  );
  await bench.swap("m.js", `export const f = () => 4; export { scale as g } from "./theory";`);
  expect([kept["f"]?.(), kept["g"]?.(4)]).toEqual([4, 8]);
  await bench.swap("m.js", `import { kept } from "./keeper"; export const { f, g } = kept;`);
  expect(() => kept["f"]?.()).toThrow("its old f cannot go on");
  await bench.workbench.session.unload(["keeper.js", "m.js"]);
  expect(() => kept["f"]?.()).toThrow("its old f cannot go on");
});

test("[R14] what cannot go on throws: closures, suspended calls, classes, arrow functions that take parameters apart", async () => {
  const { bench, kept, references } = await revokedBench();
  const report = references.revoke("m.js", 1, "forward");
  expect(report.forwards).toEqual(["byTable", "byImport", "byCall", "pure", "counting", "later"]);
  expect(report).toMatchObject({ stopped: ["takenByTable"], unstoppable: ["taken", "Box"] });
  expect(() => kept["takenByTable"]?.({ n: 1 })).toThrow("m.js #1 was revoked: its old code used table");
  bench.emit({ type: "open" });
  await expect(kept.waiting).rejects.toThrow("m.js #1 was revoked: its old code used byTable");
  expect(await kept["later"]?.()).toBe(100);
});

test("[L8] [R14] a function's text still means the same where there is no generation", async () => {
  const { bench } = await swappedBench(old, forms.replaceAll("N", "2"));
  const { block, object, plain } = bench.exports("m.js") as Record<string, () => unknown>;
  const elsewhere = (code: unknown): ((...given: unknown[]) => unknown) =>
    new Function(`return (${String(code)});`)() as (...given: unknown[]) => unknown;
  expect(elsewhere(block)(1)).toEqual([2, 1]);
  expect(elsewhere(object)(1)).toEqual({ n: 2, a: 1 });
  expect(elsewhere(plain)(1)).toEqual([2, undefined, 1, 2, [], 1]);
});

test("[L12] what old code throws is placed in the text of its generation, and says so; what runs is not blamed", async () => {
  const bench = await workbenchOf({
    "m.js": `// one\n\nexport const f = () => { throw new Error("old"); };\nexport const g = () => 1;`,
    "keeper.js": `import * as m from "./m"; const kept = {}; export const onKeep = () => { Object.assign(kept, m); };
      export const onCall = (_, { name }) => { kept[name](); };`,
  });
  bench.emit({ type: "keep" });
  // More of them than texts of what is gone are kept.
  for (let n = 2; n <= 12; n++) await bench.swap("m.js", `export const f = () => ${n}; export const g = () => ${n};`);
  bench.emit({ type: "call", name: "f" });
  const threw = {
    code: "handler-threw",
    message: "`onCall` of keeper.js threw Error: old. That is old code: the text of m.js #1, which #12 replaced.",
    file: "m.js",
    generation: 1,
    line: 3,
    lineText: `export const f = () => { throw new Error("old"); };`,
  };
  expect(bench.problems()).toMatchObject([threw]);
  expect(bench.module("m.js")).toMatchObject({ status: "running" });
  expect(bench.module("m.js").problem).toBeUndefined();
  const { session } = bench.workbench;
  expect(session.sourceOf("m.js", 1).text).toContain("// one");
  session.references.revoke("m.js", 1, "throw");
  bench.emit({ type: "call", name: "g" });
  expect(bench.problems().at(-1)).toMatchObject({
    file: "m.js",
    generation: 1,
    line: 4,
    lineText: "export const g = () => 1;",
  });
  await session.references.prove();
  expect(() => session.sourceOf("m.js", 13)).toThrow("m.js has no generation #13.");
});
