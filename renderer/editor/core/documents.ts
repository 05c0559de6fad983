/** The texts that are open: each with its view, its file as it was read last, and what runs of it. */
import { EditorSelection, EditorState, Prec, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, type ViewUpdate } from "@codemirror/view";
import { unifiedMergeView } from "@codemirror/merge";
import { Compartment } from "@codemirror/state";
import { signatureHelp } from "@codemirror/lsp-client";
import type { Problem } from "../../../electron/engine/summary.ts";
import type { ModuleFile } from "../../../electron/ipc/contract.ts";
import { liveValues } from "../../live/live-values.ts";
import { say } from "../../store/actions.ts";
import { getState } from "../../store/store.ts";
import { call } from "../../workbench-api.ts";
import { factsOf, getEditor, setEditor, setFacts } from "../editor-store.ts";
import { keepTab } from "../tabs.ts";
import { changeGutter } from "./change-gutter.ts";
import { changedLineCount, changes, placeOfRunning, setRunning } from "./changes.ts";
import { client } from "./client.ts";
import { completion } from "./completion.ts";
import { hover } from "./hover.ts";
import { dropDraft, keepDraftSoon, readDraft } from "./drafts.ts";
import { editorKeys } from "./keys.ts";
import { offsetAt, uriOf } from "./place.ts";
import { problemMarks, showEngineProblems } from "./problem-marks.ts";
import { editing, looks, readOnly } from "./setup.ts";
import { typeProblems, type TypeProblems } from "./type-problems.ts";

export interface OpenText {
  readonly uri: string;
  readonly view: EditorView;
  /** Kept while the view is not in the page. */
  scroll: StateEffect<unknown> | undefined;
}

export interface OpenModule extends OpenText {
  readonly id: string;
  readonly types: TypeProblems;
  /** The file as it was read or written last; no hash: it is not there. */
  disk: { readonly doc: Text; readonly hash: string | null };
  readonly lineEnd: "\n" | "\r\n";
  running: string | undefined;
  /** What the engine says of the text, as it is shown. */
  problems: readonly Problem[];
}

const modules = new Map<string, OpenModule>();
const opening = new Map<string, Promise<OpenModule | undefined>>();
const types = new Map<string, Promise<OpenText>>();

export const openedModule = (id: string): OpenModule | undefined => modules.get(id);
export const openedModules = (): Iterable<OpenModule> => modules.values();

/** As it would be written. */
export const textOf = ({ view, lineEnd }: OpenModule): string => view.state.doc.toString().replaceAll("\n", lineEnd);

/** @returns of these modules the texts that are not saved, by id */
export const unsavedTexts = (ids: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ids.flatMap((id) => {
      const module = factsOf(id).isDirty ? modules.get(id) : undefined;
      return module === undefined ? [] : [[id, textOf(module)]];
    }),
  );

/** @returns undefined where the file cannot be read; the facts then say why */
export const moduleText = (id: string): Promise<OpenModule | undefined> => {
  const known = modules.get(id);
  if (known !== undefined) return Promise.resolve(known);
  const made = opening.get(id) ?? open(id).finally(() => opening.delete(id));
  opening.set(id, made);
  return made;
};

const open = async (id: string): Promise<OpenModule | undefined> => {
  const folder = getState().workspace?.folder;
  const file = await call("app.readFile", { id }).catch((error: Error): ModuleFile => unreadable(error.message));
  const { running } = await call("modules.source", { id }).catch(() => ({ running: undefined }));
  if (folder !== getState().workspace?.folder) return undefined;
  if (file.kind === "unreadable" || (file.kind === "gone" && running === undefined)) {
    setFacts(id, { refused: file.kind === "unreadable" ? file.message : `The file of ${id} is not there any more.` });
    return undefined;
  }
  const text = file.kind === "text" ? file.text : (running ?? "");
  const made = make(id, text, file.kind === "text" ? file.hash : null);
  modules.set(id, made);
  setFacts(id, { refused: null, conflict: file.kind === "gone" ? { kind: "gone" } : null });
  showRunning(made, running);
  showProblems(made, problemsOf(id));
  restoreDraft(made);
  return made;
};

/** Brings back what was not saved when the window was closed last. */
const restoreDraft = (module: OpenModule): void => {
  const { id, view, disk } = module;
  const draft = readDraft(id);
  if (draft === undefined) return;
  const fileText = textOf(module);
  if (draft.text === fileText) return dropDraft(id);
  replaceText(view, view.state.toText(draft.text), "draft");
  say(`${id} has the text again that was not saved.`);
  if (draft.hash !== disk.hash && disk.hash !== null)
    setFacts(id, { conflict: { kind: "changed", text: fileText, hash: disk.hash } });
};

