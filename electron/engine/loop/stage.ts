import type { Effect, Plain } from "../plain.ts";
import type { Drawing, Shape } from "../summary.ts";
import { kindOf } from "./outcome.ts";

type FieldKind = "number" | "size" | "string" | "boolean" | "points" | "align";

interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
}

const required = (kind: FieldKind, ...names: readonly string[]): readonly Field[] =>
  names.map((name) => ({ name, kind, required: true }));
const optional = (kind: FieldKind, ...names: readonly string[]): readonly Field[] =>
  names.map((name) => ({ name, kind, required: false }));

const outline = [...optional("string", "stroke"), ...optional("size", "width"), ...optional("number", "alpha")];
const area = [...outline, ...optional("string", "fill")];

const FIELDS: Readonly<Record<Shape["kind"], readonly Field[]>> = {
  circle: [...required("number", "x", "y"), ...required("size", "r"), ...area],
  rect: [...required("number", "x", "y", "w", "h"), ...optional("size", "r"), ...area],
  line: [...required("number", "x1", "y1", "x2", "y2"), ...outline],
  path: [...required("points", "points"), ...optional("boolean", "closed"), ...area],
  text: [
    ...required("number", "x", "y"),
    ...required("string", "text"),
    ...optional("size", "size"),
    ...optional("string", "fill"),
    ...optional("align", "align"),
    ...optional("boolean", "mono"),
    ...optional("number", "alpha"),
  ],
};

const WANTED: Readonly<Record<FieldKind, string>> = {
  number: "a number",
  size: "a number that is not negative",
  string: "a string",
  boolean: "true or false",
  points: "a list of numbers: x and y of one point after the other",
  align: '"left", "center" or "right"',
};

/** What every module last drew, by the `draw` effect. */
export class Stage {
  readonly #drawings = new Map<string, Drawing>();
  #inOrder: readonly Drawing[] | undefined;
  #version = 0;

  /** Grows with everything that changes what is to be seen. */
  get version(): number {
    return this.#version;
  }

  /**
   * Puts a drawing in place of the module's last one.
   *
   * @returns what is wrong with the effect, as a sentence; then the last drawing stays.
   */
  draw(module: string, effect: Effect, path: string): string | undefined {
    const flaw = flawOfDraw(effect, path);
    if (flaw !== undefined) return flaw;
    const { shapes, layer = 0, background } = effect as unknown as Partial<Drawing> & Pick<Drawing, "shapes">;
    this.#drawings.set(module, { module, layer, shapes, ...(background === undefined ? {} : { background }) });
    this.#changed();
    return undefined;
  }

  /** Low layers first, equal layers by module id. */
  drawings(): readonly Drawing[] {
    this.#inOrder ??= [...this.#drawings.values()].sort((a, b) => a.layer - b.layer || (a.module < b.module ? -1 : 1));
    return this.#inOrder;
  }

  /** Shows again what was drawn before a restart. */
  restore(drawings: readonly Drawing[]): void {
    for (const drawing of drawings) this.#drawings.set(drawing.module, drawing);
    this.#changed();
  }

  /** Shows these, and nothing else. */
  replaceAll(drawings: readonly Drawing[]): void {
    this.#drawings.clear();
    this.restore(drawings);
  }

  clear(module: string): void {
    if (this.#drawings.delete(module)) this.#changed();
  }

  clearAll(): void {
    if (this.#drawings.size === 0) return;
    this.#drawings.clear();
    this.#changed();
  }

  #changed(): void {
    this.#version++;
    this.#inOrder = undefined;
  }
}

const flawOfDraw = (effect: Effect, path: string): string | undefined => {
  const { shapes, layer, background } = effect;
  if (layer !== undefined && typeof layer !== "number") return flawOf(`${path}.layer`, layer, "a number");
  if (background !== undefined && typeof background !== "string") {
    return flawOf(`${path}.background`, background, "a string");
  }
  if (!Array.isArray(shapes)) return flawOf(`${path}.shapes`, shapes, "a list of shapes");
  const list = shapes as readonly Plain[];
  for (let index = 0; index < list.length; index++) {
    const flaw = flawOfShape(list[index]!, path, index);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
};

const flawOfShape = (shape: Plain, path: string, index: number): string | undefined => {
  const at = `${path}.shapes[${index}]`;
  if (typeof shape !== "object" || shape === null || Array.isArray(shape)) return flawOf(at, shape, "a shape");
  const values = shape as { readonly [key: string]: Plain | undefined };
  const kind = values["kind"];
  if (typeof kind !== "string" || !isShapeKind(kind)) {
    return flawOf(`${at}.kind`, kind, Object.keys(FIELDS).join(", "));
  }
  for (const field of FIELDS[kind]) {
    const value = values[field.name];
    if (value === undefined ? field.required : !hasKind(value, field.kind)) {
      return flawOf(`${at}.${field.name}`, value, WANTED[field.kind]);
    }
  }
  return undefined;
};

const isShapeKind = (kind: string): kind is Shape["kind"] => Object.hasOwn(FIELDS, kind);

const hasKind = (value: Plain, kind: FieldKind): boolean => {
  switch (kind) {
    case "number":
    case "string":
    case "boolean":
      return typeof value === kind;
    case "size":
      return typeof value === "number" && value >= 0;
    case "align":
      return value === "left" || value === "center" || value === "right";
    case "points":
      return Array.isArray(value) && value.length % 2 === 0 && value.every((part) => typeof part === "number");
    default:
      return kind satisfies never;
  }
};

const flawOf = (path: string, value: Plain | undefined, wanted: string): string => {
  const is = value === undefined ? "missing" : typeof value === "object" ? kindOf(value) : JSON.stringify(value);
  return `\`${path}\` is ${is.length > 40 ? kindOf(value) : is}: it must be ${wanted}.`;
};
