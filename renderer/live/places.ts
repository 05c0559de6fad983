/**
 * Where things stand in a text that is being edited. To look for them goes through the whole text, which in a long one takes
 * longer than a key may: so what was found moves along with the edits, and is looked for again when the hand rests.
 */
import type { ChangeDesc, Text } from "@codemirror/state";

/** @returns an offset; undefined where it is not there */
export type Find = (text: string) => number | undefined;

const restMs = 400;

export class Places {
  readonly #now: () => number;
  #known = new Map<string, number | undefined>();
  #isMoved = false;
  #editedAt = Number.NEGATIVE_INFINITY;
  /** Made once for all that is looked for in it. */
  #text: { readonly doc: Text; readonly text: string } | undefined;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The text was edited. */
  moved(changes: ChangeDesc): void {
    this.#editedAt = this.#now();
    this.#isMoved = true;
    this.#text = undefined;
    for (const [key, at] of this.#known) if (at !== undefined) this.#known.set(key, changes.mapPos(at, 1));
  }

  /** Where something stands. @param key names what is found, so that it need not be looked for each time */
  of(doc: Text, key: string, find: Find): number | undefined {
    if (this.#isMoved && this.#now() - this.#editedAt >= restMs) {
      this.#known = new Map();
      this.#isMoved = false;
    }
    if (!this.#known.has(key)) this.#known.set(key, find(this.#textOf(doc)));
    return this.#known.get(key);
  }

  #textOf(doc: Text): string {
    if (this.#text?.doc !== doc) this.#text = { doc, text: doc.toString() };
    return this.#text.text;
  }
}
