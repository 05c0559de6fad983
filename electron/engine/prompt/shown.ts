/** A value as a tree that can be shown: bounded, and made without running any code of the value's. */
import { strict as assert } from "node:assert";
import { types } from "node:util";
import type { ShownValue } from "../summary.ts";

const deepest = 5;
const mostEntries = 100;
const mostNodes = 2000;
const longestText = 10_000;
const longestInLine = 60;

export const shownOf = (value: unknown): ShownValue => new Shower().show(value, 0);

class Shower {
  /** What is being shown, from the root on. */
  readonly #path: object[] = [];
  #nodes = 0;

  show(value: unknown, depth: number): ShownValue {
    this.#nodes++;
    switch (typeof value) {
      case "string":
        return { kind: "string", text: quoted(value, longestText) };
      case "bigint":
        return { kind: "number", text: `${value}n` };
      case "number":
        return { kind: "number", text: Object.is(value, -0) ? "-0" : String(value) };
      case "boolean":
      case "undefined":
        return { kind: "constant", text: String(value) };
      case "symbol":
        return { kind: "constant", text: value.toString() };
      case "function":
        return { kind: "function", text: wordsOfFunction(value) };
      case "object":
        return value === null ? { kind: "constant", text: "null" } : this.#object(value, depth);
      default:
        return assert.fail(`there is no type ${typeof value}`);
    }
  }

  #object(value: object, depth: number): ShownValue {
    const above = this.#path.indexOf(value);
    if (above >= 0) return { kind: "object", text: `what is ${this.#path.length - above} above` };
    if (types.isProxy(value)) return { kind: "object", text: "a Proxy" };
    const entries = this.#entriesOf(value);
    const text = wordsOfObject(value, entries);
    const kind = Array.isArray(value) ? "array" : "object";
    if (entries.length === 0) return { kind, text };
    if (depth >= deepest || this.#nodes >= mostNodes) return { kind, text, more: entries.length };
    this.#path.push(value);
    const shown: { key: string; value: ShownValue }[] = [];
    for (const { key, value: inner } of entries.slice(0, mostEntries)) {
      if (this.#nodes >= mostNodes) break;
      shown.push({
        key,
        value: isAccessor(inner) ? { kind: "constant", text: "a getter" } : this.show(inner, depth + 1),
      });
    }
    this.#path.pop();
    const more = entries.length - shown.length;
    return { kind, text, entries: shown, ...(more > 0 ? { more } : {}) };
  }

  #entriesOf(value: object): readonly Entry[] {
    if (types.isMap(value)) return [...mapEntries(value)].map(([key, inner]) => ({ key: oneLine(key), value: inner }));
    if (types.isSet(value)) return [...setValues(value)].map((inner, index) => ({ key: String(index), value: inner }));
    if (ArrayBuffer.isView(value) && !(value instanceof DataView))
      return Array.from(value as unknown as ArrayLike<unknown>, (inner, index) => ({
        key: String(index),
        value: inner,
      }));
    return Reflect.ownKeys(value).flatMap((key) => {
      if (Array.isArray(value) && key === "length") return [];
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
      if (!descriptor || (!descriptor.enumerable && !types.isNativeError(value))) return [];
      if (types.isNativeError(value) && key === "stack") return [];
      return { key: String(key), value: "value" in descriptor ? (descriptor.value as unknown) : accessor };
    });
  }
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/** Stands for a property whose value only its own code could tell. */
const accessor = Symbol("accessor");
const isAccessor = (value: unknown): boolean => value === accessor;

const mapEntries = (map: Map<unknown, unknown>): Iterable<[unknown, unknown]> =>
  Reflect.apply(Map.prototype.entries, map, []);
const setValues = (set: Set<unknown>): Iterable<unknown> => Reflect.apply(Set.prototype.values, set, []);

const wordsOfFunction = (value: NewableFunction | ((...given: never[]) => unknown)): string => {
  const name: unknown = Reflect.getOwnPropertyDescriptor(value, "name")?.value;
  const isClass = Function.prototype.toString.call(value).startsWith("class");
  return `${isClass ? "class" : "function"} ${typeof name === "string" && name !== "" ? name : "(anonymous)"}`;
};

const wordsOfObject = (value: object, entries: readonly Entry[]): string => {
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? "an invalid Date" : `Date ${value.toISOString()}`;
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isPromise(value)) return "a Promise";
  if (types.isNativeError(value)) return wordsOfError(value);
  const name = nameOfClass(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${inLine(entries, false)}]`;
  if (types.isMap(value) || types.isSet(value)) return `${name ?? "Map"} (${value.size})`;
  if (entries.length === 0) return name === undefined ? "{}" : `${name} {}`;
  return `${name === undefined ? "" : `${name} `}{ ${inLine(entries, true)} }`;
};

const wordsOfError = (error: Error): string => {
  const messageOf = Reflect.getOwnPropertyDescriptor(error, "message");
  const message: unknown = messageOf?.value ?? "";
  return `${nameOfClass(error) ?? "Error"}: ${String(message)}`;
};

/** `undefined` for what is no class's: a plain object or one without prototype. */
const nameOfClass = (value: object): string | undefined => {
  const prototype = Reflect.getPrototypeOf(value);
  if (prototype === null || types.isProxy(prototype) || prototype === Object.prototype) return undefined;
  const made: unknown = Reflect.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name: unknown = typeof made === "function" ? Reflect.getOwnPropertyDescriptor(made, "name")?.value : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
};

/** As many as fit into a line. */
const inLine = (entries: readonly Entry[], withKeys: boolean): string => {
  const parts: string[] = [];
  let length = 0;
  for (const { key, value } of entries) {
    const part = withKeys ? `${key}: ${oneLine(value)}` : oneLine(value);
    if (length + part.length > longestInLine && parts.length > 0) return `${parts.join(", ")}, …`;
    parts.push(part);
    length += part.length + 2;
  }
  return parts.join(", ");
};

const oneLine = (value: unknown): string => {
  if (isAccessor(value)) return "…";
  if (typeof value === "string") return quoted(value, 30);
  if (typeof value === "function") return "ƒ";
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
  if (types.isProxy(value)) return "Proxy";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "[…]";
  return nameOfClass(value) ?? "{…}";
};

const quoted = (text: string, longest: number): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
