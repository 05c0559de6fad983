/**
 * Who is at work: the generation whose code runs now, followed through its awaits, promises and callbacks, so that what
 * the code makes is booked to it (O1).
 *
 * A batch of turns enters one scope after the other and leaves none: leaving costs as much as entering, and a cut runs no
 * `finally`. The guard around the batch puts back what was there before.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Flight } from "./flight.ts";
import { isAtWork } from "../loop/vitals.ts";
import type { ResourceBook } from "./resources.ts";

export interface Scope {
  readonly book: ResourceBook;
  /** The call of a performer that is under way; what it makes lives until it settles (O4). */
  readonly flight?: Flight;
}

const storage = new AsyncLocalStorage<Scope | undefined>();
/** What was entered last in the guard that is on; asking the storage costs half as much as entering. */
let entered: Scope | undefined;

/** For code that runs under a guard, which ends the scope. */
export const enter = (scope: Scope): void => {
  if (entered === scope) return;
  onChange?.(entered, scope);
  entered = scope;
  isAtWork(scope.book.number);
  storage.enterWith(scope);
};

/** The scope of the code that runs, or of whoever started it. */
export const scopeNow = (): Scope | undefined => storage.getStore();

/** The host's own work that module code has started: what it makes is nobody's. */
export const asHost = <T>(work: () => T): T => storage.run(undefined, work);

/** For the guard. @returns what puts the scope back, cut or not. */
export const leaveLater = (): (() => void) => {
  const outer = storage.getStore();
  const outerEntered = entered;
  entered = undefined;
  return () => {
    if (entered !== undefined) {
      onChange?.(entered, outerEntered);
      storage.enterWith(outer);
    }
    entered = outerEntered;
  };
};

/** The scope in which a cut fell, before it is put back. */
export const scopeEntered = (): Scope | undefined => entered;

type ScopeListener = (before: Scope | undefined, after: Scope | undefined) => void;
let onChange: ScopeListener | undefined;

/** Told of each change of scope while somebody measures; costs nothing otherwise. */
export const watchScopes = (listener: ScopeListener | undefined): void => {
  onChange = listener;
};
