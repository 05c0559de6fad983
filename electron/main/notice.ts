import type { LogEntry } from "../engine/summary.ts";
import { log } from "./log.ts";
import type { Shell } from "./window.ts";

const keptAtMost = 100;
const kept: LogEntry[] = [];

/** Writes a line down and puts it in the window's log, for what no reply can tell: nobody asked. */
export const notice = (shell: Shell, level: "info" | "warn" | "error", message: string): void => {
  log[level](message);
  const entry: LogEntry = { level, message, at: Date.now(), turn: 0 };
  kept.push(entry);
  if (kept.length > keptAtMost) kept.shift();
  shell.tell("log", { entries: [entry] });
};

/** For a window that was not there yet when they were told. */
export const notices = (): readonly LogEntry[] => kept;

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
