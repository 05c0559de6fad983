/** What the engine tells of what is typed at a module's prompt. */
import type { Problem } from "../problem.ts";

/** A value as a tree, made without running any of its code: a getter is told as such. */
export interface ShownValue {
  readonly kind: "constant" | "number" | "string" | "function" | "array" | "object";
  /** In one line. */
  readonly text: string;
  readonly entries?: readonly { readonly key: string; readonly value: ShownValue }[];
  /** How many further entries there are. */
  readonly more?: number;
}

/** What became of what was typed at a module's prompt. */
export interface Evaluation {
  readonly id: string;
  readonly generation: number;
  readonly ok: boolean;
  /** Absent where it failed, or gives nothing. */
  readonly value?: ShownValue;
  /** Line and column are those of what was typed, unless the module's own code threw. */
  readonly problem?: Problem;
  /** All that is defined at this prompt now; it goes with the generation. */
  readonly defined: readonly string[];
  /** The module's state was set. */
  readonly stateSet: boolean;
  readonly ms: number;
}

/** What can follow in what is typed at a prompt. */
export interface Completion {
  readonly label: string;
  readonly kind: "defined" | "binding" | "import" | "host" | "property";
  /** In a few words, what it is now. */
  readonly detail: string;
}
