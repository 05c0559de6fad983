import { strict as assert } from "node:assert";
import { types } from "node:util";
import type { History } from "../history/history.ts";
import type { Event, Plain } from "../plain.ts";
import type { LogEntry, LoopStatus, Problem, ProblemCode, TurnSummary } from "../summary.ts";
import { Clock, type ClockState, type PendingAfter } from "./clock.ts";
import { type Effects, hostEffects, type HostEffect, type Performer } from "./effects.ts";
import { force, takeForcedBytes } from "./force.ts";
import { asHost } from "../modules/owner.ts";
import { type Culprit, guarded } from "./guard.ts";
import { HostEffects } from "./host-effects.ts";
import { flawOfMessages, isMessage, kindOf } from "./outcome.ts";
import { describeThrown, Finding, type Place, problemWithoutPlace, thingAt } from "./problem.ts";
import { Queue, type QueueMark } from "./queue.ts";
import { Rate } from "./rate.ts";
import type { Handler, SlotTable, StateCell } from "./slot.ts";
import { Turn } from "./turn.ts";

export interface LoopHost {
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /**
   * Where in the author's source an error came from. What was thrown may be anything; what the loop itself has to say
   * against a call is a `Finding`. Called inside the guard: it may be cut, and must leave nothing half done.
   */
  readonly problemOf: (code: ProblemCode, error: unknown, at: Place) => Problem;
  /** Called when the turn is in the history. */
  readonly onTurn: (turn: TurnSummary) => void;
  readonly onProblem: (problem: Problem) => void;
  readonly onLog: (entry: LogEntry) => void;
  /** Mode, clock or the queue's length changed without a turn. */
  readonly onChange: () => void;
  /** A handler was cut by the guard; called before the turn goes on. */
  readonly onRunaway: (handler: Handler) => void;
  /** The same of a performer. */
  readonly onRunawayPerformer?: (performer: Performer) => void;
  readonly callTimeoutMs: number;
  /** How many events may wait before those of sources are dropped. Default 1,000,000. */
  readonly queueBound?: number;
}

/** - `outside`: a person, a script, input · `source`: a module's subscription · `host`: the engine itself */
export type Origin = "outside" | "source" | "host";

export type Emitted =
  | { readonly ok: true; readonly queued: number }
  | { readonly ok: false; readonly problem: Problem };

export interface StepOptions {
  /** How many; default 1. */
  readonly count?: number;
  /** Default `event`. */
  readonly unit?: "event" | "handler";
  /** When no event waits, puts the clock forward to the next `tick` or `after`. Default false. */
  readonly advance?: boolean;
}

/** Something to tell or to do when the guard is off. */
type Chore =
  | { readonly kind: "effect"; readonly of: HostEffect }
  | {
      readonly kind: "problem";
      readonly code: ProblemCode;
      readonly error: unknown;
      readonly place: Place;
      readonly turn: number;
    }
  | CallBegan;

interface CallBegan {
  readonly kind: "call-began";
  readonly performer: Performer;
  readonly turn: number;
  /** It was counted; only then it is to be counted off. */
  counted: boolean;
}

/** How long the loop works before it lets the process do something else. */
const BATCH_MS = 5;
/** Holds where the host's clock stands still, as it does in tests. */
const BATCH_TURNS = 10_000;
/** The guard's own timer may be early by one. */
const TIMER_SLACK_MS = 2;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
const TELL_EVERY_MS = 1000;

/**
 * Takes events from the queue, one turn each. Works in batches of some 5 ms under one guard, and while nothing waits
 * and nothing is due it costs nothing.
 *
 * Between two batches of a running loop no turn is under way; one that was cut is finished first. What the host is
 * told, it is told when the guard is off. Handlers are spliced in and out in `atSafePoint` only.
 *
 * @see SPEC.md T1–T26.
 */
