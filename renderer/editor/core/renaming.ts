/** A name in all modules, under another: what that would change, and the change. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { tsxLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import { Text } from "@codemirror/state";
import { call } from "../../workbench-api.ts";
import type { Rename } from "../editor-store.ts";
import { ask } from "./client.ts";
import { changesOf } from "./completion.ts";
import { openedModule } from "./documents.ts";
import { idOf, nameOfUri, offsetAt, uriOf } from "./place.ts";

/** Words that are no names of variables. What belongs to an object may be called so. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public " +
    "return static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

export interface RenamePlan {
  readonly files: readonly {
    readonly id: string;
    readonly edits: readonly TextEdit[];
    /** It is changed in its tab and waits to be saved; else its file is written. */
    readonly isOpen: boolean;
  }[];
  /** Of these files some text has the new name already. */
  readonly clashes: readonly string[];
}

/** @throws {Error} with a sentence, where the name cannot be given */
export const planRename = async ({ id, line, character, word }: Rename, name: string): Promise<RenamePlan> => {
  if (name === "") throw new Error("Type a name.");
  if (!/^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u.test(name)) throw new Error(`\`${name}\` is no name in TypeScript.`);
  const isOfObject = isProperty(id, line, character);
  if (!isOfObject && reserved.has(name)) throw new Error(`\`${name}\` is a word of the language, and no name.`);
  const edit = await ask<WorkspaceEdit>("textDocument/rename", {
    textDocument: { uri: uriOf(id) },
    position: { line, character },
    newName: name,
  }).catch((error: { readonly message?: string }) => {
    throw new Error(error.message ?? "The language server did not answer.");
  });
  const changes = Object.entries(edit?.changes ?? {});
  if (changes.length === 0) throw new Error(`\`${word}\` cannot be renamed here.`);
  const files = changes.map(([uri, edits]) => {
    const file = idOf(uri);
    if (file === undefined || file.startsWith("node_modules/"))
      throw new Error(`\`${word}\` is also in ${nameOfUri(uri)}, which is not of this workspace.`);
    return { id: file, edits, isOpen: openedModule(file) !== undefined };
  });
  const clashes = isOfObject ? [] : await Promise.all(files.map((file) => hasName(file.id, name)));
  return {
    files: files.sort((a, b) => (a.id < b.id ? -1 : 1)),
    clashes: clashes.filter((one) => one !== undefined).sort(),
  };
};

/** What stands there belongs to an object, and clashes with no variable. */
const isProperty = (id: string, line: number, character: number): boolean => {
  const state = openedModule(id)?.view.state;
  if (state === undefined) return false;
  const { name } = syntaxTree(state).resolveInner(offsetAt(state.doc, { line, character }), 1);
  return name.startsWith("Property");
};

const names = /^(?:Variable|Type)(?:Name|Definition)$/;

/** @returns the id of a module that uses a name itself */
const hasName = async (id: string, name: string): Promise<string | undefined> => {
  const open = openedModule(id);
  const file = open === undefined ? await call("app.readFile", { id }) : undefined;
  const text = open?.view.state.doc.toString() ?? (file?.kind === "text" ? file.text : "");
  if (!text.includes(name)) return undefined;
  const language = /\.[jt]sx$/.test(id) ? tsxLanguage : typescriptLanguage;
  let isFound = false;
  language.parser.parse(text).iterate({
    enter: (node) => {
      isFound ||= names.test(node.name) && text.slice(node.from, node.to) === name;
      return !isFound;
    },
  });
  return isFound ? id : undefined;
};

/**
 * Files that are closed are read and checked before anything is changed: all of it is done, or nothing.
 * @throws {Error} with a sentence
 */
export const applyRename = async ({ files }: RenamePlan, word: string): Promise<void> => {
  const closed = await Promise.all(
    files.filter(({ isOpen }) => !isOpen).map(async ({ id, edits }) => ({ id, ...(await edited(id, edits, word)) })),
  );
  for (const { id, text, hash } of closed) {
    const outcome = await call("app.writeFile", { id, text, expected: hash });
    if (outcome.kind !== "written")
      throw new Error(`${id} was written by somebody else meanwhile: it is not renamed there.`);
  }
  for (const { id, edits } of files) {
    const open = openedModule(id);
    open?.view.dispatch({ changes: changesOf(open.view.state.doc, edits), userEvent: "rename" });
  }
};

const edited = async (
  id: string,
  edits: readonly TextEdit[],
  word: string,
): Promise<{ readonly text: string; readonly hash: string }> => {
  const file = await call("app.readFile", { id });
  if (file.kind !== "text") throw new Error(`${id} cannot be read, so nothing was renamed.`);
  const lineEnd = file.text.includes("\r\n") ? "\r\n" : "\n";
  const doc = Text.of(file.text.split(/\r\n?|\n/));
  const changes = changesOf(doc, edits).toSorted((a, b) => b.from - a.from);
  if (changes.some(({ from, to }) => !doc.sliceString(from, to).includes(word)))
    throw new Error(`${id} changed meanwhile, so nothing was renamed: try it again.`);
  let text = doc.toString();
  for (const { from, to, insert } of changes) text = text.slice(0, from) + insert + text.slice(to);
  return { text: text.replaceAll("\n", lineEnd), hash: file.hash };
};
