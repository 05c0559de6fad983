import { describe, expect, test } from "vitest";
import { type TestFiles, workbenchOf } from "../testing.ts";

/** What every case imports from. */
const lib = `
export let x = "import";
export const y = "import y";
export const setX = (value) => { x = value; };
export function whoIsThis() { "use strict"; return this; }
export function tag(strings, ...values) { return [this, strings.raw.join("|"), ...values]; }
export class Box { constructor(value) { this.value = value; } }
export const nested = { deep: { f() { return this === nested.deep; } } };
export { x as "a b", y as default };
`;
const head = `import y_, { x, y, setX, whoIsThis, tag, Box, nested, "a b" as spaced } from "./lib.js"; import * as ns from "./lib.js";\n`;

const valueOf = async (code: string, files: TestFiles = {}, file = "case.js"): Promise<unknown> => {
  const bench = await workbenchOf({ "lib.js": lib, [file]: head + code, ...files });
  expect(bench.problems()).toEqual([]);
  return bench.exports(file)["result"];
};

/** A case is a title, statements that declare `result`, and its value. */
type Case = readonly [title: string, code: string, expected: unknown];

describe("[L6] a scope that declares the name again hides the import", () => {
  const cases: readonly Case[] = [
    ["a parameter", `export const result = ((x) => x)(1);`, 1],
    ["a parameter with a default that reads the import", `export const result = ((z = x) => z)();`, "import"],
    [
      "a default that reads the import while the body has a `var` of that name",
      `function f(a = x) { var x = "body"; return [a, x]; }\nexport const result = f();`,
      ["import", "body"],
    ],
    [
      "a closure in a default, and the body's `var`",
      `function f(a = () => x) { var x = "body"; return [a(), x]; }\nexport const result = f();`,
      ["import", "body"],
    ],
    ["a later parameter", `export const result = ((a, x) => x)(1, 2);`, 2],
    [
      "an object pattern",
      `const { x: z, y: { x: w } } = { x: 1, y: { x: 2 } };\nexport const result = [z, w, x];`,
      [1, 2, "import"],
    ],
    ["a destructured parameter", `export const result = (({ x, ...y }) => [x, y])({ x: 1, z: 2 });`, [1, { z: 2 }]],
    ["an array pattern with a rest", `export const result = (([, ...x]) => x)([1, 2]);`, [2]],
    ["a default inside a pattern", `export const result = (({ a = x } = {}) => a)();`, "import"],
    ["a computed key of a pattern", `export const result = (({ [x]: a }) => a)({ import: 5 });`, 5],
    ["a catch clause", `let r; try { throw 1; } catch (x) { r = x; }\nexport const result = [r, x];`, [1, "import"]],
    [
      "a catch clause with a pattern",
      `let r; try { throw { x: 1 }; } catch ({ x, y = x }) { r = [x, y]; }\nexport const result = r;`,
      [1, 1],
    ],
    ["a catch clause without a name", `let r; try { throw 1; } catch { r = x; }\nexport const result = r;`, "import"],
    [
      "`let` of a for",
      `const r = []; for (let x = 0; x < 2; x++) r.push(x);\nexport const result = [...r, x];`,
      [0, 1, "import"],
    ],
    [
      "`const` of a for-of",
      `const r = []; for (const x of [1]) r.push(x);\nexport const result = [...r, x];`,
      [1, "import"],
    ],
    [
      "`const` of a for-in",
      `const r = []; for (const x in { k: 1 }) r.push(x);\nexport const result = [...r, x];`,
      ["k", "import"],
    ],
    [
      "a pattern of a for-of",
      `const r = []; for (const { x, a = y } of [{ x: 1 }]) r.push(x, a);\nexport const result = r;`,
      [1, "import y"],
    ],
    [
      "what a for-of walks is outside of its scope only for other names",
      `const r = []; for (const z of [x]) r.push(z);\nexport const result = r;`,
      ["import"],
    ],
    [
      "what a for-of walks sees its own name before it is set",
      `let r; try { for (const x of [x]) r = x; } catch (error) { r = error.name; }\nexport const result = r;`,
      "ReferenceError",
    ],
    ["a block", `let r; { const x = 1; r = x; }\nexport const result = [r, x];`, [1, "import"]],
    [
      "a block, before its declaration",
      `let r; { try { r = x; } catch (e) { r = e.name; } let x = 1; }\nexport const result = r;`,
      "ReferenceError",
    ],
    [
      "a function in a block",
      `let r; { function x() { return 1; } r = x(); }\nexport const result = [r, x];`,
      [1, "import"],
    ],
    [
      "a function in a block, called before it",
      `let r; { r = x(); function x() { return 1; } }\nexport const result = r;`,
      1,
    ],
    [
      "a class in a block",
      `let r; { class x { static a = 1; } r = x.a; }\nexport const result = [r, x];`,
      [1, "import"],
    ],
    [
      "a switch",
      `let r; switch (x) { case "import": let y = 1; r = y; break; case y: }\nexport const result = [r, y];`,
      [1, "import y"],
    ],
    [
      "a function's `var` in a nested block",
      `function f() { if (true) { var x = 1; } return x; }\nexport const result = f();`,
      1,
    ],
    [
      "a function's `var` in a loop, a label, a try",
      `function f() { a: for (var x of [1]) { try { var y = 2; } finally {} } return [x, y]; }\nexport const result = f();`,
      [1, 2],
    ],
    [
      "a function's `var` before it is set",
      `function f() { const before = x; var x = 1; return before; }\nexport const result = f();`,
      undefined,
    ],
    [
      "a function in a function",
      `function f() { return x(); function x() { return 1; } }\nexport const result = f();`,
      1,
    ],
    ["a named function expression", `export const result = (function x() { return typeof x; })();`, "function"],
    [
      "a class expression's name",
      `const C = class x { static me = () => x; };\nexport const result = C.me() === C;`,
      true,
    ],
    [
      "a class's name in its own `extends`",
      `let r; try { const C = class x extends x {}; } catch (e) { r = e.name; }\nexport const result = r;`,
      "ReferenceError",
    ],
    [
      "an arrow's parameter in a parameter's default",
      `export const result = ((f = (x) => x, z = x) => [f(1), z])();`,
      [1, "import"],
    ],
    ["a method's parameter", `export const result = { m(x) { return x; } }.m(1);`, 1],
    ["a setter's parameter", `let r; const o = { set p(x) { r = x; } }; o.p = 1;\nexport const result = r;`, 1],
    [
      "a static block's `var`",
      `let r; class C { static { var x = 1; r = x; } }\nexport const result = [r, x];`,
      [1, "import"],
    ],
    ["a generator's parameter", `function* g(x) { yield x; }\nexport const result = [...g(1), x];`, [1, "import"]],
    ["a label is no declaration", `let r; x: for (;;) { r = x; break x; }\nexport const result = r;`, "import"],
    [
      "a label in an inner loop",
      `let n = 0; x: for (;;) { for (;;) { n++; if (n > 2) break x; continue x; } }\nexport const result = [n, x];`,
      [3, "import"],
    ],
    [
      "a property name is no reference",
      `export const result = { x: 1, y() { return 2; }, get nested() { return x; } }.nested;`,
      "import",
    ],
    [
      "a private name is no reference",
      `class C { #x = x; static of = (c) => [#x in c, c.#x]; }\nexport const result = C.of(new C());`,
      [true, "import"],
    ],
  ];
  test.each(cases)("%s", async (_, code, expected) => {
    expect(await valueOf(code)).toEqual(expected);
  });
});

