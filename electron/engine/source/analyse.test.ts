import { describe, expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";
import type { SwappedModule } from "../summary.ts";

describe("[L4] what a module exports", () => {
  test.each<readonly [string, string, string]>([
    ["an anonymous function", `export default function () {}`, "default"],
    ["a named function", `export default function f() {}`, "f"],
    ["an anonymous generator", `export default function* () {}`, "default"],
    ["an anonymous async function", `export default async function () {}`, "default"],
    ["an anonymous async generator", `export default async function* () {}`, "default"],
    ["a named async generator", `export default async function* g() {}`, "g"],
    ["an anonymous class", `export default class {}`, "default"],
    ["a class that names itself", `export default class { static name = "own"; }`, "own"],
    ["a named class", `export default class C {}`, "C"],
    ["an arrow", `export default () => {};`, "default"],
    ["an async arrow", `export default async () => {};`, "default"],
    ["a function in parentheses", `export default (function () {});`, "default"],
    ["a class in parentheses", `export default (class {});`, "default"],
    ["a named function in parentheses", `export default (function inner() {});`, "inner"],
    ["a function behind a comma", `export default (0, function () {});`, ""],
    ["a declared name", `function f() {} export { f as default };`, "f"],
    ["a declared name, as an expression", `const f = () => {}; export default f;`, "f"],
    ["an expression over lines, without a semicolon", `export default (\n  () => {}\n)`, "default"],
    ["in TypeScript", `export default <T,>(a: T): T => a;`, "default"],
  ])("export default: %s has its name", async (_, code, name) => {
    const bench = await workbenchOf({ "a.ts": code, "b.ts": `import d from "./a"; export const name = d.name;` });
    expect(bench.problems()).toEqual([]);
    expect(bench.exports("b.ts")["name"]).toBe(name);
  });

  test.each<readonly [string, string, unknown]>([
    ["an object", `export default { a: 1 };`, { a: 1 }],
    ["a literal", `export default "x"`, "x"],
    ["nothing", `export default undefined;`, undefined],
    ["a sequence", `export default (1, 2);`, 2],
    ["a regular expression after a block", `{}\nexport default /x/.source;`, "x"],
    ["a class's instance", `export default new (class { a = 1; })().a;`, 1],
    ["a value that changes later is not followed", `let a = 1; export default a; a = 2;`, 1],
    ["a name that changes later is", `let a = 1; export { a as default }; a = 2;`, 2],
    ["a function that is assigned anew is", `export default function f() {} f = 3;`, 3],
    ["a class that is assigned anew is", `export default class C {} C = 3;`, 3],
  ])("export default: %s", async (_, code, value) => {
    const bench = await workbenchOf({ "a.js": code });
    expect(bench.problems()).toEqual([]);
    expect(bench.exports("a.js")["default"]).toEqual(value);
  });

  test("function declarations are there before anything is evaluated, nothing else is", async () => {
    const bench = await workbenchOf({
      "a.js": `import "./b.js";\nexport function f() { return 1; } export default function () { return 2; } export async function* g() {}\nexport const c = 1; export let l = 1; export var v = 1; export class C {}\nexport { late as "not yet" }; const late = 1;`,
      "b.js": `import d, { f, g, c, l, v, C, "not yet" as late } from "./a.js";\nconst of = (get) => { try { return get(); } catch (e) { return e.name; } };\nexport const seen = [f(), d(), typeof g, of(() => c), of(() => l), of(() => v), of(() => C), of(() => late)];`,
    });
    expect(bench.problems()).toEqual([]);
    expect(bench.exports("b.js")["seen"]).toEqual([
      1,
      2,
      "function",
      "ReferenceError",
      "ReferenceError",
      undefined,
      "ReferenceError",
      "ReferenceError",
    ]);
  });

  test("every way to declare is exported, live", async () => {
    const bench = await workbenchOf({
      "a.js": `
        export const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], f: 5 };
        export let n = 0; export function bump() { n++; }
        export { n as "two words", n as default, n as m };
        if (true) { var nested = 6; } for (var i = 0; i < 3; i++); export { nested, i };
        label: { var labelled = 7; } try { throw 0; } catch { var caught = 8; } export { labelled, caught };
      `,
    });
    expect(bench.problems()).toEqual([]);
    const ns = bench.exports("a.js");
    (ns["bump"] as () => void)();
    expect({ ...ns, bump: 0 }).toEqual({
      a: 1,
      bump: 0,
      c: 2,
      caught: 8,
      d: [3, 4],
      default: 1,
      e: { f: 5 },
      i: 3,
      labelled: 7,
      m: 1,
      n: 1,
      nested: 6,
      "two words": 1,
    });
  });
});

/** What a swap from one text to another says of the exports. */
const compare = async (before: string, after: string, file = "a.ts"): Promise<SwappedModule["exports"] | undefined> => {
  const others = {
    "one.ts": `export const x = 1, y = 2; export default 3;`,
    "two.ts": `export const x = 1, y = 2;`,
    "sub/one.ts": `export const x = 4;`,
  };
  const bench = await workbenchOf({ ...others, [file]: before });
  const report = await bench.swap(file, after);
  expect(report.problems).toEqual([]);
  return report.modules.find(({ id }) => id === file)?.exports;
};

describe("[S9] an export has changed when its own text has", () => {
  const f = `export const f = (n: number) => x + n;`;
  test.each<readonly [string, string, string]>([
    [
      "an import above",
      `import { x } from "./one";\n${f}`,
      `import { y } from "./two";\nimport { x } from "./one";\n${f}\nexport const q = y;`,
    ],
    [
      "an import above of a module with the same last name",
      `import { x } from "./one";\n${f}`,
      `import { x as z } from "./sub/one";\nimport { x } from "./one";\n${f}\nexport const q = z;`,
    ],
    [
      "a variable that begins like the linker's names",
      `import { x } from "./one";\n${f}`,
      `import { x } from "./one";\n${f}\nconst $a = 1; export const q = $a;`,
    ],
    [
      "the names of imports that are written otherwise",
      `import { x } from "./one";\n${f}`,
      `import { y, x } from "./one";\n${f}\nexport const q = y;`,
    ],
    [
      "a comment, a type, a blank line",
      `import { x } from "./one";\n${f}`,
      `// note\nimport { x } from "./one";\n\n/** doc */\nexport const f = (n: number): number => x /* plus */ + n; // more`,
    ],
    [
      "other declarations in the same statement",
      `import { x } from "./one";\nexport const f = (n: number) => x + n, g = 1;`,
      `import { x } from "./one";\nexport const f = (n: number) => x + n, g = 2;`,
    ],
  ])("not by %s", async (_, before, after) => {
    expect((await compare(before, after))?.same).toContain("f");
  });

  test.each<readonly [string, string, string, string]>([
    ["its text", f, `export const f = (n: number) => x + n + 1;`, "f"],
    [
      "what it imports under the same name",
      `import { x } from "./one";\n${f}`,
      `import { y as x } from "./one";\n${f}`,
      "f",
    ],
    ["where that comes from", `import { x } from "./one";\n${f}`, `import { x } from "./two";\n${f}`, "f"],
    [
      "a member of a namespace",
      `import * as o from "./one";\nexport const f = () => o.x;`,
      `import * as o from "./two";\nexport const f = () => o.x;`,
      "f",
    ],
    [
      "a default function's text",
      `export default function () { return 1; }`,
      `export default function () { return 2; }`,
      "default",
    ],
    ["a default expression", `export default [1];`, `export default [2];`, "default"],
    ["a function becoming async", `export function f() {}`, `export async function f() {}`, "f"],
    ["where a re-export comes from", `export { x as f } from "./one";`, `export { x as f } from "./two";`, "f"],
    [
      "a TypeScript namespace's body",
      `export namespace f { export const a = 1; }`,
      `export namespace f { export const a = 2; }`,
      "f",
    ],
    ["an enum's member", `export enum f { A = 1 }`, `export enum f { A = 2 }`, "f"],
    [
      "a decorated class's body",
      `const d = (c: any, _: any) => c; @d export class f { m() { return 1; } }`,
      `const d = (c: any, _: any) => c; @d export class f { m() { return 2; } }`,
      "f",
    ],
    [
      "a decorator",
      `const d = (n: number) => (c: any, _: any) => c; @d(1) export class f {}`,
      `const d = (n: number) => (c: any, _: any) => c; @d(2) export class f {}`,
      "f",
    ],
    [
      "a decorated method",
      `const d = (n: number) => (c: any, _: any) => c; export class f { @d(1) m() {} }`,
      `const d = (n: number) => (c: any, _: any) => c; export class f { @d(2) m() {} }`,
      "f",
    ],
  ])("by %s", async (_, before, after, name) => {
    const prefix =
      /\bx\b/.test(before) && !before.includes("import") && !before.includes("from") ? `const x = 1;\n` : "";
    expect((await compare(prefix + before, prefix + after))?.changed).toEqual([name]);
  });
});

describe("[S1] the report names the variables that begin anew", () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      "what can be assigned again or filled",
      `let n = 0; var list: number[] = []; const cache = new Map(); const o = {}; export let e = 1;`,
      ["n", "list", "cache", "o", "e"],
    ],
    ["not what is fixed", `const a = 1, b = [1], c = { d: 1 }; function f() {} let g = () => {}; class C {}`, []],
    [
      "not enums, namespaces and the compiler's helpers",
      `export enum E { A } namespace N { export const a = 1; } const d = (a: any, _: any) => a; @d class D { @d m() {} }\nexport { N, D };`,
      [],
    ],
  ])("%s", async (_, code, variables) => {
    const bench = await workbenchOf({ "a.ts": code });
    const report = await bench.swap("a.ts", `${code}\nexport const more = 1;`);
    expect(report.modules[0]?.variables).toEqual(variables);
  });
});
