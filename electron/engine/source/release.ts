/**
 * What of a module may be let go, function by function, when its generation has ended: which top-level bindings there
 * are, and which of them a function reaches by name. Errs on the side of keeping: a name counts as mentioned wherever an
 * identifier is spelled so.
 * @see SPEC.md R12
 */
import type * as ast from "acorn";
import type { ReleasePlan } from "./compiled.ts";
import { collectPattern } from "./scope.ts";

export interface ReleaseFindings {
  readonly plan: ReleasePlan;
  /** `const` declarations none of whose names is assigned to: may become `let` without anybody noticing. */
  readonly constants: readonly ast.VariableDeclaration[];
}

/**
 * @param names bindings that the module itself declares at its top level, by the names they have there
 * @param exported those of them that are exported
 * @param imported local names of imports
 * @param defaultName the name of a default export that has none
 */
export const planRelease = (
  program: ast.Program,
  names: ReadonlySet<string>,
  exported: Iterable<string>,
  imported: ReadonlySet<string>,
  defaultName: string,
): ReleaseFindings => {
  const planner = new Planner(names, exported, imported, defaultName);
  for (const statement of program.body) planner.statement(statement);
  return planner.findings();
};

type FunctionNode =
  | ast.FunctionDeclaration
  | ast.AnonymousFunctionDeclaration
  | ast.FunctionExpression
  | ast.ArrowFunctionExpression;

class Planner {
  readonly #names: ReadonlySet<string>;
  readonly #imported: ReadonlySet<string>;
  readonly #defaultName: string;
  /** Function binding → what its own body mentions, without the functions inside it. */
  readonly #functions = new Map<string, Set<string>>();
  /** Mentioned by closures of which nobody can tell whether they still exist. */
  readonly #pinned = new Set<string>();
  /** Others do not outlive the module's evaluation. */
  readonly #captured: Set<string>;
  readonly #assigned = new Set<string>();
  readonly #constants: ast.VariableDeclaration[] = [];

  constructor(
    names: ReadonlySet<string>,
    exported: Iterable<string>,
    imported: ReadonlySet<string>,
    defaultName: string,
  ) {
    this.#names = names;
    this.#imported = imported;
    this.#captured = new Set(exported);
    this.#defaultName = defaultName;
  }

  statement(statement: ast.Program["body"][number]): void {
    switch (statement.type) {
      case "ExportNamedDeclaration":
        if (statement.declaration) this.#declaration(statement.declaration);
        return;
      case "ExportDefaultDeclaration":
        return this.#default(statement.declaration);
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        return;
      default:
        this.#declaration(statement);
    }
  }

  findings(): ReleaseFindings {
    // A binding that can come to mean another function says nothing about the one whose text this is.
    for (const [name, mentions] of this.#functions)
      if (this.#assigned.has(name)) {
        for (const mention of mentions) this.#pinned.add(mention);
        this.#functions.delete(name);
      }
    const constants = this.#constants.filter((one) => ![...namesOf(one)].some((name) => this.#assigned.has(name)));
    const stuck = new Set(
      this.#constants.filter((one) => !constants.includes(one)).flatMap((one) => [...namesOf(one)]),
    );
    const bindings = [...this.#names].filter((name) => this.#captured.has(name) && !stuck.has(name));
    const place = new Map(bindings.map((name, index) => [name, index]));
    const placesOf = (mentions: Iterable<string>): number[] => [...mentions].flatMap((name) => place.get(name) ?? []);
    return {
      constants,
      plan: {
        bindings,
        constants: this.#constants.flatMap((one) => [...namesOf(one)]),
        spent: [...this.#names].filter((name) => !place.has(name)),
        functions: bindings.flatMap((name, binding) => {
          const mentions = this.#functions.get(name);
          if (!mentions) return [];
          const usesImports = [...mentions].some((mention) => this.#imported.has(mention));
          return [{ binding, mentions: placesOf(mentions), usesImports }];
        }),
        pinned: placesOf(this.#pinned),
      },
    };
  }

  #declaration(node: ast.AnyNode): void {
    if (node.type === "FunctionDeclaration" && node.id) return this.#function(node.id.name, node);
    if (node.type !== "VariableDeclaration") return this.#once(node);
    if (node.kind === "const") this.#constants.push(node);
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier" && isFunction(init)) this.#function(id.name, init);
      else {
        this.#once(id);
        this.#once(init);
      }
    }
  }

  #default(node: ast.ExportDefaultDeclaration["declaration"]): void {
    if (node.type === "FunctionDeclaration" && node.id) return this.#function(node.id.name, node);
    if (isFunction(node)) return this.#function(this.#defaultName, node);
    this.#once(node);
  }

  #function(name: string, node: FunctionNode): void {
    const mentions = new Set<string>();
    for (const parameter of node.params) this.#walk(parameter, mentions);
    this.#walk(node.body, mentions);
    // Two declarations of one name: nobody knows which one it is.
    const known = this.#functions.get(name);
    if (known) for (const mention of [...known, ...mentions]) this.#pinned.add(mention);
    this.#functions.set(name, mentions);
  }

  /** What ran once, at the top level, and is over; closures that it made may not be. */
  #once(node: ast.AnyNode | null | undefined): void {
    this.#walk(node, undefined);
  }

  /** @param own where mentions outside of further functions go */
  #walk(node: ast.AnyNode | null | undefined, own: Set<string> | undefined): void {
    if (!node) return;
    const inside = isFunction(node) || isClass(node) ? this.#pinned : own;
    if (node.type === "AssignmentExpression") this.#assign(node.left);
    if (node.type === "UpdateExpression") this.#assign(node.argument);
    if ((node.type === "ForInStatement" || node.type === "ForOfStatement") && node.left.type !== "VariableDeclaration")
      this.#assign(node.left);
    if (node.type === "Identifier" && this.#isKnown(node.name) && inside) {
      inside.add(node.name);
      this.#captured.add(node.name);
    }
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (isNameOnly(node, key)) continue;
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) this.#walk(item, inside);
      } else if (isNode(value)) this.#walk(value, inside);
    }
  }

  #isKnown(name: string): boolean {
    return this.#names.has(name) || this.#imported.has(name);
  }

  #assign(target: ast.AnyNode): void {
    if (target.type === "Identifier") this.#assigned.add(target.name);
    else if (target.type !== "MemberExpression")
      for (const value of Object.values(target) as unknown[])
        for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) this.#assign(item);
  }
}

/** Keys and labels: spelled like a binding, and none. */
const isNameOnly = (node: ast.AnyNode, key: string): boolean => {
  switch (node.type) {
    case "MemberExpression":
      return key === "property" && !node.computed;
    case "Property":
      return key === "key" && !node.computed;
    case "MethodDefinition":
    case "PropertyDefinition":
      return key === "key" && !node.computed;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return key === "label";
    default:
      return false;
  }
};

const isFunction = (node: ast.AnyNode | null | undefined): node is FunctionNode =>
  node?.type === "FunctionDeclaration" ||
  node?.type === "FunctionExpression" ||
  node?.type === "ArrowFunctionExpression";

const isClass = (node: ast.AnyNode): boolean => node.type === "ClassDeclaration" || node.type === "ClassExpression";

const isNode = (value: unknown): value is ast.AnyNode =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

const namesOf = (declaration: ast.VariableDeclaration): Set<string> => {
  const names = new Set<string>();
  for (const { id } of declaration.declarations) collectPattern(id, names);
  return names;
};
