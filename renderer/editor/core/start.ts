/** Keeps what is open in step with the workspace, the engine and the language server, for as long as the window lives. */
import { jumpToDefinition } from "@codemirror/lsp-client";
import { openSearchPanel } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";
import { select, tell } from "../../store/actions.ts";
import { getState, useWorkbench } from "../../store/store.ts";
import { call, on } from "../../workbench-api.ts";
import { emptyEditor, getEditor, setEditor, useEditor } from "../editor-store.ts";
import { type EditorCommand, performWith } from "../editor-commands.ts";
import { openModule, openTypes } from "../tabs.ts";
import { draftIds } from "./drafts.ts";
import { displayWith, followServer, joinServer } from "./client.ts";
import { findReferences, format, save, swap } from "./deeds.ts";
import {
  forget,
  forgetAll,
  lookAtTypes,
  moduleText,
  openedModule,
  openedModules,
  problemsOf,
  readAgain,
  showProblems,
  showRunning,
  typesText,
  unsavedTexts,
} from "./documents.ts";
import { actWith, rename } from "./keys.ts";
import { idOf } from "./place.ts";

/** A file that is written twice keeps its status, and nobody tells. */
const everyMs = 1500;

let isStarted = false;

export const startEditor = (): void => {
  if (isStarted) return;
  isStarted = true;
  actWith({ save, swap, format, findReferences });
  performWith(perform, unsavedTexts);
  displayWith(show);
  followServer();
  if (joinServer()) lookAtTypes();
  useEditor.subscribe((state, before) => {
    if (state.language !== before.language && (joinServer() || state.language.kind !== "ready"))
      for (const module of openedModules()) module.types.lookAgain(module.view);
    if (state.typeErrors !== before.typeErrors) lookAtTypes();
    for (const { key } of before.tabs)
      if (!state.tabs.some((tab) => tab.key === key) && getEditor().tabs.every((tab) => tab.key !== key)) forget(key);
  });
  useWorkbench.subscribe((state, before) => {
    if (state.workspace?.folder !== before.workspace?.folder) {
      forgetAll();
      setEditor({ tabs: emptyEditor.tabs, active: null, facts: {}, references: null, rename: null, closing: null });
      hasDrafts = false;
      return;
    }
    if (state.modules === before.modules) return;
    openDrafts();
    for (const module of openedModules()) {
      if (state.modules[module.id] === before.modules[module.id]) continue;
      void readAgain(module);
      void refreshRunning(module.id);
      showProblems(module, problemsOf(module.id));
    }
  });
  openDrafts();
  on("modules.swapped", (report) => {
    for (const { id } of report.modules) void refreshRunning(id);
  });
  setInterval(() => {
    const { active } = getEditor();
    const module = active === null ? undefined : openedModule(active);
    if (module !== undefined && !document.hidden) void readAgain(module);
  }, everyMs);
};

/** A command from outside of the text, for the text that is shown. */
const perform = (command: EditorCommand): void => {
  if (command === "save") return void save();
  if (command === "swap") return void swap();
  const { active } = getEditor();
  const view = active === null ? undefined : openedModule(active)?.view;
  if (view === undefined) return;
  view.focus();
  switch (command) {
    case "format":
      return void format(view);
    case "rename":
      return void rename(view);
    case "definition":
      return void jumpToDefinition(view);
    case "references":
      return void findReferences(view);
    case "find":
      return void openSearchPanel(view);
    default:
      return command satisfies never;
  }
};

let hasDrafts = false;

/** Once for each workspace that is opened: what was not saved when it was closed is in its tabs again. */
const openDrafts = (): void => {
  const { modules, workspace } = getState();
  if (hasDrafts || workspace === null || Object.keys(modules).length === 0) return;
  hasDrafts = true;
  const { active } = getEditor();
  for (const id of draftIds()) {
    if (!(id in modules)) continue;
    openModule(id, "keep");
    void moduleText(id);
  }
  if (active !== null) setEditor({ active });
};

const refreshRunning = async (id: string): Promise<void> => {
  const module = openedModule(id);
  if (module === undefined) return;
  const source = await call("modules.source", { id }).catch(() => undefined);
  if (source !== undefined && openedModule(id) === module) showRunning(module, source.running);
};

/** Brings a file to the front, in a tab of its own. */
const show = async (uri: string): Promise<EditorView | null> => {
  const id = idOf(uri);
  try {
    if (id === undefined || !(id in getState().modules)) {
      openTypes(uri);
      return (await typesText(uri)).view;
    }
    openModule(id, "keep");
    select({ kind: "module", id });
    return (await moduleText(id))?.view ?? null;
  } catch (error) {
    tell(error);
    return null;
  }
};

export { show as showUri };
