/** Random programs, and the same programs run as native ES modules: what the linker is measured by. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Program as SyntaxTree, parse } from "acorn";

/** Texts of a program's modules by their file names. */
export type ProgramTexts = Readonly<Record<string, string>>;

/** A stream of chance that a seed repeats. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 up to 1; mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** The seed of this run: `SEED=…` repeats one. It is in the name of each test that uses it. */
export const seedOfRun = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

/** What a test that failed has to say. */
export interface Observation {
  /** `ok`, or the class of error: `SyntaxError` for whatever links wrong. */
  readonly status: string;
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

export interface ProgramObservation {
  /** Everything that was said while the modules were evaluated, in order. */
  readonly trace: readonly string[];
  readonly modules: Readonly<Record<string, Observation>>;
}

/**
 * What random programs use to tell what they see. Text, because it runs in the child process as well; it makes
 * `globalThis.see(url, label, () => value)`, which books the value or the class of error, and returns it.
 */
export const observerText = String.raw`
(() => {
  const traces = new Map();
  let depth = 0;
  const describe = (value) => {
    if (typeof value === "function") {
      const isClass = /^class\b/.test(Function.prototype.toString.call(value));
      return (isClass ? "class " : "function ") + value.name;
    }
    if (typeof value === "object" && value !== null && value[Symbol.toStringTag] === "Module") {
      let enumerable = "";
      // V8 forgets to look whether a name that is an array index is initialised; the standard does not.
      if (!Reflect.ownKeys(value).some((key) => /^\d/.test(String(key)))) try { enumerable = Object.keys(value).join(); } catch (error) { enumerable = error.name; }
      return "namespace " + Reflect.ownKeys(value).map(String).join() + " " + enumerable;
    }
    return typeof value === "object" ? JSON.stringify(value) : typeof value === "symbol" ? "symbol" : typeof value + " " + String(value);
  };
  const look = (get) => {
    // Functions call each other across cycles: the third level says so and ends it.
    if (depth > 2) return "deep";
    depth++;
    try { return describe(get()); } catch (error) { return "throws " + error.name; } finally { depth--; }
  };
  const folderOf = (url) => url.split("/").at(-2);
  const observeValue = (namespace, key) => {
    const seen = look(() => namespace[key]);
    return seen.startsWith("function ") ? seen + " -> " + look(() => namespace[key]()) : seen;
  };
  return {
    see(url, label, get) {
      const seen = look(get);
      const folder = folderOf(url);
      if (!traces.has(folder)) traces.set(folder, []);
      traces.get(folder).push(label + ": " + seen);
      return seen;
    },
    look,
    traceOf: (folder) => traces.get(folder) ?? [],
    observe: (namespace) => ({
      status: "ok",
      keys: Reflect.ownKeys(namespace).map(String),
      values: Reflect.ownKeys(namespace).map((key) => observeValue(namespace, key)),
    }),
  };
})()`;

export interface Observer {
  readonly see: (url: string, label: string, get: () => unknown) => string;
  readonly look: (get: () => unknown) => string;
  readonly traceOf: (folder: string) => readonly string[];
  readonly observe: (namespace: object) => Observation;
}

/** Makes what random programs need in this realm. Each call forgets the traces of the one before. */
export const installObserver = (): Observer => {
  // oxlint-disable-next-line no-eval
  const observer = (0, eval)(observerText) as Observer;
  Object.assign(globalThis, { see: observer.see, look: observer.look });
  return observer;
};

const childText = `
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
const observer = (0, eval)(${JSON.stringify(observerText)});
Object.assign(globalThis, { see: observer.see, look: observer.look });
const [root] = process.argv.slice(2);
const programs = JSON.parse(readFileSync(join(root, "programs.json"), "utf8"));
const results = {};
for (const [folder, imports] of Object.entries(programs)) {
  const names = Object.keys(imports);
  const namespaces = new Map();
  const modules = {};
  const failed = new Set();
  const isKnownToFail = (name, seen = new Set()) =>
    failed.has(name) || (!seen.has(name) && (seen.add(name), imports[name].some((other) => isKnownToFail(other, seen))));
  const load = async (name) => {
    try { namespaces.set(name, await import(pathToFileURL(join(root, folder, name)).href)); return true; }
    catch (error) {
      // Node's own error where a dependency had failed to link before.
      const status = error.code === "ERR_VM_MODULE_LINK_FAILURE" ? "SyntaxError" : error.name;
      modules[name] = { status, keys: [], values: [] };
      return false;
    }
  };
  const waiting = [];
  for (const name of names) {
    if (isKnownToFail(name)) waiting.push(name);
    else if (!(await load(name)))
      for (const other of names)
        if (observer.traceOf(folder).includes(other + ": string evaluated") && !(await load(other))) failed.add(other);
  }
  const trace = [...observer.traceOf(folder)];
  for (const name of waiting) await load(name);
  for (const [name, namespace] of namespaces) modules[name] = observer.observe(namespace);
  results[folder] = { trace, modules };
}
process.stdout.write(JSON.stringify(results));
`;

/** Writes programs into a folder, one folder each, as files of native ES modules. */
export const writePrograms = (root: string, programs: ReadonlyMap<string, ProgramTexts>): void => {
  for (const [folder, texts] of programs)
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(root, folder, name)), { recursive: true });
      writeFileSync(join(root, folder, name), text);
    }
};

