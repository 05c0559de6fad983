import { expect, test } from "vitest";
import type { Certificate } from "../summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const certificate = (bench: Bench): Promise<Certificate> => bench.workbench.session.certificateOf("m.js", 1);

const statuses = ({ functions }: Certificate): Record<string, string> =>
  Object.fromEntries(functions.map(({ name, status }) => [name, status]));

/** Swaps `m.js` while a keeper holds the named exports of its first generation; `call` calls what is held. */
const heldFrom = async (text: string, names: readonly string[], others: Readonly<Record<string, string>> = {}) => {
  const keeper = `import * as m from "./m"; export let kept = {}; export const onKeep = () => { for (const name of ${JSON.stringify(names)}) kept[name] = m[name]; }; export const onDrop = (_, { name }) => { delete kept[name]; };`;
  const bench = await workbenchOf({ "m.js": text, "keeper.js": keeper, ...others });
  bench.emit({ type: "keep" });
  const kept = (): Record<string, (...parameters: unknown[]) => unknown> => bench.exports("keeper.js")["kept"] as never;
  const exported = Object.keys(bench.exports("m.js"))
    .map((name) => (name === "default" ? "export default 0;" : `export const ${name} = 0;`))
    .join(" ");
  expect(await bench.swap("m.js", exported)).toMatchObject({ ok: true });
  return { bench, call: (name: string, ...parameters: unknown[]) => kept()[name]?.(...parameters) };
};

test("[R12] siblings of a held function are freed and reported so; what it reaches by name stays, and it runs on", async () => {
  const { bench, call } = await heldFrom(
    `import { scale } from "./theory";
     const table = { base: 10 };
     let calls = 0;
     const inner = (n) => n + table.base;
     const helper = (n) => inner(scale(n));
     export const held = (n) => { calls++; return [helper(n), calls]; };
     const large = { data: new Array(1000).fill(0) };
     export const sibling = () => large.data;
     export const other = () => sibling();`,
    ["held"],
    { "theory.js": `export const scale = (n) => n * 2;` },
  );
  const first = await certificate(bench);
  expect(first.status).toBe("retained");
  expect(statuses(first)).toEqual({ held: "retained", sibling: "reclaimed", other: "reclaimed" });
  expect(call("held", 1)).toEqual([12, 1]);
  // Imports are live in old code too.
  await bench.swap("theory.js", `export const scale = (n) => n * 3;`);
  expect(call("held", 1)).toEqual([13, 2]);
  expect(statuses(await certificate(bench))).toMatchObject({ held: "retained" });
  expect(call("held", 1)).toEqual([13, 3]);
  bench.emit({ type: "drop", name: "held" });
  expect(await certificate(bench)).toMatchObject({ status: "reclaimed", holders: [] });
});

test("[R12] of several held functions each keeps what it reaches, until it is let go", async () => {
  const { bench, call } = await heldFrom(
    `export const a = () => b() + 1; export const b = () => 1; export const c = () => d(); export const d = () => 4; export const e = () => 5;`,
    ["a", "c"],
  );
  expect(statuses(await certificate(bench))).toEqual({
    a: "retained",
    b: "retained",
    c: "retained",
    d: "retained",
    e: "reclaimed",
  });
  bench.emit({ type: "drop", name: "c" });
  expect(statuses(await certificate(bench))).toMatchObject({
    a: "retained",
    b: "retained",
    c: "reclaimed",
    d: "reclaimed",
  });
  expect(call("a")).toBe(2);
});

const running: Readonly<
  Record<string, { text: string; hold: string; want: unknown; parameters?: unknown[]; freed?: readonly string[] }>
