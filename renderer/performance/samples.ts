/** How the program did in the last two minutes: asked once a second, while somebody looks at it. */
import { useSyncExternalStore } from "react";
import type { PerformanceSummary } from "../../electron/engine/summary.ts";
import { getState } from "../store/store.ts";
import { call } from "../workbench-api.ts";

const everyMs = 1000;
/** Two minutes. */
export const keptSamples = 120;

let samples: readonly PerformanceSummary[] = [];
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const ask = async (): Promise<void> => {
  const folder = getState().workspace?.folder;
  if (folder === undefined || document.hidden) return;
  const sample = await call("performance.get").catch(() => undefined);
  // While folders change there is none to ask about: the next second has one.
  if (sample === undefined) return;
  samples = [...samples, sample].slice(-keptSamples);
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === undefined) {
    void ask();
    timer = setInterval(() => void ask(), everyMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** Oldest first. */
export const useSamples = (): readonly PerformanceSummary[] => useSyncExternalStore(subscribe, () => samples);
