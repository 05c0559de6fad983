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
/** Four times as fast as a descriptor. */
const lookupGetter = Reflect.get(Object.prototype, "__lookupGetter__") as (this: object, key: PropertyKey) => unknown;

/**
 * Marks of the walk that is under way: `open` on what was entered, `open + 1` on what was left.
 * A walk that was refused or cut leaves its marks behind; the next one takes other numbers, so they mean nothing.
 * What has no parts of its own is not marked by the walk, unless it is long: looking at it twice costs less.
 */
let open = 1;
let walking = false;
let forcedBytes = 0;
const LONG = 32;

/** Entered or to be entered; the scratch arrays are kept between walks, their entries are not. */
const stack: (object | null)[] = [];
let depth = 0;
/** Left, in that order: parts before wholes. */
const left: (object | null)[] = [];
let leftCount = 0;
/** A state without parts, which is to be frozen and nothing else. */
let unmarked: object | null = null;

/**
 * Walks a value to its last leaf, proves that it is plain data and freezes it, so that nothing in it can lead back into
 * module code. What was forced before is not walked again.
 *
 * A value that is refused is not touched: nothing in it is frozen. No code of a module runs meanwhile (neither getters
 * nor proxies), and a cut by the guard at any instruction leaves nothing that counts as forced and is not.
 *
 * @param root what the paths start with; the empty string starts them at the value's own keys.
 * @see SPEC.md F1–F10. Named after Haskell's `rnf`: the value is reduced to normal form.
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
  walking = false;
  return { ok: true, value: value as Plain };
};

/** Begins a walk through several values, which are forced as one: all of them, or none. */
export const beginEach = (): void => {
  if (walking) abandonWalk();
  walking = true;
};

