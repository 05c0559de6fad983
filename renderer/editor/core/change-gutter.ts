/** What differs from the generation that runs, in a gutter: added, changed, taken out. */
import { Chunk } from "@codemirror/merge";
import { type EditorState, type Extension, StateEffect, StateField, Text } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";

export const setRunning = StateEffect.define<string | undefined>();

interface Changes {
  /** Absent while nothing runs. */
  readonly running: Text | undefined;
  /** `a` is what runs, `b` what is edited. */
  readonly chunks: readonly Chunk[];
}

/** A text that differs everywhere is not worth long thinking. */
const effort = { scanLimit: 500, timeout: 50 };

const textOf = (text: string): Text => Text.of(text.split(/\r\n?|\n/));

const changes = StateField.define<Changes>({
  create: () => ({ running: undefined, chunks: [] }),
  update: (value, transaction) => {
    let { running, chunks } = value;
    let isNew = false;
    for (const effect of transaction.effects)
      if (effect.is(setRunning)) {
        running = effect.value === undefined ? undefined : textOf(effect.value);
        isNew = true;
      }
    const { newDoc, docChanged } = transaction;
    if (isNew) chunks = running === undefined ? [] : Chunk.build(running, newDoc, effort);
    else if (docChanged && running !== undefined)
      chunks = Chunk.updateB(chunks, running, newDoc, transaction.changes, effort);
    return isNew || docChanged ? { running, chunks } : value;
  },
});

class Mark extends GutterMarker {
  readonly #kind: "added" | "changed" | "removed";

  constructor(kind: "added" | "changed" | "removed") {
    super();
    this.#kind = kind;
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement("div");
    mark.className = `cm-change cm-change-${this.#kind}`;
    mark.title = {
      added: "Added since what runs",
      changed: "Changed since what runs",
      removed: "What runs has lines here that were taken out",
    }[this.#kind];
    return mark;
  }
}

const marks = { added: new Mark("added"), changed: new Mark("changed"), removed: new Mark("removed") };

/** Chunks are in order and do not overlap. */
const chunkAt = (chunks: readonly Chunk[], from: number): Chunk | undefined => {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const chunk = chunks[middle];
    if (chunk !== undefined && (chunk.toB > from || (chunk.fromB === chunk.toB && chunk.fromB >= from))) high = middle;
    else low = middle + 1;
  }
  const chunk = chunks[low];
  return chunk !== undefined && chunk.fromB <= from ? chunk : undefined;
};

export const changeGutter: Extension = [
  changes,
  gutter({
    class: "cm-changes",
    lineMarker: (view, { from }) => {
      const { chunks } = view.state.field(changes);
      const chunk = chunkAt(chunks, from);
      if (chunk === undefined) return null;
      if (chunk.fromB === chunk.toB) return marks.removed;
      return chunk.fromA === chunk.toA ? marks.added : marks.changed;
    },
    lineMarkerChange: ({ startState, state }) => startState.field(changes) !== state.field(changes),
  }),
];

/** How many lines are not as they run; lines that were taken out count as one. */
export const changedLineCount = (state: { field: <T>(field: StateField<T>) => T; readonly doc: Text }): number => {
  let count = 0;
  for (const { fromB, endB, toB } of state.field(changes).chunks)
    count += fromB === toB ? 1 : state.doc.lineAt(endB).number - state.doc.lineAt(fromB).number + 1;
  return count;
};

/** Where a line of what runs, from 1, lies in the text; undefined where it is not there, or nothing runs. */
export const placeOfRunning = (state: EditorState, line: number): number | undefined => {
  const { running, chunks } = state.field(changes);
  if (running === undefined || line < 1 || line > running.lines) return undefined;
  const at = running.line(line).from;
  let shift = 0;
  for (const { fromA, toA, fromB, toB } of chunks) {
    if (at < fromA) break;
    if (at < toA) return Math.min(fromB + (at - fromA), Math.max(fromB, toB - 1), state.doc.length);
    shift = toB - toA;
  }
  return Math.min(at + shift, state.doc.length);
};