export class Loop {
  readonly #host: LoopHost;
  readonly #slots: SlotTable;
  readonly #history: History;
  readonly #effects: Effects;
  readonly #queue = new Queue();
  readonly #clock: Clock;
  readonly #rate = new Rate();
  readonly #turn: Turn;
  readonly #hostEffects: HostEffects;
  readonly #guardMs: number;
  #mode: LoopStatus["mode"] = "paused";
  /** Number of the last turn that ended. */
  #turns = 0;
  #delayMs = 0;
  #dropped = 0;
  #droppedUntold = 0;
  #toldAt = -Infinity;
  #tellTimer: NodeJS.Timeout | undefined;
  /** Workspaces so far: an answer to a call of an earlier one comes too late. */
  #epoch = 0;
  /** The newest tick, and whether it still waits in the queue. */
  #tick: Event | undefined;
  #tickWaits = false;
  /** Marks of the queue that were asked for inside a turn. */
  #looks = 0;
  /** The guard is on. */
  #busy = false;
  /** Where the call that was cut hung. */
  #culprit: Culprit | undefined;
  #driving = false;
  #guardEnds = 0;
  #turnsLeft = 0;
  #callsLeft = 0;
  #batchLeft = 0;
  #ended: TurnSummary[] = [];
  #chores: Chore[] = [];
  #stepped: TurnSummary[] | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #timerDueMs = Infinity;

