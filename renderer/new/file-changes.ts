/** What this window did to files of modules: where their swap is undone or done again, the files follow. */
import type { SwapReport } from "../../electron/engine/summary.ts";
import { getState } from "../store/store.ts";

export interface ModuleRename {
  readonly from: string;
  readonly to: string;
}

const made: ModuleRename[] = [];

/** Where something happens: the open folder, and the reports of its swaps so far. */
export interface Place {
  readonly folder: string | undefined;
  readonly reports: readonly Pick<SwapReport, "ok" | "kind" | "modules">[];
}

export const placeNow = (): Place => {
  const { workspace, swaps } = getState();
  return { folder: workspace?.folder, reports: swaps.map(({ report }) => report) };
};

interface Deletion {
  readonly folder: string | undefined;
  readonly text: string;
  /** New swaps of the module before it; it is the next. */
  readonly swapsBefore: number;
}

const deleted = new Map<string, Deletion>();

export const noteRename = (rename: ModuleRename): void => {
  made.push(rename);
};

/** @param before it was deleted */
export const noteDeletion = (id: string, text: string, { folder, reports }: Place): void =>
  void deleted.set(id, { folder, text, swapsBefore: newSwapsOf(id, reports) });

/** @returns what files are to be called, after an undo or redo of a rename */
export const renameAfter = ({ ok, kind, modules }: SwapReport): ModuleRename | undefined => {
  if (!ok || kind === undefined) return undefined;
  const isRenamed = ({ from, to }: ModuleRename): boolean =>
    modules.some((module) => module.id === from && module.to === 0) &&
    modules.some((module) => module.id === to && module.from === 0);
  return made
    .map(({ from, to }) => (kind === "undo" ? { from: to, to: from } : { from, to }))
    .findLast((rename) => isRenamed(rename));
};

/**
 * A file that is there again after an undo, with its text; or that goes again after a redo, without. Nothing once the module
 * was swapped anew: then it is another transaction that is undone.
 */
export const deletionAfter = (
  { ok, kind, modules }: SwapReport,
  at: Place,
): { readonly id: string; readonly text?: string } | undefined => {
  if (!ok || kind === undefined) return undefined;
  const found = modules.find(({ id, from, to }) => {
    const note = deleted.get(id);
    if (note === undefined || note.folder !== at.folder) return false;
    const isIts = newSwapsOf(id, at.reports) === note.swapsBefore + 1;
    return isIts && (kind === "undo" ? from === 0 : to === 0);
  });
  if (found === undefined) return undefined;
  const text = deleted.get(found.id)?.text;
  return kind === "undo" && text !== undefined ? { id: found.id, text } : { id: found.id };
};

/** Undo and redo are no new ones. */
const newSwapsOf = (id: string, reports: Place["reports"]): number =>
  reports.filter(({ ok, kind, modules }) => ok && kind === undefined && modules.some((module) => module.id === id))
    .length;
