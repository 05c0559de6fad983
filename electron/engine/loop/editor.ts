import { strict as assert } from "node:assert";
import type { QueueEdit } from "../summary.ts";
import { type Change, type Edit, rolledBack } from "./edits.ts";
import { type Inbox, type KeptEvent, keptEvent } from "./inbox.ts";
import { judgeEvent } from "./outcome.ts";

export interface EditorParts {
  readonly inbox: Inbox;
  /** The turn that is under way, else the last one that ended. */
  readonly after: () => number;
  /** Number of the event whose turn is under way. */
  readonly underWay: () => number | undefined;
  /** The oldest turn that anybody can look back to. */
  readonly firstTurn: () => number;
}

/** Lets a person drop, move and replace events that wait, and remembers what was done: T28, T29. */
export class Editor {
  readonly #parts: EditorParts;
  #edits: Edit[] = [];

  constructor(parts: EditorParts) {
    this.#parts = parts;
  }

  /** As far back as anybody can look, oldest first. */
  get edits(): readonly Edit[] {
    return this.#edits;
  }

  restore(edits: readonly Edit[]): void {
    this.#edits = [...edits];
  }

  /** A turn in which edits were made was rolled back. */
  rolledBack(turns: number): void {
    if (this.#edits.length > 0) this.#edits = this.#edits.map((edit) => rolledBack(edit, turns));
  }

  /** @returns why it cannot be done, as a sentence; then nothing was. */
  apply(edit: QueueEdit): string | undefined {
    switch (edit.edit) {
      case "drop":
        return this.#drop(edit.numbers);
      case "move":
        return this.#move(edit.number, edit.before);
      case "replace":
        return this.#replace(edit.number, edit.event);
      default:
        return edit satisfies never;
    }
  }

  #drop(numbers: readonly number[]): string | undefined {
    const { inbox } = this.#parts;
    const found = inbox.queue.indexesOf(new Set(numbers));
    for (const number of numbers) if (!found.has(number)) return this.#missing(number);
    const indexes = [...found.values()];
    for (const [before, index] of indexes.entries())
      this.#record({ kind: "drop", at: index - before, was: this.#at(index) });
    inbox.drop(indexes);
    return undefined;
  }

  #move(number: number, before: number | null): string | undefined {
    const { queue } = this.#parts.inbox;
    const from = queue.indexOf(number);
    if (from < 0) return this.#missing(number);
    if (before === number) return undefined;
    const target = before === null ? queue.length : queue.indexOf(before);
    if (target < 0) return this.#missing(before ?? 0);
    const to = target > from ? target - 1 : target;
    this.#record({ kind: "move", from, to });
    queue.move(from, to);
    return undefined;
  }

  #replace(number: number, event: unknown): string | undefined {
    const { queue } = this.#parts.inbox;
    const at = queue.indexOf(number);
    if (at < 0) return this.#missing(number);
    const judged = judgeEvent(event);
    if (!judged.ok) return judged.flaw;
    const was = this.#at(at);
    this.#record({ kind: "replace", at, was });
    queue.replace(at, judged.event, { ...was.cause, edited: true });
    return undefined;
  }

  /** What so many wait before. */
  #at(index: number): KeptEvent {
    const { queue } = this.#parts.inbox;
    const [one] = queue.from(queue.mark().head + index, 1);
    assert(one, `nothing waits at ${index}`);
    return keptEvent(one);
  }

  #record(edit: Change): void {
    const first = this.#parts.firstTurn();
    if (this.#edits.length > 0 && this.#edits[0]!.after < first - 1)
      this.#edits = this.#edits.filter(({ after }) => after >= first - 1);
    this.#edits.push({ ...edit, after: this.#parts.after() });
  }

  #missing(number: number): string {
    if (number === this.#parts.underWay()) return `Event ${number} is being handled now: its turn is under way.`;
    if (number > this.#parts.inbox.queue.lastNumber) return `There is no event ${number} in the queue.`;
    return `Event ${number} does not wait any more: it was handled or taken out meanwhile.`;
  }
}
