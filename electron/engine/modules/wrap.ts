/** Tools to wrap functions of Node's modules for the whole process, so that nobody can tell the difference. */
import { createRequire, syncBuiltinESMExports } from "node:module";
import { type Scope, scopeNow } from "./owner.ts";

export type AnyFunction = (this: unknown, ...parameters: unknown[]) => unknown;
type Table = Record<PropertyKey, unknown>;

// Not called `require`: the build puts one of that name into the bundle.
const loadBuiltin = createRequire(import.meta.url);

/** A module of Node's, the object that `require` gives: what is written there `import` sees after `publish`. */
export const nodeModule = (name: string): Table => loadBuiltin(`node:${name}`) as Table;

/** Lets `import { … } from "node:…"` see what was wrapped. */
export const publish = (): void => syncBuiltinESMExports();

/**
 * Replaces a function by one that has the same name, length and properties. Outside of every generation's scope it is
 * the old one.
 */
export const wrapFunction = (
  table: object,
  name: string,
  wrapped: (original: AnyFunction, scope: Scope, self: unknown, parameters: unknown[]) => unknown,
): void => {
  const original = Object.getOwnPropertyDescriptor(table, name)?.value as AnyFunction | undefined;
  if (typeof original !== "function") return;
  replaceBy(table, name, original, function replacement(...parameters) {
    const scope = scopeNow();
    return scope === undefined ? original.apply(this, parameters) : wrapped(original, scope, this, parameters);
  });
};

/** Replaces a class by one that is the same to `instanceof` and to whoever extends it. */
export const wrapClass = (table: object, name: string, onMade: (made: object, scope: Scope) => void): void => {
  const property = Object.getOwnPropertyDescriptor(table, name);
  if (!property) return;
  const { get, value, enumerable = false } = property;
  const put = (wrapped: unknown): unknown => {
    Object.defineProperty(table, name, { value: wrapped, writable: true, configurable: true, enumerable });
    return wrapped;
  };
  if (get === undefined) put(wrappedClass(value, onMade));
  else {
    // Node loads some of its globals when they are first asked for.
    Object.defineProperty(table, name, {
      get: () => put(wrappedClass(get.call(table), onMade)),
      set: put,
      configurable: true,
      enumerable,
    });
  }
};

const wrappedClass = (original: unknown, onMade: (made: object, scope: Scope) => void): unknown => {
  if (typeof original !== "function") return original;
  const wrapped: unknown = new Proxy(original, {
    construct: (target, parameters, newTarget) => {
      const made = Reflect.construct(target, parameters, newTarget === wrapped ? target : newTarget) as object;
      const scope = scopeNow();
      if (scope !== undefined) onMade(made, scope);
      return made;
    },
  });
  return wrapped;
};

/** Puts a function in the place of another, looking like it. */
export const replaceBy = (table: object, name: string, original: AnyFunction, replacement: AnyFunction): void => {
  for (const key of Reflect.ownKeys(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key);
    if (property && key !== "prototype") Object.defineProperty(replacement, key, property);
  }
  Object.defineProperty(table, name, { value: replacement });
};

/** Callbacks among what module code hands to Node run guarded and in its scope. */
export const withCallbacks = (scope: Scope, label: string, parameters: readonly unknown[]): unknown[] =>
  parameters.map((parameter) => (typeof parameter === "function" ? callbackOf(scope, label, parameter) : parameter));

const callbackOf = (scope: Scope, label: string, callback: object): AnyFunction =>
  function callOfModule(...parameters) {
    return scope.book.run(scope, label, () => Reflect.apply(callback as AnyFunction, this, parameters));
  };