describe("[L6] each use of an imported name reads the binding as it is then", () => {
  const cases: readonly Case[] = [
    [
      "a plain use after a change",
      `const before = x; setX("changed");\nexport const result = [before, x];`,
      ["import", "changed"],
    ],
    ["a shorthand property", `export const result = { x, y };`, { x: "import", y: "import y" }],
    [
      "a shorthand property beside others",
      `export const result = { a: 1, x, ...{ b: 2 }, [y]: x };`,
      { a: 1, x: "import", b: 2, "import y": "import" },
    ],
    ["a shorthand namespace", `export const result = { ns }.ns.x;`, "import"],
    ["the default import", `export const result = y_;`, "import y"],
    ["a name that is no identifier", `export const result = spaced;`, "import"],
    ["a call has no `this`", `export const result = whoIsThis() === undefined;`, true],
    ["an optional call has no `this`", `export const result = whoIsThis?.() === undefined;`, true],
    ["a call through a namespace has the namespace as `this`", `export const result = ns.whoIsThis() === ns;`, true],
    ["so has a computed one", `export const result = ns["whoIsThis"]() === ns;`, true],
    [
      "so has an optional one",
      `export const result = [ns?.whoIsThis() === ns, ns.whoIsThis?.() === ns];`,
      [true, true],
    ],
    ["so has a parenthesised one", `export const result = (ns.whoIsThis)() === ns;`, true],
    ["and a comma takes it away", `export const result = (0, ns.whoIsThis)() === undefined;`, true],
    [
      "a method further in has its own object",
      `export const result = [nested.deep.f(), ns.nested.deep.f()];`,
      [true, true],
    ],
    ["a tagged template", "export const result = tag`a${1}b${x}c`;", [undefined, "a|b|c", 1, "import"]],
    ["a tagged template through a namespace", "export const result = ns.tag`a`[0] === ns;", true],
    ["`new`", `export const result = [new Box(1).value, new ns.Box(2).value, new Box instanceof Box];`, [1, 2, true]],
    ["`typeof`", `export const result = [typeof x, typeof whoIsThis, typeof ns];`, ["string", "function", "object"]],
    ["`extends`", `class Big extends Box {}\nexport const result = new Big(3).value;`, 3],
    [
      "a class field and a computed member",
      `class C { [x] = y; static [y] = x; }\nexport const result = [new C().import, C["import y"]];`,
      ["import y", "import"],
    ],
    [
      "a template, a spread, a conditional",
      "export const result = [`${x}`, ...[x], x ? x : 0, x ?? 1, [x].at(0)];",
      ["import", "import", "import", "import", "import"],
    ],
    [
      "an async function and a generator",
      `async function f() { return x; } function* g() { yield x; yield* [y]; }\nexport const result = [typeof f().then, ...g()];`,
      ["function", "import", "import y"],
    ],
    [
      "a namespace reads what is there now",
      `setX("changed");\nexport const result = [ns.x, ns["a b"], ns.default];`,
      ["changed", "changed", "import y"],
    ],
    [
      "a missing member of a namespace",
      `export const result = [ns.missing, typeof ns.missing, ns.toString, "missing" in ns];`,
      [undefined, "undefined", undefined, false],
    ],
    ["a namespace as a value", `const copy = ns;\nexport const result = copy === ns && Object.is(ns, ns);`, true],
  ];
  test.each(cases)("%s", async (_, code, expected) => {
    expect(await valueOf(code)).toEqual(expected);
  });
});

