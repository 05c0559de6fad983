import { types } from "node:util";
import { asHost } from "../modules/owner.ts";
import type { Event } from "../plain.ts";
import type { Cause, ProblemCode } from "../summary.ts";
import type { CallBegan, Delivery } from "./delivery.ts";
import type { Effects, Performer } from "./effects.ts";
import { force } from "./force.ts";
import type { Inbox } from "./inbox.ts";
import { flawOfMessages } from "./outcome.ts";
import { Finding, thingAt } from "./problem.ts";

export interface PerformancesParts {
  readonly effects: Effects;
  readonly inbox: Inbox;
  readonly delivery: Delivery;
  /** What comes in now is queued after this turn. */
  readonly after: () => number;
  /** An answer came in outside of a turn. */
  readonly onAnswered: () => void;
}

/** Calls of performers, from the effect to what they answer, at once or later: T20. */
export class Performances {
  readonly #parts: PerformancesParts;
  /** Workspaces so far: an answer to a call of an earlier one comes too late. */
  #epoch = 0;
  /** Futures that were set aside: answers to what was performed in one, before then, come too late. */
  readonly #setAside: { readonly epoch: number; readonly turn: number }[] = [];

  constructor(parts: PerformancesParts) {
    this.#parts = parts;
  }

  /** Answers to what was performed so far are not waited for. */
  forgetAll(): void {
    this.#epoch++;
  }

  /** Nor those to what was performed after that turn. */
  forgetAfter(turn: number): void {
    this.#setAside.push({ epoch: this.#epoch, turn });
    this.#epoch++;
    if (this.#setAside.length > 100) this.#setAside.shift();
  }

  /** Runs inside the guard, which may cut it. */
  perform(performer: Performer, effect: Event, turn: number): void {
    try {
      const returned = performer.call(effect);
      if (isThenable(returned)) this.#await(performer, returned, turn);
      else this.#queueAnswer(performer, returned, turn);
    } catch (error) {
      this.complain(performer, "performer-threw", error, turn);
    }
  }

  complain(performer: Performer, code: ProblemCode, error: unknown, turn: number): void {
    const { module, name, generation } = performer;
    const place = { module, function: name, generation };
    const { chores } = this.#parts.delivery;
    chores[chores.length] = { kind: "problem", code, error, place, turn };
  }

  /** `returned` is adopted by a promise of ours, which calls a method of it in a microtask at the earliest. */
  #await(performer: Performer, returned: unknown, turn: number): void {
    const { effects, delivery, onAnswered } = this.#parts;
    const epoch = this.#epoch;
    const began: CallBegan = { kind: "call-began", performer, turn, counted: false };
    const settled = (code: ProblemCode | undefined, answer: unknown): void => {
      if (began.counted) effects.callSettled(performer);
      if (effects.isDropped(performer) || this.#isTooLate(epoch, turn)) return;
      if (code === undefined) this.#queueAnswer(performer, answer, turn);
      else this.complain(performer, code, answer, turn);
      onAnswered();
    };
    void new Promise((resolve) => {
      resolve(returned);
    }).then(
      (answer) => asHost(() => settled(undefined, answer)),
      (error) => asHost(() => settled("performer-threw", error)),
    );
    delivery.chores[delivery.chores.length] = began;
  }

  #isTooLate(epoch: number, turn: number): boolean {
    if (epoch === this.#epoch) return false;
    const later = this.#setAside.filter((one) => one.epoch >= epoch);
    // Each step from that epoch to this one was a future set aside, and none of them had this turn.
    return later.length !== this.#epoch - epoch || later.some((one) => turn > one.turn);
  }

  #queueAnswer(performer: Performer, answer: unknown, turn: number): void {
    if (answer === undefined) return;
    const forced = force(answer);
    const flaw = forced.ok ? flawOfMessages(forced.value, "") : `${thingAt(forced.path)} is ${forced.found}.`;
    if (flaw === undefined) {
      const { module, name, generation } = performer;
      const cause: Cause = { by: "performer", turn, module, function: name, generation };
      this.#parts.inbox.addOrDrop(answer as readonly Event[], cause, this.#parts.after());
      return;
    }
    const sentence = `What ${performer.name} answered is no list of events: ${flaw}`;
    this.complain(performer, "performer-not-plain", new Finding(sentence), turn);
  }
}

/** Reads a field of what a module returned, so it may run its code, and throw. */
const isThenable = (value: unknown): boolean =>
  types.isPromise(value) ||
  (typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { readonly then?: unknown }).then === "function");
