/** Above each handler what it does; below the line that threw, what it threw and the way to run that event again. */
import { type EditorState, type Extension, type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import type { HandlerFigures } from "../../electron/engine/summary.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { payloadText } from "../words/plain.ts";
import { figuresOf, look, runAgain } from "./live-store.ts";
import { Places } from "./places.ts";
import { sentencesOf, type Words, wordsOf } from "./words.ts";

/** Where a line of the text that runs lies in the text that is edited, as an offset; the editor knows what differs. */
export type Placer = (state: EditorState, line: number) => number | undefined;

const setMarks = StateEffect.define<DecorationSet>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    return transaction.docChanged ? value.map(transaction.changes) : value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

class FiguresWidget extends WidgetType {
  readonly #words: Words;
  readonly #title: string;
  readonly #key: string;

  constructor(words: Words, title: string) {
    super();
    this.#words = words;
    this.#title = title;
    this.#key = JSON.stringify([words, title]);
  }

  override eq(other: FiguresWidget): boolean {
    return other.#key === this.#key;
  }

  override toDOM(): HTMLElement {
    const dom = document.createElement("div");
    dom.className = "cm-figures";
    this.#fill(dom);
    return dom;
  }

  /** Numbers that change keep their element: four times a second nothing jumps. */
  override updateDOM(dom: HTMLElement): boolean {
    this.#fill(dom);
    return true;
  }

  override ignoreEvent(): boolean {
    return false;
  }

  #fill(dom: HTMLElement): void {
    const { rate, event, outcome, ms } = this.#words;
    dom.title = this.#title;
    dom.replaceChildren(
      part("cm-figureRate", rate),
      part("cm-figureMs", ms),
      part("cm-figureEvent", event),
      part("cm-figureArrow", "→"),
      part("cm-figureOutcome", outcome),
    );
  }
}

const part = (className: string, text: string): HTMLElement => {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
};

class FailureWidget extends WidgetType {
  readonly #figures: HandlerFigures;
  /** The problem itself is shown at this line by somebody else. */
  readonly #isToldAlready: boolean;
  readonly #hide: () => void;

  constructor(figures: HandlerFigures, isToldAlready: boolean, hide: () => void) {
    super();
    this.#figures = figures;
    this.#isToldAlready = isToldAlready;
    this.#hide = hide;
  }

  override eq(other: FailureWidget): boolean {
    const a = this.#figures;
    const b = other.#figures;
    return (
      a.failure?.turn === b.failure?.turn &&
      a.function === b.function &&
      a.generation === b.generation &&
      other.#isToldAlready === this.#isToldAlready
    );
  }

