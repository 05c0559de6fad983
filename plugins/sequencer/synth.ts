import type { Handler, Shape } from "graft";
import { STEPS } from "./score.ts";
import { boxOf, hsl, hueOf, ripple, wave } from "./shapes.ts";
import { frequency } from "./theory/index.ts";

// There is nothing to hear yet: a note is a ring on the grid and a wave above it.

/** How long a note rings, in seconds. Try 0.3, or 4. */
const RING = 1.3;

/** How high the waves stand. */
const LOUDNESS = 34;

/** How many waves of a 440 Hz note fit across the stage. */
const WAVES = 9;

/** How fast the waves travel. */
const SPEED = 1.4;

/** Its shape: `phase` is in turns. Try `Math.sign(Math.sin(…))`, or add overtones. */
const shape = (phase: number): number => Math.sin(2 * Math.PI * phase);

interface Voice {
  readonly row: number;
  readonly step: number;
  readonly pitch: number;
  readonly velocity: number;
  /** Seconds. */
  readonly age: number;
}

interface State {
  readonly voices: readonly Voice[];
  readonly rows: number;
  readonly time: number;
}

export const init = (): State => ({ voices: [], rows: 8, time: 0 });

export const onNote: Handler<State, "note"> = (state, { row, step, pitch, velocity }) => ({
  state: { ...state, voices: [...state.voices, { row, step, pitch, velocity, age: 0 }] },
});

export const onPattern: Handler<State, "pattern"> = (state, { rows }) => ({ state: { ...state, rows: rows.length } });

export const onTick: Handler<State, "tick"> = (state, { dt }) => {
  const time = state.time + dt;
  const voices = state.voices.map((voice) => ({ ...voice, age: voice.age + dt })).filter(({ age }) => age < RING);
  const shapes: Shape[] = voices.flatMap((voice) => {
    const hue = hueOf(voice.row, state.rows);
    return ripple(boxOf(voice, STEPS, state.rows), hue, voice.velocity, life(voice));
  });
  for (const voice of voices) {
    const colour = hsl(hueOf(voice.row, state.rows), 70, 70);
    shapes.push(wave((place) => heightOf(voice, place, time), colour, 1.4, 0.15 + 0.6 * life(voice)));
  }
  const sum = (place: number): number => voices.reduce((all, voice) => all + heightOf(voice, place, time), 0) * 0.6;
  shapes.push(wave(sum, "#ffffff", 1.8, 0.9));
  return { state: { ...state, voices, time }, effects: [{ type: "draw", layer: 2, shapes }] };
};

/** 1 when a note begins, 0 when it has rung out. */
const life = ({ age }: Voice): number => Math.max(0, 1 - age / RING);

const heightOf = (voice: Voice, place: number, time: number): number =>
  LOUDNESS * voice.velocity * life(voice) ** 2 * shape((frequency(voice.pitch) / 440) * WAVES * place - SPEED * time);
