import type { EventOf, Handler, Migrate, Outcome } from "graft";
import patterns from "./patterns.json";
import { cellAt } from "./shapes.ts";
import { noteName, Scale } from "./theory/index.ts";

/** How many steps a bar has. Try 12, or 32: the pattern that plays is kept and repeated to fit. */
export const STEPS = 16;

/** How many notes there are to choose from. Try 12. */
const ROWS = 8;

/** How loud an `o` of patterns.json is; an `x` is 1. */
const SOFT = 0.45;

/** Loudness of every step of a row, 0 to 1. */
type Row = readonly number[];

declare module "graft" {
  interface Events {
    /** A note begins to sound. */
    note: { readonly row: number; readonly step: number; readonly pitch: number; readonly velocity: number };
    /** What is to be played has changed. */
    pattern: {
      readonly rows: readonly (readonly number[])[];
      /** Name of the note of each row, highest first. */
      readonly names: readonly string[];
      readonly title: string;
    };
  }
}

interface State {
  /** Highest note first. */
  readonly rows: readonly Row[];
  /** Number of the pattern that was taken from patterns.json last. */
  readonly song: number;
  readonly scale: number;
  /** MIDI number of the lowest row. */
  readonly root: number;
  /** What the pressed pointer writes into the cells that it passes. */
  readonly brush: number | null;
}

export const init = (): State => ({ rows: songRows(0), song: 0, scale: 1, root: 50, brush: null });

/** Keeps what is being played when `STEPS` or `ROWS` have changed: repeats it, or cuts it. */
export const migrate: Migrate<State> = (old) => {
  const state = { ...init(), ...(old as Partial<State>) };
  return { ...state, rows: fitted(state.rows) };
};

export const onStart: Handler<State, "start"> = (state) => changed(state);

/** An edited pattern plays at once; anything else only has to be shown again. */
export const onSwap: Handler<State, "swap"> = (state, { modules }) =>
  changed(modules.some(({ id }) => id === "patterns.json") ? { ...state, rows: songRows(state.song) } : state);

export const onStep: Handler<State, "step"> = (state, { step }) => {
  const scale = new Scale(state.scale, state.root);
  return {
    emit: state.rows.flatMap((row, n): EventOf<"note">[] => {
      const velocity = row[step] ?? 0;
      return velocity > 0
        ? [{ type: "note", row: n, step, pitch: scale.pitch(state.rows.length - 1 - n), velocity }]
        : [];
    }),
  };
};

export const onPointer: Handler<State, "pointer"> = (state, { phase, x, y, buttons }) => {
  if (phase === "up" || phase === "leave") return { state: { ...state, brush: null } };
  const cell = cellAt(x, y, STEPS, state.rows.length);
  if (cell === null || buttons === 0) return undefined;
  const there = state.rows[cell.row]?.[cell.step] ?? 0;
  const brush = phase === "down" ? (there > 0 ? 0 : 1) : state.brush;
  if (brush === null || brush === there) return undefined;
  const rows = state.rows.map((row, n) => (n === cell.row ? row.with(cell.step, brush) : row));
  return changed({ ...state, rows, brush });
};

export const onKeyDown: Handler<State, "keyDown"> = (state, { code }) => {
  switch (code) {
    case "KeyS":
      return changed({ ...state, scale: state.scale + 1 });
    case "KeyN":
      return changed({ ...state, song: state.song + 1, rows: songRows(state.song + 1) });
    case "KeyC":
      return changed({ ...state, rows: state.rows.map((row) => row.map(() => 0)) });
    case "ArrowRight":
      return changed({ ...state, root: Math.min(74, state.root + 1) });
    case "ArrowLeft":
      return changed({ ...state, root: Math.max(26, state.root - 1) });
    default:
      return undefined;
  }
};

const changed = (state: State): Outcome<State> => {
  const scale = new Scale(state.scale, state.root);
  const names = state.rows.map((_, n) => noteName(scale.pitch(state.rows.length - 1 - n)));
  const title = `${songAt(state.song).name} in ${scale.name}`;
  return { state, emit: [{ type: "pattern", rows: state.rows, names, title }] };
};

const songAt = (song: number): (typeof patterns)[number] => {
  const found = patterns[song % patterns.length];
  if (found === undefined) throw new Error("patterns.json holds no pattern.");
  return found;
};

const songRows = (song: number): readonly Row[] =>
  fitted(songAt(song).rows.map((row) => Array.from(row, (sign) => (sign === "x" ? 1 : sign === "o" ? SOFT : 0))));

/** As many rows and steps as there shall be: rows are added or taken at the top, steps repeated or cut. */
const fitted = (rows: readonly Row[]): readonly Row[] =>
  Array.from({ length: ROWS }, (_, n) => {
    const row = rows[rows.length - ROWS + n] ?? [0];
    return Array.from({ length: STEPS }, (__, step) => row[step % row.length] ?? 0);
  });
