import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

/** Colours come from the window's tokens, so that one theme serves dark and light. */
const look = EditorView.theme({
  "&": {
    containerType: "inline-size",
    height: "100%",
    backgroundColor: "var(--paper, var(--bg))",
    color: "var(--text)",
    fontSize: "12.5px",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "19px", fontFeatureSettings: '"zero" 0, "calt" 0' },
  ".cm-content": { padding: "8px 0 40vh", caretColor: "var(--accent)", userSelect: "text" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-content ::selection": { backgroundColor: "transparent" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--text) 3%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--info) 16%, transparent)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--accent) 18%, transparent)",
    outline: "1px solid color-mix(in srgb, var(--accent) 45%, transparent)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--error-wash)" },

  ".cm-gutters": { backgroundColor: "var(--paper, var(--bg))", color: "var(--muted)", border: "0", fontSize: "11px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "34px", padding: "0 6px 0 4px", lineHeight: "19px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-foldGutter .cm-gutterElement": { width: "12px", color: "var(--muted)", opacity: "0", cursor: "default" },
  "&:hover .cm-foldGutter .cm-gutterElement, .cm-foldGutter .cm-isFolded": { opacity: "1" },
  ".cm-foldPlaceholder": {
    border: "1px solid var(--line)",
    backgroundColor: "var(--raised)",
    color: "var(--muted)",
    padding: "0 4px",
  },

  ".cm-changes": { width: "4px" },
  ".cm-changes .cm-gutterElement": { padding: "0" },
  ".cm-change": { width: "3px", height: "100%", backgroundColor: "var(--warn)" },
  ".cm-change-added": { backgroundColor: "var(--accent)" },
  ".cm-change-removed": {
    height: "0",
    border: "4px solid transparent",
    borderLeftColor: "var(--error)",
    borderRight: "0",
    backgroundColor: "transparent",
    transform: "translateY(-4px)",
  },
  ".cm-target": { backgroundColor: "color-mix(in srgb, var(--accent) 9%, var(--bg))" },

  ".cm-gutter-lint": { width: "14px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 2px", display: "flex", alignItems: "center" },
  ".cm-lint-marker": { width: "8px", height: "8px", borderRadius: "50%", content: "normal" },
  ".cm-lint-marker-error": { backgroundColor: "var(--error)", content: "normal" },
  ".cm-lint-marker-warning": { backgroundColor: "var(--warn)", content: "normal" },
  ".cm-lint-marker-info, .cm-lint-marker-hint": { backgroundColor: "var(--info)", content: "normal" },
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--error)", textUnderlineOffset: "3px" },
  ".cm-lintRange-warning": { textDecoration: "underline wavy var(--warn)", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { textDecoration: "underline dotted var(--info)", textUnderlineOffset: "3px" },
  ".cm-lintRange-hint": { opacity: "0.65" },
  ".cm-lintRange-active": { backgroundColor: "var(--error-wash)" },
  ".cm-diagnostic": {
    padding: "4px 10px",
    borderLeft: "3px solid var(--error)",
    fontFamily: "var(--sans)",
    whiteSpace: "pre-wrap",
    maxWidth: "560px",
  },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnostic-info, .cm-diagnostic-hint": { borderLeftColor: "var(--info)" },
  ".cm-diagnosticSource": { color: "var(--muted)", opacity: "1", fontSize: "11px" },
  // No margins around a block: the gutters would not know of them.
  // As wide as what is in sight, however long the lines are.
  ".cm-refusal": {
    position: "sticky",
    left: "44px",
    boxSizing: "border-box",
    maxWidth: "calc(100cqw - 64px)",
    padding: "2px 0 4px",
    fontFamily: "var(--sans)",
    whiteSpace: "normal",
    userSelect: "text",
  },
  ".cm-refusal > p": {
    padding: "4px 12px",
    borderLeft: "3px solid var(--error)",
    backgroundColor: "var(--error-wash)",
  },
  ".cm-refusal strong": { fontWeight: "600" },

  ".cm-tooltip": {
    border: "1px solid var(--line)",
    borderRadius: "6px",
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mono)",
    fontSize: "12px",
    maxHeight: "220px",
    minWidth: "240px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px", lineHeight: "18px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-wash)", color: "var(--text)" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "12px" },
  ".cm-completionIcon": { color: "var(--muted)", opacity: "1", width: "16px", paddingRight: "8px" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", maxWidth: "420px" },
  ".cm-docs": { padding: "6px 10px", maxWidth: "560px", maxHeight: "300px", overflow: "auto", userSelect: "text" },
  ".cm-tooltip.cm-completionInfo .cm-docs": { padding: "0" },
  ".cm-docs p": { margin: "4px 0", fontFamily: "var(--sans)" },
  ".cm-docs pre": { margin: "2px 0", fontFamily: "var(--mono)", whiteSpace: "pre-wrap" },
  ".cm-docs code": { fontFamily: "var(--mono)", fontSize: "11.5px" },
  ".cm-lsp-signature-tooltip": { padding: "4px 10px", maxWidth: "560px", maxHeight: "none", overflowY: "visible" },
  ".cm-lsp-signature-tooltip .cm-lsp-signature": { fontFamily: "var(--mono)", fontSize: "12px" },
  ".cm-lsp-signature-tooltip .cm-lsp-active-parameter": { color: "var(--accent)", fontWeight: "600" },

  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)", border: "0" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search, .cm-panel.cm-gotoLine, .cm-panel.cm-dialog": {
    padding: "6px 30px 6px 10px",
    fontFamily: "var(--sans)",
    fontSize: "12px",
  },
  ".cm-panel input:not([type=checkbox])": {
    padding: "2px 6px",
    border: "1px solid var(--line)",
    borderRadius: "4px",
    backgroundColor: "var(--bg)",
    fontFamily: "var(--mono)",
    fontSize: "12px",
  },
  ".cm-panel label, .cm-panel.cm-search label": { fontSize: "12px", color: "var(--muted)" },
  ".cm-panel.cm-search input[type=checkbox]": {
    margin: "0 5px 0 0",
    accentColor: "var(--accent)",
    verticalAlign: "-2px",
  },
  ".cm-panel .cm-button": {
    padding: "2px 8px",
    border: "1px solid var(--line)",
    borderRadius: "4px",
    backgroundImage: "none",
    backgroundColor: "var(--raised)",
    fontSize: "12px",
  },
  ".cm-panel .cm-button:hover": { backgroundColor: "var(--hover)" },
  ".cm-panel.cm-search [name=close], .cm-dialog-close": {
    color: "var(--muted)",
    fontSize: "16px",
    right: "8px",
    top: "4px",
  },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 28%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 55%, transparent)" },

  // Marks that leave the ground nearly as it is: colours of code must stay readable on it.
  ".cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": {
    backgroundColor: "color-mix(in srgb, var(--error) 6%, transparent)",
  },
  "& .cm-changedText, &.cm-merge-b .cm-changedText": { background: "none", borderBottom: "2px solid var(--accent)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "none",
    borderBottom: "2px solid var(--error)",
  },
  ".cm-collapsedLines": {
    background: "var(--panel)",
    color: "var(--muted)",
    padding: "2px 12px",
    fontFamily: "var(--sans)",
    fontSize: "11.5px",
  },
  ".cm-changeGutter": { width: "3px" },
  ".cm-changedLineGutter": { background: "var(--accent)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--accent)" },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--error)" },
  ".cm-chunkButtons button": {
    border: "1px solid var(--line)",
    borderRadius: "4px",
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    fontFamily: "var(--sans)",
    fontSize: "11px",
    margin: "0 2px",
  },
});

export const colours = HighlightStyle.define([
  { tag: [t.keyword, t.moduleKeyword, t.controlKeyword, t.operatorKeyword, t.modifier], color: "var(--keyword)" },
  { tag: [t.definitionKeyword, t.self, t.null], color: "var(--keyword)" },
  { tag: [t.string, t.special(t.string), t.regexp], color: "var(--string)" },
  { tag: [t.number, t.bool, t.atom], color: "var(--number)" },
  { tag: [t.comment, t.lineComment, t.blockComment, t.docComment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [t.function(t.variableName), t.function(t.propertyName)], color: "var(--info)" },
  { tag: [t.typeName, t.className, t.namespace], color: "var(--accent)" },
  { tag: [t.tagName, t.angleBracket], color: "var(--keyword)" },
  { tag: t.attributeName, color: "var(--number)" },
  { tag: t.invalid, color: "var(--error)" },
]);

export const theme: Extension = [look, syntaxHighlighting(colours)];

/** The one nonce with which the page may make styles while it runs. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

export const styleNonce: Extension = EditorView.cspNonce.of(nonce);