> = {
  "calls itself": {
    text: `export const f = (n) => n === 0 ? 1 : n * f(n - 1); export const g = () => f(1);`,
    hold: "f",
    parameters: [5],
    want: 120,
    freed: ["g"],
  },
  "calls back and forth": {
    text: `export function even(n) { return n === 0 ? true : odd(n - 1); } export function odd(n) { return n === 0 ? false : even(n - 1); } export function rest() { return even(2); }`,
    hold: "even",
    parameters: [7],
    want: false,
    freed: ["rest"],
  },
  "uses a class with private fields, statics and a subclass": {
    text: `class Base { static count = 0; static { Base.count = 7; } #x = 1; get() { return this.#x + Base.count; } } class Sub extends Base { get() { return super.get() + one(); } } const one = () => 1; export const f = () => new Sub().get(); export const g = () => 2;`,
    hold: "f",
    want: 9,
    freed: ["g"],
  },
  "reads what was destructured": {
    text: `const { a, b: { c = 3 }, ...rest } = { a: { v: 1 }, b: {}, d: { v: 2 } }; const [first] = [{ v: 5 }]; export const f = () => [a.v, c, rest.d.v, first.v];`,
    hold: "f",
    want: [1, 3, 2, 5],
  },
  "keeps its functions in an object": {
    text: `const one = () => 1; const two = () => one() + 1; const table = { two, three: () => two() + 1 }; export const f = () => table.three() + table.two();`,
    hold: "f",
    want: 5,
  },
  "reaches a name only in a closure that it makes": {
    text: `const deep = { v: 4 }; const late = () => deep.v; export const f = () => [1].map(() => late())[0];`,
    hold: "f",
    want: 4,
  },
  "uses shorthand, default values, computed keys and templates": {
    text: `const a = { v: 1 }; const k = { toString: () => "key" }; const d = () => 2; export const f = (x = d()) => { const o = { a, [k]: x }; return \`\${o.a.v}\${o.key}\`; };`,
    hold: "f",
    want: "12",
  },
  "is the default export, an anonymous function declaration": {
    text: `const n = { v: 3 }; export default function () { return n.v; }`,
    hold: "default",
    want: 3,
  },
  "is the default export, an arrow function": {
    text: `const n = { v: 3 }; export default () => n.v;`,
    hold: "default",
    want: 3,
  },
  "is named by a binding that is assigned again": {
    text: `const one = { v: 1 }; export let f = () => 0; f = () => one.v; export let g = () => f();`,
    hold: "f",
    want: 1,
  },
  "changes a variable and reads it again": {
    text: `let list = []; export const f = (n) => { list = [...list, n]; return list.length; };`,
    hold: "f",
    parameters: [1],
    want: 1,
  },
};

for (const [what, { text, hold, want, parameters = [], freed = [] }] of Object.entries(running))
  test(`[R12] a held function that ${what} runs on`, async () => {
    const { bench, call } = await heldFrom(text, [hold]);
    const proved = await certificate(bench);
    expect(proved.status).toBe("retained");
    for (const name of freed) expect(statuses(proved)[name]).toBe("reclaimed");
    expect(call(hold, ...parameters)).toEqual(want);
  });

test("[R12] a closure, a generator and an async function that wait in old code run on", async () => {
  const text = `
    const helper = () => ({ v: deep.v }); const deep = { v: 1 };
    export const make = () => { const own = 1; return () => helper().v + own; };
    export function* steps() { yield 1; yield helper().v + 1; }
    export const waiting = async (gate) => { await gate; return helper().v + 2; };
    export const free = () => 1;`;
  const keeper = `import { make, steps, waiting } from "./m"; export const kept = {}; let open;
    export const onKeep = () => { kept.closure = make(); kept.steps = steps(); kept.steps.next(); kept.promise = waiting(new Promise((resolve) => { open = resolve; })); };
    export const onOpen = () => open();`;
  const bench = await workbenchOf({ "m.js": text, "keeper.js": keeper });
  bench.emit({ type: "keep" });
  await bench.swap("m.js", text.replace("v: 1", "v: 100"));
  const proved = await certificate(bench);
  expect(statuses(proved)).toMatchObject({ free: "reclaimed", make: "reclaimed" });
  const kept = bench.exports("keeper.js")["kept"] as {
    closure: () => number;
    steps: Iterator<number>;
    promise: Promise<number>;
  };
  expect(kept.closure()).toBe(2);
  expect(kept.steps.next().value).toBe(2);
  bench.emit({ type: "open" });
  expect(await kept.promise).toBe(3);
});

test("[R12] where a direct eval may name anything, nothing is let go", async () => {
  const { bench, call } = await heldFrom(
    `const hidden = () => 3; export const f = () => eval("hidden()"); export const g = () => 1;`,
    ["f"],
  );
  expect(statuses(await certificate(bench))).toEqual({ f: "retained", g: "retained" });
  expect(call("f")).toBe(3);
});

test("[R12] a const stays one: assigning to it throws, and reading it too early does too", async () => {
  const bench = await workbenchOf({
    "m.js": `export const early = (() => { try { return later; } catch (error) { return error.name; } })(); const later = { v: 1 };
      const fixed = { v: 1 }; export const assign = () => { try { fixed = 2; return "assigned"; } catch (error) { return error.name; } };
      const counter = 0; export const count = () => { try { counter++; return "counted"; } catch (error) { return error.name; } };
      export const use = () => later.v + fixed.v;`,
  });
  const m = bench.exports("m.js") as { early: string; assign: () => string; count: () => string; use: () => number };
  expect([m.early, m.assign(), m.count(), m.use()]).toEqual(["ReferenceError", "TypeError", "TypeError", 2]);
});
