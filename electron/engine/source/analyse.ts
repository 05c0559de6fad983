/**
 * Turns esbuild's output, an ES module without types, into the body of a plain function with live bindings, and reads
 * off what the linker must know. Pure; runs in the compiler's worker.
 *
 * The function returns a generator function. Its first `next()` hoists the declarations and yields the export getters
 * (ECMAScript's instantiation, before anything is evaluated); the second runs the module.
 * @see SPEC.md L1–L6
 */
import { createHash } from "node:crypto";
import { type AnyNode, type Program, parse } from "acorn";
import {
  type Compiled,
  type ImportEntry,
  type IndirectExport,
  type LocalExport,
  type ModuleRequest,
  type OutputPosition,
  type ReleasePlan,
  hostParameters,
} from "./compiled.ts";
import { Edits, literal } from "./edits.ts";
import { addForward } from "./forward.ts";
import { planRelease } from "./release.ts";
import { type ImportTarget, rewriteBody } from "./rewrite.ts";
import { collectPattern, collectVars } from "./scope.ts";

export type Analysis =
  | { readonly ok: true; readonly compiled: Compiled }
  | {
      readonly ok: false;
      readonly reason: "syntax" | "top-level-await";
      readonly message: string;
      /** The parser's own words. */
      readonly isRaw?: true;
      readonly at: OutputPosition;
    };

export const analyse = (output: string, map: string): Analysis => {
  const edits = new Edits(output);
  let program: Program;
  try {
    program = parse(output, { ecmaVersion: "latest", sourceType: "module", allowHashBang: true });
  } catch (error) {
    if (error instanceof RangeError)
      return { ok: false, reason: "syntax", message: "The code is nested too deeply.", at: { line: 0, column: 0 } };
    const { pos = 0, message } = error as SyntaxError & { pos?: number };
    return {
      ok: false,
      reason: "syntax",
      message: message.replace(/ \(\d+:\d+\)$/, ""),
      isRaw: true,
      at: edits.position(pos),
    };
  }
  return new Analyser(output, map, program, edits).run();
};

/** A local export before its text is hashed: `nodes` are what it consists of. */
type UnhashedExport = Omit<LocalExport, "textHash"> & { readonly nodes: readonly AnyNode[] };

/** A top-level binding of the module itself. */
interface Declaration {
  readonly node: AnyNode;
  readonly callable: LocalExport["callable"];
  readonly order: number;
}

class Analyser {
  readonly #output: string;
  readonly #map: string;
  readonly #program: Program;
  readonly #edits: Edits;
  readonly #prefix: string;

  readonly #requests: ModuleRequest[] = [];
  readonly #requestNames: string[] = [];
  readonly #imports: ImportEntry[] = [];
  /** Local name of an import → where it comes from. */
  readonly #importedAs = new Map<string, { request: number; name: string; at: OutputPosition }>();
  readonly #declarations = new Map<string, Declaration>();
  readonly #exported: { name: string; local: string; at: OutputPosition; order: number }[] = [];
  readonly #indirect: IndirectExport[] = [];
  readonly #stars: (OutputPosition & { request: number })[] = [];
  readonly #variables: string[] = [];
  #namelessDefault = false;
  /** Where an export of the name `*` stands (L14), as an offset; -1 where there is none. */
  #starName = -1;

  constructor(output: string, map: string, program: Program, edits: Edits) {
    this.#output = output;
    this.#map = map;
    this.#program = program;
    this.#edits = edits;
    this.#prefix = unusedPrefix(output);
  }