describe("[L6] imports cannot be written to: that throws a TypeError when it happens", () => {
  const writes = [
    `x = 1`,
    `x += "!"`,
    `x++`,
    `--x`,
    `y_ = 1`,
    `ns = 1`,
    `[x] = [1]`,
    `({ x } = { x: 1 })`,
    `({ a: x } = { a: 1 })`,
    `({ x = 2 } = {})`,
    `[...x] = []`,
    `for (x of [1]);`,
    `for (x in { a: 1 });`,
    `ns.x = 1`,
    `ns.fresh = 1`,
    `ns["x"] = 1`,
    `ns.x++`,
    `[ns.x] = [1]`,
    `({ a: ns.x } = { a: 1 })`,
    `for (ns.x of [1]);`,
    `delete ns.x`,
    `delete ns["x"]`,
    `Object.defineProperty(ns, "x", { value: 1 })`,
    `Object.freeze(ns)`,
    `x &&= 1`,
  ];
  test.each(writes)("%s", async (write) => {
    const code = `let r = "nothing"; try { ${write} } catch (error) { r = error.name; }\nexport const result = [r, x, ns.x];`;
    expect(await valueOf(code)).toEqual(["TypeError", "import", "import"]);
  });

  test("what is skipped by a logical assignment is no write", async () => {
    expect(await valueOf(`x ||= 1; x ??= 2;\nexport const result = [x, delete ns.missing];`)).toEqual(["import", true]);
  });
});