/**
 * Imports every module of every program by itself, in the order of their names, in one child process of plain Node. One
 * that depends on a module which has failed comes after the others, and what they say then is not told (L13).
 * @param root where `writePrograms` wrote them
 */
export const runNatively = async (
  root: string,
  programs: ReadonlyMap<string, ProgramTexts>,
): Promise<Readonly<Record<string, ProgramObservation>>> => {
  const imports = [...programs].map(([folder, texts]) => {
    const names = Object.keys(texts).sort();
    return [
      folder,
      Object.fromEntries(names.map((name) => [name, importsOf(texts[name] ?? "").map(({ from }) => from)])),
    ] as const;
  });
  writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(root, "programs.json"), JSON.stringify(Object.fromEntries(imports)));
  writeFileSync(join(root, "run.mjs"), childText);
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, "run.mjs"), root], {
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout) as Record<string, ProgramObservation>;
};

/** How a random program is made. */
export interface ProgramOptions {
  /** Probability that a name which is imported does not exist. */
  readonly nameErrors: number;
  /** Probability that a top level throws. */
  readonly throws: number;
  /** Whether top levels use imports in statements, also for effects on what they import. */
  readonly topLevelUses: boolean;
  /** Probability that a value is computed from an import while the module is evaluated. */
  readonly computes: number;
}

const files = ["a.js", "b.js", "c.js", "d.js", "e.js", "f.js", "g.js"];
const exportNames = ["x", "y", "z", "f", "g", "K", "with space", "10", "9", "$b", "__proto__"];

/** One module of a random program as the generator sees it, so that edits can change one part and keep the others. */
export interface ModulePlan {
  readonly file: string;
  /** Lines in front: imports, re-exports. Their order is the order of evaluation. */
  readonly links: readonly string[];
  /** Declarations with what they export. */
  readonly body: readonly string[];
  /** It computes some of its values from imports while it is evaluated. */
  readonly computes: boolean;
}

export const textOfPlan = ({ file, links, body }: ModulePlan): string =>
  [...links, `see(import.meta.url, "${file}", () => "evaluated");`, ...body, ""].join("\n");

export interface RandomProgram {
  readonly plans: readonly ModulePlan[];
  /** What each module exports by name, as its importers were promised. */
  readonly names: Map<string, readonly string[]>;
}

/** A program of 2 to 7 modules that import each other in any direction. */
export const randomProgram = (chance: Chance, options: ProgramOptions): RandomProgram => {
  const chosen = files.slice(0, 2 + chance.below(files.length - 1));
  const names = new Map<string, readonly string[]>(chosen.map((file) => [file, randomNames(chance)]));
  return { plans: chosen.map((file) => randomModule(chance, file, names, options)), names };
};

/** The names that a module will export, decided before anybody imports them. */
export const randomNames = (chance: Chance): string[] => {
  const names = exportNames.filter(() => chance.happens(0.3));
  return chance.happens(0.5) ? [...names, "default"] : names;
};

