/**
 * Rewrites the uses of imported names in a module's body: `scale(3)` becomes `(0, $theory.scale)(3)`, so that each use
 * reads the current binding. Names that a scope declares again are left alone.
 */
import type * as ast from "acorn";
import type { Edits } from "./edits.ts";
import { type Scope, collectPattern, functionBodyNames, isShadowed, lexicalNames } from "./scope.ts";

/** What an imported name is read from: a property of the binding record, or the namespace object in its holder. */
export type ImportTarget = {
  readonly text: string;
  /** What the text stands for, whatever names this module's records have. */
  readonly meaning: string;
} & ({ readonly kind: "name" } | { readonly kind: "namespace"; readonly record: string });

export interface RewriteNames {
  readonly imports: ReadonlyMap<string, ImportTarget>;
  readonly importFunction: string;
  readonly importMeta: string;
  /** A name that nothing declares: a module has no `arguments`. */
  readonly noArguments: string;
}

export interface RewriteFindings {
  /** Where the first top-level `await` stands, as an offset; -1 where there is none. */
  topLevelAwait: number;
  readonly dynamicImports: { readonly specifier: string; readonly start: number }[];
  /** Somewhere stands `eval(…)`, whose text sees the names around it. */
  hasDirectEval: boolean;
}

export const rewriteBody = (program: ast.Program, edits: Edits, names: RewriteNames): RewriteFindings => {
  const rewriter = new Rewriter(edits, names);
  for (const statement of program.body) rewriter.visit(statement, null);
  return rewriter.findings;
};

type Parent = ast.AnyNode | null;

class Rewriter {
  readonly findings: RewriteFindings = { topLevelAwait: -1, dynamicImports: [], hasDirectEval: false };
  readonly #edits: Edits;
  readonly #names: RewriteNames;
  #scope: Scope | null = null;
  #functionDepth = 0;
  /** Of these, the ones with `arguments` of their own: arrow functions have none. */
  #argumentsDepth = 0;

  constructor(edits: Edits, names: RewriteNames) {
    this.#edits = edits;
    this.#names = names;
  }

