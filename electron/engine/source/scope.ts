/** Which names a piece of syntax declares; ECMAScript's scoping, as far as shadowing an import needs it. */
import type * as ast from "acorn";

/** Names bound in one scope, and the scope around it. */
export interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | null;
}

export const isShadowed = (name: string, scope: Scope | null): boolean => {
  for (let at = scope; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
};

/** Names that a binding pattern declares. */
export const collectPattern = (pattern: ast.Pattern, into: Set<string>): void => {
  switch (pattern.type) {
    case "Identifier":
      into.add(pattern.name);
      return;
    case "ObjectPattern":
      for (const property of pattern.properties)
        collectPattern(property.type === "RestElement" ? property.argument : property.value, into);
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) collectPattern(element, into);
      return;
    case "RestElement":
      collectPattern(pattern.argument, into);
      return;
    case "AssignmentPattern":
      collectPattern(pattern.left, into);
      return;
    case "MemberExpression":
      return;
  }
};

/** `let`, `const`, `class` and function declarations directly in a block. */
export const lexicalNames = (statements: readonly ast.AnyNode[]): Set<string> => {
  const names = new Set<string>();
  for (const statement of statements) {
    if (statement.type === "VariableDeclaration" && statement.kind !== "var")
      for (const declarator of statement.declarations) collectPattern(declarator.id, names);
    else if ((statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") && statement.id)
      names.add(statement.id.name);
  }
  return names;
};

/** `var` declarations anywhere in a function's body, not in functions inside it; and what its block declares. */
export const functionBodyNames = (body: ast.BlockStatement | ast.Program): Set<string> => {
  const names = lexicalNames(body.body);
  for (const statement of body.body) collectVars(statement, names);
  return names;
};

/** `var` declarations in a statement, not in functions inside it. */
export const collectVars = (node: ast.AnyNode | null | undefined, into: Set<string>): void => {
  if (!node) return;
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var") for (const declarator of node.declarations) collectPattern(declarator.id, into);
      return;
    case "BlockStatement":
      for (const statement of node.body) collectVars(statement, into);
      return;
    case "IfStatement":
      collectVars(node.consequent, into);
      collectVars(node.alternate, into);
      return;
    case "ForStatement":
      collectVars(node.init, into);
      collectVars(node.body, into);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      collectVars(node.left, into);
      collectVars(node.body, into);
      return;
    case "WhileStatement":
    case "DoWhileStatement":
    case "LabeledStatement":
    case "WithStatement":
      collectVars(node.body, into);
      return;
    case "SwitchStatement":
      for (const { consequent } of node.cases) for (const statement of consequent) collectVars(statement, into);
      return;
    case "TryStatement":
      collectVars(node.block, into);
      collectVars(node.handler?.body, into);
      collectVars(node.finalizer, into);
      return;
    default:
  }
};
