/** Who refers to a generation, since when, and until when. */

/** A moment in the life of the program. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The last turn before it. */
  readonly turn: number;
}

export interface Holder {
  readonly kind: "slot" | "import" | "resource" | "call" | "source" | "closure";
  readonly label: string;
  readonly module?: string;
  readonly generation?: number;
  /** Since when it holds the generation; of what was found in the heap, when it was seen first. */
  readonly since?: Moment;
}

/** Who held a generation and let go of it. */
export interface PastHolder extends Holder {
  readonly since: Moment;
  /** Of what was found in the heap, when it was seen no more. */
  readonly until: Moment;
  /** How often between the two, when more than once. */
  readonly times?: number;
}
