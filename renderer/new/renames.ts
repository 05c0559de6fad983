/** Renames of modules that were made in this window: where their swap is undone or done again, the files follow. */
import type { SwapReport } from "../../electron/engine/summary.ts";

export interface ModuleRename {
  readonly from: string;
  readonly to: string;
}

const made: ModuleRename[] = [];

export const noteRename = (rename: ModuleRename): void => {
  made.push(rename);
};

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
