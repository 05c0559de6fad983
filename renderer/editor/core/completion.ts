/** Completion by the language server. What a proposal brings along (an import, its words) is asked for when it is wanted. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  snippet,
} from "@codemirror/autocomplete";
import type { Extension, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { CompletionItem, CompletionList, TextEdit } from "vscode-languageserver-protocol";
import { atRest } from "./at-rest.ts";
import { ask } from "./client.ts";
import { docsOf, type Markup } from "./markdown.ts";
import { offsetAt, positionAt } from "./place.ts";

/** Kinds by number, as LSP counts them, in the words that have an icon. */
const kinds: Readonly<Record<number, string>> = {
  2: "method",
  3: "function",
  4: "class",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "namespace",
  10: "property",
  12: "constant",
  13: "enum",
  14: "keyword",
  20: "constant",
  21: "constant",
  25: "type",
};

/** Characters after which TypeScript has something to say by itself. */
const isTrigger = (before: string): boolean => /[\w$.@<"'`/#]$/.test(before);

const resolved = (item: CompletionItem): Promise<CompletionItem> =>
  ask<CompletionItem>("completionItem/resolve", item).then(
    (more) => more ?? item,
    () => item,
  );

const sourceOf =
  (uri: string) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const { state, pos, explicit } = context;
    const before = state.sliceDoc(Math.max(0, pos - 1), pos);
    if (!explicit && !isTrigger(before)) return null;
    const trigger =
      explicit || /[\w$]/.test(before) ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: before };
    const answer = await ask<CompletionList | readonly CompletionItem[]>("textDocument/completion", {
      textDocument: { uri },
      position: positionAt(state.doc, pos),
      context: trigger,
    }).catch(() => null);
    if (answer === null || context.aborted) return null;
    const list: Pick<CompletionList, "items" | "itemDefaults"> = "items" in answer ? answer : { items: [...answer] };
    if (list.items.length === 0) return null;
    const { from, to } = rangeOf(state.doc, pos, list);
    return { from, to, options: list.items.map(optionOf), validFor: /^[\w$]*$/ };
  };

const rangeOf = (
  doc: Text,
  pos: number,
  { items, itemDefaults }: Pick<CompletionList, "items" | "itemDefaults">,
): { readonly from: number; readonly to: number } => {
  const edit = items[0]?.textEdit;
  const given = edit === undefined ? itemDefaults?.editRange : "range" in edit ? edit.range : edit.replace;
  const range = given !== undefined && "replace" in given ? given.replace : given;
  if (range !== undefined) return { from: offsetAt(doc, range.start), to: Math.max(pos, offsetAt(doc, range.end)) };
  const line = doc.lineAt(pos);
  const word = /[\w$]*$/.exec(line.text.slice(0, pos - line.from))?.[0] ?? "";
  return { from: pos - word.length, to: pos };
};

const optionOf = (item: CompletionItem): Completion => {
  const type = item.kind === undefined ? undefined : kinds[item.kind];
  const detail = item.labelDetails?.description ?? item.detail;
  return {
    label: item.filterText ?? item.label,
    displayLabel: item.label,
    ...(type === undefined ? {} : { type }),
    ...(detail === undefined ? {} : { detail }),
    ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
    info: atRest(async () => {
      const { detail: signature, documentation } = await resolved(item);
      const parts: Markup[] = [];
      if (signature !== undefined) parts.push({ language: "typescript", value: signature });
      if (documentation !== undefined) parts.push(documentation);
      return parts.length === 0 ? null : docsOf(parts);
    }),
    apply: (view, completion, from, to) => void apply(view, completion, item, from, to),
  };
};

const apply = async (
  view: EditorView,
  completion: Completion,
  item: CompletionItem,
  from: number,
  to: number,
): Promise<void> => {
  const text = item.textEdit?.newText ?? item.textEditText ?? item.insertText ?? item.label;
  if (item.insertTextFormat === 2) snippet(text.replaceAll(/\$(\d+)/g, "${$1}"))(view, completion, from, to);
  else view.dispatch(insertCompletionText(view.state, text, from, to));
  // The import that it wants: known only now, above what was just typed.
  const { additionalTextEdits = [] } = item.additionalTextEdits ? item : await resolved(item);
  if (additionalTextEdits.length > 0) view.dispatch({ changes: changesOf(view.state.doc, additionalTextEdits) });
};

export const changesOf = (
  doc: Text,
  edits: readonly TextEdit[],
): readonly { readonly from: number; readonly to: number; readonly insert: string }[] =>
  edits.map(({ range, newText }) => ({
    from: offsetAt(doc, range.start),
    to: offsetAt(doc, range.end),
    insert: newText,
  }));

export const completion = (uri: string): Extension =>
  autocompletion({ override: [sourceOf(uri)], maxRenderedOptions: 60, icons: true });
