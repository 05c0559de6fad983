import { expect, test } from "vitest";
import type { Evaluation } from "../summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const asking =
  (bench: Bench, id = "a.ts") =>
  (text: string): Promise<Evaluation> =>
    bench.workbench.session.prompt.evaluate(id, text);

const files = {
  "a.ts": `import { double as twice } from "./b";
import * as b from "./b";
import { basename } from "node:path";
const secret = { base: 20, parts: ["x", "y"] };
let count = 1;
const spent = 5;
export const ready = spent * 2;
export const init = () => ({ n: 1 });
export function grow(by: number): number {
  count += by;
  return secret.base + count;
}
export function self(this: unknown): unknown {
  return this;
}
export const onGo = (state: { n: number }) => ({ state: { n: state.n + 1 } });
export const path = (name: string) => basename(name);
export const doubled = (n: number) => twice(n) + b.one;`,
  "b.ts": `export const double = (n: number) => 2 * n; export const one = 1;`,
};

test("[Q1] [Q2] an expression is evaluated in the module's scope: what is not exported, imports, the state", async () => {
  const ask = asking(await workbenchOf(files));
  expect(await ask("secret.base + count")).toMatchObject({ ok: true, value: { kind: "number", text: "21" } });
  expect(await ask("twice(secret.base) as number")).toMatchObject({ value: { text: "40" } });
  expect(await ask("b.one")).toMatchObject({ value: { text: "1" } });
  expect(await ask('basename("/x/y.ts")')).toMatchObject({ value: { text: '"y.ts"' } });
  expect(await ask("state")).toMatchObject({ value: { kind: "object", text: "{ n: 1 }" } });
  expect(await ask("const far: number = 7; far * 2")).toMatchObject({ value: { text: "14" }, defined: ["far"] });
  expect(await ask("{ a: 1, b: [2] }")).toMatchObject({
    value: {
      kind: "object",
      entries: [
        { key: "a", value: { text: "1" } },
        { key: "b", value: { kind: "array" } },
      ],
    },
  });
  expect(await ask("if (count > 5) count; else count + 1;")).toEqual(
    expect.not.objectContaining({ value: expect.anything() }),
  );
});

test("[Q2] a top-level variable can be set, and the module's functions see it; constants, functions and imports cannot", async () => {
  const ask = asking(await workbenchOf(files));
  await ask("count = 100");
  expect(await ask("grow(1)")).toMatchObject({ value: { text: "121" } });
  for (const name of ["secret", "twice", "b", "emit", "console"])
    expect(await ask(`${name} = 1`)).toMatchObject({
      ok: false,
      problem: {
        code: "prompt-threw",
        message: expect.stringContaining(`\`${name}\` cannot be assigned to`) as string,
      },
    });
  expect(await ask("nowhere = 1")).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining("nowhere") as string },
  });
});

test("[Q2] a function that is called by its name has no `this`", async () => {
  const ask = asking(await workbenchOf(files));
  expect(await ask("self()")).toEqual(expect.not.objectContaining({ value: expect.anything() }));
  expect(await ask("typeof self()")).toMatchObject({ value: { text: '"undefined"' } });
});

test("[Q2] of a name that nothing mentions any more it is said that nothing is left", async () => {
  const ask = asking(await workbenchOf(files));
  expect(await ask("spent")).toMatchObject({
    ok: false,
    problem: {
      message: "Nothing is left of `spent`: it was used only while a.ts was evaluated, and no function mentions it.",
    },
  });
});

test("[Q3] assigning to `state` sets the module's state between two turns, forced; what is no plain data is refused", async () => {
  const bench = await workbenchOf(files);
  const ask = asking(bench);
  expect(await ask("state = { ...state, n: 41 }")).toMatchObject({ ok: true, stateSet: true });
  expect(bench.state("a.ts")).toEqual({ n: 41 });
  bench.emit({ type: "go" });
  expect(bench.state("a.ts")).toEqual({ n: 42 });
  expect(await ask("state = { n: new Map() }")).toMatchObject({
    ok: false,
    stateSet: false,
    problem: { code: "prompt-state", message: "The state was not set: `state.n` is a Map, which is no plain data." },
  });
  expect(await ask("state = { n: 0 }; throw new Error('no')")).toMatchObject({ ok: false, stateSet: false });
  expect(await ask("state.n = 5")).toMatchObject({ ok: false, problem: { code: "prompt-threw" } });
  expect(bench.state("a.ts")).toEqual({ n: 42 });
  expect(bench.workbench.session.history.overview().marks.at(-1)).toMatchObject({
    kind: "prompt",
    modules: [{ id: "a.ts" }],
  });
});