/** @returns false when it can be seen at once that it is no plain data */
export const addEach = (value: unknown): boolean => {
  if (isLeaf(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  if (markOf(value) !== FORCED) stack[depth++] = value;
  return true;
};

/**
 * The same for a state. One that has a few fields and no parts gets no mark: what a turn leaves behind is little then, and
 * to look at it again costs no more than a mark.
 */
export const addState = (value: unknown): boolean => {
  if (isLeaf(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  if (markOf(value) === FORCED) return true;
  stack[depth++] = value;
  const before = depth;
  if (!scan(value)) return false;
  if (depth > before) setMark(value, open);
  else if (markOf(value) === open + 1) leave(value);
  else {
    stack[--depth] = null;
    unmarked = value;
  }
  return true;
};

/** Forces what was added. @returns false when something in it is no plain data */
export const forceEach = (): boolean => {
  if (!walkParts()) {
    abandonWalk();
    return false;
  }
  for (let index = 0; index < leftCount; index++) {
    seal(left[index]!);
    left[index] = null;
  }
  leftCount = 0;
  if (unmarked !== null) freeze(unmarked);
  unmarked = null;
  trim();
  walking = false;
  return true;
};

/**
 * The value of a property, unless somebody's code would have to run for it: then undefined, as of one that is not there.
 * One that is inherited counts.
 */
export const readPlainly = (value: object, key: PropertyKey): unknown =>
  lookupGetter.call(value, key) === undefined ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined;

/** What has a setter only reads as undefined, as a field does that is absent. */
export const isAccessor = (value: object, key: PropertyKey): boolean => {
  const property = getOwnPropertyDescriptor(value, key);
  return property?.get !== undefined || property?.set !== undefined;
};

/** Whether it is an array of this realm whose items can be read. */
export const isPlainList = (value: unknown): value is readonly unknown[] =>
  isArray(value) && !isProxy(value) && getPrototypeOf(value) === arrayPrototype;

/** Whether it is an object that could be plain data; nothing of what is in it was looked at. */
export const isPlainShell = (value: unknown): value is object => {
  if (typeof value !== "object" || value === null || isProxy(value) || isView(value)) return false;
  const prototype: unknown = getPrototypeOf(value);
  return prototype === objectPrototype || prototype === null;
};

/** Roughly what the values that were walked take in memory, since this was last asked: V8 has no cheaper way to tell. */
export const takeForcedBytes = (): number => {
  const bytes = forcedBytes;
  forcedBytes = 0;
  return bytes;
};

/** Whether `force` proved this very object plain, and froze it. */
export const isForced = (value: object): boolean => markOf(value) === FORCED;

/** Lets go of what a walk that was cut was walking. `force` does so by itself, but only when it is next called. */
export const abandonWalk = (): void => {
  open += 2;
  while (depth > 0) stack[--depth] = null;
  while (leftCount > 0) left[--leftCount] = null;
  unmarked = null;
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
      forcedBytes += value.length;
      return true;
    case "boolean":
      return true;
    case "number":
      return isFinite(value);
    default:
      return value === null;
  }
};

const walk = (root: object): boolean => {
  if (!scan(root)) return false;
  if (depth === 0) {
    seal(root);
    return true;
  }
  setMark(root, open);
  // The root lies below the parts that the scan put on the stack.
  left[leftCount++] = root;
  if (!walkParts()) return false;
  setMark(root, open + 1);
  sealAll();
  return true;
};

/** An open object that comes to the top again has no parts left to walk; a part that is open is one of its wholes. */
const walkParts = (): boolean => {
  while (depth > 0) {
    const value = stack[depth - 1]!;
    const mark = markOf(value);
    if (mark === open) {
      setMark(value, open + 1);
      leave(value);
    } else if (mark === open + 1 || mark === FORCED) {
      stack[--depth] = null;
    } else {
      const before = depth;
      if (!scan(value)) return false;
      if (depth > before) setMark(value, open);
      else leave(value);
    }
  }
  return true;
};

const leave = (value: object): void => {
  stack[--depth] = null;
  left[leftCount++] = value;
};

/** The root was entered first and is left last; all others lie behind it in the order in which they were left. */
const sealAll = (): void => {
  const root = left[0]!;
  for (let index = 1; index < leftCount; index++) {
    seal(left[index]!);
    left[index] = null;
  }
  seal(root);
  left[0] = null;
  leftCount = 0;
  trim();
};

/** Nothing is called between the mark and the freeze but a builtin, so that the guard cannot part them. */
const seal = (value: object): void => {
  if (setMark(value, FORCED)) freeze(value);
};

/** One very large value should not keep its room for ever. */
const trim = (): void => {
  if (stack.length > 4096) stack.length = 0;
  if (left.length > 4096) left.length = 0;
};

/** Says whether a value is plain as far as can be seen without entering its parts, and puts these on the stack. */
const scan = (value: object): boolean => {
  if (isProxy(value)) return false;
  return isArray(value) ? scanArray(value) : scanObject(value);
};

const scanObject = (value: object): boolean => {
  const prototype: unknown = getPrototypeOf(value);
  if (prototype !== objectPrototype && prototype !== null) return false;
  if (getOwnPropertySymbols(value).length > 0 || isView(value)) return false;
  const before = depth;
  let count = scanFields(value);
  if (count === REFUSED) {
    while (depth > before) stack[--depth] = null;
    count = scanOwnFields(value);
    if (count === REFUSED) return false;
  }
  if (count > LONG && depth === before) setMark(value, open + 1);
  forcedBytes += 40 + 16 * count;
  return true;
};

const REFUSED = -1;

/** @returns how many there are; `REFUSED` where one is not plain, or is not the object's own. */
const scanFields = (value: object): number => {
  let count = 0;
  for (const key in value) {
    if (lookupGetter.call(value, key) !== undefined) return REFUSED;
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (part === undefined ? isAccessor(value, key) : !isLeaf(part) && !pushPart(part, value)) return REFUSED;
    count++;
  }
  return count === getOwnPropertyNames(value).length ? count : REFUSED;
};

/** The same with more care, for what is rare: keys that somebody put on `Object.prototype`. */
const scanOwnFields = (value: object): number => {
  let count = 0;
  for (const key in value) {
    const property = getOwnPropertyDescriptor(value, key);
    if (property === undefined) continue;
    if (property.get !== undefined || property.set !== undefined) return REFUSED;
    count++;
    const part: unknown = property.value;
    if (part !== undefined && !isLeaf(part) && !pushPart(part, value)) return REFUSED;
  }
  return count === getOwnPropertyNames(value).length ? count : REFUSED;
};

const scanArray = (value: readonly unknown[]): boolean => {
  if (getPrototypeOf(value) !== arrayPrototype) return false;
  const { length } = value;
  const before = depth;
  const enumerable = keys(value);
  // Indices come first and in order: the last one in its place proves that all are there, and that they are enumerable.
  if (enumerable.length !== length || (length > 0 && enumerable[length - 1] !== String(length - 1))) return false;
  if (getOwnPropertyNames(value).length !== length + 1 || getOwnPropertySymbols(value).length > 0) return false;
  for (let index = 0; index < length; index++) {
    if (lookupGetter.call(value, index) !== undefined) return false;
    const part = value[index];
    if (!isLeaf(part) && !pushPart(part, value)) return false;
  }
  if (length > LONG && depth === before) setMark(value, open + 1);
  forcedBytes += 32 + 8 * length;
  return true;
};

const pushPart = (part: unknown, whole: object): boolean => {
  if (typeof part !== "object" || part === null) return false;
  const mark = markOf(part);
  if (mark === open || part === whole) return false; // a cycle
  if (mark !== FORCED && mark !== open + 1) stack[depth++] = part;
  return true;
};
