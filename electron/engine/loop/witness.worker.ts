/**
 * Watches the main thread from outside. Looks where it is when a guarded call has taken half of its time, so that the cut
 * can name the line; interrupts a call that takes memory without end; and writes down that the thread hangs when it has
 * not turned for seconds, which nothing inside can notice.
 *
 * Looking is a question to V8's inspector, which answers between two steps of whatever runs, also of a regular
 * expression, within a millisecond or two.
 */
import { rmSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { MemoryGauge } from "./gauge.ts";
import type { HangNote } from "./hang.ts";
import { cellsIn, interruption, newestSaid, stackIn, vital } from "./vitals.ts";
import type { Announcement, WitnessData } from "./witness.ts";

const { vitals, callTimeoutMs, heapLimit, hangMs, note, folder } = workerData as WitnessData;
const gauge = new MemoryGauge(vitals, heapLimit);
const cells = cellsIn(vitals);
const stackBytes = stackIn(vitals);
const pollMs = Math.min(125, Math.max(5, callTimeoutMs / 8));
const patienceMs = 1000;
/** Names of generations by their number, newest last. */
const names = new Map<number, Announcement>();
const namesKept = 20_000;

let last = performance.now();
let serial = 0;
let heldMs = 0;
let askedFor = -1;
/** While a hang has no culprit, who it is is asked this often, in ms. */
const lookAgainMs = 300;
let beat = 0;
let stillMs = 0;
let isHanging = false;
/** What is known of the hang that lasts. */
let hang: HangNote | undefined;
let lookedMs = 0;

/** A machine that slept is no thread that hung: what passes between two looks counts a little only. */
const tick = (): void => {
  const now = performance.now();
  const passedMs = Math.min(now - last, 4 * pollMs);
  last = now;
  watchGuard(passedMs);
  if (hangMs > 0) watchBeat(passedMs);
  setTimeout(tick, Math.min(pollMs, gauge.everyMs));
};

const watchGuard = (passedMs: number): void => {
  const seen = Atomics.load(cells, vital.serial);
  const isSame = seen === serial;
  heldMs = isSame ? heldMs + passedMs : 0;
  serial = seen;
  const limitMs = cells[vital.limitMs] ?? 0;
  const isGuarded = (cells[vital.depth] ?? 0) > 0;
  if (!isSame || !isGuarded) return gauge.rest();
  watchMemory(seen);
  if (heldMs < limitMs / 2) return;
  askFor(seen);
};

/** Writes down where the guarded call is, once. */
const askFor = (guard: number): void => {
  if (askedFor === guard) return;
  askedFor = guard;
  look((stack) => {
    const bytes = new TextEncoder().encode(stack).subarray(0, stackBytes.length);
    stackBytes.set(bytes);
    cells[vital.stackLength] = bytes.length;
    Atomics.store(cells, vital.stackOf, guard);
  });
};

/** The call is interrupted when it is known where it is, or when that takes too long. */
const watchMemory = (guard: number): void => {
  const { grownMb, isTooMuch, isUrgent } = gauge.look();
  if (!isTooMuch) return;
  askFor(guard);
  if (Atomics.load(cells, vital.stackOf) !== guard && !isUrgent) return;
  cells[vital.grownMb] = grownMb;
  if (Atomics.load(cells, vital.serial) !== guard) return;
  const { open, sent } = interruption;
  if (Atomics.compareExchange(cells, vital.interruption, open, sent) === open) interrupt();
};

/** Ends what the guard runs. Where none is on it would end the program; `vitals.ts` says why one is. */
const interrupt = (): void => {
  const { sent, arrived } = interruption;
  const arrives = (): void => void Atomics.compareExchange(cells, vital.interruption, sent, arrived);
  // Only an answer says that it came: a native call may take long, and it comes when that returns.
  askMainThread("Runtime.terminateExecution", {}, arrives, Infinity);
};

const watchBeat = (passedMs: number): void => {
  const seen = Atomics.load(cells, vital.beat);
  stillMs = seen === beat ? stillMs + passedMs : 0;
  beat = seen;
  if (isHanging && stillMs === 0) {
    isHanging = false;
    if (note !== undefined) rmSync(note, { force: true });
  } else if (!isHanging && stillMs >= hangMs) {
    isHanging = true;
    const at = Date.now() - Math.round(stillMs);
    const suspect = nameAtWork();
    hang = { at, folder, ...(suspect ? { suspect: { id: suspect.id, generation: suspect.generation } } : {}) };
    // What blocks in a native call answers no question: what is known is written first.
    write(hang);
    lookForCulprit();
  } else if (isHanging && !hang?.culprit && stillMs - lookedMs >= lookAgainMs) lookForCulprit();
};

const nameAtWork = (): Announcement | undefined => {
  const number = cells[vital.atWork]!;
  const known = names.get(number);
  if (known) return known;
  const said = newestSaid(vitals);
  const newest = said === "" ? [] : (JSON.parse(said) as readonly Announcement[]);
  return newest.find((one) => one.number === number);
};

/** One look may fall between two microtasks, where no module's code is on the stack: then it is looked again. */
const lookForCulprit = (): void => {
  lookedMs = stillMs;
  look((stack) => {
    const culprit = culpritIn(stack);
    if (!isHanging || !hang || !culprit) return;
    hang = { ...hang, culprit };
    write(hang);
  });
};

const write = (known: HangNote): void => {
  if (note !== undefined) writeFileSync(note, JSON.stringify(known));
};

/** The topmost frame of a module: `at onTick (graft:a.ts#3:12:5)`. */
const culpritIn = (stack: string): HangNote["culprit"] => {
  const frame = /at (?:(?:async )?([^\s(]+) \()?graft:([^\n]+)#(\d+):\d+:\d+/.exec(stack);
  if (!frame) return undefined;
  const [, name, id = "", generation] = frame;
  return { id, generation: Number(generation), ...(name === undefined ? {} : { function: name }) };
};

const expression = `(() => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error();
  Error.stackTraceLimit = limit;
  return String(stack);
})()`;

/** Tells where the main thread is, if it can be asked. */
const look = (tell: (stack: string) => void): void =>
  askMainThread("Runtime.evaluate", { expression, silent: true }, (answer) => {
    const stack: unknown = answer?.result?.value;
    if (typeof stack === "string") tell(stack);
  });

interface Answer {
  readonly result?: { readonly value?: unknown };
}

/** @param done called once, with nothing where no answer came in time */
const askMainThread = (
  method: string,
  params: object,
  done: (answer: Answer | undefined) => void,
  waitMs = patienceMs,
): void => {
  const session = new Session();
  let isOver = false;
  const end = (answer: Answer | undefined): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(leave);
    session.disconnect();
    done(answer);
  };
  const leave = waitMs === Infinity ? undefined : setTimeout(() => end(undefined), waitMs);
  try {
    session.connectToMainThread();
    session.post(method, params, (error, answer) => end(error ? undefined : (answer as Answer | undefined)));
  } catch {
    // An inspector that was left out of the program: a cut names the function, the note whoever was at work last.
    end(undefined);
  }
};

parentPort?.on("message", (announcements: readonly Announcement[]) => {
  for (const announcement of announcements) names.set(announcement.number, announcement);
  for (const oldest of names.keys()) {
    if (names.size <= namesKept) break;
    names.delete(oldest);
  }
});

setTimeout(tick, pollMs);
Atomics.store(cells, vital.isWatched, 1);