const unreadable = (message: string): ModuleFile => ({ kind: "unreadable", message });

const make = (id: string, text: string, hash: string | null): OpenModule => {
  const uri = uriOf(id);
  const problems = typeProblems(uri);
  const view = new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(editorKeys)),
        problemMarks,
        looks(id, text, `Source of ${id}`),
        changeGutter,
        editing,
        target,
        comparison.of([]),
        completion(uri),
        hover(uri),
        signatureHelp(),
        client.plugin(uri, languageId(id)),
        problems.extension,
        liveValues(id, placeOfRunning),
        EditorView.updateListener.of((update) => onUpdate(id, update)),
      ],
    }),
  });
  return {
    id,
    uri,
    view,
    types: problems,
    scroll: undefined,
    disk: { doc: view.state.doc, hash },
    lineEnd: /\r\n/.test(text) && !/[^\r]\n/.test(text) ? "\r\n" : "\n",
    running: undefined,
    problems: [],
  };
};

const languageId = (id: string): string => {
  const ending = id.slice(id.lastIndexOf(".") + 1);
  const ids: Readonly<Record<string, string>> = {
    tsx: "typescriptreact",
    jsx: "javascriptreact",
    js: "javascript",
    mjs: "javascript",
    json: "json",
  };
  return ids[ending] ?? "typescript";
};

/** A text that is only looked at: types of a library. */
export const typesText = (uri: string): Promise<OpenText> => {
  const made = types.get(uri) ?? openTypes(uri);
  types.set(uri, made);
  made.catch(() => types.delete(uri));
  return made;
};

const openTypes = async (uri: string): Promise<OpenText> => {
  const { text } = await call("app.readTypes", { uri });
  const view = new EditorView({
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(editorKeys)),
        looks("types.d.ts", text, "Types, read only"),
        readOnly,
        target,
        hover(uri),
        client.plugin(uri, "typescript"),
        EditorView.updateListener.of(onCursor),
      ],
    }),
  });
  return { uri, view, scroll: undefined };
};

/** Lets a text go; what was not saved of it with it. */
export const forget = (key: string): void => {
  if (modules.has(key)) dropDraft(key);
  close(key);
};

const close = (key: string): void => {
  modules.get(key)?.view.destroy();
  modules.delete(key);
  void types.get(key)?.then(({ view }) => view.destroy());
  types.delete(key);
  setEditor(({ facts: { [key]: _gone, ...facts } }) => ({ facts }));
};

/** Another folder is open: drafts stay for when this one is again. */
export const forgetAll = (): void => {
  for (const key of [...modules.keys(), ...types.keys()]) close(key);
};

const onCursor = ({ selectionSet, docChanged, state }: ViewUpdate): void => {
  if (!selectionSet && !docChanged) return;
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  setEditor({
    cursor: { line: line.number, column: head - line.from + 1, selections: state.selection.ranges.length },
  });
};

const onUpdate = (id: string, update: ViewUpdate): void => {
  onCursor(update);
  const module = modules.get(id);
  if (module === undefined) return;
  if (update.docChanged) setEditor(({ edits }) => ({ edits: edits + 1 }));
  if (update.docChanged || update.startState.field(changes) !== update.state.field(changes)) noteChanges(module);
};

/** What the tab and the status line say follows the text; what did not change is not told. */
const noteChanges = (module: OpenModule): void => {
  const { id, view, disk } = module;
  const facts = factsOf(id);
  const isDirty = disk.hash === null || !view.state.doc.eq(disk.doc);
  const changedLines = changedLineCount(view.state);
  if (isDirty) {
    keepTab(id);
    // Not the text itself: it is only worth making when there is a pause.
    keepDraftSoon(id, () =>
      modules.get(id) === module ? { text: textOf(module), hash: module.disk.hash } : undefined,
    );
  } else if (facts.isDirty) dropDraft(id);
  if (isDirty === facts.isDirty && changedLines === facts.changedLines) return;
  setFacts(id, { isDirty, changedLines });
};

// What runs

export const showRunning = (module: OpenModule, running: string | undefined): void => {
  if (running === module.running) return;
  module.running = running;
  module.view.dispatch({ effects: setRunning.of(running) });
};

export const problemsOf = (id: string): readonly Problem[] => {
  const problem = getState().modules[id]?.problem;
  return problem !== undefined && problem.file === id && problem.code !== "type-error" ? [problem] : [];
};

