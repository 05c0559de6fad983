import * as act from "../store/actions.ts";
import { renameAfter } from "./renames.ts";

/** Undoes, or does again, the last swap; of a rename also what it did to files. */
export const undoSwap = async (way: "modules.undo" | "modules.redo"): Promise<void> => {
  const report = await act.undoSwap(way);
  const rename = report === undefined ? undefined : renameAfter(report);
  if (rename !== undefined) await (await import("./changes.ts")).renameFiles(rename);
};
