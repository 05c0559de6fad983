/** The default migration: what the state becomes when a module has no `migrate` (S7). */
import type { Plain } from "../plain.ts";
import { type Forced, force } from "../loop/force.ts";

export interface Migration {
  readonly state: Plain;
  /** Paths from the state, `""` for the whole of it. */
  readonly kept: readonly string[];
  readonly added: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * Keeps of `old` what `fresh` also has with the same kind of value, by field; takes the rest from `fresh`.
 *
 * Where `fresh` has `null` any value is kept, since it says nothing of the kind. Where `fresh` and the state that the
 * previous generation began with both have an empty object, its fields are the program's data and are kept whole.
 *
 * @param first the state that the previous generation's `init` gave; absent where it had none
 */
export const migrateByField = (old: Plain, fresh: Plain, first: Plain | undefined): Migration => {
  const lists = { kept: [] as string[], added: [] as string[], dropped: [] as string[] };
  const state = merge(old, fresh, first, "", lists);
  const forced: Forced = force(state);
  if (!forced.ok) throw new Error(`merging two plain states gave ${forced.found} at ${forced.path}`);
  return { state: forced.value, ...lists };
};

type Lists = { readonly kept: string[]; readonly added: string[]; readonly dropped: string[] };

const merge = (old: Plain, fresh: Plain, first: Plain | undefined, path: string, lists: Lists): Plain => {
  if (isRecord(old) && isRecord(fresh) && !(isEmpty(fresh) && isEmpty(first)))
    return mergeFields(old, fresh, first, path, lists);
  if (fresh === null || kindOf(old) === kindOf(fresh)) {
    lists.kept.push(path);
    return old;
  }
  lists.added.push(path);
  lists.dropped.push(path);
  return fresh;
};

const mergeFields = (
  old: PlainRecord,
  fresh: PlainRecord,
  first: Plain | undefined,
  path: string,
  lists: Lists,
): Plain => {
  const state: Record<string, Plain> = {};
  for (const [key, value] of Object.entries(fresh)) {
    if (value === undefined) continue;
    const at = join(path, key);
    const before = Object.hasOwn(old, key) ? old[key] : undefined;
    let next = value;
    if (before === undefined) lists.added.push(at);
    else next = merge(before, value, isRecord(first) && Object.hasOwn(first, key) ? first[key] : undefined, at, lists);
    // A plain assignment to `__proto__` would set the prototype.
    Object.defineProperty(state, key, { value: next, writable: true, enumerable: true, configurable: true });
  }
  for (const key of Object.keys(old))
    if (old[key] !== undefined && (!Object.hasOwn(fresh, key) || fresh[key] === undefined))
      lists.dropped.push(join(path, key));
  return state;
};

type PlainRecord = { readonly [key: string]: Plain | undefined };

const isRecord = (value: Plain | undefined): value is PlainRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEmpty = (value: Plain | undefined): boolean => isRecord(value) && Object.keys(value).length === 0;

const kindOf = (value: Plain): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

const join = (path: string, key: string): string => {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
};
