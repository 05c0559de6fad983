/**
 * What another thread can see of this one while it hangs: a few cells of shared memory, written as the loop goes on.
 * Nobody needs to look; a write costs a nanosecond or ten.
 */

/** Places in the cells. */
export const vital = {
  /** Changes whenever a guard goes on or off. */
  serial: 0,
  /** Guards that are on. */
  depth: 1,
  /** Limit of the innermost one, in ms. */
  limitMs: 2,
  /** Grows while the thread turns. */
  beat: 3,
  /** Who was at work last; a number that `nameAtWork` has a name for. */
  atWork: 4,
  /** The guard for which `stack` was taken. */
  stackOf: 5,
  stackLength: 6,
  /** Somebody watches. */
  isWatched: 7,
  /** Whether the guard that is on may be interrupted: one of `interruption`. */
  interruption: 8,
  /** By how much memory grew in the guard that was interrupted, in MB. */
  grownMb: 9,
  /** Heap in use at the last look, in MB. */
  heapMb: 10,
  /** Length of `newest`, in bytes. */
  newestLength: 11,
} as const;

/**
 * An interruption ends whatever runs when it comes: where no guard is on, the program. So who sends it takes the cell from
 * `open` to `sent`, and to `arrived` when it has come; and a guard that finds `sent` at its end waits for it.
 */
export const interruption = { closed: 0, open: 1, sent: 2, arrived: 3 } as const;

const cellCount = 16;
const stackFrom = cellCount * Int32Array.BYTES_PER_ELEMENT;
const stackBytes = 16_384;
const newestBytes = 4096;

export const vitals = new SharedArrayBuffer(stackFrom + stackBytes + newestBytes);

export const cellsIn = (memory: SharedArrayBuffer): Int32Array => new Int32Array(memory, 0, cellCount);
export const stackIn = (memory: SharedArrayBuffer): Uint8Array => new Uint8Array(memory, stackFrom, stackBytes);
const newestIn = (memory: SharedArrayBuffer): Uint8Array => new Uint8Array(memory, stackFrom + stackBytes, newestBytes);

const cells = cellsIn(vitals);
const stack = stackIn(vitals);

/** @returns what says that the guard is off, and every guard inside it, which a cut may have left on. */
export const guardIsOn = (limitMs: number): (() => void) => {
  const depth = cells[vital.depth]!;
  const outerLimitMs = cells[vital.limitMs]!;
  cells[vital.limitMs] = limitMs;
  cells[vital.depth] = depth + 1;
  Atomics.add(cells, vital.serial, 1);
  return () => {
    cells[vital.limitMs] = outerLimitMs;
    cells[vital.depth] = depth;
    Atomics.add(cells, vital.serial, 1);
  };
};

/** What the guard that is on runs may be interrupted from here on. */
export const openToInterruption = (): void => void Atomics.store(cells, vital.interruption, interruption.open);

/** @returns false when an interruption was sent. */
export const closeToInterruption = (): boolean =>
  Atomics.compareExchange(cells, vital.interruption, interruption.open, interruption.closed) === interruption.open;

/** It was sent, and has not arrived. */
export const isInterruptionUnderWay = (): boolean => Atomics.load(cells, vital.interruption) === interruption.sent;

/** There will be none any more. @returns by how much memory had grown, in MB; undefined when nobody had sent one. */
export const takeInterruption = (): number | undefined => {
  const { closed, sent, arrived } = interruption;
  const before = Atomics.exchange(cells, vital.interruption, closed);
  return before === sent || before === arrived ? cells[vital.grownMb] : undefined;
};

/** For the thread that watches: how much there is left of it. */
export const heapIsInUse = (bytes: number): void => {
  cells[vital.heapMb] = Math.round(bytes / 2 ** 20);
};

/** Whether module code runs under a guard already. */
export const isGuarded = (): boolean => cells[vital.depth]! > 0;

/** Whether the thread that watches has begun to. */
export const isWatched = (): boolean => Atomics.load(cells, vital.isWatched) === 1;

export const isAtWork = (number: number): void => {
  cells[vital.atWork] = number;
};

const encoder = new TextEncoder();
const newest = newestIn(vitals);

/** A text about whoever is to be at work next. @returns false where it does not fit, and nothing is told */
export const sayNewest = (text: string): boolean => {
  const { read, written } = encoder.encodeInto(text, newest);
  const fits = read === text.length;
  cells[vital.newestLength] = fits ? written : 0;
  return fits;
};

export const newestSaid = (memory: SharedArrayBuffer): string =>
  // A decoder takes no shared memory.
  new TextDecoder().decode(newestIn(memory).slice(0, cellsIn(memory)[vital.newestLength]));

/** Where the thread was shortly before the guard that is on cut it, if somebody looked. */
export const stackBeforeCut = (): string | undefined => {
  if (Atomics.load(cells, vital.stackOf) !== cells[vital.serial] || cells[vital.serial] === 0) return undefined;
  // A decoder takes no shared memory.
  return new TextDecoder().decode(stack.slice(0, cells[vital.stackLength]));
};
