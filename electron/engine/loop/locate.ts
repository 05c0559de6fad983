import { types } from "node:util";

export interface Flaw {
  readonly path: string;
  readonly found: string;
}

interface Frame {
  readonly value: object;
  readonly path: Path;
  readonly keys: readonly string[];
  next: number;
}

/** A linked list, so that a path of 100,000 steps is put together only once. */
type Path = { readonly up: Path; readonly step: string } | string;

/**
 * Finds the first thing in a value that is no plain data. The slow half of `force`, which only says yes or no: runs when
 * something was refused, takes the time it needs and runs no code of the value either.
 *
 * @returns undefined when all of it is plain.
 */
export const locate = (root: unknown, rootPath: string): Flaw | undefined => {
  const frames: Frame[] = [];
  const open = new Set<object>();
  const done = new Set<object>();

  const enter = (value: unknown, path: Path): Flaw | undefined => {
    const found = flawOf(value);
    if (found !== undefined) return { path: spell(path), found };
    if (typeof value !== "object" || value === null || done.has(value)) return undefined;
    if (open.has(value)) return { path: spell(path), found: "a cycle" };
    const own = flawOfKeys(value);
    if (own !== undefined) return { path: spell({ up: path, step: own.step }), found: own.found };
    open.add(value);
    frames.push({ value, path, keys: Array.isArray(value) ? [] : Object.keys(value), next: 0 });
    return undefined;
  };

  let flaw = enter(root, rootPath);
  while (flaw === undefined) {
    const frame = frames.at(-1);
    if (frame === undefined) return undefined;
    const { value, path } = frame;
    const index = frame.next++;
    if (index >= (Array.isArray(value) ? value.length : frame.keys.length)) {
      frames.pop();
      open.delete(value);
      done.add(value);
      continue;
    }
    const key = Array.isArray(value) ? String(index) : frame.keys[index]!;
    const property = Object.getOwnPropertyDescriptor(value, key);
    const below: Path = { up: path, step: stepTo(value, key) };
    if (property === undefined) flaw = { path: spell(below), found: "a hole" };
    else if (!("value" in property)) flaw = { path: spell(below), found: "an accessor" };
    else if (!property.enumerable) flaw = { path: spell(below), found: "a non-enumerable property" };
    else if (property.value !== undefined || Array.isArray(value)) flaw = enter(property.value, below);
  }
  return flaw;
};

const stepTo = (whole: object, key: string): string => {
  if (Array.isArray(whole) && /^\d+$/.test(key)) return `[${key}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
};

const spell = (path: Path): string => {
  const steps: string[] = [];
  let at = path;
  while (typeof at !== "string") {
    steps.push(at.step);
    at = at.up;
  }
  if (at !== "") return at + steps.reverse().join("");
  const whole = steps.reverse().join("");
  return whole.startsWith(".") ? whole.slice(1) : whole;
};

/** What is wrong with a value itself, whatever it has inside. */
const flawOf = (value: unknown): string | undefined => {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : String(value);
    case "undefined":
      return "undefined";
    case "object":
      return value === null ? undefined : flawOfObject(value);
    case "function":
    case "symbol":
    case "bigint":
      return `a ${typeof value}`;
    default:
      return "something unknown";
  }
};

const flawOfObject = (value: object): string | undefined => {
  if (types.isProxy(value)) return "a proxy";
  if (types.isPromise(value)) return "a promise";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    return prototype === Array.prototype ? undefined : `an array of the class ${nameOf(prototype) ?? "unknown"}`;
  }
  if (ArrayBuffer.isView(value)) return withArticle(nameOf(prototype) ?? "typed array");
  if (prototype === Object.prototype || prototype === null) return undefined;
  const name = nameOf(prototype);
  if (name === undefined) return "an object with another prototype";
  return hasBuiltInTag(value) ? withArticle(name) : `an instance of ${name}`;
};

const hasBuiltInTag = (value: object): boolean =>
  types.isDate(value) ||
  types.isMap(value) ||
  types.isSet(value) ||
  types.isRegExp(value) ||
  types.isNativeError(value) ||
  types.isAnyArrayBuffer(value) ||
  types.isWeakMap(value) ||
  types.isWeakSet(value);

const withArticle = (name: string): string => (/^[AEIO]/.test(name) ? `an ${name}` : `a ${name}`);

/** Name of the class that a prototype belongs to, read without running anything. */
const nameOf = (prototype: unknown): string | undefined => {
  if (typeof prototype !== "object" || prototype === null || types.isProxy(prototype)) return undefined;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof made !== "function" || types.isProxy(made)) return undefined;
  const name: unknown = Object.getOwnPropertyDescriptor(made, "name")?.value;
  return typeof name === "string" && name !== "" ? name : undefined;
};

/** Keys that plain data does not have. Holes, accessors and hidden elements are found one by one, in their place. */
const flawOfKeys = (value: object): { readonly step: string; readonly found: string } | undefined => {
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined) return { step: `[${String(symbol)}]`, found: "a symbol key" };
  for (const name of Object.getOwnPropertyNames(value)) {
    const isElement = Array.isArray(value) && (name === "length" || isIndexBelow(name, value.length));
    if (isElement) continue;
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property?.enumerable !== true) return { step: stepTo(value, name), found: "a non-enumerable property" };
    if (Array.isArray(value)) return { step: stepTo(value, name), found: "a property of an array" };
  }
  return undefined;
};

const isIndexBelow = (name: string, length: number): boolean => {
  const index = Number(name);
  return Number.isInteger(index) && index >= 0 && index < length && String(index) === name;
};
