/**
 * Writes down how a workspace stands, so that a run that is killed loses at most the last 250 ms: in blocks, at most
 * ten a second, between two turns, what is not as it was in the block before. States are frozen, so a reference tells
 * whether one changed. While nothing changes it costs nothing.
 *
 * @see SPEC.md J1–J5
 */
import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import { keptEvent } from "../loop/inbox.ts";
import type { Loop } from "../loop/loop.ts";
import type { QueueMark } from "../loop/queue.ts";
import type { Source } from "../modules/linkage.ts";
import type { Module } from "../modules/module.ts";
import type { Plain } from "../plain.ts";
import { briefOf } from "./brief.ts";
import type { History } from "./history.ts";
import { type Meta, type Piece, type ProgramTable, statePrefix, textPrefix } from "./journal-image.ts";
import { JournalWriter } from "./journal-writer.ts";
import type { Stage } from "../loop/stage.ts";

export interface JournalSubject {
  readonly loop: Loop;
  readonly history: History;
  readonly stage: Stage;
  readonly modules: ReadonlyMap<string, Module>;
}

export interface JournalHooks {
  readonly now: () => number;
  /** Changed states are so large that they are written this seldom, in ms. Told again when it has doubled. */
  readonly onStretched: (intervalMs: number, bytes: number) => void;
  /** Nothing arrived on the disk for so long, in ms. Told once until something does. */
  readonly onLate: (ms: number) => void;
  /** `message` is the system's own. */
  readonly onFailed: (message: string) => void;
  /** A module's state is nested too deeply to be written. */
  readonly onUnsaved: (module: string) => void;
}

const everyMs = 100;
/** Longer intervals are told. */
const promisedMs = 250;
/** What was done so long ago, in ms, and is not in the file yet lets the loop wait for that. */
const mostUnsavedMs = 120;
/** But not for a disk that hangs. */
const mostHeldMs = 2000;
/** So many times as long as making a block took, the next one waits: making them takes a twentieth of the time. */
const restShare = 20;
/** Up to so much changed state the interval does not stretch. */
const promisedBytes = 1024 * 1024;
/** Turns that one block tells; older ones of the same 100 ms are not told. */
const turnsInBlock = 32;
/** What is drawn is no state: it is drawn again. So it is written seldom. */
const drawingsEveryMs = 1000;
/** Blocks under way before the next one waits for the disk. */
const mostUnderWay = 2;

interface Written {
  readonly source: Source;
  readonly generation: number;
  readonly isQuarantined: boolean;
}

export class Journal {
  readonly #subject: JournalSubject;
  readonly #hooks: JournalHooks;
  readonly #writer: JournalWriter;
  #timer: NodeJS.Timeout | undefined;
  #isImmediate = false;
  #isClosed = false;
  /** When the next block may be made. */
  #dueAt = -Infinity;
  #restMs = everyMs;
  #toldMs = promisedMs;
  #waitsForDisk = false;
  /** When the oldest thing was done that is in no block yet. */
  #changedAt: number | undefined;
  /** The same of the blocks that are under way, by their numbers. */
  readonly #underWay: { readonly number: number; readonly changedAt: number }[] = [];
  #isFailing = false;
  #isLate = false;
  // What the blocks so far say.
  readonly #states = new Map<string, Plain>();
  readonly #unsaved = new Set<string>();
  readonly #texts = new Set<string>();
  readonly #hashes = new WeakMap<Source, string>();
  #program = new Map<string, Written>();
  #queue: QueueMark | undefined;
  #queued = 0;
  #afters = "";
  #turn = 0;
  #drawings = -1;
  #meta: Meta | undefined;
  #drawnAt = -Infinity;

