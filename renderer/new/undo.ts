import * as act from "../store/actions.ts";
import { deletionAfter, placeNow, renameAfter } from "./file-changes.ts";

/** Undoes, or does again, the last swap; of a rename or a deletion also what it did to files. */
export const undoSwap = async (way: "modules.undo" | "modules.redo"): Promise<void> => {
  const report = await act.undoSwap(way);
  if (report === undefined) return;
  const rename = renameAfter(report);
  if (rename !== undefined) return (await import("./changes.ts")).renameFiles(rename);
  const deletion = deletionAfter(report, placeNow());
  if (deletion?.text !== undefined) await (await import("./changes.ts")).bringBack(deletion.id, deletion.text);
  else if (deletion !== undefined) await (await import("./changes.ts")).deleteModule(deletion.id);
};