describe("[L8] the top level is that of a module", () => {
  const cases: readonly Case[] = [
    ["`this` is undefined", `export const result = this === undefined && (() => this)() === undefined;`, true],
    [
      "there is no `arguments`",
      `let r; try { r = arguments; } catch (e) { r = e.name; }\nexport const result = [r, typeof arguments, (() => typeof arguments)()];`,
      ["ReferenceError", "undefined", "undefined"],
    ],
    [
      "functions have theirs",
      `function f() { return [arguments.length, (() => arguments[0])(), { arguments }.arguments.length]; }\nexport const result = f(1, 2);`,
      [2, 1, 2],
    ],
    [
      "code is strict",
      `let r; try { undeclared = 1; } catch (e) { r = e.name; }\nexport const result = [r, (function () { return this; })()];`,
      ["ReferenceError", undefined],
    ],
    [
      "top-level names are not global",
      `var leaked = 1; function leak() {}\nexport const result = ["leaked" in globalThis, "leak" in globalThis];`,
      [false, false],
    ],
    [
      "`import.meta` is one object with the file's address",
      `export const result = [import.meta === import.meta, import.meta.url.endsWith("/case.js"), Object.getPrototypeOf(import.meta)];`,
      [true, true, null],
    ],
    [
      "names that look like the linker's",
      `const $lib = 1, $_lib = 2, $default = 3, $import = 4, $meta = 5, $$lib = 6, $$ = 7, $token = 8;\nexport const result = [$lib, $_lib, $default, $import, $meta, $$lib, $$, $token, x];`,
      [1, 2, 3, 4, 5, 6, 7, 8, "import"],
    ],
    [
      "names that the host hands in can be declared",
      `const console = 1; function setTimeout() { return 2; }\nexport const result = [console, setTimeout()];`,
      [1, 2],
    ],
    [
      "names in other scripts",
      `const größe = x, 𠮷 = y, \\u0061bc = 3;\nexport const result = [größe, 𠮷, abc];`,
      ["import", "import y", 3],
    ],
    [
      "comments and strings that look like imports",
      `// import { a } from "./gone"\n/* export * from "./gone" */\nconst s = "import './gone'"; const t = \`import("./gone")\`;\nexport const result = [s, t, /import x from "y"/.source];`,
      ["import './gone'", `import("./gone")`, `import x from "y"`],
    ],
    [
      "a loader of modules called `import` by a property",
      `const o = { import: (a) => a };\nexport const result = o.import(1);`,
      1,
    ],
    [
      "direct eval sees the imports",
      `export const result = [eval("x"), eval("ns.y"), eval("(() => y_)()"), (0, eval)("typeof x")];`,
      ["import", "import y", "import y", "undefined"],
    ],
    [
      "direct eval sees them as they are then, and cannot write them",
      `let r; setX("changed"); try { eval("x = 1"); } catch (e) { r = e.name; }\nexport const result = [eval("x"), r];`,
      ["changed", "TypeError"],
    ],
    [
      "direct eval sees what the module declares",
      `const own = 1; function f(x) { return eval("[x, own]"); }\nexport const result = f(2);`,
      [2, 1],
    ],
  ];
  test.each(cases)("%s", async (_, code, expected) => {
    expect(await valueOf(code)).toEqual(expected);
  });

  test.each([
    ["await", `await 0;`, "top-level-await"],
    ["for await", `for await (const a of []);`, "top-level-await"],
    ["await in a class's computed member", `class C { [await 0] = 1; }`, "top-level-await"],
    ["return", `return 1;`, "syntax"],
    ["yield", `const yield = 1;`, "syntax"],
    ["await as a name", `const await = 1;`, "syntax"],
    ["new.target", `new.target;`, "syntax"],
    ["with", `with ({}) {}`, "syntax"],
    ["an import declared again", `import { a } from "./case.js"; const a = 1;`, "syntax"],
    ["an export of nothing", `export { nothing };`, "syntax"],
    ["the same export twice", `export const a = 1; export { a };`, "syntax"],
  ])("is refused: %s", async (_, code, expected) => {
    const bench = await workbenchOf({ "case.js": code });
    expect(bench.module("case.js")).toMatchObject({ status: "failed", problem: { code: expected, line: 1 } });
  });

  test("await inside of functions is no top-level await", async () => {
    const code = `export const a = async () => { await 0; for await (const b of []); };\nclass C { async m() { await 0; } static f = async () => await 0; }`;
    expect(await valueOf(`${code}\nexport const result = typeof a;`)).toBe("function");
  });

  test("a file without import and export is a module as well", async () => {
    const bench = await workbenchOf({
      "a.js": `globalThis.seen = [this, typeof f]; if (true) { function f() {} }`,
      "b.js": `#!/usr/bin/env node\nglobalThis.shebang = new Error("x").stack;`,
    });
    expect(bench.problems()).toEqual([]);
    expect(Reflect.get(globalThis, "seen")).toEqual([undefined, "undefined"]);
    expect(Reflect.get(globalThis, "shebang")).toContain("b.js#1:2:");
  });
});

