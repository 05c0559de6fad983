import { expect, test } from "vitest";
import { analyse } from "./analyse.ts";
import type { Compiled, LocalExport } from "./compiled.ts";
import { positionOfCode } from "./position.ts";

const compiled = (text: string): Compiled => {
  const analysis = analyse(text, "");
  if (!analysis.ok) throw new Error(analysis.message);
  return analysis.compiled;
};

/** Which exports can go on in another generation. */
const forwarding = (text: string): string[] =>
  compiled(text)
    .localExports.filter(({ canForward }) => canForward)
    .map(({ name }) => name);

test("[R14] functions that the module declares can forward, also async ones and generators; classes and other values cannot", () => {
  expect(
    forwarding(`
      export function a() {} export async function b() {} export function* c() {}
      export const d = () => 1, e = async function () {}, f = memo(() => 1), g = 3;
      export class H {} export const { i } = { i: () => 1 }; const j = () => 1; export { j as k, j as l };
      export default () => 1;`),
  ).toEqual(["a", "b", "c", "d", "e", "k", "l", "default"]);
});

test("[R14] an arrow function that takes its parameters apart cannot, nor a function that evaluates something for them", () => {
  expect(
    forwarding(`
      export const a = ({ x }) => x; export const b = (x = 1) => x; export const c = ([x]) => x; export const d = (x, ...y) => x;
      export function e({ x, ...y }) {} export function f(x = -1, y = "", z = [], u = {}) {}
      export function g(x = now()) {} export function h([x]) {} export function i({ [now()]: x }) {}
      export function j({ x = now() }) {} export function k(x = table) {}`),
  ).toEqual(["d", "e", "f"]);
});

test("[S9] the look is no part of the text by which two versions are compared", () => {
  const hashes = (text: string): readonly LocalExport[] =>
    compiled(text).localExports.map(({ name, textHash }) => ({ name, textHash }) as LocalExport);
  // `$token` in the text gives the token another name.
  const text = `export function a() { return 1; }\nexport const b = () => 2;`;
  expect(hashes(`${text}\nexport const c = "$token";`).slice(0, 2)).toEqual(hashes(text));
});

test("[L12] places on a line with a look are the author's", () => {
  const text = `export const f = (a) => fail(a);  export function g() { fail(1); }`;
  const map = JSON.stringify({
    version: 3,
    sources: ["m.js"],
    names: [],
    mappings: `${"AAAA"}${[...text]
      .slice(1)
      .map(() => ",CAAC")
      .join("")}`,
  });
  const analysis = analyse(text, map);
  if (!analysis.ok) throw new Error(analysis.message);
  const line = analysis.compiled.code.split("\n")[0] as string;
  for (const word of ["fail(a)", "fail(1)", "function g"])
    expect(positionOfCode(analysis.compiled, 1, line.indexOf(word) + 1).column).toBe(text.indexOf(word) + 1);
});

test("[L12] names that end a line for V8 move no line", () => {
  const { code } = compiled(`const f = () => 1;\nexport { f as "a\u2028b" };\nexport const g = () => 2;`);
  const before = code.slice(0, code.indexOf("let g"));
  expect(before.split(/\r\n?|[\n\u2028\u2029]/).length).toBe(4);
});