  constructor(worker: string | URL, file: string, subject: JournalSubject, hooks: JournalHooks) {
    this.#subject = subject;
    this.#hooks = hooks;
    this.#writer = new JournalWriter(worker, file, {
      onWritten: () => {
        this.#isFailing = this.#isLate = false;
        if (!this.#waitsForDisk) return;
        this.#waitsForDisk = false;
        this.touch();
      },
      onFailed: (message) => {
        this.#isFailing = true;
        hooks.onFailed(message);
      },
    });
  }

  /** Writes everything; the journal before is replaced when that is on the disk. */
  async begin(): Promise<void> {
    await this.#writer.sendAndWait(this.#block(false));
  }

  /**
   * Something may have changed. To be called as often as one likes.
   * @param isImmediate as soon as the loop stands between two turns: for a pause
   */
  touch(isImmediate = false): void {
    this.#changedAt ??= this.#hooks.now();
    if (this.#isClosed || this.#waitsForDisk) return;
    if (this.#timer !== undefined && (!isImmediate || this.#isImmediate)) return;
    clearTimeout(this.#timer);
    this.#isImmediate = isImmediate;
    const waitMs = isImmediate ? 0 : Math.max(0, this.#dueAt - this.#hooks.now());
    this.#timer = setTimeout(this.#write, waitMs).unref();
  }

  /**
   * What was done is not saved yet, and more of it would break the promise. Never so where the promise is not given: while
   * states are so large that they are written seldom, while writing fails, or when the disk hangs.
   */
  get isBehind(): boolean {
    if (this.#isClosed || this.#isFailing || this.#restMs > everyMs) return false;
    while (this.#underWay.length > 0 && this.#underWay[0]!.number <= this.#writer.arrived) this.#underWay.shift();
    const oldest = this.#underWay[0]?.changedAt ?? this.#changedAt;
    if (oldest === undefined) return false;
    const unsavedMs = this.#hooks.now() - oldest;
    if (unsavedMs > mostHeldMs && !this.#isLate) {
      this.#isLate = true;
      this.#hooks.onLate(unsavedMs);
    }
    return unsavedMs > mostUnsavedMs && !this.#isLate;
  }

  /** To be called between two turns. @returns when all that is so now is on the disk */
  async flush(): Promise<void> {
    if (this.#isClosed) return;
    const start = this.#hooks.now();
    const pieces = this.#block(false);
    const sent = this.#writer.sendAndWait(pieces);
    this.#sentAll();
    this.#pace(pieces, start);
    await sent;
  }

  /** The last block. @param isClean the workspace is closed on purpose */
  async close({ isClean }: { readonly isClean: boolean }): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (isClean) await this.#writer.sendAndWait(this.#block(true));
    await this.#writer.close();
  }

  readonly #write = (): void => {
    this.#timer = undefined;
    if (this.#writer.underWay >= mostUnderWay) {
      this.#waitsForDisk = true;
      return;
    }
    const start = this.#hooks.now();
    const before = this.#meta;
    const pieces = this.#block(false);
    this.#isImmediate = false;
    // The first piece is about the rest.
    if (pieces.length === 1 && isSameButTime(before, this.#meta)) {
      this.#changedAt = undefined;
      return;
    }
    this.#writer.send(pieces);
    this.#sentAll();
    this.#pace(pieces, start);
  };

  #sentAll(): void {
    if (this.#changedAt !== undefined) this.#underWay.push({ number: this.#writer.sent, changedAt: this.#changedAt });
    this.#changedAt = undefined;
  }

  /** When the next block may come. */
  #pace(pieces: readonly Piece[], start: number): void {
    this.#stretch(
      this.#hooks.now() - start,
      pieces.reduce((sum, [, value]) => sum + value.byteLength, 0),
    );
    // A block that came late, because the loop was busy, does not make the next one late.
    this.#dueAt = Math.max(this.#dueAt + this.#restMs, start + this.#restMs / 2);
  }

  #stretch(tookMs: number, bytes: number): void {
    this.#restMs = bytes <= promisedBytes ? everyMs : Math.max(everyMs, tookMs * restShare);
    if (this.#restMs <= this.#toldMs) return;
    this.#toldMs = 2 * this.#restMs;
    this.#hooks.onStretched(this.#restMs, bytes);
  }

  #block(isClean: boolean): Piece[] {
    const pieces: Piece[] = [];
    this.#addProgram(pieces);
    this.#addStates(pieces);
    this.#addQueue(pieces);
    this.#addTurns(pieces);
    this.#addDrawings(pieces, isClean);
    const { mode } = this.#subject.loop.status();
    this.#meta = {
      at: Date.now(),
      turn: this.#turn,
      mode,
      clock: this.#subject.loop.clockState(),
      queued: this.#queued,
      isClean,
    };
    return [["meta", serialize(this.#meta)], ...pieces];
  }

  #addProgram(pieces: Piece[]): void {
    const now = new Map<string, Written>();
    for (const [id, { live, isQuarantined }] of this.#subject.modules)
      if (live) {
        const { number: generation, linkage } = live.generation;
        now.set(id, { source: linkage.source, generation, isQuarantined });
      }
    if (isSameProgram(this.#program, now)) return;
    const table: Record<string, ProgramTable[string]> = {};
    for (const [id, { source, generation, isQuarantined }] of now) {
      const hash = this.#hashOf(source);
      if (!this.#texts.has(hash)) pieces.push([textPrefix + hash, new TextEncoder().encode(source.text)]);
      table[id] = { generation, hash, isQuarantined };
    }
    // The writer forgets texts that nobody runs any more; so what runs again later is sent again.
    this.#texts.clear();
    for (const { hash } of Object.values(table)) this.#texts.add(hash);
    const gone = [...this.#program.keys()].filter((id) => !now.has(id));
    for (const id of gone) this.#states.delete(id);
    if (gone.length > 0) pieces.push(["gone", serialize(gone)]);
    pieces.push(["program", serialize(table)]);
    this.#program = now;
  }

  #addStates(pieces: Piece[]): void {
    const { loop, modules } = this.#subject;
    for (const id of this.#program.keys()) {
      const module = modules.get(id);
      if (!module) continue;
      const state = loop.safeStateOf(module);
      if (this.#states.has(id) && this.#states.get(id) === state) continue;
      this.#states.set(id, state);
      const value = serialized(state);
      if (value) pieces.push([statePrefix + id, value]);
      else if (!this.#unsaved.has(id)) {
        this.#unsaved.add(id);
        this.#hooks.onUnsaved(id);
      }
      // An old state beside newer ones would be a state that never was.
      if (!value) pieces.push(["gone", serialize([id])]);
    }
  }

  #addQueue(pieces: Piece[]): void {
    const { loop } = this.#subject;
    const before = this.#queue;
    const now = loop.queueMark();
    this.#queue = now;
    const isSame = before !== undefined && before.rewrites === now.rewrites;
    const drop = isSame ? Math.min(now.head, before.tail) - before.head : this.#queued;
    const push = loop.queueFrom(isSame ? Math.max(before.tail, now.head) : now.head).map(keptEvent);
    this.#queued += push.length - drop;
    if (drop > 0 || push.length > 0) pieces.push(["queue", serialize({ drop, push })]);
    const stamp = loop.aftersStamp();
    if (stamp === this.#afters) return;
    this.#afters = stamp;
    pieces.push(["afters", serialize(loop.pendingAfters())]);
  }

  #addTurns(pieces: Piece[]): void {
    const { history } = this.#subject;
    // Rewound, it stands after an earlier turn, and so it comes back (H10).
    const limit = Math.min(turnsInBlock, history.at - this.#turn);
    this.#turn = history.at;
    if (limit > 0)
      pieces.push(["turns", serialize(history.list({ from: history.at - limit + 1, limit }).map(briefOf))]);
  }

  #addDrawings(pieces: Piece[], isLast: boolean): void {
    const { stage } = this.#subject;
    const now = this.#hooks.now();
    const isDue = isLast || this.#isImmediate || now - this.#drawnAt >= drawingsEveryMs;
    if (stage.version === this.#drawings || !isDue) return;
    this.#drawings = stage.version;
    this.#drawnAt = now;
    pieces.push(["drawings", serialize(stage.drawings())]);
  }

  #hashOf(source: Source): string {
    let hash = this.#hashes.get(source);
    if (hash === undefined) this.#hashes.set(source, (hash = createHash("sha256").update(source.text).digest("hex")));
    return hash;
  }
}

const isSameButTime = (before: Meta | undefined, now: Meta | undefined): boolean =>
  before?.turn === now?.turn && before?.mode === now?.mode && before?.clock.hz === now?.clock.hz;

/** @returns undefined where it is nested too deeply: V8 walks by recursion. */
const serialized = (state: Plain): Uint8Array | undefined => {
  try {
    return serialize(state);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const isSameProgram = (before: ReadonlyMap<string, Written>, now: ReadonlyMap<string, Written>): boolean => {
  if (before.size !== now.size) return false;
  for (const [id, { source, generation, isQuarantined }] of now) {
    const known = before.get(id);
    if (known?.source !== source || known.generation !== generation || known.isQuarantined !== isQuarantined)
      return false;
  }
  return true;
};
