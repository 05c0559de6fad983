/**
 * Node's timers, booked to the generation that starts them: by name to the generation whose text says the name, by every
 * other way (`globalThis`, `node:timers`, a package) to whoever is at work (O2).
 */
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { lookThroughBooks } from "./books.ts";
import { type Scope, scopeNow } from "./owner.ts";
import { GenerationEnded, type Resource, type ResourceBook } from "./resources.ts";

type Callback = (this: unknown, ...parameters: unknown[]) => unknown;
type Starter = "setTimeout" | "setInterval" | "setImmediate";
type Timer = NodeJS.Timeout | NodeJS.Immediate;

interface Booking {
  readonly scope: Scope;
  readonly resource: Resource;
}

/** As they were before anything of it was wrapped. */
const native = {
  setTimeout: timers.setTimeout,
  setInterval: timers.setInterval,
  setImmediate: timers.setImmediate,
  clearTimeout: timers.clearTimeout,
  clearInterval: timers.clearInterval,
  clearImmediate: timers.clearImmediate,
  promises: { ...timersPromises },
} as const;

const booked = new WeakMap<object, Booking>();

const labelOf = (starter: Starter, ms: unknown): string =>
  starter === "setImmediate" ? starter : `${starter} ${typeof ms === "number" ? Math.round(ms) : 0} ms`;

const start = (scope: Scope, starter: Starter, callback: unknown, ms: unknown, parameters: unknown[]): Timer => {
  // What is no function is refused by Node's own words.
  if (typeof callback !== "function") return native[starter](callback as () => void, ms as number);
  const label = labelOf(starter, ms);
  const { book } = scope;
  function callOfModule(this: unknown): void {
    if (starter !== "setInterval") forget(timer);
    book.run(scope, label, () => (callback as Callback).apply(this, parameters));
  }
  const timer: Timer =
    starter === "setImmediate"
      ? native.setImmediate(callOfModule)
      : native[starter](callOfModule, ms as number | undefined);
  const end = starter === "setImmediate" ? native.clearImmediate : native.clearTimeout;
  const resource: Resource = {
    kind: "timer",
    label,
    dispose: () => {
      booked.delete(timer);
      end(timer as never);
    },
    // Node marks a timer that was cleared by its number, or by its own `close`.
    isLive: () => !(timer as unknown as { readonly _destroyed?: boolean })._destroyed,
  };
  booked.set(timer, { scope, resource });
  book.add(resource, scope);
  return timer;
};

const forget = (timer: unknown): void => {
  if (typeof timer !== "object" || timer === null) return;
  const booking = booked.get(timer);
  booking?.scope.book.strikeOff(booking.resource);
};

/** The six functions for one generation, by name. */
export const timersFor = (book: ResourceBook) => ({
  ...startersFor(() => book.scopeNow()),
  ...clearers,
});

const startersFor = (scopeOf: () => Scope | undefined) => {
  const starterOf = (starter: Starter) => {
    const begin = (callback: unknown, ...rest: unknown[]): Timer => {
      const scope = scopeOf();
      if (scope === undefined) return (native[starter] as (...all: unknown[]) => Timer)(callback, ...rest);
      if (starter === "setImmediate") return start(scope, starter, callback, 0, rest);
      return start(scope, starter, callback, rest[0], rest.slice(1));
    };
    return Object.defineProperty(begin, "name", { value: starter });
  };
  const promises = promisesFor(scopeOf);
  const withPromise = <T extends object>(begin: T, promise: unknown): T =>
    Object.defineProperty(begin, promisify.custom, { value: promise, enumerable: true });
  return {
    setTimeout: withPromise(starterOf("setTimeout"), promises.setTimeout),
    setInterval: starterOf("setInterval"),
    setImmediate: withPromise(starterOf("setImmediate"), promises.setImmediate),
  };
};

const clear = (name: "clearTimeout" | "clearInterval" | "clearImmediate") => {
  const end = (timer: unknown): void => {
    forget(timer);
    (native[name] as (timer: unknown) => void)(timer);
    if (typeof timer === "object" && timer !== null) booked.delete(timer);
    // Whose number that was, only Node knows.
    else if (timer !== undefined && timer !== null) lookThroughBooks();
  };
  return Object.defineProperty(end, "name", { value: name });
};

const clearers = {
  clearTimeout: clear("clearTimeout"),
  clearInterval: clear("clearInterval"),
  clearImmediate: clear("clearImmediate"),
};

type Options = (Record<string, unknown> & { readonly signal?: AbortSignal }) | undefined;

/**
 * What is awaited of a generation that has ended never comes: nobody of the old code is told, and what waited is
 * collected.
 */
