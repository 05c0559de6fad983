import type { QueueEdit } from "../summary.ts";
import { type Change, type Edit, moved, rolledBack } from "./edits.ts";
import { type Inbox, keptEvent } from "./inbox.ts";
import { judgeEvent } from "./outcome.ts";
import type { Queued } from "./queue.ts";

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
    const queue = this.#parts.inbox.queue.from();
    const dropped = new Set(numbers);
    const found = new Set(queue.map(({ number }) => number));
    for (const number of dropped) if (!found.has(number)) return this.#missing(number);
    const left: Queued[] = [];
    for (const queued of queue) {
      if (dropped.has(queued.number)) this.#record({ kind: "drop", at: left.length, was: keptEvent(queued) });
      else left.push(queued);
    }
    this.#put(left);
    return undefined;
  }

  #move(number: number, before: number | null): string | undefined {
    const queue = this.#parts.inbox.queue.from();
    const from = queue.findIndex((queued) => queued.number === number);
    if (from < 0) return this.#missing(number);
    if (before === number) return undefined;
    const target = before === null ? queue.length : queue.findIndex((queued) => queued.number === before);
    if (target < 0) return this.#missing(before ?? 0);
    const to = target > from ? target - 1 : target;
    this.#record({ kind: "move", from, to });
    this.#put(moved(queue, from, to));
    return undefined;
  }

  #replace(number: number, event: unknown): string | undefined {
    const queue = this.#parts.inbox.queue.from();
    const at = queue.findIndex((queued) => queued.number === number);
    const was = queue[at];
    if (was === undefined) return this.#missing(number);
    const judged = judgeEvent(event);
    if (!judged.ok) return judged.flaw;
    this.#record({ kind: "replace", at, was: keptEvent(was) });
    this.#put(queue.with(at, { ...was, event: judged.event, cause: { ...was.cause, edited: true } }));
    return undefined;
  }

  #record(edit: Change): void {
    const first = this.#parts.firstTurn();
    if (this.#edits.length > 0 && this.#edits[0]!.after < first - 1)
      this.#edits = this.#edits.filter(({ after }) => after >= first - 1);
    this.#edits.push({ ...edit, after: this.#parts.after() });
  }

  #put(queue: readonly Queued[]): void {
    this.#parts.inbox.replaceAll(queue);
  }

  #missing(number: number): string {
    if (number === this.#parts.underWay()) return `Event ${number} is being handled now: its turn is under way.`;
    if (number > this.#parts.inbox.queue.lastNumber) return `There is no event ${number} in the queue.`;
    return `Event ${number} does not wait any more: it was handled or taken out meanwhile.`;
  }
}
