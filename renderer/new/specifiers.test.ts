import { expect, test } from "vitest";
import { rewritten, specifiersIn } from "./specifiers.ts";

const all = `import { a } from "./a";
import type { T } from "./t";
import './side';
export * from "./b";
export { c } from "./c";
const d = await import("./d");
type E = import("./e").E;
const g = require("./g");
declare module "./h" { interface X {} }
// import { x } from "./comment"
const text = 'from "./text"';
import { z } from "package";
const other = f("./argument");
`;

test("every way to name another module of the workspace is found, and nothing else", () => {
  expect(specifiersIn("m.ts", all).map(({ text }) => text)).toEqual([
    "./a",
    "./t",
    "./side",
    "./b",
    "./c",
    "./d",
    "./e",
    "./g",
    "./h",
  ]);
});

const exists =
  (...ids: readonly string[]) =>
  (id: string): boolean =>
    ids.includes(id);

test("an importer names the module as it is called now, in the manner in which it did", () => {
  const text = 'import a from "./a";\nimport b from "./a.ts"; import c from "./a.js"; import o from "./other";';
  expect(rewritten("m.ts", text, { from: "a.ts", to: "lib/b.ts" }, exists("a.ts", "other.ts", "m.ts"))).toEqual({
    text: 'import a from "./lib/b";\nimport b from "./lib/b.ts"; import c from "./lib/b.js"; import o from "./other";',
    count: 3,
    line: 1,
  });
  expect(
    rewritten("x/y/m.ts", "import '../../a'", { from: "a.ts", to: "x/it's.ts" }, exists("a.ts", "x/y/m.ts")).text,
  ).toBe("import '../it\\'s'");
});

test("a module that goes into another folder names its own imports from there", () => {
  const text = 'import { b } from "./b.ts";\nexport * from "./lib/c";\nimport("./a")';
  expect(rewritten("a.ts", text, { from: "a.ts", to: "lib/a2.ts" }, exists("a.ts", "b.ts", "lib/c.ts")).text).toBe(
    'import { b } from "../b.ts";\nexport * from "./c";\nimport("./a2")',
  );
  expect(rewritten("a.ts", text, { from: "a.ts", to: "z.ts" }, exists("a.ts", "b.ts", "lib/c.ts"))).toMatchObject({
    count: 1,
    line: 3,
  });
});

test("a module that is meant by its folder is named by its file", () => {
  expect(
    rewritten("m.ts", 'import "./lib"', { from: "lib/index.ts", to: "lib/main.ts" }, exists("lib/index.ts")).text,
  ).toBe('import "./lib/main"');
});
