/** A state as the rows of a tree, and which of them changed. Pure. */
import type { Plain } from "../../electron/engine/plain.ts";
import type { TreeRow } from "../ui/TreeList.tsx";

export interface StateRow extends TreeRow {
  /** Its path is the key: `bars[2].pitch`; the whole state is ``. */
  readonly name: string;
  readonly value: Plain;
}

const isBranch = (value: Plain | undefined): value is Exclude<Plain, null | boolean | string | number> =>
  typeof value === "object" && value !== null;

/** Fields or items with their names, in order; absent fields are left out. */
const childrenOf = (value: Plain): readonly (readonly [string, Plain])[] => {
  if (Array.isArray(value)) return value.map((item: Plain, index) => [String(index), item] as const);
  if (!isBranch(value)) return [];
  return Object.entries(value).flatMap(([key, field]) => (field === undefined ? [] : [[key, field] as const]));
};

const step = (path: string, parent: Plain, name: string): string => {
  if (Array.isArray(parent)) return `${path}[${name}]`;
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
};

/** Of an opened list or object, as many parts are shown; the rest is told as a count. */
export const shownParts = 1000;

/**
 * @param open paths of the opened branches. While something is searched for, branches that hold a match are open too.
 */
export const stateRows = (state: Plain, open: ReadonlySet<string>, search: string): readonly StateRow[] => {
  const rows: StateRow[] = [];
  const wanted = search.trim().toLowerCase();
  const matching = wanted === "" ? undefined : matches(state, wanted);
  const walk = (name: string, value: Plain, path: string, depth: number): void => {
    if (matching !== undefined && !matching.has(path)) return;
    const parts = childrenOf(value);
    if (parts.length === 0) {
      rows.push({ key: path, name, value, depth });
      return;
    }
    const isExpanded =
      matching === undefined ? open.has(path) : depth === 0 || open.has(path) || matching.get(path) === "within";
    rows.push({ key: path, name, value, depth, isExpanded });
    if (!isExpanded) return;
    for (const [key, part] of parts.slice(0, shownParts)) walk(key, part, step(path, value, key), depth + 1);
    if (parts.length > shownParts) {
      const more = `${path}…`;
      rows.push({ key: more, name: "…", value: `${parts.length - shownParts} more`, depth: depth + 1 });
    }
  };
  walk("state", state, "", 0);
  return rows;
};

/** Paths that match by name or value, and those on the way to them (`within`). */
const matches = (state: Plain, wanted: string): ReadonlyMap<string, "itself" | "within"> => {
  const found = new Map<string, "itself" | "within">();
  const walk = (name: string, value: Plain, path: string): boolean => {
    let within = false;
    for (const [key, part] of childrenOf(value)) within = walk(key, part, step(path, value, key)) || within;
    const itself =
      name.toLowerCase().includes(wanted) || (!isBranch(value) && String(value).toLowerCase().includes(wanted));
    if (itself || within || path === "") found.set(path, within ? "within" : "itself");
    return itself || within;
  };
  walk("", state, "");
  return found;
};

/** Keys of the rows whose value is another than before. Of branches only the closed ones count: the open ones show why. */
export const changedRows = (before: readonly StateRow[], after: readonly StateRow[]): readonly string[] => {
  const old = new Map(before.map((row) => [row.key, row.value]));
  return after
    .filter((row) => row.isExpanded !== true && old.has(row.key) && !isEqual(old.get(row.key), row.value))
    .map((row) => row.key);
};

const isEqual = (a: Plain | undefined, b: Plain | undefined): boolean => {
  if (!isBranch(a) || !isBranch(b)) return a === b;
  const parts = childrenOf(a);
  const others = childrenOf(b);
  if (Array.isArray(a) !== Array.isArray(b) || parts.length !== others.length) return false;
  const other = new Map(others);
  return parts.every(([key, part]) => other.has(key) && isEqual(part, other.get(key)));
};