export const randomModule = (
  chance: Chance,
  file: string,
  promised: ReadonlyMap<string, readonly string[]>,
  { nameErrors, throws, topLevelUses, computes }: ProgramOptions,
): ModulePlan => {
  const links: string[] = [];
  const body: string[] = [];
  const exported = new Set<string>();
  const locals: string[] = [];
  const others = [...promised.keys()];
  const own = promised.get(file) ?? [];
  let isComputing = false;

  const nameIn = (other: string): string | undefined => {
    if (chance.happens(nameErrors)) return chance.pick(exportNames);
    const names = promised.get(other) ?? [];
    return names.length > 0 ? chance.pick(names) : undefined;
  };
  const isBarrel = chance.happens(0.15);
  for (let n = chance.below(5); n > 0; n--) {
    const other = chance.pick(others);
    const from = `"./${other}"`;
    const local = `i${links.length}`;
    switch (isBarrel ? 2 : chance.below(8)) {
      case 0:
        links.push(`import ${from};`);
        break;
      case 1:
        links.push(`import * as ${local} from ${from};`);
        locals.push(local);
        break;
      case 2:
        links.push(`export * from ${from};`);
        break;
      case 3: {
        const name = `n${links.length}`;
        links.push(`export * as ${name} from ${from};`);
        exported.add(name);
        break;
      }
      default: {
        const name = nameIn(other);
        if (name === undefined) links.push(`import {} from ${from};`);
        else {
          links.push(
            name === "default" && chance.happens(0.5)
              ? `import ${local} from ${from};`
              : `import { ${quoted(name)} as ${local} } from ${from};`,
          );
          locals.push(local);
        }
      }
    }
  }
  for (const name of own) {
    if (exported.has(name)) continue;
    exported.add(name);
    const other = chance.pick(others);
    const theirs = chance.happens(0.25) ? nameIn(other) : undefined;
    if (theirs !== undefined) links.push(`export { ${quoted(theirs)} as ${quoted(name)} } from "./${other}";`);
    else if (locals.length > 0 && chance.happens(0.1))
      body.push(`export { ${chance.pick(locals)} as ${quoted(name)} };`);
    else if (locals.length > 0 && chance.happens(computes)) {
      isComputing = true;
      const local = `v_${name.replaceAll(/\W/g, "_")}`;
      body.push(`const ${local} = ${use(chance, chance.pick(locals))};`, `export { ${local} as ${quoted(name)} };`);
    } else body.push(...declaration(chance, file, name, locals));
  }
  if (topLevelUses)
    for (const local of locals) {
      if (chance.happens(0.5)) body.splice(chance.below(body.length + 1), 0, topLevelUse(chance, file, local));
      if (chance.happens(0.03)) body.push(`${local};`);
    }
  if (chance.happens(throws)) body.splice(chance.below(body.length + 1), 0, `throw new RangeError("${file}");`);
  return { file, links, body, computes: isComputing };
};

const quoted = (name: string): string => (/^[\w$]+$/.test(name) && !/^\d/.test(name) ? name : JSON.stringify(name));

/** A statement that declares something and exports it as `name`. */
const declaration = (chance: Chance, file: string, name: string, locals: readonly string[]): string[] => {
  const local = `v_${name.replaceAll(/\W/g, "_")}`;
  const asName = `export { ${local} as ${quoted(name)} };`;
  const value = JSON.stringify(`${file} ${name} ${chance.below(1000)}`);
  const uses = locals.filter(() => chance.happens(0.6)).map((one) => use(chance, one));
  const result = `[${[value, ...uses].join(", ")}]`;
  if (name === "default")
    return [
      chance.pick([
        `export default ${value};`,
        `export default function () { return ${result}; }`,
        `export default function named() { return ${result}; }`,
        `export default (function () { return ${result}; });`,
        `export default () => ${result};`,
        `export default class {}`,
        `export default class Named { static all() { return ${result}; } }`,
        `export default (class {});`,
        `export default async function () { return ${result}; }`,
        `export default function* () { yield ${result}; }`,
        `function ${local}() { return ${result}; }\nexport { ${local} as default };`,
        `let ${local} = ${value};\nexport { ${local} as default };\n${local} = ${value} + "!";`,
      ]),
    ];
  return [
    chance.pick([
      `const ${local} = ${value};`,
      `let ${local} = ${value}; ${local} += "!";`,
      `var ${local} = ${value};`,
      `if (true) { var ${local} = ${value}; }`,
      `function ${local}() { return ${result}; }`,
      `function ${local}() { return ${result}; }`,
      `class ${local} { static all() { return ${result}; } }`,
      `const ${local} = () => ${result};`,
      `const { a: ${local} = ${value} } = {};`,
      `let ${local} = 0; { let i0 = 1; ${local} += i0; }`,
      `var ${local}; function set_${local}() { ${local} = ${value}; return ${local}; } set_${local}();`,
    ]),
    asName,
  ];
};

/** An expression that tells what an import is at the time. */
const use = (chance: Chance, local: string): string =>
  chance.pick([
    `look(() => ${local})`,
    `look(() => typeof ${local})`,
    `look(() => ${local}())`,
    `look(() => new ${local}())`,
    `look(() => ({ ${local} }).${local})`,
    `look(() => { const { a = ${local} } = {}; return a; })`,
    `look(() => ((${local}) => ${local})("shadowed"))`,
    `look(() => ${local}.x)`,
    `look(() => ${local}.f())`,
    `look(() => ${local}?.default?.())`,
    `look(() => ${local}["y"])`,
  ]);