test("[Q3] `emit` queues an event; a bad one is told", async () => {
  const bench = await workbenchOf(files);
  const ask = asking(bench);
  expect(await ask('emit({ type: "go" })')).toMatchObject({ ok: true });
  bench.step();
  expect(bench.state("a.ts")).toEqual({ n: 2 });
  expect(await ask("emit({})")).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining("type") as string },
  });
});

test("[Q4] what never returns is cut and named, and the module runs on", async () => {
  const bench = await workbenchOf(files, { callTimeoutMs: 60 });
  const ask = asking(bench);
  expect(await ask("let x = 1; for (;;) x++;")).toMatchObject({
    ok: false,
    defined: [],
    problem: { code: "prompt-timeout", message: "What was typed did not return within 60 ms and was cut." },
  });
  bench.emit({ type: "go" });
  expect(bench.state("a.ts")).toEqual({ n: 2 });
  expect(bench.module("a.ts").status).toBe("running");
});

test("[Q5] what is defined lasts until the next swap, hides names of the module, and is counted as a holder", async () => {
  const bench = await workbenchOf(files);
  const ask = asking(bench);
  await ask(
    "const kept = grow; function helper(n: number) { return kept(n); } class Thing { x = 1 } let { base, ...rest } = secret",
  );
  expect(await ask("helper(1) + base + new Thing().x")).toMatchObject({
    value: { text: String(22 + 20 + 1) },
    defined: ["kept", "helper", "Thing", "base", "rest"],
  });
  expect(await ask("const secret = 1; secret")).toMatchObject({ value: { text: "1" } });
  expect(await ask("grow(0)")).toMatchObject({ value: { text: "22" } });
  expect(bench.module("a.ts").references.resources).toBe(1);
  const [current] = bench.workbench.session.generationsOf("a.ts");
  expect(current?.holders).toContainEqual(
    expect.objectContaining({ kind: "resource", label: "what was defined at the prompt" }),
  );
  await bench.swap("a.ts", files["a.ts"].replace("base: 20", "base: 30"));
  expect(await ask("kept")).toMatchObject({ ok: false, defined: [] });
  expect(bench.module("a.ts").references.resources).toBe(0);
  const certificate = await bench.workbench.session.certificateOf("a.ts", 1);
  expect(certificate).toMatchObject({ status: "reclaimed" });
});

test("[Q6] a promise is waited for; what it rejects with is told", async () => {
  const ask = asking(await workbenchOf(files));
  expect(await ask("await Promise.resolve(secret.base)")).toMatchObject({ value: { text: "20" } });
  expect(await ask('const { one } = await import("./b.ts"); one + 1')).toMatchObject({
    value: { text: "2" },
    defined: ["one"],
  });
  expect(await ask('await Promise.reject(new Error("gone"))')).toMatchObject({
    ok: false,
    problem: { message: "It threw Error: gone." },
  });
});

test("[Q7] what does not compile, and what throws, is placed: in what was typed, or in the module's text", async () => {
  const bench = await workbenchOf({
    "a.ts": "export const init = () => 0;\nexport function fail() {\n  throw new Error('inside');\n}",
  });
  const ask = asking(bench);
  expect(await ask("1 +\n  ;")).toMatchObject({
    ok: false,
    problem: { code: "syntax", line: 2, column: 3, message: 'This does not compile: unexpected ";".' },
  });
  for (const [text, line, column] of [
    ["const a = 1;\nnull.x", 2, 6],
    ["const b = 1; // no\n\n\nnull.x", 4, 6],
    ["state.nope.x", 1, 12],
    ["  throw new Error('no')", 1, 9],
    ["const c: number = 1; (c as any).nope.x", 1, 38],
    ["await null.x", 1, 12],
    ["{ a: 1, b: null.x }", 1, 17],
  ] as const)
    expect(await ask(text), text).toMatchObject({ ok: false, problem: { code: "prompt-threw", line, column } });
  expect(await ask("fail()")).toMatchObject({
    ok: false,
    problem: { file: "a.ts", line: 3, lineText: "  throw new Error('inside');" },
  });
  for (const text of ['import { x } from "./b"; x', 'import { x } from "./b"', 'import "./b"'])
    expect(await ask(text), text).toMatchObject({
      ok: false,
      problem: { code: "syntax", message: expect.stringContaining("an import belongs to a file"), line: 1, column: 1 },
    });
  expect(await ask("")).toMatchObject({ ok: true, defined: [] });
  expect(await asking(bench, "no.ts")("1")).toMatchObject({ ok: false, problem: { code: "unknown-module" } });
});

