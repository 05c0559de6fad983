/** A call that has not settled: what it makes outlives its generation until it does (O4). */
import { types } from "node:util";
import { type Scope, enter } from "./owner.ts";
import type { ResourceBook } from "./resources.ts";

export class Flight {
  #hasSettled = false;
  readonly #onSettled: (() => void)[] = [];

  get hasSettled(): boolean {
    return this.#hasSettled;
  }

  onSettled(listener: () => void): void {
    this.#onSettled.push(listener);
  }

  settle(): void {
    if (this.#hasSettled) return;
    this.#hasSettled = true;
    for (const listener of this.#onSettled.splice(0)) listener();
  }
}

type Call = (...parameters: never[]) => unknown;

/** A function that runs in its generation's scope; for calls under a guard. */
export const inScope = <C extends Call>(scope: Scope, call: C): C =>
  ((...parameters: never[]) => {
    enter(scope);
    return call(...parameters);
  }) as C;

/** The same for handlers, which are called a million times a second: without a list of parameters. */
export const handlerInScope =
  (scope: Scope, call: (state: unknown, event: unknown) => unknown) =>
  (state: unknown, event: unknown): unknown => {
    enter(scope);
    return call(state, event);
  };

/** The same for performers, each call with a flight of its own, which ends when what it returned settles. */
export const inFlight = (book: ResourceBook, call: (effect: unknown) => unknown): ((effect: unknown) => unknown) => {
  return (effect) => {
    const flight = new Flight();
    enter({ book, flight });
    let returned: unknown;
    try {
      returned = call(effect);
    } catch (error) {
      flight.settle();
      throw error;
    }
    if (!mayBeThenable(returned)) {
      flight.settle();
      return returned;
    }
    const settle = (): void => flight.settle();
    // One promise for whoever else waits: a thenable's `then` is called once.
    const promise = types.isPromise(returned) ? returned : new Promise((resolve) => void resolve(returned));
    promise.then(settle, settle);
    return promise;
  };
};

const mayBeThenable = (value: unknown): boolean =>
  types.isPromise(value) ||
  (typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    typeof (value as { readonly then?: unknown }).then === "function");
