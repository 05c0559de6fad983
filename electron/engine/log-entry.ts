/** A line of the log. */

export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  /** Module that wrote it; absent for the engine's own lines. */
  readonly module?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly turn: number;
}