  visit(node: ast.AnyNode | null | undefined, parent: Parent): void {
    if (!node) return;
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        return;
      case "ExportNamedDeclaration":
        return this.visit(node.declaration, node);
      case "ExportDefaultDeclaration":
        return this.visit(node.declaration, node);
      case "Identifier":
        return this.#reference(node, parent);
      case "MemberExpression":
        return this.#member(node, parent);
      case "Property":
        return this.#property(node);
      case "MethodDefinition":
      case "PropertyDefinition":
        if (node.computed) this.visit(node.key, node);
        return this.visit(node.value, node);
      case "LabeledStatement":
        return this.visit(node.body, node);
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "VariableDeclarator":
        this.#pattern(node.id);
        return this.visit(node.init, node);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#function(node);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#within(new Set(node.id ? [node.id.name] : []), () => {
          this.visit(node.superClass, node);
          this.visit(node.body, node);
        });
      case "StaticBlock":
        return this.#within(functionBodyNames(node as unknown as ast.BlockStatement), () => this.#all(node.body, node));
      case "BlockStatement":
        return this.#within(lexicalNames(node.body), () => this.#all(node.body, node));
      case "SwitchStatement":
        this.visit(node.discriminant, node);
        return this.#within(lexicalNames(node.cases.flatMap((one) => one.consequent)), () => {
          for (const one of node.cases) {
            this.visit(one.test, one);
            this.#all(one.consequent, one);
          }
        });
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
        return this.#for(node);
      case "CatchClause": {
        const names = new Set<string>();
        if (node.param) collectPattern(node.param, names);
        return this.#within(names, () => {
          if (node.param) this.#pattern(node.param);
          this.visit(node.body, node);
        });
      }
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "eval" && !node.optional)
          this.findings.hasDirectEval = true;
        return this.#children(node);
      case "AwaitExpression":
        this.#await(node.start);
        return this.visit(node.argument, node);
      case "ImportExpression":
        return this.#dynamicImport(node);
      case "MetaProperty":
        if (node.meta.name === "import")
          this.#edits.replace(node.start, node.end, this.#names.importMeta, "import.meta");
        return;
      default:
        return this.#children(node);
    }
  }

  #all(nodes: readonly ast.AnyNode[], parent: Parent): void {
    for (const node of nodes) this.visit(node, parent);
  }

  /** Syntax that binds nothing and hides no reference: every child in order. */
  #children(node: ast.AnyNode): void {
    for (const value of Object.values(node) as unknown[]) {
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) this.visit(item, node);
      } else if (isNode(value)) this.visit(value, node);
    }
  }

  #within(names: ReadonlySet<string>, visit: () => void): void {
    if (names.size === 0) return visit();
    const outer = this.#scope;
    this.#scope = { names, outer };
    visit();
    this.#scope = outer;
  }

  #targetOf(name: string): ImportTarget | undefined {
    if (name === "arguments" && this.#argumentsDepth === 0)
      return { kind: "name", text: this.#names.noArguments, meaning: name };
    const target = this.#names.imports.get(name);
    return target && !isShadowed(name, this.#scope) ? target : undefined;
  }

  #reference(node: ast.Identifier, parent: Parent): void {
    const target = this.#targetOf(node.name);
    if (!target) return;
    // A bare call must not get the record as `this`.
    const isCallee =
      (parent?.type === "CallExpression" && parent.callee === node) ||
      (parent?.type === "TaggedTemplateExpression" && parent.tag === node);
    this.#edits.replace(node.start, node.end, isCallee ? `(0, ${target.text})` : target.text, target.meaning);
  }

  #member(node: ast.MemberExpression, parent: Parent): void {
    const { object } = node;
    const target = object.type === "Identifier" ? this.#targetOf(object.name) : undefined;
    // A plain read through a namespace goes straight to the record: the namespace object is a proxy, and slower.
    if (target?.kind === "namespace" && !node.computed && isPlainRead(node, parent))
      this.#edits.replace(object.start, object.end, target.record, target.meaning);
    else this.visit(object, node);
    if (node.computed) this.visit(node.property, node);
  }

  #property(node: ast.Property | ast.AssignmentProperty): void {
    if (node.computed) this.visit(node.key, node);
    if (node.shorthand && node.key.type === "Identifier" && this.#targetOf(node.key.name))
      this.#edits.insert(node.start, `${node.key.name}: `);
    this.visit(node.value, node);
  }

  /** A pattern that declares: only its default values and computed keys are references. */
  #pattern(pattern: ast.Pattern): void {
    switch (pattern.type) {
      case "Identifier":
        return;
      case "MemberExpression":
        return this.visit(pattern, null);
      case "ObjectPattern":
        for (const property of pattern.properties) {
          if (property.type === "RestElement") this.#pattern(property.argument);
          else {
            if (property.computed) this.visit(property.key, property);
            this.#pattern(property.value);
          }
        }
        return;
      case "ArrayPattern":
        for (const element of pattern.elements) if (element) this.#pattern(element);
        return;
      case "RestElement":
        return this.#pattern(pattern.argument);
      case "AssignmentPattern":
        this.#pattern(pattern.left);
        return this.visit(pattern.right, pattern);
    }
  }

  #function(
    node:
      | ast.FunctionDeclaration
      | ast.AnonymousFunctionDeclaration
      | ast.FunctionExpression
      | ast.ArrowFunctionExpression,
  ): void {
    const own = new Set<string>();
    if (node.type === "FunctionExpression" && node.id) own.add(node.id.name);
    for (const parameter of node.params) collectPattern(parameter, own);
    const hasArguments = node.type !== "ArrowFunctionExpression";
    this.#functionDepth++;
    if (hasArguments) this.#argumentsDepth++;
    this.#within(own, () => {
      for (const parameter of node.params) this.#pattern(parameter);
      const { body } = node;
      if (body.type === "BlockStatement") this.#within(functionBodyNames(body), () => this.#all(body.body, body));
      else this.visit(body, node);
    });
    this.#functionDepth--;
    if (hasArguments) this.#argumentsDepth--;
  }

  #for(node: ast.ForStatement | ast.ForInStatement | ast.ForOfStatement): void {
    const head = node.type === "ForStatement" ? node.init : node.left;
    const names = head?.type === "VariableDeclaration" ? lexicalNames([head]) : new Set<string>();
    if (node.type === "ForOfStatement" && node.await) this.#await(node.start);
    this.#within(names, () => {
      this.visit(head, node);
      if (node.type === "ForStatement") {
        this.visit(node.test, node);
        this.visit(node.update, node);
      } else this.visit(node.right, node);
      this.visit(node.body, node);
    });
  }

  #await(start: number): void {
    if (this.#functionDepth === 0 && this.findings.topLevelAwait < 0) this.findings.topLevelAwait = start;
  }

  #dynamicImport(node: ast.ImportExpression): void {
    this.#edits.replace(node.start, node.start + "import".length, this.#names.importFunction, "import");
    const { source } = node;
    if (source.type === "Literal" && typeof source.value === "string")
      this.findings.dynamicImports.push({ specifier: source.value, start: node.start });
    this.#children(node);
  }
}

const isNode = (value: unknown): value is ast.AnyNode =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

const isPlainRead = (node: ast.MemberExpression, parent: Parent): boolean => {
  switch (parent?.type) {
    case "CallExpression":
      return parent.callee !== node;
    case "TaggedTemplateExpression":
      return parent.tag !== node;
    case "AssignmentExpression":
      return parent.left !== node;
    case "UnaryExpression":
      return parent.operator !== "delete";
    case "ChainExpression":
    case "UpdateExpression":
    case "AssignmentPattern":
    case "ArrayPattern":
    case "RestElement":
    case "ForInStatement":
    case "ForOfStatement":
    case "Property":
      return false;
    default:
      return true;
  }
};
