/** What this window did to files of modules: where their swap is undone or done again, the files follow. */
import type { SwapReport } from "../../electron/engine/summary.ts";

export interface ModuleRename {
  readonly from: string;
  readonly to: string;
}

const made: ModuleRename[] = [];
/** Texts of files that were deleted, by module. */
const deleted = new Map<string, string>();

export const noteRename = (rename: ModuleRename): void => {
  made.push(rename);
};

export const noteDeletion = (id: string, text: string): void => void deleted.set(id, text);

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

/** A file that is there again after an undo, with its text; or that goes again after a redo, without. */
export const deletionAfter = ({
  ok,
  kind,
  modules,
}: SwapReport): { readonly id: string; readonly text?: string } | undefined => {
  if (!ok || kind === undefined) return undefined;
  const found = modules.find(({ id, from, to }) => deleted.has(id) && (kind === "undo" ? from === 0 : to === 0));
  if (found === undefined) return undefined;
  const text = deleted.get(found.id);
  return kind === "undo" && text !== undefined ? { id: found.id, text } : { id: found.id };
};
