/**
 * What a Graft module may use. All of it is types: `import type { … } from "graft"` compiles to nothing.
 *
 * What an export is for is told by its name:
 *
 * | export | what it is |
 * |---|---|
 * | `on<Event>` (`onTick`, `onKeyDown`) | {@link Handler}: called for every event of that type |
 * | `onAny` | {@link AnyHandler}: called for every event, after the module's other handlers |
 * | `perform<Effect>` (`performSend`) | {@link Performer}: carries out an effect that Graft does not know |
 * | `source<Name>` (`sourceDoorbell`) | {@link Source}: brings events in from outside |
 * | `init` | the module's first state |
 * | `migrate` | {@link Migrate}: turns the state of the previous generation into this one's |
 * | anything else | a function or value for other modules |
 */

/**
 * Plain data: what states, events and effects are made of. No functions, dates, maps, class instances, NaN or infinities;
 * a field that is `undefined` counts as absent. Shared parts are fine, cycles are not.
 */
export type Plain = null | boolean | string | number | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** A payload without fields. */
export type Nothing = Readonly<Record<never, never>>;

/** The same data, deeply read-only. Graft freezes every state, so writing to one throws; a handler returns the next one. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/**
 * Every event and its payload. Open: a module adds its own, and every editor then completes and checks them.
 *
 * ```ts
 * declare module "graft" {
 *   interface Events {
 *     beat: { readonly bar: number };
 *   }
 * }
 * ```
 *
 * An event is flat: the payload lies beside `type`, as in `{ type: "beat", bar: 3 }`.
 */
export interface Events {
  /** Once, when the workspace was opened and its modules are loaded. */
  start: Nothing;
  /** The loop's clock. While the loop is paused it stands still. */
  tick: {
    /** Seconds of the loop's clock since the workspace was opened. */
    readonly time: number;
    /** Seconds since the tick before. */
    readonly dt: number;
    /** 1, 2, 3 … */
    readonly n: number;
  };
  /** A key went down while the stage had the focus. */
  keyDown: {
    /** What the key types or is called: `"a"`, `" "`, `"ArrowUp"`. */
    readonly key: string;
    /** Where it sits, whatever the keyboard's language: `"KeyA"`, `"Space"`, `"ArrowUp"`. */
    readonly code: string;
    readonly shift: boolean;
    readonly ctrl: boolean;
    readonly alt: boolean;
    /** True when the key is being held down and the system repeats it. */
    readonly repeat: boolean;
  };
  /** A key went up. */
  keyUp: {
    readonly key: string;
    readonly code: string;
    readonly shift: boolean;
    readonly ctrl: boolean;
    readonly alt: boolean;
    readonly repeat: boolean;
  };
  /** Mouse, pen or finger on the stage. */
  pointer: {
    readonly phase: "down" | "move" | "up" | "leave";
    /** 0 (left) to 1000 (right), in stage units. */
    readonly x: number;
    /** 0 (top) to 600 (bottom), in stage units. */
    readonly y: number;
    /** Bit mask of what is pressed: 1 main button, 2 secondary, 4 middle; 0 while nothing is. */
    readonly buttons: number;
  };
  /** Modules were swapped. Draw again here what is otherwise drawn once. */
  swap: {
    readonly modules: readonly {
      readonly id: string;
      /** Generation before; 0 when the module is new. */
      readonly from: number;
      /** Generation that runs now. */
      readonly to: number;
    }[];
  };
}

/**
 * Every effect and its payload: what a handler may ask for. Open, like {@link Events}; an effect `wait` that a module adds
 * is carried out by the export `performWait`.
 */
export interface Effects {
  /** Puts an event at the end of the queue; the same as naming it in `emit`. */
  emit: { readonly event: Event };
  /** Puts an event at the end of the queue after `ms` milliseconds of the loop's clock, which stands still while paused. */
  after: { readonly ms: number; readonly event: Event };
  /** Writes a line to the log. */
  log: { readonly message: string; readonly level?: "debug" | "info" | "warn" | "error" };
  /**
   * Puts shapes on the stage, in place of all that this module drew before; they stay until it draws again.
   * The stage is 1000 × 600 units, origin at the top left, and scales with the window.
   */
  draw: {
    /** Drawn one over the other, in this order. */
    readonly shapes: readonly Shape[];
    /** Whose drawing lies over whose: low first. Default 0. Equal layers lie in the order of the modules' names. */
    readonly layer?: number;
    /** Colour behind everything. Where several modules name one, that of the highest layer is taken. */
    readonly background?: string;
  };
}

/** The event of one type: `EventOf<"tick">` is `{ type: "tick", time, dt, n }`. */
export type EventOf<Type extends keyof Events> = Type extends keyof Events
  ? { readonly type: Type } & Readonly<Events[Type]>
  : never;

/** Any event that some module or Graft itself has declared. `switch (event.type)` tells them apart. */
export type Event = EventOf<keyof Events>;

