/** What a swap would make of a state, row by row. Pure. */
import type { Plain } from "../../electron/engine/plain.ts";

export interface DiffRow {
  /** `bars[2].pitch`; empty for the whole state. */
  readonly path: string;
  readonly kind: "kept" | "added" | "dropped" | "changed";
  readonly before?: Plain;
  readonly after?: Plain;
}

type Fields = Readonly<Record<string, Plain | undefined>>;

/** Goes as deep as something differs: a part that is the same throughout is one row. */
export const stateDiff = (before: Plain, after: Plain): readonly DiffRow[] => rowsOf("", before, after);

const rowsOf = (path: string, before: Plain | undefined, after: Plain | undefined): readonly DiffRow[] => {
  if (before === undefined) return after === undefined ? [] : [{ path, kind: "added", after }];
  if (after === undefined) return [{ path, kind: "dropped", before }];
  if (isSame(before, after)) return [{ path, kind: "kept", before, after }];
  if (Array.isArray(before) && Array.isArray(after)) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) =>
      rowsOf(`${path}[${index}]`, before[index] as Plain | undefined, after[index] as Plain | undefined),
    ).flat();
  }
  if (isFields(before) && isFields(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => rowsOf(fieldPath(path, name), before[name], after[name]));
  }
  return [{ path, kind: "changed", before, after }];
};

const isFields = (value: Plain): value is Fields & Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fieldPath = (path: string, name: string): string => {
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
};

const isSame = (a: Plain | undefined, b: Plain | undefined): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item: Plain, index) => isSame(item, b[index] as Plain))
    );
  }
  const [x, y] = [a as Fields, b as Fields];
  return [...new Set([...Object.keys(x), ...Object.keys(y)])].every((name) => isSame(x[name], y[name]));
};
