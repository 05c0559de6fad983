import { typescriptLanguage } from "@codemirror/lang-javascript";
import { expect, test } from "vitest";
import { statePathAt } from "./state-path.ts";

/** What the name at `|` stands for. */
const at = (marked: string): string | undefined => {
  const pos = marked.indexOf("|");
  const text = marked.replace("|", "");
  return statePathAt(typescriptLanguage.parser.parse(text), (from, to) => text.slice(from, to), pos)?.path;
};

test("a use of the first parameter of a handler is the state, and what follows is a part of it", () => {
  expect(at("export const onTick = (sta|te, event) => {}")).toBe("");
  expect(at("export const onTick = (s) => s.dee|p.x")).toBe("deep");
  expect(at("export const onTick = (s) => s.deep.list[2].|x")).toBe("deep.list[2].x");
  expect(at('export function onKey(s) { return s["a b"].|c }')).toBe('["a b"].c');
  expect(at("export const onTick = (s) => [1].map((n) => s.|k + n)")).toBe("k");
});

test("so is what its pattern takes apart, where it stands and where it is used", () => {
  expect(at("export const onTick = ({ n, deep: { x| } }: State) => {}")).toBe("deep.x");
  expect(at("export const onTick = ({ n, de|ep: { x } }: State) => {}")).toBe("deep");
  expect(at("export const onTick = ({ n, deep: { x: other } }) => oth|er")).toBe("deep.x");
});

test("other parameters, other functions and hidden names are not", () => {
  expect(at("export const onTick = (s, event) => event.|by")).toBeUndefined();
  expect(at("export const helper = (s) => s.|n")).toBeUndefined();
  expect(at("export const onTick = (s) => [{}].map((s) => s.|n)")).toBeUndefined();
  expect(at("export const onTick = (s) => s[index].|n")).toBeUndefined();
  expect(at("const n = 1; export const onTick = (s) => |n")).toBeUndefined();
});

test("fields of what `init` returns, and of a handler's next state, are parts of the state", () => {
  expect(at("export const init = (): State => ({ n: 1, deep: { |x: 2 } })")).toBe("deep.x");
  expect(at("export function init() { return { |n: 1 } }")).toBe("n");
  expect(at("export const onTick = (s) => ({ state: { ...s, |n: 1 } })")).toBe("n");
  expect(at("export const onTick = (s) => ({ |state: s })")).toBe("");
  expect(at("export const onTick = (s) => ({ emit: [{ |type: 'x' }] })")).toBeUndefined();
  expect(at("export const other = () => ({ |n: 1 })")).toBeUndefined();
});

test("fields of its type too", () => {
  expect(at("export const onTick = (s: { readonly k: { readonly |x: 1 } }) => {}")).toBe("k.x");
  expect(at('interface Sky { |n: number }\nexport const onTick: Handler<Sky, "tick"> = (s) => {}')).toBe("n");
  const code = "interface Bag { |n: number }\nexport const onTick = (state: Bag) => {}";
  expect(at(code)).toBe("n");
  expect(at("type State = { deep: { |x: number } }; export const init = (): State => null")).toBe("deep.x");
  expect(at("export const onTick = (s: { |k: number }) => {}")).toBe("k");
  expect(at("interface Other { |n: number }\nexport const onTick = (state: Bag) => {}")).toBeUndefined();
});