/** The effect of one type: `EffectOf<"draw">` is `{ type: "draw", shapes, layer?, background? }`. */
export type EffectOf<Type extends keyof Effects> = Type extends keyof Effects
  ? { readonly type: Type } & Readonly<Effects[Type]>
  : never;

/** Any effect that some module or Graft itself has declared. */
export type Effect = EffectOf<keyof Effects>;

/** What a handler returns. Everything in it is optional, all of it is plain data. */
export interface Outcome<State = null> {
  /** The module's next state; left out, the state stays as it is. */
  readonly state?: Frozen<State> | undefined;
  /** Events for the end of the queue, in this order. */
  readonly emit?: readonly Event[] | undefined;
  /** What Graft or a performer shall do after the last handler of this event. */
  readonly effects?: readonly Effect[] | undefined;
}

/**
 * Handles one type of event: `export const onTick: Handler<State, "tick"> = (state, { dt }) => ({ state: … })`.
 * Keep it pure (no clock, no chance, no timer): the same state and event then always give the same outcome.
 * A call that throws changes nothing; the program goes on.
 */
export type Handler<State, Type extends keyof Events> = (
  state: Frozen<State>,
  event: EventOf<Type>,
) => Outcome<State> | void;

/** Handles every event: the type of `onAny`. */
export type AnyHandler<State> = (state: Frozen<State>, event: Event) => Outcome<State> | void;

/**
 * Carries out an effect: `export const performSend: Performer<"send"> = async (effect) => { … }`.
 * This is the place for what is not pure. The events that it returns enter the queue.
 */
export type Performer<Type extends keyof Effects> = (
  effect: EffectOf<Type>,
) => readonly Event[] | void | Promise<readonly Event[] | void>;

/**
 * Brings events in from outside: started when its module is loaded, stopped and started anew when it is swapped.
 * Returns the function that stops it. A source goes on while the loop is paused; what it emits waits in the queue.
 */
export type Source = (emit: (event: Event) => void) => () => void;

/** Turns the state that generation `from` left into this generation's. Without it, Graft keeps the fields that `init` still has. */
export type Migrate<State> = (old: unknown, from: number) => State;

/**
 * One thing to draw. Colours are those of CSS (`"#6cf"`, `"hsl(200 80% 60%)"`, `"rgb(0 0 0 / 50%)"`); what has neither
 * `fill` nor `stroke` is not seen, except lines and texts, which are white then. Lengths are in stage units; `alpha`
 * goes from 0 (invisible) to 1 (the default).
 */
export type Shape = Circle | Rect | Line | Path | Text;

/** A circle around (`x`, `y`). */
export interface Circle {
  readonly kind: "circle";
  readonly x: number;
  readonly y: number;
  /** Radius. */
  readonly r: number;
  readonly fill?: string;
  readonly stroke?: string;
  /** Of the stroke. Default 1. */
  readonly width?: number;
  readonly alpha?: number;
}

/** A rectangle with its top left corner at (`x`, `y`). */
export interface Rect {
  readonly kind: "rect";
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Radius of the corners. Default 0. */
  readonly r?: number;
  readonly fill?: string;
  readonly stroke?: string;
  /** Of the stroke. Default 1. */
  readonly width?: number;
  readonly alpha?: number;
}

/** A straight line with round ends. */
export interface Line {
  readonly kind: "line";
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly stroke?: string;
  /** Default 1. */
  readonly width?: number;
  readonly alpha?: number;
}

/** A line through many points, or the area that it encloses. */
export interface Path {
  readonly kind: "path";
  /** `[x1, y1, x2, y2, …]` */
  readonly points: readonly number[];
  /** Joins the last point to the first. */
  readonly closed?: boolean;
  readonly fill?: string;
  readonly stroke?: string;
  /** Of the stroke. Default 1. */
  readonly width?: number;
  readonly alpha?: number;
}

/** A line of text; `y` is the height of its baseline. */
export interface Text {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Height of the type. Default 16. */
  readonly size?: number;
  readonly fill?: string;
  /** Which end of the text `x` is. Default `"left"`. */
  readonly align?: "left" | "center" | "right";
  /** True: every letter is equally wide. */
  readonly mono?: boolean;
  readonly alpha?: number;
}

/**
 * The globals that every module has without installing anything. Graft runs in Node: with `npm i -D @types/node` in the
 * workspace the rest of Node's are known too, and these merge with them.
 */
declare global {
  namespace NodeJS {
    interface Timeout {
      ref(): this;
      unref(): this;
    }
  }
  interface Console {
    debug(...what: unknown[]): void;
    log(...what: unknown[]): void;
    info(...what: unknown[]): void;
    warn(...what: unknown[]): void;
    error(...what: unknown[]): void;
  }
  var console: Console;
  function setTimeout(callback: () => void, ms?: number): NodeJS.Timeout;
  function setInterval(callback: () => void, ms?: number): NodeJS.Timeout;
  function clearTimeout(timer: NodeJS.Timeout | undefined): void;
  function clearInterval(timer: NodeJS.Timeout | undefined): void;
  function queueMicrotask(callback: () => void): void;
  function structuredClone<T>(value: T): T;
}