const promisesFor = (scopeOf: () => Scope | undefined) => {
  const wait =
    (starter: "setTimeout" | "setImmediate") =>
    (...parameters: unknown[]): Promise<unknown> => {
      const scope = scopeOf();
      const at = starter === "setTimeout" ? 2 : 1;
      const begin = native.promises[starter] as (...all: unknown[]) => Promise<unknown>;
      if (scope === undefined || isOdd(parameters[at])) return begin(...parameters);
      return untilEnd(scope, labelOf(starter, parameters[0]), parameters[at] as Options, (options) =>
        begin(...Array.from({ length: at }, (_, index) => parameters[index]), options),
      );
    };
  const setInterval = (ms?: number, value?: unknown, options?: Options): AsyncIterable<unknown> => {
    const scope = scopeOf();
    if (scope === undefined || isOdd(options)) return native.promises.setInterval(ms, value, options);
    return ticksUntilEnd(scope, labelOf("setInterval", ms), options, (all) =>
      native.promises.setInterval(ms, value, all),
    );
  };
  return { setTimeout: wait("setTimeout"), setImmediate: wait("setImmediate"), setInterval };
};

/** Options that Node refuses; it says so better. */
const isOdd = (options: unknown): boolean => options !== undefined && (typeof options !== "object" || options === null);

/** The author's options, with a signal that also aborts when `end` does. */
const withEnd = (options: Options, end: AbortController): Record<string, unknown> => {
  const given: unknown = options?.signal;
  // A signal that is none is refused by Node's own words.
  const signal = given === undefined ? end.signal : isSignal(given) ? AbortSignal.any([given, end.signal]) : given;
  return { ...options, signal };
};

const isSignal = (value: unknown): value is AbortSignal => value instanceof AbortSignal;

interface Ending<T> {
  readonly kind?: Resource["kind"];
  readonly end?: AbortController;
  readonly onValue?: (value: T) => void;
}

/** Begins something that can be aborted, and books it until it settles; aborted by the generation's end it never does. */
export const untilEnd = <T>(
  scope: Scope,
  label: string,
  given: Options,
  begin: (options: Record<string, unknown>) => Promise<T>,
  { kind = "timer", end = new AbortController(), onValue }: Ending<T> = {},
): Promise<T> => {
  const resource: Resource = { kind, label, dispose: () => end.abort(new GenerationEnded()) };
  const begun = begin(withEnd(given, end));
  scope.book.add(resource, scope);
  return new Promise((resolve, reject) => {
    begun.then(
      (value) => {
        scope.book.strikeOff(resource);
        if (end.signal.aborted) return;
        onValue?.(value);
        resolve(value);
      },
      (error: unknown) => {
        scope.book.strikeOff(resource);
        if (!end.signal.aborted) reject(error as Error);
      },
    );
  });
};

/** The same for what comes again and again. */
export async function* ticksUntilEnd<T>(
  scope: Scope,
  label: string,
  given: Options,
  begin: (options: Record<string, unknown>) => AsyncIterable<T>,
  kind: Resource["kind"] = "timer",
): AsyncGenerator<T, void, undefined> {
  const end = new AbortController();
  const resource: Resource = { kind, label, dispose: () => end.abort(new GenerationEnded()) };
  scope.book.add(resource, scope);
  try {
    yield* begin(withEnd(given, end));
  } catch (error) {
    if (!end.signal.aborted) throw error;
    await new Promise(() => undefined);
  } finally {
    scope.book.strikeOff(resource);
  }
}

/** Wraps them for the whole process: whoever is at work in no generation's scope gets what Node has. */
export const wrapTimers = (): void => {
  const global = { ...startersFor(scopeNow), ...clearers };
  Object.assign(timers, global);
  for (const [name, value] of Object.entries(global))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  const promises = promisesFor(scopeNow);
  Object.assign(timersPromises, promises);
  Object.defineProperty(timersPromises.scheduler, "wait", {
    value: (ms?: number, options?: Options) => promises.setTimeout(ms, undefined, options),
    writable: true,
    configurable: true,
  });
  wrapRefresh();
};

/** A timer that has fired may be started again, and lives again then. */
const wrapRefresh = (): void => {
  const sample = native.setTimeout(() => undefined, 0);
  native.clearTimeout(sample);
  const prototype = Object.getPrototypeOf(sample) as NodeJS.Timeout;
  const { refresh } = prototype;
  prototype.refresh = function refreshed(this: NodeJS.Timeout) {
    const timer = refresh.call(this);
    const booking = booked.get(this);
    if (booking && booking.resource.isLive?.() === true) booking.scope.book.add(booking.resource, booking.scope);
    return timer;
  };
};