const topLevelUse = (chance: Chance, file: string, local: string): string =>
  `see(import.meta.url, "${file} ${local}", () => ${chance.pick([
    local,
    local,
    `${local}()`,
    `${local}.x`,
    `${local}.f()`,
    `typeof ${local}`,
    `delete ${local}.x`,
    `Reflect.set(Object(${local}), "unread", 1)`,
    `Object.isFrozen(${local})`,
    `"x" in ${local}`,
    `class extends ${local} {}`,
    `\`\${Object.prototype.toString.call(${local})}\``,
  ])});`;

/** One statement that names another module. */
export interface ImportStatement {
  readonly from: string;
  /** What it takes; `*` is the whole module. */
  readonly names: readonly string[];
  /** Names under which it exports that again, in the same order; of `export *` itself it is `*`. */
  readonly exportedAs: readonly string[];
}

/** The statements of a text that import and re-export, read by nothing that the linker uses. */
export const importsOf = (text: string): ImportStatement[] => syntaxOf(text).imports;

/** Of a text that does not parse: nothing. Import names count as exported where the text exports them again. */
export const syntaxOf = (text: string): { imports: ImportStatement[]; locals: Set<string> } => {
  const imports: ImportStatement[] = [];
  const locals = new Set<string>();
  let tree: SyntaxTree;
  try {
    tree = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  } catch {
    return { imports, locals };
  }
  const words = (node: { type: string; name?: string; value?: unknown }): string =>
    node.type === "Identifier" ? String(node.name) : String(node.value);
  const imported = new Map<string, { from: string; name: string }>();
  for (const node of tree.body) {
    const from = "source" in node && node.source ? String(node.source.value).replace(/^\.\//, "") : "";
    if (node.type === "ImportDeclaration") {
      const names = node.specifiers.map((specifier) => {
        const name =
          specifier.type === "ImportSpecifier"
            ? words(specifier.imported)
            : specifier.type === "ImportDefaultSpecifier"
              ? "default"
              : "*";
        imported.set(specifier.local.name, { from, name });
        return name;
      });
      imports.push({ from, names, exportedAs: [] });
    } else if (node.type === "ExportAllDeclaration")
      imports.push({ from, names: ["*"], exportedAs: [node.exported ? words(node.exported) : "*"] });
    else if (node.type === "ExportNamedDeclaration" && from !== "")
      imports.push({
        from,
        names: node.specifiers.map(({ local }) => words(local)),
        exportedAs: node.specifiers.map(({ exported }) => words(exported)),
      });
    else if (node.type === "ExportDefaultDeclaration") locals.add("default");
  }
  for (const node of tree.body) {
    if (node.type !== "ExportNamedDeclaration" || node.source) continue;
    for (const { local, exported } of node.specifiers) {
      const origin = imported.get(words(local));
      if (origin) imports.push({ from: origin.from, names: [origin.name], exportedAs: [words(exported)] });
      else locals.add(words(exported));
    }
  }
  return { imports, locals };
};

/**
 * Whether V8 departs from the standard here, so that it is no measure: a name that is ambiguous in a module which others
 * take by `export *` is to V8 sometimes none at all, sometimes the first one found, as cycles have it; and two modules
 * that re-export one namespace export two bindings.
 */
export const isV8OnItsOwn = (texts: ProgramTexts): boolean => {
  const syntax = new Map(Object.entries(texts).map(([file, text]) => [file, syntaxOf(text)]));
  const isStar = ({ exportedAs }: ImportStatement): boolean => exportedAs[0] === "*";
  const names = new Set(
    [...syntax.values()].flatMap(({ imports, locals }) => [...locals, ...imports.flatMap((one) => one.exportedAs)]),
  );
  const starTargets = new Set(
    [...syntax.values()].flatMap(({ imports }) => imports.filter(isStar)).map(({ from }) => from),
  );
  /** Bindings that a name may stand for. */
  const originsOf = (file: string, name: string, into: Set<string>, seen = new Set<string>()): Set<string> => {
    const key = `${file} ${name}`;
    const module = syntax.get(file);
    if (!module || seen.has(key)) return into;
    seen.add(key);
    if (module.locals.has(name)) return into.add(key);
    for (const { from, names: theirs, exportedAs } of module.imports) {
      const at = exportedAs.indexOf(name);
      if (at >= 0) return theirs[at] === "*" ? into.add(key) : originsOf(from, theirs[at] as string, into, seen);
    }
    if (name !== "default") for (const { from } of module.imports.filter(isStar)) originsOf(from, name, into, seen);
    return into;
  };
  const isNamespace = (key: string): boolean => {
    const [file = "", ...name] = key.split(" ");
    return !syntax.get(file)?.locals.has(name.join(" "));
  };
  return [...syntax.keys()].some((file) =>
    [...names].some((name) => {
      const origins = originsOf(file, name, new Set());
      return origins.size > 1 && (starTargets.has(file) || [...origins].some(isNamespace));
    }),
  );
};
