/** What a function reads that is neither its state nor its event: the clock and chance, as far as they can be seen. */
import { performance } from "node:perf_hooks";

/** Told once for each read. */
type OnRead = (name: string) => void;

/**
 * Calls a function with the process's clock and chance under watch. Synchronous, so nobody else meets what is put in
 * their place meanwhile.
 */
export const watchingChance = <T>(onRead: OnRead, work: () => T): T => {
  const restore = [
    watchMethod(Math, "random", "Math.random", onRead),
    watchMethod(performance, "now", "performance.now", onRead),
    watchMethod(process, "hrtime", "process.hrtime", onRead),
    watchMethod(globalThis.crypto, "randomUUID", "crypto.randomUUID", onRead),
    watchMethod(globalThis.crypto, "getRandomValues", "crypto.getRandomValues", onRead),
    watchDate(onRead),
  ];
  try {
    return work();
  } finally {
    for (const one of restore) one();
  }
};

const watchMethod = (owner: object, name: string, label: string, onRead: OnRead): (() => void) => {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const original = Reflect.get(owner, name) as (...parameters: unknown[]) => unknown;
  const watched = new Proxy(original, {
    apply: (target, _, parameters) => {
      onRead(label);
      return Reflect.apply(target, owner, parameters) as unknown;
    },
  });
  if (
    !Reflect.defineProperty(owner, name, {
      value: watched,
      configurable: true,
      writable: true,
      enumerable: own?.enumerable ?? true,
    })
  )
    return () => undefined;
  return () => {
    if (own) Object.defineProperty(owner, name, own);
    else Reflect.deleteProperty(owner, name);
  };
};

const watchDate = (onRead: OnRead): (() => void) => {
  const { Date } = globalThis;
  const watched: DateConstructor = new Proxy(Date, {
    apply: (target) => {
      onRead("Date");
      return target();
    },
    construct: (target, parameters, newTarget): object => {
      if (parameters.length === 0) onRead("new Date");
      return Reflect.construct(target, parameters, newTarget === watched ? target : newTarget) as object;
    },
    get: (target, name) => {
      if (name === "now") onRead("Date.now");
      return Reflect.get(target, name) as unknown;
    },
  });
  globalThis.Date = watched;
  return () => {
    globalThis.Date = Date;
  };
};
