/** Replacements in a text that keep every line on its line, so that one source map goes on being right. */
import type { OutputPosition } from "./compiled.ts";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What stands for `text` where two versions of a declaration are compared; see `render`. */
  readonly meaning: string;
}

export class Edits {
  readonly #edits: Edit[] = [];
  readonly #text: string;
  #lineStarts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * @param text without line breaks; those of the replaced part are kept.
   * @param meaning what it stands for, when `text` itself depends on other parts of the file
   */
  replace(start: number, end: number, text: string, meaning = text): void {
    const breaks = this.#text.slice(start, end).match(lineBreaks)?.length ?? 0;
    this.#edits.push({ start, end, text: text + "\n".repeat(breaks), meaning });
  }

  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text, meaning: text });
  }

  /** Puts the edits in order; to be called once, before the others below. Insertions at one place stay in order. */
  settle(): void {
    this.#edits.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** The edited text. */
  render(): string {
    return this.#render(0, this.#text.length, ({ text }) => text);
  }

  /** What a part of the original says, whatever names the rest of the file made necessary: the same for the same code. */
  meaning(start: number, end: number): string {
    return this.#render(start, end, ({ meaning }) => meaning);
  }

  #render(start: number, end: number, wordsOf: (edit: Edit) => string): string {
    let out = "";
    let at = start;
    for (let i = this.#firstFrom(start); i < this.#edits.length; i++) {
      const edit = this.#edits[i] as Edit;
      if (edit.start > end || (edit.start === end && edit.end > end)) break;
      out += this.#text.slice(at, edit.start) + wordsOf(edit);
      at = edit.end;
    }
    return out + this.#text.slice(at, Math.max(at, end));
  }

  /** For `Compiled.edits`. Of an edit over several lines only the last line's columns move. */
  table(): number[] {
    const table: number[] = [];
    for (const { start, end, text } of this.#edits) {
      const from = this.position(start);
      const to = this.position(end);
      if (from.line === to.line) table.push(from.line, from.column, end - start, text.length);
      else table.push(to.line, 0, to.column, 0);
    }
    return table;
  }

  position(offset: number): OutputPosition {
    const starts = (this.#lineStarts ??= lineStartsOf(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: offset - (starts[low] as number) };
  }

  #firstFrom(start: number): number {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#edits[middle] as Edit).start < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A text as code, without anything that ends a line. */
export const literal = (text: string): string =>
  JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

/** What ends a line for V8 and for esbuild's source maps. */
const lineBreaks = /\r\n?|[\n\u2028\u2029]/g;

const lineStartsOf = (text: string): number[] => [
  0,
  ...Array.from(text.matchAll(lineBreaks), ({ index, 0: ending }) => index + ending.length),
];
