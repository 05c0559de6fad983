/**
 * Problems in the text: those of the language server, which come anew with each edit, and those of the engine, which stay at
 * their place until they are mended. The engine's stand in words below their line.
 */
import { type Diagnostic, forEachDiagnostic, linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { Problem } from "../../../electron/engine/summary.ts";
import { advice } from "../../words/status.ts";
import { intoSight } from "./in-sight.ts";
import { offsetAt } from "./place.ts";

type Source = "types" | "graft";

const sourceName: Readonly<Record<Source, string>> = { types: "TypeScript", graft: "Graft" };

/** Replaces the problems of one source; those of the other move on with the text. */
const setProblems = (view: EditorView, source: Source, diagnostics: readonly Diagnostic[]): void => {
  const kept: Diagnostic[] = [];
  forEachDiagnostic(view.state, (diagnostic, from, to) => {
    if (diagnostic.source !== sourceName[source]) kept.push({ ...diagnostic, from, to });
  });
  view.dispatch(
    setDiagnostics(
      view.state,
      [...kept, ...diagnostics].sort((a, b) => a.from - b.from),
    ),
  );
};

/** What the language server says of a text. */
export interface ServerDiagnostic {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly severity?: number;
  readonly code?: number | string;
  readonly message: string;
}

const severities = ["error", "error", "warning", "info", "hint"] as const;

/** @param doc the text that they are about, which must be the one that is shown */
export const showTypeProblems = (view: EditorView, doc: Text, list: readonly ServerDiagnostic[]): void =>
  setProblems(
    view,
    "types",
    list.map(({ range, severity = 1, message, code }) => ({
      from: offsetAt(doc, range.start),
      to: offsetAt(doc, range.end),
      severity: severities[severity] ?? "error",
      source: sourceName.types,
      message: code === undefined ? message : `${message} (TS${code})`,
    })),
  );

const setRefusals = StateEffect.define<readonly { readonly at: number; readonly problem: Problem }[]>();

/** Shows the engine's problems of this text, or none. */
export const showEngineProblems = (view: EditorView, problems: readonly Problem[]): void => {
  const { doc } = view.state;
  const placed = problems
    .filter(({ line }) => line > 0)
    .map((problem) => ({ at: offsetAt(doc, { line: problem.line - 1, character: problem.column - 1 }), problem }));
  const [first] = placed;
  const isInSight =
    first !== undefined && view.visibleRanges.some(({ from, to }) => from <= first.at && first.at <= to);
  view.dispatch({ effects: [setRefusals.of(placed), ...(isInSight ? [intoSight(first.at)] : [])] });
  setProblems(
    view,
    "graft",
    placed.map(({ at, problem }) => {
      const word = view.state.wordAt(at);
      const end = word !== null && word.from <= at ? word.to : Math.min(at + 1, doc.lineAt(at).to);
      return {
        from: at,
        to: Math.max(at, end),
        severity: "error",
        source: sourceName.graft,
        message: problem.message,
      };
    }),
  );
};

class Refusal extends WidgetType {
  readonly #problem: Problem;

  constructor(problem: Problem) {
    super();
    this.#problem = problem;
  }

  override eq(other: Refusal): boolean {
    return other.#problem.message === this.#problem.message;
  }

  override toDOM(): HTMLElement {
    const { message, code } = this.#problem;
    const block = document.createElement("div");
    block.className = "cm-refusal";
    const text = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = message;
    text.append(strong, ` ${advice[code]}`);
    block.append(text);
    return block;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

const refusals = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, { effects, changes, newDoc }) => {
    let next = value.map(changes);
    for (const effect of effects)
      if (effect.is(setRefusals)) {
        const builder = new RangeSetBuilder<Decoration>();
        const seen = new Set<number>();
        for (const { at, problem } of effect.value.toSorted((a, b) => a.at - b.at)) {
          const { to } = newDoc.lineAt(at);
          // Of one line the first is enough to begin with.
          if (seen.has(to)) continue;
          seen.add(to);
          builder.add(to, to, Decoration.widget({ widget: new Refusal(problem), block: true, side: 1 }));
        }
        next = builder.finish();
      }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const problemMarks: Extension = [
  // Nothing is asked for here: whoever knows a problem says so.
  linter(null),
  lintGutter(),
  refusals,
];
