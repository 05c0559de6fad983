import { strict as assert } from "node:assert";
import type { History } from "../history/history.ts";
import type { Event, Plain } from "../plain.ts";
import type {
  BreakpointSummary,
  Cause,
  InTurn,
  LoopStatus,
  PauseOn,
  Problem,
  ProblemCode,
  QueueEdit,
  Stop,
  TurnSummary,
} from "../summary.ts";
import { Clock, type ClockState, type PendingAfter } from "./clock.ts";
import { Delivery } from "./delivery.ts";
import type { Effects } from "./effects.ts";
import { Editor } from "./editor.ts";
import { rolledBack } from "./edits.ts";
import { HostEffects } from "./host-effects.ts";
import { Inbox, keptEvent, type KeptEvent } from "./inbox.ts";
import type { LoopHost } from "./loop-host.ts";
import { judgeEvent } from "./outcome.ts";
import { type Standing, standingBefore } from "./past.ts";
import { Performances } from "./perform.ts";
import { describeThrown, type Place, problemWithoutPlace } from "./problem.ts";
import type { Queued, QueueMark } from "./queue.ts";
import { Pace } from "./pace.ts";
import { Rate } from "./rate.ts";
import type { SlotTable, StateCell } from "./slot.ts";
import { Steps, type StepOptions } from "./steps.ts";
import { Stops } from "./stops.ts";
import type { Turn } from "./turn.ts";
import { Waker } from "./waker.ts";
import type { Point } from "./watch.ts";
import { Work } from "./work.ts";

/** A `Cause` that needs no turn, or the word for it. */
export type Origin = "outside" | "host" | (Cause & { readonly by: "source" });

export type Emitted =
  | { readonly ok: true; readonly queued: number }
  | { readonly ok: false; readonly problem: Problem };

