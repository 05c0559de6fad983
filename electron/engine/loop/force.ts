import { strict as assert } from "node:assert";
import { types } from "node:util";
import type { Plain } from "../plain.ts";
import { locate } from "./locate.ts";
import { markOf, setMark } from "./mark.ts";

export type Forced =
  | { readonly ok: true; readonly value: Plain }
  | {
      readonly ok: false;
      /** Where the first thing sits that is no plain data: `effects[0].onDone`; the root's own path is `root`. */
      readonly path: string;
      /** What was found there, with its article: `a function`, `a Date`, `NaN`, `a cycle`, `a hole`. */
      readonly found: string;
    };

/** Mark of what was walked to its last leaf and frozen. */
const FORCED = 0;

// Taken now, because modules share these globals and may patch them.
const { freeze, getPrototypeOf, getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, keys } = Object;
const { isArray } = Array;
const { isFinite } = Number;
const { isView } = ArrayBuffer;
const { isProxy } = types;
const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;
/** Four times as fast on an array's elements as their descriptors. */
const lookupGetter = Reflect.get(Object.prototype, "__lookupGetter__") as (this: object, key: number) => unknown;

/**
 * Marks of the walk that is under way: `open` on what was entered, `open + 1` on what was left.
 * A walk that was refused or cut leaves its marks behind; the next one takes other numbers, so they mean nothing.
 */
let open = 1;
let walking = false;

/** Entered or to be entered; the scratch arrays are kept between walks, their entries are not. */
const stack: (object | null)[] = [];
let depth = 0;
/** Left, in that order: parts before wholes. */
const left: (object | null)[] = [];
let leftCount = 0;

/**
 * Walks a value to its last leaf, proves that it is plain data and freezes it, so that nothing in it can lead back into
 * module code. What was forced before is not walked again.
 *
 * A value that is refused is not touched: nothing in it is frozen. No code of a module runs meanwhile (neither getters
 * nor proxies), and a cut by the guard at any instruction leaves nothing that counts as forced and is not.
 *
 * @param root what the paths start with; the empty string starts them at the value's own keys.
 * @see SPEC.md F1–F9. Named after Haskell's `rnf`: the value is reduced to normal form.
 */
export const force = (value: unknown, root = ""): Forced => {
  if (isLeaf(value)) return { ok: true, value: value as Plain };
  if (typeof value !== "object" || value === null) return refusal(value, root);
  if (markOf(value) === FORCED) return { ok: true, value: value as Plain };
  if (walking) abandonWalk();
  walking = true;
  if (!walk(value)) {
    abandonWalk();
    return refusal(value, root);
  }
  freezeAll();
  walking = false;
  return { ok: true, value: value as Plain };
};

/** Whether `force` proved this very object plain, and froze it. */
export const isForced = (value: object): boolean => markOf(value) === FORCED;

/** Lets go of what a walk that was cut was walking. `force` does so by itself, but only when it is next called. */
export const abandonWalk = (): void => {
  open += 2;
  while (depth > 0) stack[--depth] = null;
  while (leftCount > 0) left[--leftCount] = null;
  trim();
  walking = false;
};

const refusal = (value: unknown, root: string): Forced => {
  const flaw = locate(value, root);
  assert(flaw !== undefined, "a value was refused in which no flaw can be found");
  return { ok: false, path: flaw.path, found: flaw.found };
};

const isLeaf = (value: unknown): boolean => {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return isFinite(value);
    default:
      return value === null;
  }
};

/** An open object that comes to the top again has no parts left to walk; a part that is open is one of its wholes. */
const walk = (root: object): boolean => {
  stack[depth++] = root;
  while (depth > 0) {
    const value = stack[depth - 1]!;
    const mark = value === null ? FORCED : markOf(value);
    if (mark !== open && mark !== open + 1 && mark !== FORCED) {
      setMark(value, open);
      const before = depth;
      if (!(isArray(value) ? scanArray(value) : scanObject(value))) return false;
      if (depth > before) continue;
    } else if (mark !== open) {
      stack[--depth] = null;
      continue;
    }
    stack[--depth] = null;
    left[leftCount++] = value;
    setMark(value, open + 1);
  }
  return true;
};

/** Parts first, each frozen before it counts as forced: true at every instruction. */
const freezeAll = (): void => {
  for (let index = 0; index < leftCount; index++) {
    const value = left[index]!;
    freeze(value);
    setMark(value, FORCED);
    left[index] = null;
  }
  leftCount = 0;
  trim();
};

/** One very large value should not keep its room for ever. */
const trim = (): void => {
  if (stack.length > 4096) stack.length = 0;
  if (left.length > 4096) left.length = 0;
};

const scanObject = (value: object): boolean => {
  if (isProxy(value)) return false;
  const prototype: unknown = getPrototypeOf(value);
  if (prototype !== objectPrototype && prototype !== null) return false;
  if (getOwnPropertySymbols(value).length > 0 || isView(value)) return false;
  let count = 0;
  for (const key in value) {
    const property = getOwnPropertyDescriptor(value, key);
    if (property === undefined) continue; // an enumerable key that somebody put on Object.prototype
    if (property.get !== undefined || property.set !== undefined) return false;
    count++;
    const part: unknown = property.value;
    if (part !== undefined && !isLeaf(part) && !pushPart(part)) return false;
  }
  return count === getOwnPropertyNames(value).length;
};

const scanArray = (value: readonly unknown[]): boolean => {
  if (isProxy(value)) return false;
  if (getPrototypeOf(value) !== arrayPrototype || getOwnPropertySymbols(value).length > 0) return false;
  const { length } = value;
  const enumerable = keys(value);
  // Indices come first and in order: the last one in its place proves that all are there, and that they are enumerable.
  if (enumerable.length !== length || (length > 0 && enumerable[length - 1] !== String(length - 1))) return false;
  if (getOwnPropertyNames(value).length !== length + 1) return false;
  for (let index = 0; index < length; index++) {
    if (lookupGetter.call(value, index) !== undefined) return false;
    const part = value[index];
    if (!isLeaf(part) && !pushPart(part)) return false;
  }
  return true;
};

const pushPart = (part: unknown): boolean => {
  if (typeof part !== "object" || part === null) return false;
  const mark = markOf(part);
  if (mark === open) return false; // a cycle
  if (mark !== FORCED && mark !== open + 1) stack[depth++] = part;
  return true;
};
