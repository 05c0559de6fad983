/** What every text of the editor has: keys, gutters, folding, brackets, search. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { cursorInSight } from "./in-sight.ts";
import { styleNonce, theme } from "./theme.ts";

const languageOf = (name: string): Extension => {
  if (name.endsWith(".json")) return json();
  const isTypeScript = /\.[cm]?tsx?$/.test(name);
  return javascript({ typescript: isTypeScript, jsx: /\.(?:tsx|[cm]?jsx?)$/.test(name) });
};

/** As the text is indented already: a tab, four spaces, else two. */
const indentOf = (text: string): string => {
  const first = /^(\t| {2,8})\S/m.exec(text)?.[1];
  if (first === undefined) return "  ";
  return first === "\t" ? "\t" : " ".repeat(first.length >= 4 && !/^ {2}\S/m.test(text) ? 4 : 2);
};

/** Beyond this, what colours the whole text at each key costs more than it tells. */
const largeLength = 2_000_000;

export const looks = (name: string, text: string, label: string): Extension => [
  styleNonce,
  theme,
  // Editable is focusable; the rules of accessibility want it said.
  EditorView.contentAttributes.of({ "aria-label": label, "data-autofocus": "", tabindex: "0" }),
  lineNumbers(),
  foldGutter({ openText: "⌄", closedText: "›" }),
  drawSelection(),
  indentUnit.of(indentOf(text)),
  EditorState.tabSize.of(2),
  text.length > largeLength ? [] : languageOf(name),
];

/** What the search says by itself, in the manner of the rest of the window. */
const phrases = EditorState.phrases.of({
  next: "Next",
  previous: "Previous",
  all: "All",
  "match case": "Match case",
  regexp: "Regular expression",
  "by word": "Whole words",
  replace: "Replace",
  "replace all": "Replace all",
});

export const editing: Extension = [
  cursorInSight,
  phrases,
  history(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  dropCursor(),
  EditorState.allowMultipleSelections.of(true),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  rectangularSelection(),
  crosshairCursor(),
  highlightSelectionMatches({ minSelectionLength: 2, wholeWords: true }),
  search({ top: true }),
  keymap.of([
    ...closeBracketsKeymap,
    // Ctrl+Enter swaps here, and F2, F12 and Ctrl+S are further up.
    ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
    // F8 goes to the next problem of the program, whichever module it is in.
    ...lintKeymap.filter(({ key }) => key !== "F8"),
    indentWithTab,
  ]),
];

export const readOnly: Extension = [
  phrases,
  EditorState.readOnly.of(true),
  highlightActiveLine(),
  bracketMatching(),
  search({ top: true }),
  keymap.of([...searchKeymap, ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter")]),
];
