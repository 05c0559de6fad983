/** Breakpoints and what else pauses the loop, as they are kept with a workspace's options. */
import type { Breakpoint, PauseOn } from "./summary.ts";

export interface KeptStops {
  readonly breakpoints: readonly Breakpoint[];
  readonly pauseOn: PauseOn;
}

export const noStops: KeptStops = { breakpoints: [], pauseOn: { error: false, swap: false } };

/** Checked again, for it comes from a file that anybody may have touched. What is none is left out. */
export const keptStopsOf = (written: unknown): KeptStops => {
  if (!isRecord(written)) return noStops;
  const { breakpoints, pauseOn } = written;
  const { error, swap } = isRecord(pauseOn) ? pauseOn : {};
  return {
    breakpoints: Array.isArray(breakpoints) ? breakpoints.filter(isBreakpoint) : [],
    pauseOn: { error: error === true, swap: swap === true },
  };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const fields: Readonly<Record<string, readonly string[]>> = {
  event: ["string"],
  module: ["string"],
  function: ["string"],
  effect: ["string"],
  path: ["string"],
  error: ["boolean"],
  condition: ["string"],
  log: ["boolean", "string"],
  enabled: ["boolean"],
};

const isBreakpoint = (value: unknown): value is Breakpoint =>
  isRecord(value) && Object.entries(value).every(([name, field]) => fields[name]?.includes(typeof field) === true);
