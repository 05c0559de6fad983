/** Node's timers, booked to the generation that starts them. */
import type { Resource, ResourceBook } from "./resources.ts";

type Callback = (...parameters: unknown[]) => void;

/** @param guard runs a callback so that what it throws is the module's problem, not the process's. */
export const timersFor = (book: ResourceBook, guard: (kind: string, call: () => void) => void) => {
  const booked = new Map<unknown, Resource>();

  const start =
    <T>(label: string, isRepeating: boolean, begin: (fire: () => void) => T, end: (timer: T) => void) =>
    (callback: unknown, parameters: unknown[]): T => {
      if (typeof callback !== "function") throw new TypeError(`The first argument of ${label} must be a function.`);
      const timer: T = begin(() => {
        if (!isRepeating) forget(timer);
        guard(label, () => (callback as Callback)(...parameters));
      });
      const resource: Resource = { kind: "timer", label, dispose: () => end(timer) };
      booked.set(timer, resource);
      book.add(resource);
      return timer;
    };

  const forget = (timer: unknown): void => {
    const resource = booked.get(timer);
    if (!resource) return;
    booked.delete(timer);
    book.strikeOff(resource);
  };

  const clear = (end: (timer: never) => void) => (timer: unknown) => {
    forget(timer);
    end(timer as never);
  };

  return {
    setTimeout: (callback: unknown, ms?: number, ...parameters: unknown[]) =>
      start("setTimeout", false, (fire) => setTimeout(fire, ms), clearTimeout)(callback, parameters),
    setInterval: (callback: unknown, ms?: number, ...parameters: unknown[]) =>
      start("setInterval", true, (fire) => setInterval(fire, ms), clearInterval)(callback, parameters),
    setImmediate: (callback: unknown, ...parameters: unknown[]) =>
      start("setImmediate", false, (fire) => setImmediate(fire), clearImmediate)(callback, parameters),
    clearTimeout: clear(clearTimeout),
    clearInterval: clear(clearInterval),
    clearImmediate: clear(clearImmediate),
  };
};
