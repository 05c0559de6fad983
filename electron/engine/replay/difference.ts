/** What is not the same in two pieces of plain data. */
import type { Plain } from "../plain.ts";

type Container = readonly Plain[] | { readonly [key: string]: Plain | undefined };

export interface Found {
  readonly path: string;
  readonly before?: Plain;
  readonly after?: Plain;
}

/**
 * Finds the places where two states differ, again and again as both change, and tells each where it comes about or
 * becomes another. What neither side replaced since is not walked again: states share structure.
 */
export class Comparison {
  #before: Plain | undefined;
  #after: Plain | undefined;
  /** Containers, with the last one that was found to be equal. */
  readonly #equal = new WeakMap<object, object>();
  readonly #within: number;

  /** @param within as `isEqual` takes it */
  constructor(within = 0) {
    this.#within = within;
  }

  /** @param onFound told each difference that was not there, or not so, the last time */
  compare(before: Plain | undefined, after: Plain | undefined, onFound: (found: Found) => void): void {
    this.#walk(before, after, this.#before, this.#after, "", onFound);
    this.#before = before;
    this.#after = after;
  }

  /** @returns whether they differ. */
  #walk(
    before: Plain | undefined,
    after: Plain | undefined,
    oldBefore: Plain | undefined,
    oldAfter: Plain | undefined,
    path: string,
    onFound: (found: Found) => void,
  ): boolean {
    if (before === after) return false;
    if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
      if (isEqual(before, after, this.#within)) return false;
      if (before !== oldBefore || after !== oldAfter) onFound(foundAt(path, before, after));
      return true;
    }
    if (this.#equal.get(before) === after) return false;
    if (before === oldBefore && after === oldAfter) return true;
    if (isEqual(before, after, this.#within)) {
      this.#equal.set(before, after);
      return false;
    }
    for (const key of keysOf(before, after)) {
      const part = partOf(before, key);
      const other = partOf(after, key);
      if (part === other) continue;
      this.#walk(part, other, partOf(oldBefore, key), partOf(oldAfter, key), pathTo(path, before, key), onFound);
    }
    return true;
  }
}

/**
 * Fields that are `undefined` count as absent.
 * @param within how far apart two numbers may be and count as the same, as a part of the larger of them, or of 1
 */
export const isEqual = (before: Plain | undefined, after: Plain | undefined, within = 0): boolean => {
  if (before === after) return true;
  if (typeof before === "number" && typeof after === "number")
    return Math.abs(before - after) <= within * Math.max(Math.abs(before), Math.abs(after), 1);
  if (!isContainer(before) || !isContainer(after)) return false;
  if (Array.isArray(before)) return Array.isArray(after) && isEqualList(before as List, after as List, within);
  return !Array.isArray(after) && isEqualRecord(before as Fields, after as Fields, within);
};

type List = readonly Plain[];
type Fields = { readonly [key: string]: Plain | undefined };

const isEqualList = (before: List, after: List, within: number): boolean => {
  if (before.length !== after.length) return false;
  for (let index = 0; index < before.length; index++) if (!isEqual(before[index], after[index], within)) return false;
  return true;
};

const isEqualRecord = (before: Fields, after: Fields, within: number): boolean => {
  const keys = Object.keys(before);
  const others = Object.keys(after);
  // Records that the same code made have the same keys in the same order: then each is known to be the other's own.
  if (!isSameList(keys, others)) return isEqualByKeys(before, after, keys, others, within);
  for (const key of keys) if (!isEqual(before[key], after[key], within)) return false;
  return true;
};

const isEqualByKeys = (
  before: Fields,
  after: Fields,
  keys: readonly string[],
  others: readonly string[],
  within: number,
): boolean =>
  keys.every((key) => isEqual(before[key], partOf(after, key), within)) &&
  others.every((key) => after[key] === undefined || partOf(before, key) !== undefined);

const isSameList = (keys: readonly string[], others: readonly string[]): boolean => {
  if (keys.length !== others.length) return false;
  for (let index = 0; index < keys.length; index++) if (keys[index] !== others[index]) return false;
  return true;
};

/** The first place where two values differ; undefined where they are equal. @param within as `isEqual` takes it */
export const firstDifference = (
  before: Plain | undefined,
  after: Plain | undefined,
  within = 0,
  path = "",
): Found | undefined => {
  if (isEqual(before, after, within)) return undefined;
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after))
    return foundAt(path, before, after);
  for (const key of keysOf(before, after))
    if (!isEqual(partOf(before, key), partOf(after, key), within))
      return firstDifference(partOf(before, key), partOf(after, key), within, pathTo(path, before, key));
  return undefined;
};

export const foundAt = (path: string, before: Plain | undefined, after: Plain | undefined): Found => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

export const isContainer = (value: Plain | undefined): value is Container =>
  typeof value === "object" && value !== null;

/** A field or an item; undefined where there is none. */
export const partOf = (whole: Plain | undefined, key: string): Plain | undefined => {
  if (!isContainer(whole) || !Object.hasOwn(whole, key)) return undefined;
  return (whole as { readonly [key: string]: Plain | undefined })[key];
};

/** `bars` and `2` make `bars[2]`; keys that are no names are quoted. */
export const pathTo = (path: string, whole: Container, key: string): string => {
  if (Array.isArray(whole)) return `${path}[${key}]`;
  if (!isName(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
};

/** The same few keys are asked for again and again. */
const names = new Map<string, boolean>();
const mostNames = 10_000;

const isName = (key: string): boolean => {
  let is = names.get(key);
  if (is === undefined) {
    is = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);
    if (names.size >= mostNames) names.clear();
    names.set(key, is);
  }
  return is;
};

const keysOf = (before: Container, after: Container): Iterable<string> => {
  const keys = Object.keys(before);
  const others = Object.keys(after);
  return isSameList(keys, others) ? keys : new Set([...keys, ...others]);
};