/** How soon a loop that waits for its host asks again; the clock has no such time. */
const HOLD_MS = 2;
const HELD = -1;
/** So long the process has for itself while a person types: to it a thread that never rests comes to every key late. */
const REST_MS = 2;
const RESTING = -1.5;

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
  readonly #clock: Clock;
  readonly #rate = new Rate();
  readonly #inbox: Inbox;
  readonly #delivery: Delivery;
  readonly #performances: Performances;
  readonly #work: Work;
  readonly #editor: Editor;
  readonly #stops: Stops;
  readonly #pace = new Pace();
  readonly #waker: Waker;
  readonly #steps: Steps;
  #mode: LoopStatus["mode"] = "paused";
  /** Marks of the queue that were asked for inside a turn. */
  #looks = 0;
  #driving = false;

  constructor(host: LoopHost, slots: SlotTable, history: History, effects: Effects) {
    this.#host = host;
    this.#slots = slots;
    this.#history = history;
    this.#effects = effects;
    this.#clock = new Clock(host.now);
    this.#waker = new Waker(() => this.#pump(), host.atEnd);
    const { now, onProblem } = host;
    const clock = this.#clock;
    const problemOf = this.#problem;
    const hostEffects = new HostEffects({
      stage: effects.stage,
      clock,
      onLog: host.onLog,
      onRefused: (finding, code, at, turn) => this.#delivery.complain(problemOf(code, finding, at, turn)),
    });
    const inbox = new Inbox({ now, clock, slots, onProblem, bound: host.queueBound ?? 1_000_000 });
    const delivery = new Delivery({ host, history, effects, hostEffects, problemOf });
    const onAnswered = (): void => {
      this.#deliver();
      this.#wake();
      if (!this.#driving) this.#stopIfAsked();
    };
    const performances = new Performances({
      effects,
      inbox,
      delivery,
      after: () => this.#work.after,
      onAnswered,
    });
    this.#inbox = inbox;
    this.#delivery = delivery;
    this.#performances = performances;
    const work = new Work({ host, slots, effects, clock, inbox, delivery, performances, problemOf });
    this.#work = work;
    this.#stops = new Stops(work, delivery, {
      now,
      onProblem,
      onLog: (message, module) =>
        host.onLog({
          level: "info",
          message,
          ...(module === undefined ? {} : { module }),
          at: Date.now(),
          turn: work.turns + 1,
        }),
    });
    this.#steps = new Steps({
      now,
      work,
      stops: this.#stops,
      isRunning: () => this.isRunning,
      hasWork: (advance) => this.#hasWork(advance),
      drive: () => this.#drive(),
      onChange: host.onChange,
      onEnded: () => {
        this.#arm(); // whoever was told of a turn may have said run
        host.onChange();
      },
    });
    this.#editor = new Editor({
      inbox,
      after: () => work.after,
      underWay: () => work.turn.queued()?.number,
      firstTurn: () => history.first,
    });
  }

  run(): void {
    if (this.#mode === "running") return;
    this.#inbox.letIn(this.#work.turns);
    this.#mode = "running";
    this.#stops.stopped = undefined;
    this.#pace.rested(this.#host.now());
    this.#clock.start();
    this.#arm();
    this.#host.onChange();
  }

  /** A turn that is under way ends first, unless it was begun by a step. A step that is going on goes no further. */
  pause(): void {
    this.#work.turnsLeft = 0;
    if (this.#mode === "paused") return;
    this.#mode = "paused";
    this.#clock.stop();
    this.#waker.never();
    this.#host.onChange();
  }

  /**
   * Takes turns, or makes single calls, at once; a running loop is paused first.
   *
   * @returns the turns that ended; last, when it stands inside one, that turn with the calls made in it so far.
   */
  step(options: StepOptions = {}): readonly TurnSummary[] {
    this.#beforeStep();
    return this.#steps.take(options);
  }

  /**
   * The same, but gives the process its turn when it takes a while; `pause` and `run` end it then. One after the other.
   */
  async stepLong(options: StepOptions): Promise<readonly TurnSummary[]> {
    if (this.#steps.isLong) await this.#steps.ended();
    this.#beforeStep();
    return this.#steps.takeLong(options);
  }

  #beforeStep(): void {
    assert(!this.#driving, "a step cannot be taken inside a turn");
    this.pause();
    this.#inbox.letIn(this.#work.turns);
  }

  /** What stops it by itself. Points are made by `pointsOf`. */
  setBreakpoints(points: readonly Point[]): void {
    this.#stops.setPoints(points);
    this.#host.onChange();
  }

  breakpoints(): readonly BreakpointSummary[] {
    return this.#stops.points;
  }

  setPauseOn(change: Partial<PauseOn>): PauseOn {
    this.#stops.setPauseOn({ ...this.#stops.pauseOn, ...change });
    this.#host.onChange();
    return this.#stops.pauseOn;
  }

  get pauseOn(): PauseOn {
    return this.#stops.pauseOn;
  }

  /** Slow motion; null: as fast as it can. */
  setSpeed(turnsPerSecond: number | null): void {
    this.#pace.set(turnsPerSecond ?? undefined, this.#host.now());
    if (this.isRunning) this.#clock.start();
    this.#arm();
    this.#host.onChange();
  }

  /**
   * Forces an event and puts it to the queue's end. One from a source is dropped when the queue is full: that is counted
   * and told, and is no fault of this event. From inside a call it only queues.
   */
  emit(event: unknown, origin: Origin): Emitted {
    const judged = judgeEvent(event);
    if (!judged.ok) return refused(judged.flaw);
    const inbox = this.#inbox;
    if (typeof origin === "string") inbox.queue.push(judged.event, this.#host.now(), causes[origin], this.#work.after);
    else {
      inbox.addOrDrop([judged.event], origin, this.#work.after);
      if (!this.#work.isBusy) inbox.tellDropped();
    }
    this.#wake();
    return { ok: true, queued: inbox.queue.length };
  }

  /** Drops, moves or replaces what waits. @returns why it cannot be done, as a sentence; then nothing was. */
  editQueue(edit: QueueEdit): string | undefined {
    assert(!this.#work.isBusy, "the queue cannot be edited inside a handler call");
    const refusal = this.#editor.apply(edit);
    if (refusal === undefined) this.#host.onChange();
    return refusal;
  }

  /** Number of the last turn that ended; 0 before the first. */
  get turn(): number {
    return this.#work.turns;
  }

  get isRunning(): boolean {
    return this.#mode === "running";
  }

  /** It runs, and events wait. */
  get isBusy(): boolean {
    return this.#mode === "running" && this.#inbox.queue.length > 0;
  }

  /** What waits, oldest first. */
  queue(): readonly Event[] {
    return this.#inbox.queue.toArray();
  }

  /** The same, with all that is known of each. @param from counted from the head */
  waiting(from = 0, limit = Infinity): readonly Queued[] {
    const { queue } = this.#inbox;
    return queue.from(queue.mark().head + from, limit);
  }

  /** How many wait before the event with that number; -1 where it does not wait. */
  placeInQueue(number: number): number {
    return this.#inbox.queue.indexOf(number);
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
    const mark = this.#inbox.queue.mark();
    // While it stands in a turn the numbers are not worth minding: each look counts as a rewrite.
    return this.#work.turn.event === undefined ? mark : { ...mark, head: mark.head - 1, rewrites: -++this.#looks };
  }

  /** What waits from that place on, by the places of `queueMark`. */
  queueFrom(place: number): readonly Queued[] {
    const queued = this.#work.turn.queued();
    const { queue } = this.#inbox;
    const { head } = queue.mark();
    return queued !== undefined && place < head ? [queued, ...queue.from(head)] : queue.from(place);
  }

  /** How it stands, as if a turn in which it stands were rolled back. */
  standing(): Standing {
    return {
      turn: this.#work.turns,
      clock: this.#clock.state(),
      queue: this.queueFrom(this.queueMark().head).map((queued) => ({
        ...keptEvent(queued),
        queuedAfter: Math.min(queued.queuedAfter, this.#work.turns),
      })),
      afters: this.#clock.pendingAfters(),
      edits: this.#editor.edits.map((edit) => rolledBack(edit, this.#work.turns)),
    };
  }

  /**
   * How it stood when the turn after that one began: T28.
   *
   * @returns undefined when one of the turns since is no longer in the history.
   */
  standingAfter(turn: number): Standing | undefined {
    const { turns } = this.#work;
    const since = Array.from({ length: Math.max(0, turns - turn) }, (_, index) => this.#history.get(turn + 1 + index));
    if (turn > turns || since.includes(undefined)) return undefined;
    return standingBefore(since as TurnSummary[], this.standing());
  }

  /** Goes on from there, paused. States and history are not the loop's. */
  stand(at: Omit<Standing, "edits"> & Partial<Standing>): void {
    assert(!this.#work.isBusy, "the loop cannot be set elsewhere inside a handler call");
    this.pause();
    this.#rollBack();
    this.#work.turns = at.turn;
    this.#clock.restore(at.clock, at.afters);
    this.#inbox.restore(at.queue);
    this.#editor.restore(at.edits ?? []);
    this.#host.onChange();
  }

  /** From now on what sources emit and performers answer waits apart, until the loop goes on or it is taken. */
  holdBack(): void {
    this.#inbox.hold();
  }

  /** How many events are held back. */
  get held(): number {
    return this.#inbox.held;
  }

  takeHeld(): readonly KeptEvent[] {
    return this.#inbox.takeHeld();
  }

  /** Answers to what was performed after that turn are not waited for any more. */
  forgetAnswersAfter(turn: number): void {
    this.#performances.forgetAfter(turn);
  }

  setClock(hz: number): void {
    this.#clock.setHz(hz);
    this.#arm();
    this.#host.onChange();
  }

  status(): LoopStatus {
    const { turn, turns, delayMs } = this.#work;
    const { stopped } = this.#stops;
    const inTurn = inTurnOf(turn, turns + 1);
    const rewound = this.#host.rewound?.();
    return {
      mode: this.#mode,
      turn: turns,
      queued: this.#inbox.queue.length,
      dropped: this.#inbox.dropped,
      hz: this.#clock.hz,
      rate: this.#rate.read(this.#host.now()),
      delayMs,
      slots: this.#slots.summary(),
      first: this.#history.first,
      speed: this.#pace.turnsPerSecond ?? null,
      pauseOn: this.#stops.pauseOn,
      ...(this.#steps.isLong ? { stepping: true } : {}),
      ...(stopped === undefined ? {} : { stopped }),
      ...(rewound === undefined ? {} : { rewound }),
      ...(inTurn === undefined ? {} : { inTurn }),
    };
  }

  /**
   * Runs `commit` between two turns, now. A turn in which the loop stands is rolled back first: its event goes back to
   * the queue's head.
   *
   * @param swapped modules that run other code from then on, when a person swapped them
   */
  atSafePoint<T>(commit: () => T, swapped: readonly string[] = []): T {
    assert(!this.#work.isBusy, "a handler call is no safe point");
    if (this.#work.turn.event !== undefined) this.#stops.forgetPassed();
    this.#rollBack();
    const result = commit();
    this.#inbox.listen();
    if (swapped.length > 0 && this.isRunning && this.#stops.pauseOn.swap)
      this.#stopHere({ by: "swap", modules: swapped });
    this.#arm();
    this.#host.onChange();
    return result;
  }

  /** The state that a module has at the next safe point: a turn in which the loop stands is rolled back there. */
  safeStateOf(cell: StateCell): Plain {
    return this.#work.turn.stateBefore(cell);
  }

  /** For a new workspace: queue, history, clock and counts begin anew, paused. */
  reset(): void {
    assert(!this.#work.isBusy, "the loop cannot begin anew inside a handler call");
    this.pause();
    this.#rollBack();
    this.#performances.forgetAll();
    this.#history.clear();
    this.#clock.reset();
    this.#inbox.clear();
    this.#editor.restore([]);
    this.#rate.clear();
    this.#effects.stage.clearAll();
    this.#delivery.clear();
    this.#work.turns = 0;
    this.#work.delayMs = 0;
    this.#host.onChange();
  }

  dispose(): void {
    this.#mode = "paused";
    this.#work.turnsLeft = 0;
    this.#performances.forgetAll();
    this.#waker.never();
    this.#inbox.dispose();
  }

  #rollBack(): void {
    this.#work.rollBack();
    this.#editor.rolledBack(this.#work.turns);
  }

  get #hasTurn(): boolean {
    return this.#inbox.queue.length > 0 || this.#work.turn.event !== undefined;
  }

  #pump(): void {
    if (this.#mode === "paused") return;
    if (this.#host.mayGoOn?.() === false) return this.#waker.at(HELD, HOLD_MS);
    if (this.#pace.turnsPerSecond !== undefined && !this.#hasTurn) {
      this.#inbox.listen();
      this.#clock.stop(this.#clock.nextDueMs());
    }
    this.#inbox.addWhatIsDue(this.#work.turns);
    this.#work.turnsLeft = this.#allowance();
    this.#work.callsLeft = Infinity;
    const works = this.#hasTurn && this.#work.turnsLeft > 0;
    if (works) this.#drive();
    this.#arm(works && this.#host.isTyping?.() === true ? "rest" : "soon");
  }

  /** How many turns may be taken now. */
  #allowance(): number {
    if (this.#pace.turnsPerSecond === undefined) return Infinity;
    return this.#pace.take(this.#host.now(), this.#inbox.queue.length + Number(this.#work.turn.event !== undefined));
  }

  /** In slow motion its own clock stands still while an event waits: T31. */
  #armSlowly(): void {
    const now = this.#host.now();
    if (this.#hasTurn) {
      this.#clock.stop();
      return this.#waker.at(-2 - this.#pace.nextAt, this.#pace.nextAt - now);
    }
    this.#pace.rested(now);
    this.#clock.start();
    this.#inbox.listen();
    const dueMs = this.#clock.nextDueMs();
    this.#waker.at(dueMs, dueMs - this.#clock.time());
  }

  /** The waker while there is work, or a rest while a person types; else one timer for what is due next, else nothing. */
  #arm(how: "next" | "soon" | "rest" = "soon"): void {
    if (this.#mode === "paused" || this.#driving) return;
    if (this.#pace.turnsPerSecond !== undefined) return this.#armSlowly();
    if (this.#hasTurn) return how === "rest" ? this.#waker.at(RESTING, REST_MS) : this.#waker[how]();
    this.#inbox.listen();
    const dueMs = this.#clock.nextDueMs();
    this.#waker.at(dueMs, dueMs - this.#clock.time());
  }

  /** The queue got longer, from outside of a turn. */
  #wake(): void {
    if (this.#work.isBusy) return;
    if (this.#mode !== "running") return this.#host.onChange();
    this.#arm("next");
  }

  #hasWork(advance: boolean): boolean {
    if (advance && !this.#hasTurn) {
      this.#inbox.listen();
      this.#clock.advance();
      this.#inbox.addWhatIsDue(this.#work.turns);
    }
    return this.#hasTurn;
  }

  /** One batch; more of them while they end inside a turn. */
  #drive(): void {
    const work = this.#work;
    this.#driving = true;
    try {
      do {
        work.batch();
        this.#deliver();
      } while (work.stop === undefined && work.turn.event !== undefined && work.callsLeft > 0);
    } finally {
      this.#driving = false;
    }
    this.#stopIfAsked();
  }

  #stopIfAsked(): void {
    const stop = this.#stops.take();
    if (stop !== undefined) this.#stopHere(stop);
  }

  /** Nothing came of a turn under way yet: its event goes back to the queue's head. */
  #stopHere(stop: Stop): void {
    if (stop.by !== "swap" && stop.by !== "error") this.#rollBack();
    this.#work.turnsLeft = 0;
    this.#stops.stopped = stop;
    if (this.isRunning) this.pause();
    else this.#host.onChange();
  }

  #deliver(): void {
    const ended = this.#delivery.deliver(this.#steps.taken);
    this.#rate.add(this.#host.now(), ended);
    this.#inbox.tellDropped();
    this.#inbox.queue.trim();
  }

  /** The host's account of an error, or ours when the host's own code fails over what was thrown. */
  readonly #problem = (code: ProblemCode, error: unknown, at: Place, turn = this.#work.turns + 1): Problem => {
    try {
      return { ...this.#host.problemOf(code, error, at), turn };
    } catch {
      return { ...problemWithoutPlace(code, describeThrown(error), at.module), turn };
    }
  };
}

const inTurnOf = ({ event, cause, position, handlers, calls }: Turn, turn: number): InTurn | undefined => {
  if (event === undefined) return undefined;
  const next = handlers.slice(position).find((handler) => !handler.quarantined());
  return {
    turn,
    event,
    cause,
    nextCall: position,
    calls: handlers.length,
    ...(next === undefined
      ? {}
      : {
          next: {
            module: next.cell.id,
            function: next.name,
            generation: next.generation,
            state: next.cell.state,
          },
        }),
    made: [...calls],
  };
};

const causes: Readonly<Record<"outside" | "host", Cause>> = { outside: { by: "outside" }, host: { by: "host" } };

const refused = (message: string): Emitted => ({ ok: false, problem: problemWithoutPlace("event-invalid", message) });
