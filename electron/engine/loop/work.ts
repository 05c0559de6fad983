import type { Event } from "../plain.ts";
import type { CallSummary, Cause, Stop } from "../summary.ts";
import type { Clock } from "./clock.ts";
import type { Delivery } from "./delivery.ts";
import { type Effects, hostEffects, type Performer } from "./effects.ts";
import { type Cut, guarded, wordsOfCut } from "./guard.ts";
import type { Inbox } from "./inbox.ts";
import type { LoopHost, ProblemMaker } from "./loop-host.ts";
import { isMessage } from "./outcome.ts";
import type { Performances } from "./perform.ts";
import { Finding } from "./problem.ts";
import type { Handler, SlotTable } from "./slot.ts";
import { Turn } from "./turn.ts";
import type { Watch } from "./watch.ts";

export interface WorkParts {
  readonly host: LoopHost;
  readonly slots: SlotTable;
  readonly effects: Effects;
  readonly clock: Clock;
  readonly inbox: Inbox;
  readonly delivery: Delivery;
  readonly performances: Performances;
  readonly problemOf: ProblemMaker;
}

/** How long the loop works before it lets the process do something else. */
const BATCH_MS = 5;
/** The same while a person types. */
const TYPING_BATCH_MS = 2;
/** Holds where the host's clock stands still, as it does in tests. */
const BATCH_TURNS = 10_000;
/** The guard's own timer may be early by one. */
const TIMER_SLACK_MS = 2;

/**
 * Takes turns, in batches of some 5 ms under one guard, as long as events wait and the budget of turns and calls lasts.
 * A batch may end, and a cut may fall, at any point of a turn: the next one goes on there.
 */
export class Work {
  readonly turn: Turn;
  /** Number of the last turn that ended. */
  turns = 0;
  /** How long the last event waited. */
  delayMs = 0;
  /** Looks when it is time to stop; absent, or it costs. */
  watch: Watch | undefined;
  /** A batch ends with a turn in which something may have failed. */
  stopsOnError = false;
  /** Why it goes no further, before anything came of the turn under way. */
  stop: Stop | undefined;
  /** The budget: it ends at whichever is used up first. */
  turnsLeft = 0;
  callsLeft = 0;
  readonly #parts: WorkParts;
  readonly #guardMs: number;
  /** The guard is on. */
  #isBusy = false;
  #guardEnds = 0;
  #batchLeft = 0;
  /** Place of the handler that was cut for good and that `watch` has not looked at; -1: none. */
  #cutAt = -1;
  /** Why the last guard cut what it ran. */
  #cut: Cut = { reason: "timeout" };

