/** What crosses every border of the engine: states, events, effects, the journal, IPC. SPEC.md F1 defines it. */
export type Plain = null | boolean | string | number | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** Plain data with a `type`; the only thing that enters the loop. Its payload lies beside `type`, flat. */
export interface Event {
  readonly type: string;
  readonly [key: string]: Plain | undefined;
}

/** Plain data in an outcome that asks the host to do something; same shape as an event. */
export type Effect = Event;

/** What a handler returns, after it was forced. */
export interface Outcome {
  readonly state?: Plain;
  readonly emit?: readonly Event[];
  readonly effects?: readonly Effect[];
}