  override toDOM(): HTMLElement {
    const { module, function: name, failure } = this.#figures;
    const dom = document.createElement("div");
    dom.className = "cm-failure";
    dom.setAttribute("role", "note");
    if (failure === undefined) return dom;
    const runs = getState().modules[module]?.generation;
    const isOld = runs !== undefined && runs !== failure.generation;
    const payload = payloadText(failure.event, 120);
    const message = isOld ? `#${failure.generation} failed: ${failure.problem.message}` : failure.problem.message;
    if (isOld || !this.#isToldAlready) dom.append(part("cm-failureMessage", message));
    dom.append(
      part("cm-failureEvent", `turn ${failure.turn} · ${failure.event.type}${payload === "" ? "" : ` ${payload}`}`),
      button("Run this event again", `Run the event again that ${name} failed with`, () => void runAgain(module, name)),
      button("×", "Put this away", this.#hide),
    );
    return dom;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const button = (text: string, label: string, onClick: () => void): HTMLElement => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.title = label;
  made.addEventListener("click", onClick);
  return made;
};

/** Lines end where a block goes on: what stands below a line is put at its end. */
const build = (
  state: EditorState,
  id: string,
  place: Placer,
  places: Places,
  hidden: ReadonlySet<string>,
  hide: (key: string) => void,
): DecorationSet => {
  const ranges: Range<Decoration>[] = [];
  const { functions = [], problem } = getState().modules[id] ?? {};
  const shownProblem = problem?.message;
  // What was taken out of the text has no line in it any more.
  const handlers = new Set(functions.filter(({ kind }) => kind === "handler").map(({ name }) => name));
  for (const figures of figuresOf(id)) {
    if (!handlers.has(figures.function)) continue;
    const at = offsetOf(state, figures.function, places) ?? place(state, figures.line);
    const words = wordsOf(figures);
    if (at !== undefined && words !== undefined)
      ranges.push(
        // Above, where no line is too long for it to be seen.
        Decoration.widget({ widget: new FiguresWidget(words, sentencesOf(figures)), side: -1, block: true }).range(
          state.doc.lineAt(at).from,
        ),
      );
    const { failure } = figures;
    if (failure === undefined) continue;
    const key = `${figures.function} ${failure.turn}`;
    if (hidden.has(key)) continue;
    const threw = offsetOfFailure(state, figures, place, places) ?? at;
    if (threw === undefined) continue;
    ranges.push(
      Decoration.widget({
        widget: new FailureWidget(figures, shownProblem === failure.problem.message, () => hide(key)),
        side: 2,
        block: true,
      }).range(state.doc.lineAt(threw).to),
    );
  }
  return Decoration.set(ranges, true);
};

/** Where a function is declared in the text as it is edited. */
const offsetOf = ({ doc }: EditorState, name: string, places: Places): number | undefined =>
  places.of(doc, `handler ${name}`, (text) => {
    const declared = new RegExp(
      String.raw`\bexport\s+(?:async\s+)?(?:function\s*\*?|const|let|var)\s+${name.replaceAll("$", String.raw`\$`)}(?![\w$])`,
    );
    const found = declared.exec(text);
    return found ? found.index + found[0].length : undefined;
  });

/** The line that threw: of what runs by its place, of old code where the same line still stands. */
const offsetOfFailure = (
  state: EditorState,
  { module, failure }: HandlerFigures,
  place: Placer,
  places: Places,
): number | undefined => {
  if (failure === undefined) return undefined;
  const { file, line, lineText } = failure.problem;
  if (file !== module || line < 1) return undefined;
  if (getState().modules[module]?.generation === failure.generation) return place(state, line);
  return places.of(state.doc, `line ${lineText}`, (text) => {
    const same = text.indexOf(lineText ?? "\0");
    return same < 0 ? undefined : same;
  });
};

/** Looking for handlers costs time in a text of this length. */
const longestText = 1_500_000;

const follower = (id: string, place: Placer) =>
  ViewPlugin.fromClass(
    class {
      readonly #view: EditorView;
      readonly #stop: readonly (() => void)[];
      readonly #hidden = new Set<string>();
      readonly #places = new Places();
      #isOver = false;
      #isDue = false;

      constructor(view: EditorView) {
        this.#view = view;
        this.#stop = [
          look(id, () => this.#refresh()),
          useWorkbench.subscribe((state, before) => {
            if (state.modules[id] !== before.modules[id]) this.#refresh();
          }),
        ];
        this.#refresh();
      }

      update({ docChanged, changes }: ViewUpdate): void {
        if (docChanged) this.#places.moved(changes);
      }

      /** In a frame of its own, and only while the text is in the page. */
      #refresh(): void {
        if (this.#isDue) return;
        this.#isDue = true;
        requestAnimationFrame(() => {
          this.#isDue = false;
          if (this.#isOver) return;
          const { state, dom } = this.#view;
          if (!dom.isConnected || state.doc.length > longestText) return;
          const isOn = getState().settings.liveValues;
          const made = isOn
            ? build(state, id, place, this.#places, this.#hidden, (key) => {
                this.#hidden.add(key);
                this.#refresh();
              })
            : Decoration.none;
          this.#view.dispatch({ effects: setMarks.of(made) });
        });
      }

      destroy(): void {
        this.#isOver = true;
        for (const stop of this.#stop) stop();
      }
    },
  );

const liveLook = EditorView.theme({
  ".cm-figures": {
    display: "flex",
    gap: "10px",
    height: "18px",
    padding: "0 8px",
    overflow: "hidden",
    color: "var(--muted)",
    lineHeight: "18px",
    fontFamily: "var(--mono)",
    fontSize: "11px",
    fontVariantNumeric: "tabular-nums",
    whiteSpace: "pre",
    userSelect: "none",
    cursor: "default",
  },
  ".cm-figureRate": { minWidth: "6ch", color: "var(--accent)" },
  ".cm-figureEvent": { color: "var(--info)" },
  // As wide as what is in sight, however long the lines are: nothing of it is to be scrolled to.
  ".cm-failure": {
    position: "sticky",
    left: "44px",
    boxSizing: "border-box",
    maxWidth: "calc(100cqw - 64px)",
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: "4px 12px",
    margin: "2px 0 4px",
    padding: "4px 12px",
    borderLeft: "3px solid var(--error)",
    backgroundColor: "var(--error-wash)",
    fontFamily: "var(--sans)",
    whiteSpace: "normal",
    userSelect: "text",
  },
  ".cm-failureMessage": { fontWeight: "600" },
  ".cm-failureEvent": { color: "var(--text)", fontFamily: "var(--mono)", fontSize: "11.5px" },
  ".cm-failure button": {
    padding: "1px 8px",
    border: "1px solid var(--line)",
    borderRadius: "4px",
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    fontFamily: "var(--sans)",
    fontSize: "11.5px",
  },
  ".cm-failure button:hover": { backgroundColor: "var(--hover)" },
  ".cm-liveValue": {
    maxWidth: "520px",
    padding: "4px 10px",
    fontFamily: "var(--mono)",
    fontSize: "12px",
    overflowWrap: "anywhere",
  },
  ".cm-liveName, .cm-liveNow": { color: "var(--muted)" },
  ".cm-livePart": { paddingLeft: "12px" },
  ".cm-liveNow": { fontFamily: "var(--sans)", fontSize: "11px" },
  ".cm-live-string": { color: "var(--string)" },
  ".cm-live-number": { color: "var(--number)" },
  ".cm-live-constant, .cm-live-function": { color: "var(--keyword)" },
});

export const liveMarks = (id: string, place: Placer): Extension => [marks, follower(id, place), liveLook];
