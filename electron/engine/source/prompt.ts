/**
 * Turns what was typed at a module's prompt, without its types, into the body of a function. What it declares becomes an
 * assignment, for it outlives the call; the last expression is what the call returns.
 * Pure; runs in the compiler's worker.
 * @see SPEC.md Q1–Q3
 */
import { type AnyNode, type Program, type VariableDeclaration, parse } from "acorn";
import { promptParameters } from "./compiled.ts";
import { Edits } from "./edits.ts";
import { positionInSource } from "./position.ts";
import { collectPattern } from "./scope.ts";

export type PromptOutcome =
  | {
      readonly ok: true;
      /** Body of a function, or of an async one where it awaits. */
      readonly code: string;
      /** From esbuild's output to the text, as JSON; and what was done to the output, as in `Compiled`. */
      readonly map: string;
      readonly edits: readonly number[];
      /** Characters that were put before the text. */
      readonly lead: number;
      readonly isAsync: boolean;
      /** Names that it declares. */
      readonly defines: readonly string[];
    }
  /** Line and column count from 1. */
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

/**
 * @param output JavaScript
 * @param map from there to the text, as JSON
 * @param lead how many characters were put before the text
 */
export const promptOf = (output: string, map: string, lead = 0): PromptOutcome => {
  let program: Program;
  try {
    program = parse(output, { ecmaVersion: "latest", sourceType: "module", allowAwaitOutsideFunction: true });
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    const at = { line: (loc?.line ?? 1) - 1, column: loc?.column ?? 0 };
    return { ok: false, message: message.replace(/ \(\d+:\d+\)$/, ""), ...positionInSource(map, at) };
  }
  return new Rewriter(output, program, map).run(lead);
};

class Rewriter {
  readonly #program: Program;
  readonly #edits: Edits;
  readonly #map: string;
  readonly #defines = new Set<string>();
  #isAsync = false;

  constructor(output: string, program: Program, map: string) {
    this.#program = program;
    this.#map = map;
    this.#edits = new Edits(output);
  }

  run(lead: number): PromptOutcome {
    const { body } = this.#program;
    for (const statement of body) {
      const refusal = this.#statement(statement);
      if (refusal !== undefined)
        return {
          ok: false,
          message: refusal,
          ...positionInSource(this.#map, this.#edits.position(statement.start)),
        };
    }
    const last = body.at(-1);
    if (last?.type === "ExpressionStatement") {
      this.#edits.insert(last.start, "return (");
      this.#edits.insert(last.expression.end, ")");
    }
    this.#walk(this.#program, false);
    this.#edits.settle();
    return {
      ok: true,
      code: this.#edits.render(),
      map: this.#map,
      edits: this.#edits.table(),
      lead,
      isAsync: this.#isAsync,
      defines: [...this.#defines],
    };
  }

  /** @returns why it is not taken, if it is not */
  #statement(statement: Program["body"][number]): string | undefined {
    switch (statement.type) {
      case "ImportDeclaration":
        return 'An import belongs to a file; say `await import("…")` here.';
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        return "An export belongs to a file; declare it without `export` here.";
      case "VariableDeclaration":
        if (statement.kind !== "const" && statement.kind !== "let" && statement.kind !== "var")
          return "`using` has no end at a prompt; say `const`.";
        this.#variables(statement);
        return undefined;
      case "FunctionDeclaration":
      case "ClassDeclaration":
        this.#defines.add(statement.id.name);
        this.#edits.insert(statement.start, `${statement.id.name} = `);
        this.#edits.insert(statement.end, ";");
        return undefined;
      default:
        return undefined;
    }
  }

  #variables({ start, declarations }: VariableDeclaration): void {
    const [first] = declarations;
    if (first) this.#edits.replace(start, first.start, "");
    for (const { id, init, start: from, end } of declarations) {
      collectPattern(id, this.#defines);
      this.#edits.insert(from, "(");
      this.#edits.insert(end, init ? ")" : " = undefined)");
    }
  }

  /** A name that is called is found in an object, which must not become its `this`. */
  #walk(node: AnyNode, isInside: boolean): void {
    if ((node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) && !isInside)
      this.#isAsync = true;
    if (node.type === "ImportExpression")
      this.#edits.replace(node.start, node.start + "import".length, promptParameters[0]);
    if (node.type === "MetaProperty" && node.meta.name === "import")
      this.#edits.replace(node.start, node.end, promptParameters[1]);
    const called =
      node.type === "CallExpression" ? node.callee : node.type === "TaggedTemplateExpression" ? node.tag : undefined;
    if (called?.type === "Identifier" && called.name !== "eval") {
      this.#edits.insert(called.start, "(0, ");
      this.#edits.insert(called.end, ")");
    }
    const inside =
      isInside ||
      node.type === "FunctionDeclaration" ||
      node.type === "FunctionExpression" ||
      node.type === "ArrowFunctionExpression";
    for (const value of Object.values(node) as unknown[])
      for (const item of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isNode(item)) this.#walk(item, inside);
  }
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
