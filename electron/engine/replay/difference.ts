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
      if (before !== oldBefore || after !== oldAfter) onFound(foundAt(path, before, after));
      return true;
    }
    if (this.#equal.get(before) === after) return false;
    if (before === oldBefore && after === oldAfter) return true;
    let isDifferent = false;
    for (const key of keysOf(before, after)) {
      const parts = [before, after, oldBefore, oldAfter].map((whole) => partOf(whole, key)) as [
        Plain | undefined,
        Plain | undefined,
        Plain | undefined,
        Plain | undefined,
      ];
      if (this.#walk(...parts, pathTo(path, before, key), onFound)) isDifferent = true;
    }
    if (!isDifferent) this.#equal.set(before, after);
    return isDifferent;
  }
}

/** The first place where two values differ; undefined where they are equal. */
export const firstDifference = (before: Plain | undefined, after: Plain | undefined, path = ""): Found | undefined => {
  if (before === after) return undefined;
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after))
    return foundAt(path, before, after);
  for (const key of keysOf(before, after)) {
    const found = firstDifference(partOf(before, key), partOf(after, key), pathTo(path, before, key));
    if (found) return found;
  }
  return undefined;
};

export const isEqual = (before: Plain | undefined, after: Plain | undefined): boolean =>
  firstDifference(before, after) === undefined;

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
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
};

const keysOf = (before: Container, after: Container): Iterable<string> => {
  const keys = Object.keys(before);
  const others = Object.keys(after);
  const isSame = keys.length === others.length && keys.every((key, index) => key === others[index]);
  return isSame ? keys : new Set([...keys, ...others]);
};
