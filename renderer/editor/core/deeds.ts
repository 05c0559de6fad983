/** What a person does with the text that is shown: save, swap, format, find who uses a name. */
import { ensureSyntaxTree, getIndentUnit, indentUnit } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import { forEachDiagnostic } from "@codemirror/lint";
import type { Location, TextEdit } from "vscode-languageserver-protocol";
import { say, swap as swapModules, swapText, tell } from "../../store/actions.ts";
import { getState } from "../../store/store.ts";
import { call } from "../../workbench-api.ts";
import { activeModule, factsOf, getEditor, type Reference, setEditor, setFacts } from "../editor-store.ts";
import { textOfGeneration } from "../generations.ts";
import { keepTab, openModule } from "../tabs.ts";
import { ask } from "./client.ts";
import { changesOf } from "./completion.ts";
import { follow, isSaved, moduleText, openedModule, type OpenModule, replaceText, textOf } from "./documents.ts";
import { idOf, nameOfUri, positionAt } from "./place.ts";
import { isChecked } from "./type-problems.ts";

const shown = (): OpenModule | undefined => {
  const id = activeModule(getEditor());
  return id === undefined ? undefined : openedModule(id);
};

/** The same, waiting for its text: a key may come before that. */
const awaited = async (): Promise<OpenModule | undefined> => {
  const id = activeModule(getEditor());
  return id === undefined ? undefined : moduleText(id);
};

/** So long a save waits for its formatter. */
const savesWithinMs = 2000;
/** So long the editor's parser takes at most, for a text that it has not read to its end. */
const parsesWithinMs = 200;

/** Saves what is shown, and swaps it if that is how the person wants it. */
export const save = async (): Promise<void> => {
  const module = await awaited();
  if (module === undefined) return;
  const { settings, workspace } = getState();
  if (settings.formatOnSave && (await format(module.view, savesWithinMs)) === "late")
    say(`TypeScript takes long to answer: ${module.id} is saved as it is written.`);
  if (!(await write(module)) || !settings.saveSwaps || workspace?.trusted !== true) return;
  if (textOf(module) === module.running) return;
  const { swapOnSave } = await call("workspace.options");
  // The engine does it already, as soon as it has compiled the file.
  if (!swapOnSave) await swapModules([module.id]);
};

/**
 * Writes a module's file.
 * @param expected hash of what may be overwritten; absent: what was read last
 * @returns whether it was written
 */
export const write = async (module: OpenModule, expected = module.disk.hash): Promise<boolean> => {
  const { id, view } = module;
  const { doc } = view.state;
  keepTab(id);
  setFacts(id, { isSaving: true });
  try {
    const outcome = await call("app.writeFile", { id, text: textOf(module), expected });
    if (outcome.kind === "written") {
      isSaved(module, doc, outcome.hash);
      return true;
    }
    setFacts(id, { isSaving: false });
    follow(module, outcome.file);
    say(`${id} was not saved: its file was written by somebody else meanwhile.`, "error");
    return false;
  } catch (error) {
    tell(error);
    return false;
  } finally {
    setFacts(id, { isSaving: false });
  }
};

/** Swaps the text as it is shown; the file stays as it is. */
export const swap = async (): Promise<void> => {
  const id = activeModule(getEditor());
  if (id === undefined) return;
  const module = await moduleText(id);
  await (module !== undefined && factsOf(id).isDirty ? swapText(id, textOf(module)) : swapModules([id]));
};

/** Puts the text of a generation into the editor; it is neither saved nor swapped. @returns whether it is there */
export const bringBack = async (id: string, generation: number): Promise<boolean> => {
  const text = await textOfGeneration(id, generation);
  openModule(id, "keep");
  const module = await moduleText(id);
  if (module === undefined) return false;
  replaceText(module.view, module.view.state.toText(text), "generation");
  return true;
};

/**
 * By TypeScript's own formatter: it moves things on their lines and breaks none.
 * @param withinMs what it says later is not heard any more; absent: it has all the time
 * @returns `late` where nothing came within that time
 */
export const format = async (view: EditorView, withinMs = Infinity): Promise<"late" | undefined> => {
  const module = shown();
  if (module === undefined || module.view !== view) return undefined;
  const { doc } = view.state;
  // What does not parse is moved to where nobody wants it.
  if (isBroken(view)) return undefined;
  try {
    const asked = ask<readonly TextEdit[]>("textDocument/formatting", {
      textDocument: { uri: module.uri },
      options: {
        tabSize: getIndentUnit(view.state),
        insertSpaces: !view.state.facet(indentUnit).includes("\t"),
        trimTrailingWhitespace: true,
      },
    });
    const edits = await (withinMs === Infinity ? asked : Promise.race([asked, lateAfter(withinMs)]));
    if (edits === "late") {
      asked.catch(() => undefined);
      return edits;
    }
    if (edits === null || edits.length === 0 || view.state.doc !== doc) return undefined;
    view.dispatch({ changes: changesOf(doc, edits), userEvent: "format" });
  } catch (error) {
    tell(error);
  }
  return undefined;
};

/** By TypeScript's own word where it has looked at this text, else by the editor's parser. */
const isBroken = (view: EditorView): boolean => {
  const { state } = view;
  let isFound = false;
  if (isChecked(view)) forEachDiagnostic(state, ({ message }) => (isFound ||= /\(TS1\d\d\d\)$/.test(message)));
  else
    ensureSyntaxTree(state, state.doc.length, parsesWithinMs)?.iterate({
      enter: ({ type }) => {
        isFound ||= type.isError;
        return !isFound;
      },
    });
  return isFound;
};

const lateAfter = (ms: number): Promise<"late"> => new Promise((resolve) => void setTimeout(() => resolve("late"), ms));

let looked = 0;

/** Lists who uses the name at the cursor, in all modules. */
export const findReferences = async (view: EditorView): Promise<void> => {
  const module = shown();
  if (module === undefined || module.view !== view) return;
  const { head } = view.state.selection.main;
  const range = view.state.wordAt(head);
  try {
    const locations = await ask<readonly Location[]>("textDocument/references", {
      textDocument: { uri: module.uri },
      position: positionAt(view.state.doc, head),
      context: { includeDeclaration: true },
    });
    if (locations === null || locations.length === 0) return say("Nothing refers to what is here.");
    const word = range === null ? "" : view.state.sliceDoc(range.from, range.to);
    setEditor({ references: { key: ++looked, word, list: await withLines(locations) } });
  } catch (error) {
    tell(error);
  }
};

const withLines = async (locations: readonly Location[]): Promise<readonly Reference[]> => {
  const lines = new Map<string, readonly string[]>();
  for (const uri of new Set(locations.map((location) => location.uri))) lines.set(uri, await linesOf(uri));
  return locations
    .map(({ uri, range: { start, end } }) => {
      const lineText = lines.get(uri)?.[start.line] ?? "";
      const to = end.line === start.line ? end.character : lineText.length;
      return { uri, name: nameOfUri(uri), line: start.line, from: start.character, to, lineText };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.line - b.line || a.from - b.from));
};

const linesOf = async (uri: string): Promise<readonly string[]> => {
  const id = idOf(uri);
  const open = id === undefined ? undefined : openedModule(id);
  if (open !== undefined) return open.view.state.doc.toString().split("\n");
  const file = id === undefined ? await call("app.readTypes", { uri }) : await call("app.readFile", { id });
  return "text" in file ? file.text.split(/\r\n?|\n/) : [];
};
