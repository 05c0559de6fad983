/** What the rest of the window asks of the editor, which may not be loaded yet. */
import { say, swap, swapSelected } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { activeModule, activeTab, getEditor, setEditor } from "./editor-store.ts";

export type EditorCommand = "save" | "swap" | "format" | "rename" | "definition" | "references" | "find";

type Perform = (command: EditorCommand) => void;
/** Of some modules the texts that are not saved, by id. */
type Unsaved = (ids: readonly string[]) => Readonly<Record<string, string>>;

let perform: Perform | undefined;
let unsaved: Unsaved = () => ({});

/** Called once, by what is loaded later. */
export const performWith = (how: Perform, texts: Unsaved): void => {
  perform = how;
  unsaved = texts;
};

/** Swaps modules in one transaction, each as it is shown: with the text that is not saved where there is one. */
export const swapAsShown = (ids: readonly string[]): Promise<void> => swap(ids, unsaved(ids));

export const editorDo = (command: EditorCommand): void => perform?.(command);

const isShown = (): boolean =>
  perform !== undefined && getState().centre === "source" && activeModule(getEditor()) !== undefined;

/** Ctrl+S and Ctrl+Enter, wherever the focus is: of the text that is shown, else of the module that is selected. */
export const saveAndSwap = (): void => {
  if (isShown()) editorDo("save");
  else void swapSelected();
};

export const swapShown = (): void => {
  if (isShown()) editorDo("swap");
  else void swapSelected();
};

/** What makes sense in a text only. */
export const doInText = (command: EditorCommand): void => {
  if (isShown()) editorDo(command);
  else say("Open a module in the editor first.");
};

/** Shows the generations of the module that is edited beside its text, or no longer. */
export const toggleGenerations = (): void => {
  const tab = activeTab(getEditor());
  if (getState().centre !== "source" || tab === undefined || tab.kind === "types")
    return say("Open a module in the editor first.");
  setEditor(({ isGenerationsShown }) => ({ isGenerationsShown: !isGenerationsShown }));
};

/** @returns whether the editor has something to search in */
export const findInEditor = (): boolean => {
  if (!isShown()) return false;
  editorDo("find");
  return true;
};
