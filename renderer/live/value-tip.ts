/** The value that a part of the state has now, where one points at its name, or asks for it by a key. */
import { syntaxTree } from "@codemirror/language";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip, type TooltipView } from "@codemirror/view";
import type { ShownValue } from "../../electron/engine/summary.ts";
import { getState } from "../store/store.ts";
import { call } from "../workbench-api.ts";
import { type StatePath, statePathAt } from "./state-path.ts";

/** A value that is looked at is read again so often. */
const everyMs = 250;
/** Fields of an object that are written out. */
const mostParts = 12;

const pathAt = (state: EditorState, pos: number): StatePath | undefined =>
  getState().settings.liveValues
    ? statePathAt(syntaxTree(state), (from, to) => state.sliceDoc(from, Math.min(to, state.doc.length)), pos)
    : undefined;

const read = (id: string, path: string): Promise<ShownValue | null> =>
  call("state.part", { id, path }).catch(() => null);

/** @returns null where there is nothing to tell */
const tipAt = async (id: string, state: EditorState, pos: number): Promise<Tooltip | null> => {
  const found = pathAt(state, pos);
  const value = found && (await read(id, found.path));
  if (!found || !value) return null;
  return { pos: found.from, end: found.to, above: true, create: () => viewOf(id, found.path, value) };
};

const viewOf = (id: string, path: string, first: ShownValue): TooltipView => {
  const dom = document.createElement("div");
  dom.className = "cm-liveValue";
  dom.setAttribute("role", "status");
  let shown = "";
  const show = (value: ShownValue | null): void => {
    if (value === null || JSON.stringify(value) === shown) return;
    shown = JSON.stringify(value);
    dom.replaceChildren(...linesOf(path, value));
  };
  show(first);
  const timer = setInterval(() => void read(id, path).then(show), everyMs);
  return { dom, destroy: () => clearInterval(timer) };
};

const linesOf = (path: string, value: ShownValue): readonly HTMLElement[] => {
  const name = path === "" ? "state" : path.startsWith("[") ? `state${path}` : `state.${path}`;
  const { entries = [], more = 0 } = value;
  const rest = more + Math.max(0, entries.length - mostParts);
  return [
    line(["cm-liveName", `${name} = `], [`cm-live-${value.kind}`, value.text]),
    ...entries
      .slice(0, mostParts)
      .map(({ key, value: part }) =>
        line(["cm-liveName cm-livePart", `${key}: `], [`cm-live-${part.kind}`, part.text]),
      ),
    ...(rest > 0 ? [line(["cm-liveName cm-livePart", `and ${rest} more`])] : []),
    line(["cm-liveNow", "now"]),
  ];
};

const line = (...parts: readonly (readonly [className: string, text: string])[]): HTMLElement => {
  const made = document.createElement("div");
  for (const [className, text] of parts) {
    const span = document.createElement("span");
    span.className = className;
    span.textContent = text;
    made.append(span);
  }
  return made;
};

const setTip = StateEffect.define<Tooltip | null>();

/** What was asked for by a key stays until the cursor moves. */
const asked = StateField.define<Tooltip | null>({
  create: () => null,
  update: (value, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setTip)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

const ask = (id: string, view: EditorView): boolean => {
  void tipAt(id, view.state, view.state.selection.main.head).then((tip) => view.dispatch({ effects: setTip.of(tip) }));
  return true;
};

export const valueTip = (id: string): Extension => [
  hoverTooltip((view, pos) => tipAt(id, view.state, pos), {
    hideOn: (transaction) => transaction.docChanged,
    hoverTime: 250,
  }),
  asked,
  keymap.of([{ key: "Mod-Alt-i", run: (view) => ask(id, view) }]),
];
