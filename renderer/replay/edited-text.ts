import { factsOf } from "../editor/editor-store.ts";
import { call } from "../workbench-api.ts";

export interface EditedText {
  readonly text: string;
  /** It is not what the file says. */
  readonly isEdited: boolean;
}

/** A module's text as it is being edited in the window, else as its file has it. */
export const editedText = async (id: string): Promise<EditedText> => {
  if (factsOf(id).isDirty) {
    // The editor is loaded by then; it is too large for the first load.
    const { openedModule, textOf } = await import("../editor/core/documents.ts");
    const open = openedModule(id);
    if (open !== undefined) return { text: textOf(open), isEdited: true };
  }
  return { text: (await call("modules.source", { id })).text, isEdited: false };
};