  run(): Analysis {
    if (this.#output.startsWith("#!")) this.#edits.replace(0, this.#lineEnd(0), "");
    for (const statement of this.#program.body) this.#statement(statement);
    this.#declareNested();
    if (this.#starName >= 0)
      return {
        ok: false,
        reason: "syntax",
        message: 'An export cannot be named "*" here: that is what the whole module is called.',
        at: this.#edits.position(this.#starName),
      };
    const found = rewriteBody(this.#program, this.#edits, {
      imports: this.#importTargets(),
      importFunction: this.#name("import"),
      importMeta: this.#name("meta"),
      noArguments: this.#name("arguments"),
    });
    if (found.topLevelAwait >= 0)
      return {
        ok: false,
        reason: "top-level-await",
        message:
          "Top-level `await` cannot be part of a swap, which happens between two events: put it into a source or a performer.",
        at: this.#edits.position(found.topLevelAwait),
      };
    const { localExports, getters } = this.#resolveExports();
    const forwarding = this.#addForwards(localExports);
    const release = found.hasDirectEval ? undefined : this.#release();
    this.#edits.insert(0, this.#prologue(getters, release));
    this.#edits.insert(this.#output.length, "\n})");
    this.#edits.settle();
    return {
      ok: true,
      compiled: {
        code: this.#edits.render(),
        parameters: this.#parameters(),
        map: this.#map,
        edits: this.#edits.table(),
        requests: this.#requests,
        imports: this.#imports,
        importedNames: [...this.#importedAs].map(([local, { request, name }]) => ({ local, request, name })),
        localExports: localExports.map(({ nodes, ...entry }) => ({
          ...entry,
          ...(forwarding.has(nodes[0] as AnyNode) ? { canForward: true } : {}),
          textHash: hashOf(nodes.map(({ start, end }) => this.#edits.meaning(start, end)).join("\n")),
        })),
        indirectExports: this.#indirect,
        starExports: this.#stars,
        dynamicImports: found.dynamicImports.map(({ specifier, start }) => ({
          specifier,
          ...this.#edits.position(start),
        })),
        variables: this.#variables.filter(
          (name) => !this.#program.body.some((statement) => isNamespaceBody(statement, name)),
        ),
        namelessDefault: this.#namelessDefault,
        ...(release ? { release } : {}),
      },
    };
  }

  #statement(statement: Program["body"][number]): void {
    const order = statement.start;
    switch (statement.type) {
      case "ImportDeclaration": {
        const request = this.#request(statement.source);
        for (const specifier of statement.specifiers) {
          const name =
            specifier.type === "ImportSpecifier"
              ? nameOf(specifier.imported)
              : specifier.type === "ImportDefaultSpecifier"
                ? "default"
                : "*";
          const at = this.#edits.position(specifier.start);
          if (specifier.type === "ImportSpecifier" && name === "*") this.#starName = specifier.start;
          this.#imports.push({ request, name, ...at });
          this.#importedAs.set(specifier.local.name, { request, name, at });
        }
        return this.#edits.replace(statement.start, statement.end, "");
      }
      case "ExportAllDeclaration": {
        const request = this.#request(statement.source);
        const at = this.#edits.position(statement.start);
        if (statement.exported && nameOf(statement.exported) === "*") this.#starName = statement.start;
        if (statement.exported)
          this.#indirect.push({ name: nameOf(statement.exported), request, importName: "*", order, ...at });
        else this.#stars.push({ request, ...at });
        return this.#edits.replace(statement.start, statement.end, "");
      }
      case "ExportNamedDeclaration":
        if (statement.declaration) {
          this.#edits.replace(statement.start, statement.declaration.start, "");
          for (const name of this.#declare(statement.declaration))
            this.#exported.push({ name, local: name, at: this.#edits.position(statement.start), order });
          return;
        }
        for (const specifier of statement.specifiers) {
          const at = this.#edits.position(specifier.start);
          const name = nameOf(specifier.exported);
          const local = nameOf(specifier.local);
          if (name === "*" || local === "*") this.#starName = specifier.start;
          if (statement.source)
            this.#indirect.push({ name, request: this.#request(statement.source), importName: local, order, ...at });
          else this.#exported.push({ name, local, at, order });
        }
        if (statement.source) this.#request(statement.source);
        return this.#edits.replace(statement.start, statement.end, "");
      case "ExportDefaultDeclaration":
        return this.#defaultExport(statement);
      default:
        this.#declare(statement);
    }
  }

  /** @returns the names that a top-level statement binds. */
  #declare(statement: AnyNode): string[] {
    if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
      if (!statement.id) return [];
      this.#declarations.set(statement.id.name, { node: statement, callable: "yes", order: statement.start });
      return [statement.id.name];
    }
    if (statement.type !== "VariableDeclaration") return [];
    const declared: string[] = [];
    for (const declarator of statement.declarations) {
      const names = new Set<string>();
      collectPattern(declarator.id, names);
      const callable = declarator.id.type === "Identifier" ? callableOf(declarator.init) : "unknown";
      for (const name of names) {
        declared.push(name);
        this.#declarations.set(name, { node: declarator, callable, order: declarator.start });
        if (holdsState(statement.kind, declarator.init) && !isCompilers(name, declarator.init))
          this.#variables.push(name);
      }
    }
    return declared;
  }

  #defaultExport(statement: Extract<Program["body"][number], { type: "ExportDefaultDeclaration" }>): void {
    const order = statement.start;
    const { declaration } = statement;
    const at = this.#edits.position(statement.start);
    if ((declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") && declaration.id) {
      this.#edits.replace(statement.start, declaration.start, "");
      this.#declare(declaration);
      this.#exported.push({ name: "default", local: declaration.id.name, at, order });
      return;
    }
    const local = this.#name("default");
    this.#exported.push({ name: "default", local, at, order });
    this.#declarations.set(local, {
      node: declaration,
      callable: callableOf(declaration),
      order: statement.start,
    });
    if (declaration.type === "FunctionDeclaration") {
      // Hoisted like any declaration, so it needs a name here; the engine sets the true one.
      this.#namelessDefault = true;
      this.#edits.replace(statement.start, declaration.start, "");
      const head = /^(async\s+)?function\s*\*?/.exec(this.#output.slice(declaration.start)) as RegExpExecArray;
      this.#edits.replace(declaration.start + head[0].length, declaration.start + head[0].length, ` ${local}`, "");
      return;
    }
    // A property definition gives anonymous functions and classes the name "default", as the standard does. Only the
    // keywords are replaced: parentheses around the expression are no part of its node.
    const [keywords] = /^export\s+default/.exec(this.#output.slice(statement.start)) as RegExpExecArray;
    this.#edits.replace(statement.start, statement.start + keywords.length, `let ${local} = { "default":`);
    const hasSemicolon = this.#output[statement.end - 1] === ";";
    this.#edits.insert(hasSemicolon ? statement.end - 1 : statement.end, ` }["default"]${hasSemicolon ? "" : ";"}`);
  }

  /** `var` in blocks of the top level declares here too; esbuild's `using` puts a whole module into one. */
  #declareNested(): void {
    for (const statement of this.#program.body) {
      if (statement.type === "VariableDeclaration" || statement.type === "ExportNamedDeclaration") continue;
      const names = new Set<string>();
      collectVars(statement, names);
      for (const name of names) {
        if (this.#declarations.has(name)) continue;
        this.#declarations.set(name, { node: statement, callable: "unknown", order: statement.start });
      }
    }
  }

  /** Other statements that belong to a declaration in the author's text: esbuild splits namespaces and decorated classes. */
  #completionsOf(local: string, node: AnyNode): AnyNode[] {
    if (node.type === "VariableDeclarator" && !node.init)
      return this.#program.body.filter((statement) => isNamespaceBody(statement, local));
    if (!this.#output.includes("__decoratorStart")) return [];
    const init = node.type === "VariableDeclarator" ? node.init : undefined;
    const alias =
      init?.type === "Identifier" && init.name === `_${local}` ? this.#declarations.get(init.name) : undefined;
    if (node.type !== "ClassDeclaration" && !alias) return [];
    const textOf = ({ start, end }: AnyNode): string => this.#output.slice(start, end);
    const expressions = this.#program.body.filter(({ type }) => type === "ExpressionStatement");
    const own = new RegExp(`(?<![\\w$])_?${local.replaceAll("$", "\\$")}(?![\\w$])`);
    const parts = expressions.filter((statement) => own.test(textOf(statement)));
    const decorators = new Set(
      parts.flatMap((statement) => textOf(statement).match(/(?<![\w$])_[\w$]*_dec(?:orators)?\d*/g) ?? []),
    );
    const isDecorator = (statement: AnyNode): boolean =>
      [...decorators].some((name) => textOf(statement).includes(`${name} = `));
    return [
      ...(alias ? [alias.node] : []),
      ...expressions.filter((statement) => parts.includes(statement) || isDecorator(statement)),
    ];
  }

  /** Exports of imported names are re-exports; all others are local and get a getter. */
  #resolveExports(): {
    localExports: UnhashedExport[];
    getters: [string, string][];
  } {
    const localExports: UnhashedExport[] = [];
    const getters: [string, string][] = [];
    for (const { name, local, at, order } of this.#exported) {
      const imported = this.#importedAs.get(local);
      if (imported) {
        this.#indirect.push({ name, request: imported.request, importName: imported.name, order, ...at });
        continue;
      }
      const declaration = this.#declarations.get(local);
      if (!declaration) continue; // acorn refuses an export of an undeclared name.
      getters.push([name, local]);
      localExports.push({
        name,
        callable: declaration.callable,
        order: declaration.order,
        ...this.#edits.position(declaration.order),
        nodes: [declaration.node, ...this.#completionsOf(local, declaration.node)],
      });
    }
    localExports.sort((a, b) => a.order - b.order);
    return { localExports, getters };
  }

  /** @returns the declarations that could; a function that is exported twice goes on under its first name. */
  #addForwards(exports: readonly UnhashedExport[]): ReadonlySet<AnyNode> {
    const done = new Map<AnyNode, boolean>();
    for (const { name, nodes } of exports) {
      const declaration = nodes[0] as AnyNode;
      if (!done.has(declaration))
        done.set(declaration, addForward(this.#edits, declaration, name, this.#name("token")));
    }
    return new Set([...done].flatMap(([declaration, could]) => (could ? [declaration] : [])));
  }

  /**
   * What instantiation yields. `relink` names the token, so that V8 keeps it in the context that every function of the
   * module has: the token lives exactly as long as any of them.
   */
  #prologue(getters: readonly [string, string][], release: ReleasePlan | undefined): string {
    const entries = getters.map(([name, local]) => `[${literal(name)}, () => ${local}]`).join(", ");
    const faces = this.#faceNames().join(", ");
    const links = `${this.#prefix}$`;
    const relink = `(${links}) => { void ${this.#name("token")}; [${faces}] = ${links}; }`;
    const releaser = release ? `, ${this.#releaser(release)}` : "";
    const start = `yield { getters: [${entries}], relink: ${relink}${releaser} }; `;
    // In parentheses, which V8 takes as a sign to compile it at once, and not to look through it before.
    if (release) return `"use strict"; return (function* () { ${start}`;
    // The text of a direct `eval` is not known here and names imports as the author does: a scope around the module has
    // them. `with` wants sloppy code, what is inside of it is strict again.
    const names = [...this.#importTargets()].map(([name, { text }]) => `get ${name}() { return ${text}; }`);
    return `with ({ __proto__: null, ${names.join(", ")} }) return (function* () { "use strict"; ${start}`;
  }

  /** Makes it possible to let bindings go one by one (R12): a `const` that nobody assigns to becomes a `let`. */
  #release(): ReleasePlan {
    const exported = this.#exported.map(({ local }) => local);
    const { plan, constants } = planRelease(
      this.#program,
      new Set(this.#declarations.keys()),
      exported,
      new Set(this.#importedAs.keys()),
      this.#name("default"),
    );
    for (const { start } of constants) this.#edits.replace(start, start + "const".length, "let", "const");
    return plan;
  }

  #releaser({ bindings }: ReleasePlan): string {
    const [n, value] = [`${this.#prefix}n`, `${this.#prefix}value`];
    const reads = bindings.map((name, number) => `case ${number}: return ${name};`).join(" ");
    const writes = bindings.map((name, number) => `case ${number}: ${name} = ${value}; break;`).join(" ");
    return `read: (${n}) => { switch (${n}) { ${reads} } }, write: (${n}, ${value}) => { switch (${n}) { ${writes} } }`;
  }

  /** What importers hold of each module: its records, then the holders of its namespaces. */
  #faceNames(): string[] {
    return [...this.#requestNames, ...this.#requestNames.map((name) => `${name}$`)];
  }

  #parameters(): string[] {
    return [this.#name("import"), this.#name("meta"), this.#name("token"), ...hostParameters, ...this.#faceNames()];
  }

  #importTargets(): Map<string, ImportTarget> {
    const targets = new Map<string, ImportTarget>();
    for (const [local, { request, name }] of this.#importedAs) {
      const record = this.#requestNames[request] as string;
      const specifier = (this.#requests[request] as ModuleRequest).specifier;
      const meaning = `${JSON.stringify(specifier)}.${name}`;
      if (name === "*") targets.set(local, { kind: "namespace", text: `${record}$.namespace`, meaning, record });
      else {
        const text = isIdentifierName(name) ? `${record}.${name}` : `${record}[${literal(name)}]`;
        targets.set(local, { kind: "name", text, meaning });
      }
    }
    return targets;
  }

  #request(source: { value?: unknown; start: number }): number {
    const specifier = String(source.value);
    const known = this.#requests.findIndex((request) => request.specifier === specifier);
    if (known >= 0) return known;
    this.#requests.push({ specifier, ...this.#edits.position(source.start) });
    // Named after the specifier: V8 shows the name in some messages.
    const stem = this.#prefix + (/([\w$]+?)(\.\w+)?$/.exec(specifier.replaceAll(/[^\w.]/g, "_"))?.[1] ?? "module");
    let name = stem;
    for (let n = 2; this.#requestNames.includes(name) || this.#isOwnName(name); n++) name = `${stem}_${n}`;
    this.#requestNames.push(name);
    return this.#requests.length - 1;
  }

  #isOwnName(name: string): boolean {
    return ["import", "meta", "token", "default", "arguments", "n", "value"].some((own) => this.#name(own) === name);
  }

  #name(what: string): string {
    return `${this.#prefix}${what}`;
  }

  #lineEnd(from: number): number {
    const length = this.#output.slice(from).search(/[\r\n\u2028\u2029]/);
    return length < 0 ? this.#output.length : from + length;
  }
}

/** A prefix that no identifier of the text starts with. */
const unusedPrefix = (text: string): string => {
  let prefix = "$";
  while (new RegExp(`(?<![\\w$])${prefix.replaceAll("$", "\\$")}[\\w]`).test(text)) prefix += "$";
  return prefix;
};

const nameOf = (node: { type: string; name?: string; value?: unknown }): string =>
  node.type === "Identifier" ? (node.name as string) : String(node.value);

const isIdentifierName = (name: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);

const callableOf = (init: AnyNode | null | undefined): LocalExport["callable"] => {
  switch (init?.type) {
    case undefined:
    case "Literal":
    case "TemplateLiteral":
    case "ObjectExpression":
    case "ArrayExpression":
    case "BinaryExpression":
    case "UnaryExpression":
    case "UpdateExpression":
      return "no";
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ClassExpression":
      return "yes";
    default:
      return "unknown";
  }
};

/** What loses something when it begins anew: what can be assigned again, and objects that can be filled. */
const holdsState = (kind: string, init: AnyNode | null | undefined): boolean => {
  if (kind !== "const") return callableOf(init) !== "yes";
  switch (init?.type) {
    case "NewExpression":
      return true;
    case "ArrayExpression":
      return init.elements.length === 0;
    case "ObjectExpression":
      return init.properties.length === 0;
    default:
      return false;
  }
};

/** `((X) => …)(X || (X = {}))`: how esbuild writes the body of a `namespace`, and `enum` as an initial value. */
const isNamespaceBody = (node: AnyNode | null | undefined, name: string): boolean => {
  const call = node?.type === "ExpressionStatement" ? node.expression : node;
  if (call?.type !== "CallExpression" || call.callee.type !== "ArrowFunctionExpression") return false;
  const last = call.arguments.at(-1);
  return last?.type === "LogicalExpression" && last.left.type === "Identifier" && last.left.name === name;
};

/** What the author did not write as a variable: esbuild's helpers and its parts of a decorated class, enums. */
const isCompilers = (name: string, init: AnyNode | null | undefined): boolean =>
  /^__[a-z]|^_(?:\w+_dec|\w+_decorators|init\d*|stack\d*|error\d*|hasError\d*)$/.test(name) ||
  (init?.type === "Identifier" && init.name === `_${name}`) ||
  isNamespaceBody(init, name);

const hashOf = (text: string): string => createHash("sha1").update(text).digest("base64url").slice(0, 16);