test("[Q8] a value is shown as a bounded tree, and no code of it runs", async () => {
  const ask = asking(await workbenchOf(files));
  expect(
    await ask(
      "({ get x() { throw 1 }, date: new Date(0), map: new Map([['k', 1]]), set: new Set([2]), f: grow, e: new RangeError('m') })",
    ),
  ).toMatchObject({
    value: {
      entries: [
        { key: "x", value: { text: "a getter" } },
        { key: "date", value: { text: "Date 1970-01-01T00:00:00.000Z" } },
        { key: "map", value: { text: "Map (1)", entries: [{ key: '"k"', value: { text: "1" } }] } },
        { key: "set", value: { text: "Set (1)" } },
        { key: "f", value: { kind: "function", text: "function grow" } },
        { key: "e", value: { text: "RangeError: m" } },
      ],
    },
  });
  expect(await ask("const ring = { name: 'r' } as any; ring.self = ring; ring")).toMatchObject({
    value: { entries: [{ key: "name" }, { key: "self", value: { text: "what is 1 above" } }] },
  });
  expect(await ask("Array.from({ length: 1000 }, (_, i) => i)")).toMatchObject({ value: { kind: "array", more: 900 } });
  expect(await ask("new Proxy({}, { ownKeys() { throw 1 } })")).toMatchObject({ value: { text: "a Proxy" } });
});

test("[Q8] names and properties are completed, with what they are, without running anything", async () => {
  const bench = await workbenchOf(files);
  const complete = (text: string): readonly string[] =>
    bench.workbench.session.prompt.complete("a.ts", text, text.length).map(({ label }) => label);
  expect(complete("1 + sec")).toEqual(["secret"]);
  expect(complete("secret.")).toEqual(expect.arrayContaining(["base", "parts", "hasOwnProperty"]));
  expect(complete("secret.parts.joi")).toEqual(["join"]);
  expect(complete("state.")).toContain("n");
  expect(complete("tw")).toEqual(["twice"]);
  expect(complete("grow(1).")).toEqual([]);
  expect(bench.workbench.session.prompt.complete("a.ts", "secret.base", 11)).toMatchObject([
    { label: "base", kind: "property", detail: "20" },
  ]);
});

test("[Q5] a module with a direct eval shows its exports and imports only", async () => {
  const ask = asking(
    await workbenchOf({ "a.ts": `let hidden = 1; export const f = () => eval("hidden"); export const one = 1;` }),
  );
  expect(await ask("one + f()")).toMatchObject({ value: { text: "2" } });
  expect(await ask("hidden")).toMatchObject({ ok: false });
});

test("[Q5] [R10] a value of another module that is kept at a prompt is named as what holds its old generation", async () => {
  const bench = await workbenchOf({
    "a.ts": "export const f = () => 1;",
    "b.ts": `import * as a from "./a"; export const one = () => a;`,
  });
  await asking(bench, "b.ts")("const kept = a.f");
  await bench.swap("a.ts", "export const f = () => 2;");
  expect(await bench.workbench.session.certificateOf("a.ts", 1)).toMatchObject({
    status: "retained",
    path: "b.ts → prompt → kept → f of a.ts #1",
  });
  await asking(bench, "b.ts")("const deep = { list: [kept] };");
  await asking(bench, "b.ts")("const kept = 0;");
  expect(await bench.workbench.session.references.explain("a.ts", 1)).toMatchObject({
    path: "b.ts → prompt → deep → .list → array [0] → f of a.ts #1",
  });
  await bench.swap("b.ts", `import * as a from "./a"; export const one = () => a.f();`);
  expect(await bench.workbench.session.certificateOf("a.ts", 1)).toMatchObject({ status: "reclaimed" });
});