describe("[L9] import() gives the namespace of what runs now", () => {
  test("of a module, of Node, and refuses what is not there", async () => {
    const bench = await workbenchOf({
      "lib.js": `export const a = 1;`,
      "case.js": `export const load = (name) => import(name); export const fixed = () => import("./lib.js");\nimport * as ns from "./lib.js"; export const same = async () => (await import("./lib.js")) === ns;`,
    });
    const { load, fixed, same } = bench.exports("case.js") as Record<string, (name?: unknown) => Promise<unknown>>;
    expect({ ...((await fixed?.()) as object) }).toEqual({ a: 1 });
    expect(await load?.("./lib")).toBe(await fixed?.());
    expect(await same?.()).toBe(true);
    expect(await load?.("node:path")).toHaveProperty("join");
    await expect(load?.("./gone")).rejects.toThrow(TypeError);
    await expect(load?.(Symbol("no"))).rejects.toThrow(TypeError);
    await bench.swap("lib.js", `export const a = 2, b = 3;`);
    expect({ ...((await fixed?.()) as object) }).toEqual({ a: 2, b: 3 });
  });
});

describe("[L6] what TypeScript, JSX and new syntax compile to is linked alike", () => {
  test.each<readonly [string, string, string, unknown]>([
    [
      "types vanish, and imports that are only types",
      "ts",
      `import { type Missing, z } from "./other"; import { OnlyType } from "./other"; import type { Gone } from "./gone";\nlet a: OnlyType | Missing | Gone | undefined; a = undefined;\nexport const result = [z satisfies number, x as string, x!];`,
      [5, "import", "import"],
    ],
    [
      "an enum, merged, const, and with imported values",
      "ts",
      `export enum Color { Red, Blue = z } export const enum Fixed { A = 2 } enum Color { Green = "g" }\nexport const result = [Color.Blue, Color[0], Color.Green, Fixed.A]; import { z } from "./other";`,
      [5, "Red", "g", 2],
    ],
    [
      "a namespace",
      "ts",
      `export namespace N { export const a = x; export namespace M { export const b = N.a; } } namespace N { export const c = a; }\nexport const result = [N.a, N.M.b, N.c];`,
      ["import", "import", "import"],
    ],
    [
      "an import alias of a namespace",
      "ts",
      `import deep = nested.deep;\nexport const result = deep === nested.deep;`,
      true,
    ],
    [
      "parameter properties and overloads",
      "ts",
      `class P { constructor(readonly a = x, private b: string = y) {} get() { return this.b; } }\nfunction f(a: string): string; function f(a: unknown) { return a; }\nexport const result = [new P().a, new P().get(), f(x as any)];`,
      ["import", "import y", "import"],
    ],
    [
      "decorators",
      "ts",
      `const seen: unknown[] = []; const note = (label: string) => (value: any, { name }: any) => { seen.push([label, name]); };\n@note(x as any) class D { @note(y) m() {} @note("f") accessor a = x; }\nexport const result = [seen, new D().a];`,
      [
        [
          ["import y", "m"],
          ["f", "a"],
          ["import", "D"],
        ],
        "import",
      ],
    ],
    [
      "`using`",
      "ts",
      `const log: string[] = []; const held = () => ({ [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() { log.push(x); } });\n{ using a = held(); log.push("in"); }\nexport const result = log;`,
      ["in", "import"],
    ],
    [
      "`using` at the top level",
      "ts",
      `using held = { [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {} };\nexport function later() { return result; }\nexport const result = [x, typeof held, typeof later];`,
      ["import", "object", "function"],
    ],
    [
      "JSX by an imported component",
      "tsx",
      `/** @jsxImportSource ./lib */\nconst C = Box; export const result = [<Box a={x}>{y}<ns.Box /></Box>, <div {...{ x }} />].map((e: any) => [typeof e.type, e.props]);`,
      [
        ["function", { a: "import", children: ["import y", { type: expect.anything(), props: {} }] }],
        ["string", { x: "import" }],
      ],
    ],
    [
      "private methods, static blocks, accessors",
      "js",
      `class C { #m() { return x; } static #s = y; static { this.r = [new C().#m(), C.#s]; } get [x]() { return 1; } }\nexport const result = [...C.r, new C().import];`,
      ["import", "import y", 1],
    ],
    [
      "optional chains and logical assignment",
      "js",
      `const o = { a: null }; o.a ??= x; o.b ||= ns?.x;\nexport const result = [o, nested?.deep?.f?.(), ns?.["y"], x?.length];`,
      [{ a: "import", b: "import" }, true, "import y", 6],
    ],
  ])("%s", async (_, extension, code, expected) => {
    const jsx = `export const jsx = (type, props) => ({ type, props }); export const jsxs = jsx; export const Fragment = "f";`;
    const more = { "other.ts": `export const z = 5; export type OnlyType = string;`, "lib/jsx-runtime.js": jsx };
    const bench = await workbenchOf({
      "lib.js": lib,
      [`case.${extension}`]: head.replaceAll("./lib.js", "./lib.js") + code,
      ...more,
    });
    expect(bench.problems()).toEqual([]);
    expect(bench.exports(`case.${extension}`)["result"]).toEqual(expected);
  });

  test("JSON is a default export, whatever its keys", async () => {
    const bench = await workbenchOf({
      "data.json": `{ "a": 1, "__proto__": { "b": 2 }, "default": 3 }`,
      "case.js": `import data from "./data.json" with { type: "json" };\nexport const result = [data.a, Object.keys(data), data.b];`,
    });
    expect(bench.problems()).toEqual([]);
    expect(bench.exports("case.js")["result"]).toEqual([1, ["a", "__proto__", "default"], undefined]);
  });
});