  constructor(parts: WorkParts) {
    this.#parts = parts;
    this.turn = new Turn(parts.host.now, parts.problemOf);
    this.#guardMs = parts.host.callTimeoutMs + BATCH_MS + TIMER_SLACK_MS;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  batch(): void {
    const { host } = this.#parts;
    this.turn.time = host.now();
    this.#guardEnds = this.turn.time + (host.isTyping?.() === true ? TYPING_BATCH_MS : BATCH_MS);
    this.#batchLeft = BATCH_TURNS;
    if (!this.#workGuarded()) this.#mend();
  }

  rollBack(): void {
    const queued = this.turn.queued();
    if (queued === undefined) return;
    this.turn.takeBack();
    this.#cutAt = -1;
    this.#parts.inbox.putBack(queued, this.turns);
  }

  /** The turn that is under way, else the last one that ended: what comes in now is queued after it. */
  get after(): number {
    return this.turn.event === undefined ? this.turns : this.turns + 1;
  }

  #workGuarded(): boolean {
    this.#isBusy = true;
    try {
      const outcome = guarded(this.#work, this.#guardMs);
      if (!outcome.ok) this.#cut = outcome;
      return outcome.ok;
    } finally {
      this.#isBusy = false;
    }
  }

  /** Returns when there is nothing left to do, or when the batch is over, at whatever point of a turn that is. */
  readonly #work = (): void => {
    const { turn } = this;
    for (;;) {
      if (turn.event === undefined && !this.#begin()) return;
      if (this.#cutAt >= 0 && this.#stopsAfter(this.#cutAt)) return;
      while (turn.position < turn.handlers.length) {
        const handler = turn.handlers[turn.position]!;
        if (handler.quarantined()) {
          turn.skip(handler);
          continue;
        }
        if (this.callsLeft === 0 || turn.time >= this.#guardEnds) return;
        if (this.watch !== undefined && this.#stopsBefore(handler)) return;
        turn.call(handler);
        this.callsLeft--;
        if (this.watch !== undefined && this.#stopsAfter(turn.position - 1)) return;
      }
      this.#queueEmitted();
      if (!this.#performAll()) return;
      turn.end(this.#parts.delivery.ended, this.turns + 1);
      this.turns++;
      this.turnsLeft--;
      if (turn.calls.length === 0) this.callsLeft--;
      if (this.stopsOnError && this.#mayHaveFailed()) return;
    }
  };

  #stopsBefore(handler: Handler): boolean {
    const { position, event } = this.turn;
    this.stop = this.watch?.beforeCall(position, event!, handler, this.turns + 1);
    return this.stop !== undefined;
  }

  /** @param place of the handler that was called last */
  #stopsAfter(place: number): boolean {
    const { turn } = this;
    const call = turn.calls.at(-1)!;
    this.stop = this.watch?.afterCall(
      place,
      turn.event!,
      turn.handlers[place]!,
      call,
      turn.stateAt(place),
      this.turns + 1,
    );
    this.#cutAt = -1;
    return this.stop !== undefined;
  }

  /** What became of its effects shows when they are carried out. */
  #mayHaveFailed(): boolean {
    const { ended, chores } = this.#parts.delivery;
    return chores.length > 0 || ended.at(-1)!.calls.some(({ error }) => error !== undefined);
  }

  #begin(): boolean {
    if (this.turnsLeft <= 0 || this.callsLeft <= 0 || this.#batchLeft <= 0) return false;
    const { host, inbox, slots, clock } = this.#parts;
    const { queue } = inbox;
    const { turn } = this;
    const event = queue.first();
    if (event === undefined) return false;
    // Reading a clock costs a tenth of a turn: the last call's end is this turn's begin.
    if (turn.calls.length === 0) turn.time = host.now();
    const { time } = turn;
    if (time >= this.#guardEnds) return false;
    if (this.watch !== undefined) {
      this.stop = this.watch.atEvent(event, queue.firstNumber(), this.turns + 1);
      if (this.stop !== undefined) return false;
    }
    const handlers = slots.handlersFor(event.type);
    turn.clockMs = clock.time(time);
    this.#batchLeft--;
    turn.prepare(queue, handlers);
    this.delayMs = time - turn.queuedAt;
    inbox.taking(turn.number);
    turn.event = queue.shift(); // in one place or in the other
    return true;
  }

  #queueEmitted(): void {
    const { turn } = this;
    while (turn.emitted < turn.calls.length) {
      const call = turn.calls[turn.emitted]!;
      const emit = call.outcome?.emit;
      if (emit !== undefined) {
        const after = this.turns + 1;
        this.#parts.inbox.queue.pushAll(emit, turn.time, causeOf("handler", after, call), after);
      }
      turn.emitted++;
    }
  }

  /** @returns false when the batch is over before all are performed. */
  #performAll(): boolean {
    const { turn } = this;
    const { effects, inbox, clock, delivery, host } = this.#parts;
    while (turn.effectCall < turn.calls.length) {
      const call = turn.calls[turn.effectCall]!;
      const effect = call.outcome?.effects?.[turn.effectItem];
      if (effect === undefined) {
        turn.effectCall++;
        turn.effectItem = 0;
        continue;
      }
      const performer = hostEffects.has(effect.type) ? undefined : effects.performerOf(effect.type);
      if (effect.type === "emit" && isMessage(effect["event"])) {
        const after = this.turns + 1;
        inbox.queue.push(effect["event"], turn.time, causeOf("effect emit", after, call), after);
        turn.effectItem++;
      } else if (performer === undefined) {
        const of = { effect, index: turn.effectItem, call, turn: this.turns + 1, clockMs: clock.time() };
        delivery.chores[delivery.chores.length] = { kind: "effect", of };
        turn.effectItem++;
      } else if (performer.quarantined?.() === true) {
        turn.effectItem++;
      } else {
        turn.time = host.now();
        if (turn.time >= this.#guardEnds) return false;
        this.#perform(performer, effect);
      }
    }
    return true;
  }

  /** Counts as performed before it begins: an effect is never carried out twice, not even when it was cut. */
  #perform(performer: Performer, effect: Event): void {
    const { turn } = this;
    turn.startedAt = turn.time;
    turn.performing = performer;
    turn.effectItem++;
    this.#parts.performances.perform(performer, effect, this.turns + 1);
    turn.performing = undefined;
    turn.time = this.#parts.host.now();
  }

  /** The guard cut something: says who it was, and sets the turn so that the next batch goes on behind it. */
  #mend(): void {
    const { turn } = this;
    const { host, performances } = this.#parts;
    const { reason, culprit } = this.#cut;
    if (this.watch?.wasCut(reason === "memory", host.callTimeoutMs) === true) return;
    const words = wordsOfCut(this.#cut, host.callTimeoutMs);
    const isToBlame = reason === "memory" || host.now() - turn.startedAt >= host.callTimeoutMs;
    const { performing } = turn;
    if (performing !== undefined) {
      turn.performing = undefined;
      const code = reason === "memory" ? "memory-cut" : "performer-timeout";
      performances.complain(performing, code, new Finding(`${performing.name} ${words}.`, culprit), this.turns + 1);
      if (isToBlame) host.onRunawayPerformer?.(performing);
      return;
    }
    if (!turn.calling) return;
    const handler = turn.handlers[turn.position]!;
    turn.takeBackCall();
    if (!isToBlame && turn.calledTwice !== turn.position) {
      turn.calledTwice = turn.position;
      return;
    }
    const finding = new Finding(`${handler.name} ${words}; mend it and swap its module.`, culprit);
    turn.fail(handler, reason === "memory" ? "memory-cut" : "handler-timeout", finding);
    this.callsLeft--;
    if (this.watch !== undefined) this.#cutAt = turn.position - 1;
    host.onRunaway(handler);
  }
}

const causeOf = (by: "handler" | "effect emit", turn: number, call: CallSummary): Cause => ({
  by,
  turn,
  module: call.module,
  function: call.function,
  generation: call.generation,
});
