/** Which part of the module's state a name in its text stands for. Pure; by the syntax alone. */
import type { syntaxTree } from "@codemirror/language";

type Tree = ReturnType<typeof syntaxTree>;
type SyntaxNode = Tree["topNode"];

export interface StatePath {
  /** `bars[2].pitch`. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

type Steps = readonly string[];

const isHandler = (name: string): boolean => /^on\p{Lu}/u.test(name);
const isFirst = (name: string): boolean => name === "init" || name === "migrate";

/** @returns undefined for what is no part of the state */
export const statePathAt = (
  tree: Tree,
  text: (from: number, to: number) => string,
  pos: number,
): StatePath | undefined => {
  const reader = new Reader(text);
  for (const side of [1, -1] as const) {
    const node = tree.resolveInner(pos, side);
    const steps = reader.stepsOf(node);
    if (steps !== undefined) return { path: written(steps), from: node.from, to: node.to };
  }
  return undefined;
};

const written = (steps: Steps): string =>
  steps
    .map((step) => {
      if (/^\d+$/.test(step)) return `[${step}]`;
      return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("")
    .replace(/^\./, "");

class Reader {
  readonly #text: (from: number, to: number) => string;

  constructor(text: (from: number, to: number) => string) {
    this.#text = text;
  }

  /** Of a leaf that the pointer rests on. */
  stepsOf(node: SyntaxNode): Steps | undefined {
    switch (node.name) {
      case "VariableName":
      case "PropertyName":
        return node.parent?.name === "PatternProperty" ? this.#ofPattern(node.parent) : this.#ofUse(node);
      case "VariableDefinition":
        return node.parent?.name === "PatternProperty" ? this.#ofPattern(node.parent) : this.#ofParameter(node);
      case "PropertyDefinition":
        if (node.parent?.name === "Property") return this.#ofProperty(node.parent);
        return node.parent?.name === "PropertyType" ? this.#ofType(node.parent) : undefined;
      default:
        return undefined;
    }
  }

  #of(node: SyntaxNode): string {
    return this.#text(node.from, node.to);
  }

  /** `state.bars[2].pitch`, as far as the node. */
  #ofUse(node: SyntaxNode): Steps | undefined {
    if (node.name === "VariableName") return this.#ofName(node);
    if (node.name === "PropertyName") return node.parent ? this.#ofUse(node.parent) : undefined;
    if (node.name !== "MemberExpression" || !node.firstChild) return undefined;
    const before = this.#ofUse(node.firstChild);
    const step = this.#stepOf(node.lastChild);
    return before && step !== undefined ? [...before, step] : undefined;
  }

  /** The property of a member expression, where it is written out. */
  #stepOf(last: SyntaxNode | null): string | undefined {
    if (last?.name === "PropertyName") return this.#of(last);
    const inside = last?.name === "]" ? last.prevSibling : null;
    if (inside?.name === "Number" && /^\d+$/.test(this.#of(inside))) return this.#of(inside);
    return inside?.name === "String" ? this.#of(inside).slice(1, -1) : undefined;
  }

  /** A name means the state, or a part of it, where the nearest function that has it as a parameter is a handler. */
  #ofName(node: SyntaxNode): Steps | undefined {
    const name = this.#of(node);
    for (let at: SyntaxNode | null = node.parent; at; at = at.parent) {
      const list = at.getChild("ParamList");
      if (!list) continue;
      const [first, ...others] = parametersOf(list);
      const steps = first && this.#bound(first, name);
      if (steps) return isHandler(this.#nameOf(at)) ? steps : undefined;
      if (others.some((one) => this.#bound(one, name))) return undefined;
    }
    return undefined;
  }

  /** The way to a name inside of a parameter. */
  #bound(parameter: SyntaxNode, name: string): Steps | undefined {
    if (parameter.name === "VariableDefinition") return this.#of(parameter) === name ? [] : undefined;
    for (const property of parameter.getChildren("PatternProperty")) {
      const key = property.firstChild;
      const inner = property.lastChild;
      if (!key || !inner) continue;
      const steps =
        key.name === "VariableDefinition" ? (this.#of(key) === name ? [] : undefined) : this.#bound(inner, name);
      if (steps) return [this.#of(key), ...steps];
    }
    return undefined;
  }

  /** A field that a handler's first parameter takes apart. */
  #ofPattern(property: SyntaxNode): Steps | undefined {
    const steps: string[] = [];
    let at: SyntaxNode | null = property;
    for (; at?.name === "PatternProperty"; at = at.parent?.parent ?? null) {
      if (!at.firstChild) return undefined;
      steps.unshift(this.#of(at.firstChild));
      if (at.parent?.parent?.name === "ParamList") {
        at = at.parent;
        break;
      }
    }
    return at?.name === "ObjectPattern" && this.#isState(at) ? steps : undefined;
  }

  #ofParameter(node: SyntaxNode): Steps | undefined {
    return node.parent?.name === "ParamList" && this.#isState(node) ? [] : undefined;
  }

  /** Whether it is the first parameter of a handler. */
  #isState(parameter: SyntaxNode): boolean {
    const list = parameter.parent;
    if (list?.name !== "ParamList" || !list.parent) return false;
    return parametersOf(list)[0]?.from === parameter.from && isHandler(this.#nameOf(list.parent));
  }

  /** A field of what `init` returns, or of a handler's `state: { … }`. */
  #ofProperty(property: SyntaxNode): Steps | undefined {
    const steps: string[] = [];
    for (let at: SyntaxNode | null = property; at?.name === "Property";) {
      const name = at.getChild("PropertyDefinition");
      if (!name) return undefined;
      const key = this.#of(name);
      const object: SyntaxNode | null = at.parent;
      if (object?.name !== "ObjectExpression") return undefined;
      const maker = this.#makerOf(object);
      if (maker !== undefined && isHandler(maker)) return key === "state" ? steps : undefined;
      steps.unshift(key);
      if (maker !== undefined) return isFirst(maker) ? steps : undefined;
      at = object.parent;
    }
    return undefined;
  }

  /** The name of the function that returns an object. */
  #makerOf(object: SyntaxNode): string | undefined {
    let at = object.parent;
    while (at && ["ParenthesizedExpression", "ConditionalExpression", "ReturnStatement"].includes(at.name)) {
      if (at.name === "ReturnStatement") {
        for (let outer = at.parent; outer; outer = outer.parent)
          if (outer.getChild("ParamList")) return this.#nameOf(outer);
        return undefined;
      }
      at = at.parent;
    }
    return at?.name === "ArrowFunction" ? this.#nameOf(at) : undefined;
  }

  /** A field of the type that the state is said to have. */
  #ofType(property: SyntaxNode): Steps | undefined {
    const steps: string[] = [];
    for (let at: SyntaxNode | null = property; at?.name === "PropertyType";) {
      // `readonly` may stand before it.
      const key = at.getChild("PropertyDefinition");
      if (!key) return undefined;
      steps.unshift(this.#of(key));
      const above: SyntaxNode | null = at.parent?.parent ?? null;
      if (above?.name === "InterfaceDeclaration" || above?.name === "TypeAliasDeclaration") {
        const name = above.getChild("TypeDefinition");
        return name && this.#isTypeOfState(this.#of(name)) ? steps : undefined;
      }
      if (above?.name !== "TypeAnnotation") return undefined;
      const said: SyntaxNode | null = above.prevSibling;
      if (above.parent?.name === "ParamList") return said && this.#isState(said) ? steps : undefined;
      at = above.parent;
    }
    return undefined;
  }

  /** By what is written in the text: a handler's first parameter, or what `init` returns. */
  #isTypeOfState(name: string): boolean {
    const whole = this.#text(0, Number.MAX_SAFE_INTEGER);
    const type = `(?:Readonly<)?${name.replaceAll("$", String.raw`\$`)}\\b`;
    const first = String.raw`\bon\p{Lu}[\w$]*\b[^\n(]*\((?:\{[^)]*?\}|[\w$]+)\s*:\s*${type}`;
    const handler = String.raw`\bon\p{Lu}[\w$]*\s*:\s*\w+<\s*${type}`;
    return new RegExp(`${first}|${handler}|\\binit\\b[^\\n]*:\\s*${type}`, "u").test(whole);
  }

  /** Of a function: its own, or that of the variable that it is the value of; empty where it has none. */
  #nameOf(made: SyntaxNode): string {
    const own = made.name === "ArrowFunction" ? null : made.getChild("VariableDefinition");
    const variable = made.parent?.name === "VariableDeclaration" ? made.prevSibling : null;
    let at = variable;
    while (at && at.name !== "VariableDefinition") at = at.prevSibling;
    const name = own ?? at;
    return name ? this.#of(name) : "";
  }
}

/** Names and patterns of a list, without their types and defaults. */
const parametersOf = (list: SyntaxNode): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  let isStart = true;
  for (let at = list.firstChild; at; at = at.nextSibling) {
    if (isStart && ["VariableDefinition", "ObjectPattern", "ArrayPattern"].includes(at.name)) found.push(at);
    isStart = at.name === "(" || at.name === ",";
  }
  return found;
};
