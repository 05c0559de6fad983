import { describe, expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const others = {
  "lib.ts": `export const x = 1, y = 2; export const f = () => 3; export type T = string; export default 4;`,
  "lib/jsx-runtime.ts": `export const jsx = (type: any, props: any) => ({ type, props }); export const jsxs = jsx;`,
};

/** Texts in which `«` stands before the place that throws. */
const surroundings: readonly (readonly [title: string, text: string, extension?: string])[] = [
  ["the first line", `null.«a;`],
  ["the first line, after an import", `import { x } from "./lib"; x; throw «new Error("no");`],
  [
    "imports over several lines above",
    `import {\n  x,\n  // why\n  y,\n} from "./lib";\nimport d from "./lib";\n\nconst a = [x, y, d];\n  throw «new Error(String(a));`,
  ],
  [
    "several imports on its line",
    `import { x } from "./lib"; import d from "./lib"; import * as n from "./lib"; const a = [x, d, n.y]; throw «new Error(String(a));`,
  ],
  ["an import after it, on its line", `const a = 1; throw «new Error("no"); import { x } from "./lib"; x;`],
  [
    "imported names before it, on its line",
    `import { x, f } from "./lib";\nconst a = [x, f(), x, f(), { x }]; throw «new Error("no");`,
  ],
  ["an imported name that is what fails", `import { x } from "./lib";\nconst a = 1 + («x as any)();`],
  ["a member of a namespace that is what fails", `import * as n from "./lib";\nconst a = 1 + (n.«x as any)();`],
  ["text that is not ASCII before it", `const größe = "äöü 𝄞 日本"; const b = \`\${größe} – ✓\`; throw «new Error(b);`],
  [
    "text that is not ASCII above it",
    `// ünïcödé 𝄞𝄞𝄞\nimport { x } from "./lib";\nconst s = "𝄞"; throw «new Error(s + x);`,
  ],
  ["CRLF line ends", `import {\r\n  x,\r\n} from "./lib";\r\nconst a = x;\r\n  throw «new Error(String(a));`],
  ["a byte order mark", `\ufeffconst a = 1; throw «new Error("no");`],
  ["a byte order mark, further down", `\ufeffimport { x } from "./lib";\nconst a = x; throw «new Error("no");`],
  ["a hashbang", `#!/usr/bin/env node\nconst a = 1; throw «new Error("no");`],
  ["a template over lines before it", 'import { x } from "./lib";\nconst a = `one\n${x}\nthree`; throw «new Error(a);'],
  ["a line separator in a template", `const a = String.raw\`\u2028\`; const b = 1;\nthrow «new Error(a + b);`],
  ["a line separator in a string", `const a = "\u2028";\nthrow «new Error(a);`],
  [
    "types that vanish before it",
    `import type { T } from "./lib";\ninterface A { a: T }\nfunction f<B extends A>(b: B, c?: T): b is B { throw «new Error(String([b, c])); }\nf({ a: "" });`,
  ],
  [
    "an enum and a namespace above",
    `enum E { A, B }\nnamespace N { export const a = E.A; }\nconst a = N.a as number; throw «new Error(String(a));`,
  ],
  ["inside of an enum's initialiser", `const f = (): number => { throw «new Error("no"); };\nenum E { A = f() }\nE.A;`],
  ["decorators above", `const d = (c: any, _: any) => c;\n@d class C { @d m() {} }\nC; throw «new Error("no");`],
  [
    "a class's method",
    `class C { #a = 1; static s = 2; m() { return [this.#a, «(null as any).b]; } }\nnew C().m();`.replace(
      "«(null as any).b",
      "(null as any).«b",
    ),
  ],
  [
    "`using` around it",
    `const h = { [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {} };\n{ using a = h; throw «new Error(String(a)); }`,
  ],
  [
    "JSX",
    `/** @jsxImportSource ./lib */\nconst C = () => 1;\nconst a = <C b={1}>text</C>; throw «new Error(String(a));`,
    "tsx",
  ],
  ["an exported arrow", `export const f = (n: number) => { if (n) throw «new Error("no"); return n; };\nf(1);`],
  ["an exported function", `export function f(n: number) { throw «new Error(String(n)); }\nf(1);`],
  ["a default function", `export default function () { throw «new Error("no"); }\nimport me from "./case";\nme();`],
  ["a default expression", `export default [1, 2].map((n) => { throw «new Error(String(n)); });`],
  ["a default class", `export default class { static a = (() => { throw «new Error("no"); })(); }`],
  [
    "exports and re-exports around it",
    `export { x } from "./lib"; export * from "./lib"; export * as n from "./lib";\nconst a = 1; export { a as "b c" }; throw «new Error("no");`,
  ],
  ["direct eval elsewhere", `import { x } from "./lib"; const a = eval("x"); throw «new Error(a);`, "js"],
  [
    "names that begin like the linker's",
    `import { x } from "./lib"; const $a = 1, $_lib = 2; [x, $a, $_lib]; throw «new Error("no");`,
  ],
  [
    "a long expression over lines",
    `import { x, y } from "./lib";\nexport const a = [\n  x,\n  y,\n  x + y,\n].map((n) =>\n  n > 2\n    ? (null as any).«c\n    : n,\n);`,
  ],
];

describe("[L12] a throw is placed where the author wrote it, to the column", () => {
  test.each(surroundings)("%s", async (_, marked = "", extension = "ts") => {
    const text = marked.replace("«", "");
    const before = marked
      .slice(0, marked.indexOf("«"))
      .replace("\ufeff", "")
      .split(/\r\n?|[\n\u2028\u2029]/);
    const bench = await workbenchOf({ ...others, [`case.${extension}`]: text });
    const { problem } = bench.module(`case.${extension}`);
    expect(problem).toMatchObject({
      code: "evaluate-threw",
      file: `case.${extension}`,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    });
    expect(problem?.lineText).toBe(text.replace("\ufeff", "").split(/\r\n?|[\n\u2028\u2029]/)[before.length - 1]);
  });

  test.each<readonly [string, string, string, number, number]>([
    [
      "a missing name",
      `import { x } from "./lib";\nimport {\n  y,\n  gone,\n} from "./lib";\nx; y; gone;`,
      "missing-export",
      4,
      3,
    ],
    ["a missing module", `import { x } from "./lib"; import "./gone"; x;`, "unresolved-import", 1, 35],
    ["a missing re-export", `export { x } from "./lib"; export { "gone" as a } from "./lib";`, "missing-export", 1, 37],
    ["a syntax error after text that is not ASCII", `const ä = "𝄞"; const = 1;`, "syntax", 1, 23],
    ["a syntax error in a CRLF file", `const a = 1;\r\nconst b = ;\r\n`, "syntax", 2, 11],
    ["a top-level await behind imports", `import {\n  x } from "./lib"; x; await 0;`, "top-level-await", 2, 24],
  ])("%s is placed", async (_, text, code, line, column) => {
    const bench = await workbenchOf({ ...others, "case.ts": text });
    expect(bench.module("case.ts").problem).toMatchObject({ code, file: "case.ts", line, column });
  });
});