/** Shows what the engine says of a text; what it said already stays where it moved to. */
export const showProblems = (module: OpenModule, problems: readonly Problem[]): void => {
  if (JSON.stringify(problems) === JSON.stringify(module.problems)) return;
  module.problems = problems;
  showEngineProblems(module.view, problems);
};

// The file

/** The file is what is shown now. */
export const isSaved = (module: OpenModule, doc: Text, hash: string): void => {
  module.disk = { doc, hash };
  setFacts(module.id, { conflict: null });
  compare(module, undefined);
  noteChanges(module);
};

/** Follows the file, where nothing was edited here; else says that there are two texts. */
export const readAgain = async (module: OpenModule): Promise<void> => {
  const { id, disk } = module;
  const known = disk.hash === null ? {} : { known: disk.hash };
  const file = await call("app.readFile", { id, ...known }).catch(() => undefined);
  if (file === undefined || module.disk !== disk || factsOf(id).isSaving) return;
  follow(module, file);
};

export const follow = (module: OpenModule, file: ModuleFile): void => {
  const { id, view } = module;
  const { isDirty, conflict } = factsOf(id);
  switch (file.kind) {
    case "same":
      if (conflict !== null) setFacts(id, { conflict: null });
      return;
    case "unreadable":
      return;
    case "gone":
      if (conflict?.kind !== "gone") setFacts(id, { conflict: { kind: "gone" } });
      module.disk = { doc: module.disk.doc, hash: null };
      noteChanges(module);
      return;
    case "text":
      break;
    default:
      return file satisfies never;
  }
  const doc = view.state.toText(file.text);
  if (doc.eq(view.state.doc)) return isSaved(module, view.state.doc, file.hash);
  if (!isDirty || conflict?.kind === "gone") return takeText(module, doc, file.hash);
  if (conflict?.kind === "changed" && conflict.hash === file.hash) return;
  setFacts(id, { conflict: { kind: "changed", text: file.text, hash: file.hash } });
};

/** Puts the file's text in place of what is shown; only what differs is replaced, so that cursor and folds stay. */
export const takeText = (module: OpenModule, doc: Text, hash: string): void => {
  replaceText(module.view, doc, "file");
  isSaved(module, module.view.state.doc, hash);
};

export const replaceText = (view: EditorView, doc: Text, userEvent: string): void => {
  const [before, after] = [view.state.doc.toString(), doc.toString()];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  if (head === before.length && head === after.length) return;
  view.dispatch({
    changes: { from: head, to: before.length - tail, insert: doc.slice(head, doc.length - tail) },
    userEvent,
  });
};

/** Where the other text of a conflict stands between the lines. */
const comparison = new Compartment();

/** @param text undefined: no longer */
export const compare = (module: OpenModule, text: string | undefined): void => {
  const { id, view } = module;
  if (text === undefined && !factsOf(id).isCompared) return;
  setFacts(id, { isCompared: text !== undefined });
  view.dispatch({
    effects: comparison.reconfigure(
      text === undefined
        ? []
        : unifiedMergeView({ original: view.state.toText(text), mergeControls: chunkButton, gutter: false }),
    ),
  });
};

const chunkButton = (type: "reject" | "accept", action: (event: MouseEvent) => void): HTMLElement => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = type === "accept" ? "Keep mine" : "Take the file's";
  button.addEventListener("mousedown", action);
  return button;
};

// Places

const setTarget = StateEffect.define<number | null>();

/** The line that somebody asked to be shown; until the next edit. */
const target = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, { effects, docChanged, newDoc }) => {
    let next = docChanged ? Decoration.none : value;
    for (const effect of effects)
      if (effect.is(setTarget))
        next =
          effect.value === null
            ? Decoration.none
            : Decoration.set(Decoration.line({ class: "cm-target" }).range(newDoc.lineAt(effect.value).from));
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param line from 0 */
export const goTo = (view: EditorView, line: number, character = 0): void => {
  const at = offsetAt(view.state.doc, { line, character });
  view.dispatch({
    selection: EditorSelection.cursor(at),
    effects: [EditorView.scrollIntoView(at, { y: "center" }), setTarget.of(at)],
  });
};

/** Where a name seems to be declared. @returns the line, from 0; undefined where nothing looks like it */
export const declarationLine = ({ doc }: EditorState, name: string): number | undefined => {
  const declaration = new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const index = [...doc.iterLines()].findIndex((line) => declaration.test(line));
  return index < 0 ? undefined : index;
};

/** Looks at the types of what is shown again: another module changed. */
export const lookAtTypes = (): void => {
  const { active } = getEditor();
  const module = active === null ? undefined : modules.get(active);
  module?.types.lookAgain(module.view);
};