  constructor(host: LoopHost, slots: SlotTable, history: History, effects: Effects) {
    this.#host = host;
    this.#slots = slots;
    this.#history = history;
    this.#effects = effects;
    this.#clock = new Clock(host.now);
    this.#turn = new Turn(host.now, this.#problem);
    this.#hostEffects = new HostEffects({
      stage: effects.stage,
      clock: this.#clock,
      onLog: host.onLog,
      onRefused: (finding, code, at, turn) => host.onProblem(this.#problem(code, finding, at, turn)),
    });
    this.#guardMs = host.callTimeoutMs + BATCH_MS + TIMER_SLACK_MS;
  }

  run(): void {
    if (this.#mode === "running") return;
    this.#mode = "running";
    this.#clock.start();
    this.#arm();
    this.#host.onChange();
  }

  /** A turn that is under way ends first, unless it was begun by a step. */
  pause(): void {
    if (this.#mode === "paused") return;
    this.#mode = "paused";
    this.#turnsLeft = 0;
    this.#clock.stop();
    this.#disarm();
    this.#host.onChange();
  }

  /**
   * Takes turns, or makes single calls, at once; a running loop is paused first.
   *
   * @returns the turns that ended; last, when it stands inside one, that turn with the calls made in it so far.
   */
  step({ count = 1, unit = "event", advance = false }: StepOptions = {}): readonly TurnSummary[] {
    assert(!this.#driving, "a step cannot be taken inside a turn");
    this.pause();
    const stepped: TurnSummary[] = [];
    this.#stepped = stepped;
    this.#turnsLeft = unit === "event" ? count : Infinity;
    this.#callsLeft = unit === "handler" ? count : Infinity;
    while (this.#turnsLeft > 0 && this.#callsLeft > 0 && this.#hasWork(advance)) this.#drive();
    this.#turnsLeft = 0;
    this.#stepped = undefined;
    this.#arm(); // whoever was told of a turn may have said run
    const { event, calls } = this.#turn;
    if (event !== undefined) stepped.push({ turn: this.#turns + 1, event, calls: [...calls] });
    return stepped;
  }

  /**
   * Forces an event and puts it to the queue's end. One from a source is dropped when the queue is full: that is counted
   * and told, and is no fault of this event. From inside a call it only queues.
   */
  emit(event: unknown, origin: Origin): Emitted {
    const forced = force(event);
    if (!forced.ok) {
      return refused(`The event is not plain data: ${thingAt(forced.path)} is ${forced.found}.`);
    }
    if (!isMessage(forced.value)) {
      return refused(
        `The event is ${kindOf(forced.value)}: it must be an object with a string \`type\`, such as { type: "ping" }.`,
      );
    }
    if (origin === "source") this.#queueOrDrop([forced.value]);
    else this.#queue.push(forced.value, this.#host.now());
    this.#wake();
    return { ok: true, queued: this.#queue.length };
  }

  get isRunning(): boolean {
    return this.#mode === "running";
  }

  /** It runs, and events wait. */
  get isBusy(): boolean {
    return this.#mode === "running" && this.#queue.length > 0;
  }

  /** What waits, oldest first. */
  queue(): readonly Event[] {
    return this.#queue.toArray();
  }

  /** `after` events whose time has not come, in the order in which they will. */
  pendingAfters(): readonly PendingAfter[] {
    return this.#clock.pendingAfters();
  }

  aftersStamp(): string {
    return this.#clock.aftersStamp();
  }

  clockState(): ClockState {
    return this.#clock.state();
  }

  /** How far the queue has come, as if a turn in which the loop stands were rolled back. */
  queueMark(): QueueMark {
    const mark = this.#queue.mark();
    // While it stands in a turn the numbers are not worth minding: each look counts as a rewrite.
    return this.#turn.event === undefined ? mark : { ...mark, head: mark.head - 1, rewrites: -++this.#looks };
  }

  /** What waits from the event of that number on, by the numbers of `queueMark`. */
  queueFrom(number: number): readonly Event[] {
    const { event } = this.#turn;
    const { head } = this.#queue.mark();
    return event !== undefined && number < head ? [event, ...this.#queue.from(head)] : this.#queue.from(number);
  }

  /** Goes on where another loop stood; for one that has taken no turn yet. */
  restore(from: {
    readonly turn: number;
    readonly clock: ClockState;
    readonly queue: readonly Event[];
    readonly afters: readonly PendingAfter[];
  }): void {
    assert(this.#turns === 0 && this.#mode === "paused", "a loop that has begun cannot be given a past");
    this.#turns = from.turn;
    this.#clock.restore(from.clock, from.afters);
    this.#queue.pushAll(from.queue, this.#host.now());
    this.#tick = from.queue.findLast(({ type }) => type === "tick");
    this.#tickWaits = this.#tick !== undefined;
    this.#host.onChange();
  }

  setClock(hz: number): void {
    this.#clock.setHz(hz);
    this.#arm();
    this.#host.onChange();
  }

  status(): LoopStatus {
    const { event, position, handlers } = this.#turn;
    return {
      mode: this.#mode,
      turn: this.#turns,
      queued: this.#queue.length,
      dropped: this.#dropped,
      hz: this.#clock.hz,
      rate: this.#rate.read(this.#host.now()),
      delayMs: this.#delayMs,
      slots: this.#slots.summary(),
      ...(event === undefined
        ? {}
        : { inTurn: { turn: this.#turns + 1, event, nextCall: position, calls: handlers.length } }),
    };
  }

  /**
   * Runs `commit` between two turns, now. A turn in which the loop stands is rolled back first: its event goes back to
   * the queue's head.
   */
  atSafePoint<T>(commit: () => T): T {
    assert(!this.#busy, "a handler call is no safe point");
    this.#rollBack();
    const result = commit();
    this.#clock.listen(this.#slots.listensFor("tick"));
    this.#arm();
    this.#host.onChange();
    return result;
  }

  /** The state that a module has at the next safe point: a turn in which the loop stands is rolled back there. */
  safeStateOf(cell: StateCell): Plain {
    return this.#turn.stateBefore(cell);
  }

  /** For a new workspace: queue, history, clock and counts begin anew, paused. */
  reset(): void {
    assert(!this.#busy, "the loop cannot begin anew inside a handler call");
    this.pause();
    this.#rollBack();
    this.#epoch++;
    this.#queue.clear();
    this.#history.clear();
    this.#clock.reset();
    this.#rate.clear();
    this.#effects.stage.clearAll();
    this.#ended = [];
    this.#chores = [];
    this.#turns = 0;
    this.#delayMs = 0;
    this.#dropped = 0;
    this.#droppedUntold = 0;
    this.#tick = undefined;
    this.#tickWaits = false;
    this.#clock.listen(this.#slots.listensFor("tick"));
    this.#host.onChange();
  }

  dispose(): void {
    this.#mode = "paused";
    this.#turnsLeft = 0;
    this.#epoch++;
    this.#disarm();
    clearTimeout(this.#tellTimer);
  }

  // ---- waiting

  readonly #pump = (): void => {
    this.#immediate = undefined;
    this.#timer = undefined;
    if (this.#mode === "paused") return;
    this.#queueWhatIsDue();
    this.#turnsLeft = Infinity;
    this.#callsLeft = Infinity;
    if (this.#queue.length > 0 || this.#turn.event !== undefined) this.#drive();
    this.#arm();
  };

  /** One immediate while there is work, else one timer for what is due next, else nothing. */
  #arm(): void {
    if (this.#mode === "paused" || this.#driving) return;
    if (this.#queue.length > 0 || this.#turn.event !== undefined) {
      this.#immediate ??= setImmediate(this.#pump);
      return;
    }
    this.#clock.listen(this.#slots.listensFor("tick"));
    const dueMs = this.#clock.nextDueMs();
    if (this.#timer !== undefined && this.#timerDueMs === dueMs) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerDueMs = dueMs;
    if (dueMs === Infinity) return;
    this.#timer = setTimeout(this.#pump, Math.min(Math.ceil(dueMs - this.#clock.time()), LONGEST_TIMEOUT_MS));
  }

  #disarm(): void {
    clearImmediate(this.#immediate);
    clearTimeout(this.#timer);
    this.#immediate = undefined;
    this.#timer = undefined;
  }

  /** The queue got longer, from outside of a turn. */
  #wake(): void {
    if (this.#busy) return;
    if (this.#mode === "running") this.#arm();
    else this.#host.onChange();
  }

  #queueWhatIsDue(): void {
    const now = this.#host.now();
    for (let event = this.#clock.takeAfter(); event !== undefined; event = this.#clock.takeAfter()) {
      this.#queue.push(event, now);
    }
    this.#clock.listen(this.#slots.listensFor("tick"));
    if (this.#tickWaits) return;
    const tick = this.#clock.takeTick();
    if (tick === undefined) return;
    this.#tick = tick;
    this.#tickWaits = true;
    this.#queue.push(tick, now);
  }

  #hasWork(advance: boolean): boolean {
    if (advance && this.#queue.length === 0 && this.#turn.event === undefined) {
      this.#clock.listen(this.#slots.listensFor("tick"));
      this.#clock.advance();
      this.#queueWhatIsDue();
    }
    return this.#queue.length > 0 || this.#turn.event !== undefined;
  }

  #queueOrDrop(events: readonly Event[]): void {
    const room = Math.max(0, (this.#host.queueBound ?? 1_000_000) - this.#queue.length);
    if (events.length <= room) {
      this.#queue.pushAll(events, this.#host.now());
      return;
    }
    this.#queue.pushAll(events.slice(0, room), this.#host.now());
    this.#dropped += events.length - room;
    this.#droppedUntold += events.length - room;
    if (!this.#busy) this.#tellDroppedSoon();
  }

  #tellDroppedSoon(): void {
    if (this.#tellTimer !== undefined) return;
    const waitMs = this.#toldAt + TELL_EVERY_MS - this.#host.now();
    if (waitMs <= 0) this.#tellDropped();
    else this.#tellTimer = setTimeout(this.#tellDropped, waitMs).unref();
  }

  readonly #tellDropped = (): void => {
    this.#tellTimer = undefined;
    if (this.#droppedUntold === 0) return;
    const dropped = this.#droppedUntold;
    this.#droppedUntold = 0;
    this.#toldAt = this.#host.now();
    this.#host.onProblem(
      problemWithoutPlace(
        "queue-full",
        `${this.#queue.length.toLocaleString("en")} events wait, so ${dropped.toLocaleString("en")} from sources were dropped: handle them faster, or let the source emit less.`,
      ),
    );
  };

  // ---- working

  /** One batch; more of them while they end inside a turn. */
  #drive(): void {
    this.#driving = true;
    try {
      do {
        this.#turn.time = this.#host.now();
        this.#guardEnds = this.#turn.time + BATCH_MS;
        this.#batchLeft = BATCH_TURNS;
        if (!this.#workGuarded()) this.#mend();
        this.#deliver();
      } while (this.#turn.event !== undefined && this.#callsLeft > 0);
    } finally {
      this.#driving = false;
    }
  }

  #workGuarded(): boolean {
    this.#busy = true;
    try {
      const outcome = guarded(this.#work, this.#guardMs);
      this.#culprit = outcome.ok ? undefined : outcome.culprit;
      return outcome.ok;
    } finally {
      this.#busy = false;
    }
  }

  /** Returns when there is nothing left to do, or when the batch is over, at whatever point of a turn that is. */
  readonly #work = (): void => {
    const turn = this.#turn;
    for (;;) {
      if (turn.event === undefined && !this.#begin()) return;
      while (turn.position < turn.handlers.length) {
        const handler = turn.handlers[turn.position]!;
        if (handler.quarantined()) {
          turn.skip(handler);
          continue;
        }
        if (this.#callsLeft === 0 || turn.time >= this.#guardEnds) return;
        turn.call(handler);
        this.#callsLeft--;
      }
      this.#queueEmitted();
      if (!this.#performAll()) return;
      turn.end(this.#ended, this.#turns + 1);
      this.#turns++;
      this.#turnsLeft--;
      if (turn.calls.length === 0) this.#callsLeft--;
    }
  };

  #begin(): boolean {
    if (this.#turnsLeft <= 0 || this.#callsLeft <= 0 || this.#batchLeft <= 0) return false;
    const event = this.#queue.first();
    if (event === undefined) return false;
    const time = this.#host.now();
    if (time >= this.#guardEnds) return false;
    const handlers = this.#slots.handlersFor(event.type);
    const queuedAt = this.#queue.firstAt();
    this.#turn.time = time;
    this.#delayMs = time - queuedAt;
    this.#batchLeft--;
    this.#turn.prepare(queuedAt, handlers);
    this.#turn.event = this.#queue.shift(); // in one place or in the other
    if (event === this.#tick) this.#tickWaits = false;
    return true;
  }

  #queueEmitted(): void {
    const turn = this.#turn;
    while (turn.emitted < turn.calls.length) {
      const emit = turn.calls[turn.emitted]!.outcome?.emit;
      if (emit !== undefined) this.#queue.pushAll(emit, turn.time);
      turn.emitted++;
    }
  }

  /** @returns false when the batch is over before all are performed. */
  #performAll(): boolean {
    const turn = this.#turn;
    while (turn.effectCall < turn.calls.length) {
      const call = turn.calls[turn.effectCall]!;
      const effect = call.outcome?.effects?.[turn.effectItem];
      if (effect === undefined) {
        turn.effectCall++;
        turn.effectItem = 0;
        continue;
      }
      const performer = hostEffects.has(effect.type) ? undefined : this.#effects.performerOf(effect.type);
      if (effect.type === "emit" && isMessage(effect["event"])) {
        this.#queue.push(effect["event"], turn.time);
        turn.effectItem++;
      } else if (performer === undefined) {
        const of = { effect, index: turn.effectItem, call, turn: this.#turns + 1, clockMs: this.#clock.time() };
        this.#chores[this.#chores.length] = { kind: "effect", of };
        turn.effectItem++;
      } else if (performer.quarantined?.() === true) {
        turn.effectItem++;
      } else {
        turn.time = this.#host.now();
        if (turn.time >= this.#guardEnds) return false;
        this.#perform(performer, effect);
      }
    }
    return true;
  }

  /** Counts as performed before it begins: an effect is never carried out twice, not even when it was cut. */
  #perform(performer: Performer, effect: Event): void {
    const turn = this.#turn;
    turn.startedAt = turn.time;
    turn.performing = performer;
    turn.effectItem++;
    try {
      const returned = performer.call(effect);
      if (isThenable(returned)) this.#await(performer, returned);
      else this.#queueAnswer(performer, returned, this.#turns + 1);
    } catch (error) {
      this.#complain(performer, "performer-threw", error, this.#turns + 1);
    }
    turn.performing = undefined;
  }

  /** `returned` is adopted by a promise of ours, which calls a method of it in a microtask at the earliest. */
  #await(performer: Performer, returned: unknown): void {
    const turn = this.#turns + 1;
    const epoch = this.#epoch;
    const began: CallBegan = { kind: "call-began", performer, turn, counted: false };
    const settled = (code: ProblemCode | undefined, answer: unknown): void => {
      if (began.counted) this.#effects.callSettled(performer);
      if (epoch !== this.#epoch) return;
      if (code === undefined) this.#queueAnswer(performer, answer, turn);
      else this.#complain(performer, code, answer, turn);
      this.#deliver();
      this.#wake();
    };
    void new Promise((resolve) => {
      resolve(returned);
    }).then(
      (answer) => asHost(() => settled(undefined, answer)),
      (error) => asHost(() => settled("performer-threw", error)),
    );
    this.#chores[this.#chores.length] = began;
  }

  #queueAnswer(performer: Performer, answer: unknown, turn: number): void {
    if (answer === undefined) return;
    const forced = force(answer);
    const flaw = forced.ok ? flawOfMessages(forced.value, "") : `${thingAt(forced.path)} is ${forced.found}.`;
    if (flaw === undefined) {
      this.#queueOrDrop(answer as readonly Event[]);
      return;
    }
    const sentence = `What ${performer.name} answered is no list of events: ${flaw}`;
    this.#complain(performer, "performer-not-plain", new Finding(sentence), turn);
  }

  #complain(performer: Performer, code: ProblemCode, error: unknown, turn: number): void {
    const { module, name, generation } = performer;
    const place = { module, function: name, generation };
    this.#chores[this.#chores.length] = { kind: "problem", code, error, place, turn };
  }

  /** The guard cut something: says who it was, and sets the turn so that the next batch goes on behind it. */
  #mend(): void {
    const turn = this.#turn;
    const tookMs = this.#host.now() - turn.startedAt;
    const { performing } = turn;
    if (performing !== undefined) {
      turn.performing = undefined;
      const sentence = `${performing.name} did not return within ${this.#host.callTimeoutMs} ms and was cut.`;
      this.#complain(performing, "performer-timeout", new Finding(sentence, this.#culprit), this.#turns + 1);
      if (tookMs >= this.#host.callTimeoutMs) this.#host.onRunawayPerformer?.(performing);
      return;
    }
    if (!turn.calling) return;
    const handler = turn.handlers[turn.position]!;
    turn.takeBackCall();
    if (tookMs < this.#host.callTimeoutMs && turn.calledTwice !== turn.position) {
      turn.calledTwice = turn.position;
      return;
    }
    const sentence = `${handler.name} did not return within ${this.#host.callTimeoutMs} ms and was cut; mend it and swap its module.`;
    turn.fail(handler, "handler-timeout", new Finding(sentence, this.#culprit));
    this.#callsLeft--;
    this.#host.onRunaway(handler);
  }

  #rollBack(): void {
    const { event, queuedAt } = this.#turn;
    if (event === undefined) return;
    this.#turn.takeBack();
    this.#queue.unshift(event, queuedAt);
    if (event === this.#tick) this.#tickWaits = true;
  }

  // ---- telling

  /** Each turn's problems and effects before the turn itself, turn by turn. */
  #deliver(): void {
    const ended = this.#ended;
    const chores = this.#chores;
    this.#ended = [];
    this.#chores = [];
    this.#rate.add(this.#host.now(), ended.length);
    let next = 0;
    const bytes = takeForcedBytes() / Math.max(1, ended.length);
    for (const turn of ended) {
      this.#history.push(turn, bytes);
      this.#stepped?.push(turn);
      for (const call of turn.calls) if (call.error !== undefined) this.#host.onProblem(call.error);
      while (next < chores.length && turnOf(chores[next]!) <= turn.turn) this.#do(chores[next++]!);
      this.#host.onTurn(turn);
    }
    while (next < chores.length) this.#do(chores[next++]!);
    if (this.#droppedUntold > 0) this.#tellDroppedSoon();
    this.#queue.trim();
  }

  #do(chore: Chore): void {
    switch (chore.kind) {
      case "effect":
        return this.#hostEffects.carryOut(chore.of);
      case "problem":
        return this.#host.onProblem(this.#problem(chore.code, chore.error, chore.place, chore.turn));
      case "call-began":
        chore.counted = true;
        return this.#effects.callBegan(chore.performer);
      default:
        return chore satisfies never;
    }
  }

  /** The host's account of an error, or ours when the host's own code fails over what was thrown. */
  readonly #problem = (code: ProblemCode, error: unknown, at: Place, turn = this.#turns + 1): Problem => {
    try {
      return { ...this.#host.problemOf(code, error, at), turn };
    } catch {
      return { ...problemWithoutPlace(code, describeThrown(error), at.module), turn };
    }
  };
}

const refused = (message: string): Emitted => ({ ok: false, problem: problemWithoutPlace("event-invalid", message) });

const turnOf = (chore: Chore): number => (chore.kind === "effect" ? chore.of.turn : chore.turn);

/** Reads a field of what a module returned, so it may run its code, and throw. */
const isThenable = (value: unknown): boolean =>
  types.isPromise(value) ||
  (typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { readonly then?: unknown }).then === "function");
