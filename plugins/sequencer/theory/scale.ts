const NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];

/** Semitones above the root. Add your own, press Swap, and reach it with the key S. */
const SCALES = {
  pentatonic: [0, 2, 4, 7, 9],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  "in sen": [0, 1, 5, 7, 10],
  "whole tone": [0, 2, 4, 6, 8, 10],
};

/** A scale on a root, both by number. A tool for the length of a call: what is kept in a state is the two numbers. */
export class Scale {
  readonly name: string;
  readonly #root: number;
  readonly #semitones: readonly number[];

  constructor(number: number, root: number) {
    const scales = Object.entries(SCALES);
    const [name, semitones] = scales[number % scales.length] ?? ["chromatic", [0]];
    this.name = `${noteName(root)} ${name}`;
    this.#root = root;
    this.#semitones = semitones;
  }

  /** MIDI number of a degree: 0 is the root, the degree after the last is the root an octave up. */
  pitch(degree: number): number {
    const size = this.#semitones.length;
    return this.#root + 12 * Math.floor(degree / size) + (this.#semitones[degree % size] ?? 0);
  }
}

/** `62` is `D`. */
export const noteName = (pitch: number): string => NAMES[pitch % 12] ?? "?";

/** In Hz; A above middle C is 440. */
export const frequency = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);
