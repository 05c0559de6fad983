import type { Problem, ProblemCode } from "../summary.ts";

/**
 * What the loop itself has to say against a call: stands where a thrown error would, but has no stack, for its place in
 * the source is the function that was called.
 */
export class Finding {
  readonly message: string;
  /** Has the stack of where a call hung, if somebody saw it. */
  readonly culprit: Error | undefined;

  constructor(message: string, culprit?: Error) {
    this.message = message;
    this.culprit = culprit;
  }

  toString(): string {
    return this.message;
  }
}

/** Which call a problem is about. */
export interface Place {
  readonly module: string;
  readonly function: string;
  readonly generation: number;
}

/** A problem whose place inside the file nobody knows. */
export const problemWithoutPlace = (code: ProblemCode, message: string, file = ""): Problem => ({
  code,
  message,
  file,
  line: 0,
  column: 0,
});

/** One sentence about whatever was thrown, which may be anything, a trap too. Never throws. */
export const describeThrown = (error: unknown): string => {
  try {
    if (typeof error !== "object" || error === null) return `${typeof error === "string" ? error : String(error)}`;
    const { message } = error as { readonly message?: unknown };
    if (typeof message === "string" && message !== "") return message;
    return Object.prototype.toString.call(error);
  } catch {
    return "something that cannot be described";
  }
};

/** A path or name for a sentence: the middle of a very long one is left out. */
export const shortPath = (path: string): string =>
  path.length <= 120 ? path : `${path.slice(0, 60)}…${path.slice(-40)}`;

/** What a sentence calls the thing at a path; the whole is `it`. */
export const thingAt = (path: string): string => (path === "" ? "it" : `\`${shortPath(path)}\``);
