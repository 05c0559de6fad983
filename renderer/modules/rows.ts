import type { ModuleSummary } from "../../electron/engine/summary.ts";
import type { Selection } from "../store/state.ts";

/** The modules panel as one flat list: each module's row, its problem, its functions. */
export type ModuleRow =
  | { readonly kind: "module"; readonly id: string }
  | { readonly kind: "problem"; readonly id: string }
  | { readonly kind: "function"; readonly id: string; readonly name: string; readonly last: boolean };

export const moduleRows = (
  ids: readonly string[],
  modules: Readonly<Record<string, ModuleSummary>>,
): readonly ModuleRow[] =>
  ids.flatMap((id) => {
    const module = modules[id];
    if (module === undefined) return [];
    const count = module.functions.length;
    return [
      { kind: "module", id } as const,
      ...(module.problem === undefined ? [] : [{ kind: "problem", id } as const]),
      ...module.functions.map(
        ({ name }, index) => ({ kind: "function", id, name, last: index === count - 1 }) as const,
      ),
    ];
  });

export const rowHeight = (row: ModuleRow): number => {
  if (row.kind === "module") return 34;
  return row.kind === "problem" ? 22 : row.last ? 27 : 21;
};

export const rowKey = (row: ModuleRow): string =>
  row.kind === "function" ? `${row.id}\n${row.name}` : `${row.id}\n\n${row.kind}`;

/** What choosing a row selects. */
export const rowSelection = (row: ModuleRow): Selection =>
  row.kind === "function" ? { kind: "function", module: row.id, name: row.name } : { kind: "module", id: row.id };

export const isRowSelected = (row: ModuleRow, selection: Selection): boolean => {
  if (row.kind === "module") return selection.kind === "module" && selection.id === row.id;
  return (
    row.kind === "function" &&
    selection.kind === "function" &&
    selection.module === row.id &&
    selection.name === row.name
  );
};

/** The row that a key leads to from `at` (-1: none selected yet); problem lines are passed over. */
export const rowAfterKey = (rows: readonly ModuleRow[], at: number, key: string, page: number): number | undefined => {
  const stop = (index: number, by: 1 | -1): number | undefined => {
    const inside = Math.min(Math.max(index, 0), rows.length - 1);
    const row = rows[inside];
    if (row === undefined) return undefined;
    return row.kind === "problem" ? inside + by : inside;
  };
  const row = rows[at];
  switch (key) {
    case "ArrowDown":
      return stop(at + 1, 1);
    case "ArrowUp":
      return stop(at - 1, -1);
    case "PageDown":
      return stop(at + page, 1);
    case "PageUp":
      return stop(at - page, -1);
    case "Home":
      return stop(0, 1);
    case "End":
      return stop(rows.length - 1, -1);
    case "ArrowLeft":
      return row?.kind === "function"
        ? rows.findLastIndex((other, index) => index < at && other.kind === "module")
        : at;
    case "ArrowRight": {
      const next =
        row?.kind === "module" ? rows.findIndex((other, index) => index > at && other.kind !== "problem") : at;
      return rows[next]?.kind === "function" ? next : at;
    }
    default:
      return undefined;
  }
};
