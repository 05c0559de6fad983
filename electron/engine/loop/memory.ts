/** Notices that the heap fills up before the process dies of it, and who fills it. */
import { getHeapStatistics } from "node:v8";
import { type Scope, watchScopes } from "../modules/owner.ts";
import { afterGuards } from "./guard.ts";
import { heapIsInUse } from "./vitals.ts";

/** Parts of the heap that the process may have; some of it is V8's nursery, where nothing stays. */
const watchFrom = 0.4;
const lowFrom = 0.7;
const highFrom = 0.85;
/** Asking V8 costs 5 µs. */
const everyMs = 20;

export interface Shortage {
  readonly usedMb: number;
  readonly limitMb: number;
  /** The module whose calls allocated most of what came in since, if one stands out. */
  readonly module?: string;
  /** It comes close to the end. */
  readonly isUrgent: boolean;
}

/**
 * Looks after each guard, at most every 20 ms. When 40 % of the heap are in use it measures each module's
 * calls; at 70 % it tells, and at 85 % again, as urgent.
 *
 * @param now monotonic, in milliseconds
 * @returns what ends it
 */
export const watchMemory = (now: () => number, onShortage: (shortage: Shortage) => void): (() => void) => {
  let lookedAt = -Infinity;
  let told = 0;
  let used = 0;
  /** Whoever ran since the last look; undefined: nobody, or several. */
  let only: string | undefined;
  let isOnly = true;
  let isMeasuring = false;
  const grown = new Map<string, number>();

  const credit = (module: string | undefined, bytes: number): void => {
    if (module !== undefined && bytes > 0) grown.set(module, (grown.get(module) ?? 0) + bytes);
  };

  watchScopes((before: Scope | undefined, after: Scope | undefined) => {
    const id = after?.book.id;
    if (id !== undefined) {
      if (only === undefined) only = id;
      else if (only !== id) isOnly = false;
    }
    if (!isMeasuring) return;
    const { used_heap_size: usedNow } = getHeapStatistics();
    credit(before?.book.id, usedNow - used);
    used = usedNow;
  });

  const unwatch = afterGuards(() => {
    const time = now();
    if (time - lookedAt < everyMs) return;
    lookedAt = time;
    const { used_heap_size: usedNow, heap_size_limit: limit } = getHeapStatistics();
    heapIsInUse(usedNow);
    if (!isMeasuring && isOnly) credit(only, usedNow - used);
    only = undefined;
    isOnly = true;
    used = usedNow;
    const part = usedNow / limit;
    isMeasuring = part > watchFrom;
    if (!isMeasuring) {
      grown.clear();
      told = 0;
      return;
    }
    const level = part >= highFrom ? 2 : part >= lowFrom ? 1 : 0;
    if (level <= told) return;
    told = level;
    const module = standingOut(grown);
    onShortage({
      usedMb: Math.round(usedNow / 2 ** 20),
      limitMb: Math.round(limit / 2 ** 20),
      isUrgent: level === 2,
      ...(module === undefined ? {} : { module }),
    });
  });

  return () => {
    unwatch();
    watchScopes(undefined);
  };
};

/** Whoever has more than half of it. */
const standingOut = (grown: ReadonlyMap<string, number>): string | undefined => {
  let sum = 0;
  let most: string | undefined;
  for (const [id, bytes] of grown) {
    sum += bytes;
    if (most === undefined || bytes > grown.get(most)!) most = id;
  }
  return most !== undefined && grown.get(most)! > sum / 2 ? most : undefined;
};
