/** What the editor shows: tabs, what is known of each file, the language server. Texts live in `core/`, which is loaded later. */
import { create } from "zustand";
import type { Problem } from "../../electron/engine/summary.ts";
import type { LanguageStatus } from "../../electron/language/status.ts";

/** What a comparison has on one of its sides. */
export type Side = { readonly kind: "editor" } | { readonly kind: "generation"; readonly generation: number };

export type Tab =
  | {
      readonly kind: "module";
      readonly key: string;
      readonly id: string;
      /** Gives its place to the next one that is only looked at. */
      readonly isPreview: boolean;
    }
  /** A file that is no module: types of a library. */
  | { readonly kind: "types"; readonly key: string; readonly uri: string }
  | {
      readonly kind: "comparison";
      readonly key: string;
      readonly id: string;
      readonly before: Side;
      readonly after: Side;
    };

/** Why a file is not simply saved. */
export type Conflict =
  /** Somebody else wrote it, and it was edited here too. */
  { readonly kind: "changed"; readonly text: string; readonly hash: string } | { readonly kind: "gone" };

/** What is known of an open module. */
export interface FileFacts {
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly conflict: Conflict | null;
  /** The conflict's other text is shown between the lines. */
  readonly isCompared: boolean;
  /** Lines that are not as they run; 0 also while nothing runs. */
  readonly changedLines: number;
  /** Why it cannot be read. */
  readonly refused: string | null;
}

export interface Reference {
  readonly uri: string;
  /** Id of the module, or the name of the file. */
  readonly name: string;
  /** From 0. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly lineText: string;
}

export interface References {
  /** Another one each time they were looked for. */
  readonly key: number;
  readonly word: string;
  readonly list: readonly Reference[];
}

/** A rename that is being thought about. */
export interface Rename {
  readonly id: string;
  readonly word: string;
  readonly line: number;
  readonly character: number;
}

interface EditorState {
  readonly tabs: readonly Tab[];
  /** Key of the tab that is shown. */
  readonly active: string | null;
  readonly facts: Readonly<Record<string, FileFacts>>;
  /** Grows with each change of a text that is open. */
  readonly edits: number;
  readonly language: LanguageStatus;
  readonly typeErrors: Readonly<Record<string, readonly Problem[]>>;
  readonly isGenerationsShown: boolean;
  readonly references: References | null;
  readonly rename: Rename | null;
  /** A tab that is to be closed and has text that is not saved. */
  readonly closing: string | null;
  /** Of the cursor, from 1. */
  readonly cursor: { readonly line: number; readonly column: number; readonly selections: number } | null;
}

export const emptyEditor: EditorState = {
  tabs: [],
  active: null,
  facts: {},
  edits: 0,
  language: { kind: "off" },
  typeErrors: {},
  isGenerationsShown: false,
  references: null,
  rename: null,
  closing: null,
  cursor: null,
};

export const useEditor = create<EditorState>()(() => emptyEditor);
export const getEditor = useEditor.getState;
export const setEditor = useEditor.setState;

export const noFacts: FileFacts = {
  isDirty: false,
  isSaving: false,
  conflict: null,
  isCompared: false,
  changedLines: 0,
  refused: null,
};

export const setFacts = (id: string, change: Partial<FileFacts>): void =>
  setEditor(({ facts }) => ({ facts: { ...facts, [id]: { ...(facts[id] ?? noFacts), ...change } } }));

export const factsOf = (id: string): FileFacts => getEditor().facts[id] ?? noFacts;

export const activeTab = ({ tabs, active }: EditorState): Tab | undefined => tabs.find(({ key }) => key === active);

/** The module that the shown tab edits. */
export const activeModule = (state: EditorState): string | undefined => {
  const tab = activeTab(state);
  return tab?.kind === "module" ? tab.id : undefined;
};
