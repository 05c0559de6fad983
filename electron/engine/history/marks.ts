/** Which code ran when: every change of code as a mark on the history's timeline, with the texts that ran. */
import type { Mark, MarkKind } from "./summary.ts";

/** One module's part in a change of code. */
export interface MarkedModule {
  readonly id: string;
  /** Generation before and after; 0: none. */
  readonly from: number;
  readonly to: number;
  /** Text of the generation after; absent where there is none, or where it is known already. */
  readonly text?: string | undefined;
}

/** Generations by module. */
export type Code = ReadonlyMap<string, number>;

const mostMarks = 2000;
const mostEarlier = 500;
const mostTexts = 200;
const mostTextLength = 64 * 1024 * 1024;

export class Marks {
  /** Ascending by turn. */
  #marks: Mark[] = [];
  /** Those before them, whose turns are forgotten: why a generation came is asked long after. */
  #earlier: Mark[] = [];
  /** What ran before the first of them. */
  #base = new Map<string, number>();
  /** Turns up to this one ran under code that is no longer known. */
  #unknownTo = 0;
  readonly #texts = new Map<string, Map<number, string>>();
  #textLength = 0;
  #count = 0;

  /** @param turn the last one before it */
  add(kind: MarkKind, turn: number, modules: readonly MarkedModule[], stale: readonly string[] = []): Mark {
    for (const { id, to, text } of modules) if (text !== undefined) this.keepText(id, to, text);
    const mark: Mark = {
      number: ++this.#count,
      kind,
      turn,
      at: Date.now(),
      modules: modules.map(({ id, from, to }) => ({ id, from, to })),
      stale,
    };
    this.#marks.push(mark);
    while (this.#marks.length > mostMarks) this.#foldFirst();
    return mark;
  }

  /** Ascending by turn. */
  list(): readonly Mark[] {
    return this.#marks;
  }

  /** Marks of turns that are forgotten, ascending; of an earlier run, and beyond some hundreds, they are not known. */
  earlier(): readonly Mark[] {
    return this.#earlier;
  }

  /** What ran before the first mark that is listed. */
  get base(): Code {
    return this.#base;
  }

  get unknownTo(): number {
    return this.#unknownTo;
  }

  /** The generations that a turn met. @returns undefined where that is no longer known */
  codeIn(turn: number): Code | undefined {
    if (turn <= this.#unknownTo) return undefined;
    const code = new Map(this.#base);
    for (const mark of this.#marks) {
      if (mark.turn >= turn) break;
      apply(code, mark);
    }
    return code;
  }

  /** The generations that run now. */
  codeNow(): Code {
    return this.codeIn(Infinity) ?? new Map<string, number>();
  }

  /** Modules that in a turn still had what they computed from older code of others (S8). */
  staleIn(turn: number): ReadonlySet<string> {
    const stale = new Set<string>();
    for (const mark of this.#marks) {
      if (mark.turn >= turn) break;
      for (const { id } of mark.modules) stale.delete(id);
      for (const id of mark.stale) stale.add(id);
    }
    return stale;
  }

  textOf(id: string, generation: number): string | undefined {
    return this.#texts.get(id)?.get(generation);
  }

  /** Every text that is kept. */
  *texts(): Generator<{ readonly id: string; readonly generation: number; readonly text: string }, void, void> {
    for (const [id, texts] of this.#texts) for (const [generation, text] of texts) yield { id, generation, text };
  }

  keepText(id: string, generation: number, text: string): void {
    let texts = this.#texts.get(id);
    if (!texts) this.#texts.set(id, (texts = new Map()));
    this.#textLength += text.length - (texts.get(generation)?.length ?? 0);
    texts.set(generation, text);
    if (texts.size > mostTexts) this.#dropText(texts);
    // A program whose texts are so many is told about as far as they reach.
    if (this.#textLength <= mostTextLength) return;
    for (const others of this.#texts.values())
      while (this.#textLength > mostTextLength && others.size > 1) this.#dropText(others);
  }

  /** Turns up to this one are forgotten: what changed the code before them is no mark any more. */
  forgetTo(turn: number): void {
    while (this.#marks.length > 0 && this.#marks[0]!.turn < turn) this.#foldFirst();
  }

  /** Takes out what happened after a turn. */
  cutAfter(turn: number): readonly Mark[] {
    const cut = this.#marks.filter((mark) => mark.turn >= turn);
    this.#marks = this.#marks.filter((mark) => mark.turn < turn);
    return cut;
  }

  /** Puts marks at the end that were there before. */
  append(marks: readonly Mark[]): void {
    this.#marks.push(...marks);
    this.#count = Math.max(this.#count, ...marks.map(({ number }) => number));
  }

  /** Begins with what another history knew. */
  restore(base: Code, marks: readonly Mark[], unknownTo: number): void {
    this.clear();
    this.#base = new Map(base);
    this.#unknownTo = unknownTo;
    this.append(marks);
  }

  clear(): void {
    this.#marks = [];
    this.#earlier = [];
    this.#base.clear();
    this.#texts.clear();
    this.#textLength = 0;
    this.#unknownTo = 0;
  }

  #foldFirst(): void {
    const mark = this.#marks.shift()!;
    apply(this.#base, mark);
    this.#unknownTo = Math.max(this.#unknownTo, mark.turn);
    this.#earlier.push(mark);
    if (this.#earlier.length > mostEarlier) this.#earlier.shift();
  }

  #dropText(texts: Map<number, string>): void {
    const oldest = Math.min(...texts.keys());
    this.#textLength -= texts.get(oldest)?.length ?? 0;
    texts.delete(oldest);
  }
}

const apply = (code: Map<string, number>, { modules }: Mark): void => {
  for (const { id, to } of modules)
    if (to === 0) code.delete(id);
    else code.set(id, to);
};
