/** Keys that mean something else in the editor than in the rest of the window. */
import { jumpToDefinition } from "@codemirror/lsp-client";
import type { EditorView, KeyBinding } from "@codemirror/view";
import { say } from "../../store/actions.ts";
import { activeTab, getEditor, setEditor } from "../editor-store.ts";
import { closeTab, stepTab } from "../tabs.ts";
import { isJoined } from "./client.ts";
import { positionAt } from "./place.ts";

/** What the keys do that reaches beyond one text; whoever has the texts says how. */
export interface EditorDeeds {
  readonly save: () => Promise<unknown>;
  readonly swap: () => Promise<unknown>;
  readonly format: (view: EditorView) => Promise<unknown>;
  readonly findReferences: (view: EditorView) => Promise<unknown>;
}

let deeds: EditorDeeds | undefined;
export const actWith = (how: EditorDeeds): void => {
  deeds = how;
};

const run = (deed: (deeds: EditorDeeds) => unknown) => (): boolean => {
  if (deeds !== undefined) void deed(deeds);
  return true;
};

export const rename = (view: EditorView): boolean => {
  const { head } = view.state.selection.main;
  const word = view.state.wordAt(head);
  const tab = activeTab(getEditor());
  if (tab?.kind !== "module") return true;
  if (word === null || !isJoined()) {
    say(word === null ? "There is no name at the cursor." : "Without TypeScript a name is not found everywhere.");
    return true;
  }
  const { line, character } = positionAt(view.state.doc, word.from);
  setEditor({ rename: { id: tab.id, word: view.state.sliceDoc(word.from, word.to), line, character } });
  return true;
};

const closeShown = (): boolean => {
  const { active } = getEditor();
  if (active !== null) closeTab(active);
  return true;
};

export const editorKeys: readonly KeyBinding[] = [
  { key: "Mod-s", run: run((how) => how.save()) },
  { key: "Mod-Enter", run: run((how) => how.swap()) },
  { key: "Shift-Alt-f", run: (view) => run((how) => how.format(view))() },
  { key: "F2", run: rename },
  { key: "F12", run: jumpToDefinition, preventDefault: true },
  { key: "Shift-F12", run: (view) => run((how) => how.findReferences(view))() },
  { key: "Ctrl-PageDown", run: () => (stepTab(1), true) },
  { key: "Ctrl-PageUp", run: () => (stepTab(-1), true) },
  { key: "Ctrl-Tab", run: () => (stepTab(1), true) },
  { key: "Ctrl-Shift-Tab", run: () => (stepTab(-1), true) },
  { key: "Mod-w", run: closeShown },
];
