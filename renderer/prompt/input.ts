/** The line that is typed in: TypeScript with colours and completion by the module that runs. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  completionStatus,
  moveCompletionSelection,
  selectedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import type { Completion } from "../../electron/engine/summary.ts";
import { styleNonce, theme } from "../editor/core/theme.ts";
import { goesOn } from "./goes-on.ts";

export interface InputParts {
  readonly complete: (text: string, offset: number) => Promise<readonly Completion[]>;
  readonly run: (text: string) => void;
  /** @returns what to show in place of what is typed */
  readonly walk: (by: 1 | -1, now: string) => string | undefined;
  readonly clear: () => void;
}

const icons: Readonly<Record<Completion["kind"], string>> = {
  defined: "variable",
  binding: "constant",
  import: "namespace",
  host: "keyword",
  property: "property",
};

const look = EditorView.theme({
  "&": { height: "auto", maxHeight: "160px", backgroundColor: "transparent" },
  ".cm-content": { padding: "4px 0" },
  ".cm-line": { padding: "0 8px 0 0" },
  ".cm-scroller": { overflow: "auto" },
  ".cm-placeholder": { color: "var(--muted)" },
});

export const inputView = (parent: HTMLElement, parts: InputParts): EditorView =>
  new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        styleNonce,
        // Before the editor's own look, which it corrects for one line.
        look,
        theme,
        javascript({ typescript: true }),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({
          "aria-label": "Expression or statement; Enter runs it, Shift and Enter begins a new line",
        }),
        placeholder("An expression or a statement"),
        // Whoever types quickly presses Tab as soon as the list is there; Enter takes nothing that was not walked to.
        autocompletion({ override: [sourceOf(parts)], selectOnOpen: false, interactionDelay: 0, icons: true }),
        Prec.high(keymap.of(keysOf(parts))),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      ],
    }),
  });

const keysOf = ({ run, walk, clear }: InputParts) => [
  {
    key: "Enter",
    run: (view: EditorView): boolean => {
      // Enter runs what was typed, unless somebody walked into the list of what could follow.
      if (completionStatus(view.state) === "active" && selectedCompletion(view.state) !== null)
        return acceptCompletion(view);
      const text = view.state.doc.toString();
      if (text.trim() === "") return true;
      if (goesOn(view.state)) return insertNewlineAndIndent(view);
      replace(view, "");
      run(text);
      return true;
    },
    shift: insertNewlineAndIndent,
  },
  {
    key: "Tab",
    run: (view: EditorView): boolean => {
      const status = completionStatus(view.state);
      // The list is on its way: Tab was meant for it, and must not leave the input.
      if (status !== "active") return status === "pending";
      if (selectedCompletion(view.state) === null) moveCompletionSelection(true)(view);
      return acceptCompletion(view);
    },
  },
  { key: "ArrowUp", run: (view: EditorView): boolean => walkIn(view, -1, walk) },
  { key: "ArrowDown", run: (view: EditorView): boolean => walkIn(view, 1, walk) },
  { key: "Ctrl-l", run: (): boolean => (clear(), true) },
];

/** From the first line up, from the last line down. */
const walkIn = (view: EditorView, by: 1 | -1, walk: InputParts["walk"]): boolean => {
  const { state } = view;
  if (completionStatus(state) === "active" || !state.selection.main.empty) return false;
  const { number } = state.doc.lineAt(state.selection.main.head);
  if (number !== (by === -1 ? 1 : state.doc.lines)) return false;
  const text = walk(by, state.doc.toString());
  if (text !== undefined) replace(view, text);
  return true;
};

export const replace = (view: EditorView, text: string): void =>
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: text.length },
    scrollIntoView: true,
  });

const sourceOf =
  ({ complete }: InputParts) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const word = context.matchBefore(/[\w$]*$/);
    const from = word?.from ?? context.pos;
    const isAfterDot = context.state.sliceDoc(Math.max(0, from - 1), from) === ".";
    if (!context.explicit && !isAfterDot && from === context.pos) return null;
    const options = await complete(context.state.doc.toString(), context.pos).catch(() => []);
    // What is of no use to anybody any more is proposed only to who begins to type it.
    const wanted = word?.text.startsWith("_") ? options : options.filter(({ label }) => !label.startsWith("__"));
    if (context.aborted || wanted.length === 0) return null;
    return {
      from,
      options: wanted.map(({ label, kind, detail }, index) => ({
        label,
        type: icons[kind],
        detail,
        // In the engine's order: what is nearest comes first.
        boost: Math.max(-99, 99 - index),
      })),
      validFor: /^[\w$]*$/,
    };
  };
