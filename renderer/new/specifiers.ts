/** Where a text names other modules of the workspace, and how it names them when one of those gets another name. Pure. */
import { tsxLanguage, typescriptLanguage } from "@codemirror/lang-javascript";

interface Specifier {
  /** Of what stands between the quotes. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const inDeclarations = new Set(["ImportDeclaration", "ExportDeclaration", "DynamicImport", "ImportType"]);

/** Relative ones only, types included; also of `import("…")`, `require("…")` and `declare module "…"`. */
export const specifiersIn = (id: string, text: string): readonly Specifier[] => {
  const language = /\.[jt]sx$/.test(id) ? tsxLanguage : typescriptLanguage;
  const found: Specifier[] = [];
  language.parser.parse(text).iterate({
    enter: ({ name, from, to, node }) => {
      if (name !== "String") return;
      const { parent, prevSibling } = node;
      const isNamed =
        inDeclarations.has(parent?.name ?? "") ||
        (parent?.name === "ArgList" &&
          /\b(?:import|require)\s*$/.test(text.slice(Math.max(0, parent.from - 12), parent.from))) ||
        /\bmodule\s*$/.test(text.slice(Math.max(0, from - 12), from)) ||
        prevSibling?.name === "from";
      const inside = text.slice(from + 1, to - 1);
      if (isNamed && /^\.{0,2}\//.test(inside)) found.push({ from: from + 1, to: to - 1, text: inside });
    },
  });
  return found;
};

const endings = [".ts", ".tsx", ".mts", ".js", ".mjs", ".jsx", ".json"];
/** `./a.js` may mean `a.ts`, as TypeScript has it. */
const writtenAs: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".jsx": [".tsx"],
};

const folderOf = (id: string): readonly string[] => id.split("/").slice(0, -1);
const endingOf = (path: string): string => /\.[a-z]+$/.exec(path.split("/").at(-1) ?? "")?.[0] ?? "";
const without = (path: string, ending: string): string => path.slice(0, path.length - ending.length);

/** The module that a specifier means, as the engine resolves it. */
const resolved = (from: string, specifier: string, exists: (id: string) => boolean): string | undefined => {
  const parts = [...folderOf(from)];
  for (const part of specifier.split("/"))
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  const path = parts.join("/");
  const ending = endingOf(path);
  return [
    path,
    ...endings.map((each) => path + each),
    ...(writtenAs[ending] ?? []).map((each) => without(path, ending) + each),
    ...endings.map((each) => (path === "" ? `index${each}` : `${path}/index${each}`)),
  ].find(exists);
};

/** How a module names another, in the manner of an earlier specifier: with an ending or without. */
const named = (from: string, target: string, before: string): string => {
  const here = folderOf(from);
  const there = folderOf(target);
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared++;
  const up = here.length - shared;
  const steps = up === 0 ? ["."] : Array.from({ length: up }, () => "..");
  const name = target.split("/").at(-1) ?? target;
  const said = endingOf(before);
  const own = endingOf(name);
  const asWritten = said !== "" && said !== own && (writtenAs[said] ?? []).includes(own);
  const last = said === "" ? without(name, own) : asWritten ? without(name, own) + said : name;
  return [...steps, ...there.slice(shared), last].join("/");
};

export interface Rewritten {
  readonly text: string;
  /** How many specifiers are others now. */
  readonly count: number;
  /** Line of the first, from 1. */
  readonly line: number;
}

/**
 * A module's text when one module has another name.
 * @param id of the module whose text it is, as it is now; its text is rewritten for where it goes
 * @param exists whether there is a module of that id now
 */
export const rewritten = (
  id: string,
  text: string,
  move: { readonly from: string; readonly to: string },
  exists: (id: string) => boolean,
): Rewritten => {
  const now = id === move.from ? move.to : id;
  let made = "";
  let last = 0;
  let count = 0;
  let line = 0;
  for (const specifier of specifiersIn(id, text)) {
    const target = resolved(id, specifier.text, exists);
    if (target === undefined) continue;
    const goal = target === move.from ? move.to : target;
    if (goal === target && folderOf(now).join("/") === folderOf(id).join("/")) continue;
    const quote = text[specifier.from - 1] ?? '"';
    const name = named(now, goal, specifier.text).replaceAll(quote, `\\${quote}`);
    made += text.slice(last, specifier.from) + name;
    last = specifier.to;
    if (count++ === 0) line = text.slice(0, specifier.from).split("\n").length;
  }
  return { text: made + text.slice(last), count, line };
};
