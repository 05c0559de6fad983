/** What was typed at the prompt, kept for each workspace, and the way back through it. */

const mostLines = 200;
/** A text of this length was pasted, and is not typed again. */
const longestLine = 20_000;

type Store = Pick<Storage, "getItem" | "setItem">;

const keyOf = (folder: string): string => `prompt ${folder}`;

/** Oldest first. */
export const typedIn = (folder: string, store: Store = localStorage): readonly string[] => {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(folder)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((line): line is string => typeof line === "string") : [];
  } catch {
    return [];
  }
};

/** What was typed before moves to the end. */
export const remember = (folder: string, text: string, store: Store = localStorage): void => {
  if (text.trim() === "" || text.length > longestLine) return;
  const lines = [...typedIn(folder, store).filter((line) => line !== text), text].slice(-mostLines);
  try {
    store.setItem(keyOf(folder), JSON.stringify(lines));
  } catch {
    // A full store costs the history of this line, not the evaluation.
  }
};

/** A walk through what was typed; what is being typed waits at its end. */
export class Walk {
  readonly #lines: readonly string[];
  #at: number;
  #draft = "";

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#at = lines.length;
  }

  /** @returns what to show instead of `now`; undefined at either end */
  step(by: 1 | -1, now: string): string | undefined {
    const next = this.#at + by;
    if (next < 0 || next > this.#lines.length) return undefined;
    if (this.#at === this.#lines.length) this.#draft = now;
    this.#at = next;
    return next === this.#lines.length ? this.#draft : this.#lines[next];
  }
}
