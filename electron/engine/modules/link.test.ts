import { describe, expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";
import { isLocal, resolveLocal } from "./resolve.ts";

describe("[L1] what a specifier means", () => {
  const ids = new Set([
    "a.ts",
    "b.js",
    "b.ts",
    "c.tsx",
    "d.mts",
    "e/index.ts",
    "e.json",
    "f/index.js",
    "f/g.ts",
    "x.y.ts",
    "index.ts",
    "h.js/index.ts",
  ]);
  test.each<readonly [string, string, string | undefined]>([
    ["m.ts", "./a", "a.ts"],
    ["m.ts", "./a.ts", "a.ts"],
    ["m.ts", "./a.js", "a.ts"],
    ["m.ts", "./b.js", "b.js"],
    ["m.ts", "./b", "b.ts"],
    ["m.ts", "./c.js", "c.tsx"],
    ["m.ts", "./c.jsx", "c.tsx"],
    ["m.ts", "./d.mjs", "d.mts"],
    ["m.ts", "./x.y", "x.y.ts"],
    ["m.ts", "./e", "e.json"],
    ["m.ts", "./e/", "e/index.ts"],
    ["m.ts", "./f", "f/index.js"],
    ["m.ts", "./h.js", "h.js/index.ts"],
    ["m.ts", ".", "index.ts"],
    ["m.ts", "./", "index.ts"],
    ["f/g.ts", "..", "index.ts"],
    ["f/g.ts", "../", "index.ts"],
    ["f/g.ts", ".", "f/index.js"],
    ["f/g.ts", "../a", "a.ts"],
    ["f/g.ts", "./../f/g", "f/g.ts"],
    ["f/g.ts", "/a", undefined],
    ["m.ts", "/a", undefined],
    ["m.ts", "../a", undefined],
    ["m.ts", "..", undefined],
    ["m.ts", "./gone", undefined],
    ["m.ts", "./a/", undefined],
  ])("in %s, %s", (from, specifier, id) => {
    expect(isLocal(specifier)).toBe(true);
    expect(resolveLocal(from, specifier, (one) => ids.has(one))).toBe(id);
  });

  test("names that only begin with dots lie inside of the workspace", () => {
    expect(resolveLocal("m.ts", "./..a", (one) => one === "..a.ts")).toBe("..a.ts");
  });

  test("Node's modules and packages are loaded, missing ones are told", async () => {
    const bench = await workbenchOf({
      "a.ts": `import { join } from "path"; import fs from "node:fs"; import { two } from "pack/sub"; import * as pack from "pack";\nexport const got = [join("a", "b"), typeof fs.readFileSync, two, pack.default, pack.one];`,
      "b.ts": `import "no-such-package";`,
      "c.ts": `import { on } from "graft";\non;`,
      "d.ts": `import { gone } from "node:path";\ngone;`,
      "e.ts": `import "broken";`,
      "node_modules/pack/package.json": `{ "name": "pack", "exports": { ".": "./main.cjs", "./sub": "./sub.mjs" } }`,
      "node_modules/pack/main.cjs": `exports.one = 1;`,
      "node_modules/pack/sub.mjs": `export const two = 2;`,
      "node_modules/broken/package.json": `{ "name": "broken", "main": "main.js" }`,
      "node_modules/broken/main.js": `throw new Error("as written");`,
    });
    expect(bench.exports("a.ts")["got"]).toEqual(["a/b", "function", 2, { one: 1 }, 1]);
    expect(bench.module("b.ts").problem).toMatchObject({ code: "unresolved-import", line: 1, column: 8 });
    expect(bench.module("c.ts").problem).toMatchObject({ code: "unresolved-import", line: 1, column: 20 });
    expect(bench.module("d.ts").problem).toMatchObject({ code: "missing-export", line: 1, column: 10 });
    expect(bench.module("e.ts").problem?.message).toContain("as written");
  });
});

describe("[L2] links are checked before anything is evaluated", () => {
  test("a name that is missing, ambiguous or goes in a circle is placed, and nobody who depends on it runs", async () => {
    Reflect.set(globalThis, "ran", []);
    const run = `;ran.push(import.meta.url.at(-4));`;
    const bench = await workbenchOf({
      "a.js": `export const x = 1, y = 1${run}`,
      "b.js": `export const x = 2${run}`,
      "c.js": `export * from "./a.js"; export * from "./b.js"${run}`,
      "d.js": `import { y } from "./c.js";\nimport { x } from "./c.js"${run}`,
      "e.js": `export { z as q } from "./f.js"${run}`,
      "f.js": `export { q as z } from "./e.js"${run}`,
      "g.js": `import "./d.js"${run}`,
      "h.js": `import { Y } from "./a.js"${run}`,
      "i.js": `import z from "./a.js"${run}`,
    });
    const problemOf = (id: string): unknown => {
      const { code, line, column } = bench.module(id).problem ?? {};
      return [code, line, column];
    };
    expect(problemOf("d.js")).toEqual(["ambiguous-export", 2, 10]);
    expect(problemOf("e.js")).toEqual(["circular-export", 1, 10]);
    expect(problemOf("f.js")).toEqual(["circular-export", 1, 10]);
    expect(problemOf("g.js")).toEqual(["dependency-failed", 1, 8]);
    expect(problemOf("h.js")).toEqual(["missing-export", 1, 10]);
    expect(bench.module("h.js").problem?.message).toContain("it exports `y`");
    expect(bench.module("i.js").problem?.message).toContain("a default export");
    expect(Reflect.get(globalThis, "ran")).toEqual(["a", "b", "c"]);
    expect(Object.keys(bench.exports("c.js"))).toEqual(["y"]);
  });
});

describe("[L3] where a name leads", () => {
  test("ambiguity shows however far down it is", async () => {
    const bench = await workbenchOf({
      "a.js": `export const x = 1;`,
      "b.js": `export const x = 2;`,
      "c.js": `export * from "./a.js"; export * from "./b.js";`,
      "d.js": `export * from "./c.js"; export const own = 1;`,
      "e.js": `export * from "./c.js"; export * from "./a.js";`,
    });
    expect(["d.js", "e.js"].map((id) => Object.keys(bench.exports(id)))).toEqual([["own"], []]);
  });

  test("one binding by many ways is no ambiguity; nor is one namespace", async () => {
    const bench = await workbenchOf({
      "a.js": `export const x = 1;`,
      "b.js": `export { x } from "./a.js"; export * as n from "./a.js"; export * as p from "node:path";`,
      "c.js": `import * as n from "./a.js"; export { n }; export * from "./a.js"; export * as p from "node:path";`,
      "d.js": `export * from "./b.js"; export * from "./c.js";`,
    });
    expect(Object.keys(bench.exports("d.js"))).toEqual(["n", "p", "x"]);
    expect(bench.exports("d.js")["n"]).toBe(bench.exports("b.js")["n"]);
  });

  test("`export *` in circles leads to what is declared somewhere on them", async () => {
    const bench = await workbenchOf({
      "a.js": `export * from "./b.js"; export * from "./c.js";`,
      "b.js": `export * from "./a.js"; export * from "./b.js"; export let b = 1; export const set = (n) => { b = n; };`,
      "c.js": `export * from "./b.js"; export const c = 2;`,
    });
    for (const id of ["a.js", "b.js", "c.js"]) expect(Object.keys(bench.exports(id)), id).toEqual(["b", "c", "set"]);
    (bench.exports("a.js")["set"] as (n: number) => void)(7);
    expect(["a.js", "b.js", "c.js"].map((id) => [bench.exports(id)["b"], bench.exports(id)["c"]])).toEqual(
      Array.from({ length: 3 }, () => [7, 2]),
    );
  });

  test("a chain of three hundred re-exports leads to its end", async () => {
    const files: Record<string, string> = { "m0.js": `export const x = "end";` };
    for (let n = 1; n <= 300; n++)
      files[`m${n}.js`] = n % 2 ? `export * from "./m${n - 1}.js";` : `export { x } from "./m${n - 1}.js";`;
    const bench = await workbenchOf(files);
    expect(bench.exports("m300.js")["x"]).toBe("end");
  });
});

describe("[L5] importers follow", () => {
  test("when what a barrel re-exports moves, and only the first file was swapped", async () => {
    const bench = await workbenchOf({
      "leaf.js": `export const x = "leaf";`,
      "mid.js": `export { x } from "./leaf.js";`,
      "star.js": `export * from "./mid.js";`,
      "main.js": `import { x } from "./star.js"; import * as star from "./star.js"; export const get = () => [x, star.x];`,
    });
    const get = bench.exports("main.js")["get"] as () => unknown;
    await bench.swap("mid.js", `export const x = "mid";`);
    expect(get()).toEqual(["mid", "mid"]);
    await bench.swap("mid.js", `export * from "./leaf.js";`);
    expect(get()).toEqual(["leaf", "leaf"]);
  });

  test("a swap that makes two bindings of one takes the name from a barrel further on, and is refused if it is used", async () => {
    const bench = await workbenchOf({
      "leaf.js": `export const x = 1;`,
      "p.js": `export { x } from "./leaf.js";`,
      "q.js": `export { x } from "./r.js";`,
      "r.js": `export { x } from "./leaf.js";`,
      "barrel.js": `export * from "./p.js"; export * from "./q.js";`,
      "main.js": `import { x } from "./barrel.js"; export const get = () => x;`,
    });
    const refused = await bench.swap("r.js", `export const x = 2;`);
    expect(refused).toMatchObject({ ok: false, problems: [{ code: "export-in-use", file: "main.js", column: 10 }] });
    expect(Object.keys(bench.exports("barrel.js"))).toEqual(["x"]);
    await bench.swap("main.js", `export const get = () => 0;`);
    expect(await bench.swap("r.js", `export const x = 2;`)).toMatchObject({ ok: true });
    expect(Object.keys(bench.exports("barrel.js"))).toEqual([]);
  });
});

describe("[L7] a namespace object", () => {
  test("is a module's one, as the standard describes it", async () => {
    const bench = await workbenchOf({
      "a.js": `export let b = 1; export const a = 2, Z = 3; export { a as "10", a as "9", a as "é", a as __proto__ };`,
      "m.js": `import * as one from "./a.js"; export const same = async () => one === (await import("./a.js")); export { one };`,
    });
    const ns = bench.exports("a.js");
    expect(bench.exports("m.js")["one"]).toBe(ns);
    expect(await (bench.exports("m.js")["same"] as () => Promise<boolean>)()).toBe(true);
    expect(Reflect.ownKeys(ns)).toEqual(["9", "10", "Z", "__proto__", "a", "b", "é", Symbol.toStringTag]);
    expect(Object.getPrototypeOf(ns)).toBeNull();
    expect([Object.isExtensible(ns), Object.isSealed(ns), Object.isFrozen(ns)]).toEqual([false, true, false]);
    expect(Object.getOwnPropertyDescriptor(ns, "b")).toEqual({
      value: 1,
      writable: true,
      enumerable: true,
      configurable: false,
    });
    expect(Object.getOwnPropertyDescriptor(ns, Symbol.toStringTag)).toEqual({
      value: "Module",
      writable: false,
      enumerable: false,
      configurable: false,
    });
    expect(Reflect.set(ns, "b", 2)).toBe(false);
    expect(Reflect.set(ns, "new", 2)).toBe(false);
    expect(Reflect.deleteProperty(ns, "b")).toBe(false);
    expect(Reflect.deleteProperty(ns, "none")).toBe(true);
    expect(Reflect.defineProperty(ns, "b", { value: 1 })).toBe(true);
    expect(Reflect.defineProperty(ns, "b", { value: 2 })).toBe(false);
    expect(Reflect.defineProperty(ns, "b", { get: () => 1 })).toBe(false);
    expect(Reflect.defineProperty(ns, "none", { value: 1 })).toBe(false);
    expect(Reflect.setPrototypeOf(ns, null)).toBe(true);
    expect(Reflect.setPrototypeOf(ns, {})).toBe(false);
    expect(Reflect.preventExtensions(ns)).toBe(true);
    expect(String(Object.prototype.toString.call(ns))).toBe("[object Module]");
  });

  test("stays over a swap that keeps its names, and is another after one that does not", async () => {
    const bench = await workbenchOf({
      "a.js": `export const a = 1;`,
      "star.js": `export * from "./a.js";`,
      "m.js": `import * as ns from "./star.js"; export const get = () => ns; export const keys = () => Object.keys(ns);`,
    });
    const get = bench.exports("m.js")["get"] as () => object;
    const before = get();
    await bench.swap("a.js", `export const a = 2;`);
    expect([get() === before, Reflect.get(before, "a")]).toEqual([true, 2]);
    await bench.swap("a.js", `export const a = 3, b = 4;`);
    expect([get() === before, { ...get() }]).toEqual([false, { a: 3, b: 4 }]);
    expect({ ...before }).toEqual({ a: 3 });
    const now = get();
    await bench.workbench.session.swap({ ids: [], sources: { "a.js": `export const c = 5; throw 0;` } });
    expect(get()).toBe(now);
  });
});

describe("[L13] the order of evaluation", () => {
  test("what the importers of a broken module import besides waits for its own place", async () => {
    Reflect.set(globalThis, "ran", []);
    await workbenchOf({
      "a.js": `import "./bad.js"; import "./z.js"; ran.push("a");`,
      "b.js": `ran.push("b");`,
      "bad.js": `ran.push("bad"); throw new Error("no");`,
      "z.js": `ran.push("z");`,
    });
    expect(Reflect.get(globalThis, "ran")).toEqual(["bad", "b", "z"]);
  });
});

test("[L14] an export of the name `*` is refused", async () => {
  const bench = await workbenchOf({
    "a.js": `const a = 1; export { a as "*" };`,
    "b.js": `import { "*" as a } from "./c.js"; a;`,
    "c.js": ``,
  });
  expect(["a.js", "b.js"].map((id) => bench.module(id).problem)).toMatchObject([
    { code: "syntax", line: 1, column: 23 },
    { code: "syntax", line: 1, column: 10 },
  ]);
});

describe("[S8][R5] who computed something from a module while it was evaluated is stale", () => {
  const lib = { "lib.js": `export const x = 1; export const f = () => x;` };
  const swapped = `export const x = 2; export const f = () => x;`;
  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ["a name", { "m.js": `import { x } from "./lib.js"; export const y = x;` }, ["m.js"]],
    ["not one that is only used later", { "m.js": `import { x } from "./lib.js"; export const y = () => x;` }, []],
    ["not one that is re-exported", { "m.js": `export { x } from "./lib.js"; export * from "./lib.js";` }, []],
    [
      "through a re-export",
      { "b.js": `export { x as z } from "./lib.js";`, "m.js": `import { z } from "./b.js"; export const y = z;` },
      ["m.js"],
    ],
    [
      "through two `export *`",
      {
        "b.js": `export * from "./lib.js";`,
        "c.js": `export * from "./b.js";`,
        "m.js": `import { x } from "./c.js"; export const y = x;`,
      },
      ["m.js"],
    ],
    ["a member of a namespace", { "m.js": `import * as lib from "./lib.js"; export const y = lib.x;` }, ["m.js"]],
    ["a call through a namespace", { "m.js": `import * as lib from "./lib.js"; export const y = lib.f();` }, ["m.js"]],
    [
      "a namespace as a whole",
      { "m.js": `import * as lib from "./lib.js"; export const y = Object.values(lib);` },
      ["m.js"],
    ],
    [
      "the namespace of a barrel",
      { "b.js": `export * from "./lib.js";`, "m.js": `import * as b from "./b.js"; export const y = { ...b };` },
      ["m.js"],
    ],
    [
      "a namespace in a namespace",
      { "b.js": `export * as lib from "./lib.js";`, "m.js": `import * as b from "./b.js"; export const y = b.lib.x;` },
      ["m.js"],
    ],
    [
      "inside of another module's function",
      {
        "b.js": `import { x } from "./lib.js"; export const get = () => x;`,
        "m.js": `import { get } from "./b.js"; export const y = get();`,
      },
      ["m.js"],
    ],
    [
      "whoever computed from a stale one",
      {
        "b.js": `import { x } from "./lib.js"; export const y = x;`,
        "m.js": `import { y } from "./b.js"; export const z = y;`,
        "n.js": `import { y } from "./b.js"; export const z = () => y;`,
      },
      ["b.js", "m.js"],
    ],
    [
      "a superclass and a destructuring",
      {
        "b.js": `import * as lib from "./lib.js"; export const { x } = lib;`,
        "m.js": `import { f } from "./lib.js"; export class C extends Object { static f = f; }`,
      },
      ["b.js", "m.js"],
    ],
    ["direct eval", { "m.js": `import { x } from "./lib.js"; export const y = eval("x");` }, ["m.js"]],
  ])("%s", async (_, files, stale) => {
    const bench = await workbenchOf({ ...lib, ...files });
    expect((await bench.swap("lib.js", swapped)).stale).toEqual(stale);
    // A generation that came by a swap is no different.
    for (const id of Object.keys(files)) await bench.workbench.session.swap({ ids: [id] });
    expect((await bench.workbench.session.swap({ ids: ["lib.js"] })).stale).toEqual(stale);
  });

  test("a module on the way is followed as well, and what was cut leaves no trace", async () => {
    const bench = await workbenchOf(
      {
        ...lib,
        "b.js": `export { x } from "./lib.js";`,
        "m.js": `import { x } from "./b.js"; export const y = x;`,
        "n.js": ``,
      },
      { callTimeoutMs: 50 },
    );
    const cut = await bench.swap("n.js", `import { x } from "./lib.js"; x; for (;;);`);
    expect(cut.problems).toMatchObject([{ code: "evaluate-timeout" }]);
    (bench.exports("lib.js")["f"] as () => void)();
    expect((await bench.swap("b.js", `export const x = 5;`)).stale).toEqual(["m.js"]);
    expect((await bench.swap("lib.js", swapped)).stale).toEqual(["m.js"]);
  });
});
