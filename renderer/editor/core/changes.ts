/** What differs from the generation that runs. */
import { Chunk } from "@codemirror/merge";
import { type ChangeDesc, type EditorState, StateEffect, StateField, Text, type Transaction } from "@codemirror/state";

export const setRunning = StateEffect.define<string | undefined>();
/** Compares what was put off. */
export const settleChanges = StateEffect.define<null>();

interface Changes {
  /** Absent while nothing runs. */
  readonly running: Text | undefined;
  /** `a` is what runs, `b` what was edited when they were compared last. */
  readonly chunks: readonly Chunk[];
  /** How many lines of `b` are not as they run; lines that were taken out count as one. */
  readonly lines: number;
  /** What was edited since then and is not compared yet, and the way back; absent where all is compared. */
  readonly pending: { readonly edits: ChangeDesc; readonly back: ChangeDesc } | undefined;
}

/** A text that differs everywhere is not worth long thinking. */
const effort = { scanLimit: 500, timeout: 50 };
/** So much is compared at a key, in characters and in chunks; above that it waits for a pause. */
const most = { characters: 20_000, chunks: 1_000 };

const textOf = (text: string): Text => Text.of(text.split(/\r\n?|\n/));

const compared = (running: Text | undefined, doc: Text, chunks: readonly Chunk[]): Changes => {
  let lines = 0;
  for (const { fromB, endB, toB } of chunks)
    lines += fromB === toB ? 1 : doc.lineAt(endB).number - doc.lineAt(fromB).number + 1;
  return { running, chunks, lines, pending: undefined };
};

export const changes = StateField.define<Changes>({
  create: () => ({ running: undefined, chunks: [], lines: 0, pending: undefined }),
  update: (value, transaction) => {
    const { newDoc, docChanged, effects } = transaction;
    const fresh = effects.find((effect) => effect.is(setRunning));
    if (fresh !== undefined) {
      const running = fresh.value === undefined ? undefined : textOf(fresh.value);
      return compared(running, newDoc, running === undefined ? [] : Chunk.build(running, newDoc, effort));
    }
    const { running, chunks } = value;
    if (running === undefined) return value;
    const edits = editsSince(value, transaction);
    if (docChanged && (value.pending !== undefined || isMuch(chunks, transaction.changes)))
      return { ...value, pending: { edits, back: edits.invertedDesc } };
    if (docChanged || (value.pending !== undefined && effects.some((effect) => effect.is(settleChanges))))
      return compared(running, newDoc, Chunk.updateB(chunks, running, newDoc, edits, effort));
    return value;
  },
});

const editsSince = ({ pending }: Changes, { changes: edits }: Transaction): ChangeDesc =>
  pending === undefined ? edits.desc : pending.edits.composeDesc(edits);

/** Chunks that are edited are compared from their beginning to their end. */
const isMuch = (chunks: readonly Chunk[], edits: ChangeDesc): boolean => {
  if (chunks.length > most.chunks) return true;
  let characters = 0;
  edits.iterChangedRanges((from, to) => {
    for (const { fromA, toA, fromB, toB } of chunks)
      if (fromB <= to && toB >= from) characters += Math.max(toA - fromA, toB - fromB);
  });
  return characters > most.characters;
};

export type Change = "added" | "changed" | "removed";

/** What became of a line since what runs; undefined where it is the same. */
export const changeAt = (state: EditorState, from: number, to: number): Change | undefined => {
  const { chunks, pending } = state.field(changes);
  const chunk = chunkAt(chunks, pending === undefined ? from : pending.back.mapPos(from));
  if (chunk === undefined) return pending !== undefined && pending.back.touchesRange(from, to) ? "changed" : undefined;
  if (chunk.fromB === chunk.toB) return "removed";
  return chunk.fromA === chunk.toA ? "added" : "changed";
};

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

/** How many lines are not as they run; lines that were taken out count as one. Where much differs, of a moment ago. */
export const changedLineCount = (state: EditorState): number => state.field(changes).lines;

/** Where a line of what runs, from 1, lies in the text; undefined where it is not there, or nothing runs. */
export const placeOfRunning = (state: EditorState, line: number): number | undefined => {
  const { running, chunks, pending } = state.field(changes);
  if (running === undefined || line < 1 || line > running.lines) return undefined;
  const at = placeAmong(chunks, running.line(line).from);
  const now = pending === undefined ? at : pending.edits.mapPos(Math.min(at, pending.edits.length));
  return Math.min(now, state.doc.length);
};

const placeAmong = (chunks: readonly Chunk[], at: number): number => {
  let shift = 0;
  for (const { fromA, toA, fromB, toB } of chunks) {
    if (at < fromA) break;
    if (at < toA) return Math.min(fromB + (at - fromA), Math.max(fromB, toB - 1));
    shift = toB - toA;
  }
  return at + shift;
};
