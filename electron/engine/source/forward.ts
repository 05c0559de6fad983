/**
 * Lets an exported function of a generation that is revoked go on in the current one (R14): its text begins with a look at
 * the generation's token. That costs nothing: V8 knows the token, and takes a field that was never written to for a
 * constant. `typeof`, because a function's text may be evaluated where there is no token.
 */
import type * as ast from "acorn";
import { type Edits, literal } from "./edits.ts";

type FunctionNode =
  | ast.FunctionDeclaration
  | ast.AnonymousFunctionDeclaration
  | ast.FunctionExpression
  | ast.ArrowFunctionExpression;

/**
 * Writes the look into the function that an export declares, where it has one that can go on elsewhere.
 *
 * @param declaration of the export: a function, a variable, the expression of a default export
 * @param name of the export
 * @param token what the generation's token is called in the code
 * @returns whether it could
 */
export const addForward = (edits: Edits, declaration: ast.AnyNode, name: string, token: string): boolean => {
  const node = functionOf(declaration);
  if (!node || !node.params.every(node.type === "ArrowFunctionExpression" ? isIdentifier : isHarmless)) return false;
  const isRevoked = `typeof ${token}=="object"&&${token}.by!==void 0`;
  const call = `${token}.by(${literal(name)},${callerOf(node)})`;
  const { body } = node;
  if (body.type === "BlockStatement") {
    const way = node.generator ? "return yield*" : "return";
    insert(edits, body.start + 1, `if(${isRevoked})${way} ${call};`);
  } else if (body.type === "SequenceExpression") {
    insert(edits, body.start, `${isRevoked}?${call}:(`);
    insert(edits, body.end, ")");
  } else insert(edits, body.start, `${isRevoked}?${call}:`);
  return true;
};

/** It is no part of what the author says: two versions that differ in it only are the same (S9). */
const insert = (edits: Edits, at: number, text: string): void => edits.replace(at, at, text, "");

const functionOf = (node: ast.AnyNode): FunctionNode | undefined => {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node;
    case "VariableDeclarator":
      return node.id.type === "Identifier" && node.init ? functionOf(node.init) : undefined;
    default:
      return undefined;
  }
};

/** What it was called with: `this`, the arguments, and `new.target` where there may be one. */
const callerOf = (node: FunctionNode): string => {
  if (node.type !== "ArrowFunctionExpression")
    return `this,arguments${node.async || node.generator ? "" : ",new.target"}`;
  const names = node.params.map((one) => (one.type === "RestElement" ? `...${nameOf(one.argument)}` : nameOf(one)));
  return `void 0,[${names.join(",")}]`;
};

const nameOf = (node: ast.Pattern): string => (node.type === "Identifier" ? node.name : "");

/** An arrow function has its arguments under its parameters' names only. */
const isIdentifier = (node: ast.Pattern): boolean =>
  node.type === "Identifier" || (node.type === "RestElement" && node.argument.type === "Identifier");

/** Parameters are taken apart before the look: what runs then must not be the old generation's code, nor use anything up. */
const isHarmless = (node: ast.Pattern): boolean => {
  switch (node.type) {
    case "Identifier":
      return true;
    case "RestElement":
      return isHarmless(node.argument);
    case "AssignmentPattern":
      return isHarmless(node.left) && isConstant(node.right);
    case "ObjectPattern":
      return node.properties.every((one) =>
        one.type === "RestElement" ? isHarmless(one.argument) : !one.computed && isHarmless(one.value),
      );
    default:
      return false;
  }
};

const isConstant = (node: ast.Expression): boolean => {
  switch (node.type) {
    case "Literal":
      return true;
    case "TemplateLiteral":
      return node.expressions.length === 0;
    case "UnaryExpression":
      return isConstant(node.argument);
    case "ArrayExpression":
      return node.elements.every((one) => one !== null && one.type !== "SpreadElement" && isConstant(one));
    case "ObjectExpression":
      return node.properties.every((one) => one.type === "Property" && !one.computed && isConstant(one.value));
    default:
      return false;
  }
};
