/**
 * Listeners that a module's text adds to Node's emitters and event targets: booked to the generation whose text adds
 * them, run guarded and in its scope (O3, O6). Those that Node or a package adds on its behalf are not: they end with
 * what they listen to.
 */
import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { bookNamed, nameOf } from "./books.ts";
import { type Scope, scopeNow } from "./owner.ts";
import type { Resource, ResourceBook } from "./resources.ts";
import { type AnyFunction, replaceBy } from "./wrap.ts";

/** The scope of the text that called a function directly; undefined where that was no module. */
const callerScope = (callee: AnyFunction): Scope | undefined => {
  const scope = scopeNow();
  // Module code always runs in some scope, so the host's own listeners cost next to nothing.
  if (scope === undefined) return undefined;
  const limit = Error.stackTraceLimit;
  const at: { stack?: unknown } = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(at, callee);
  const { stack } = at;
  Error.stackTraceLimit = limit;
  const name = typeof stack === "string" ? /(graft:[^\n]+#\d+):\d+:\d+/.exec(stack)?.[1] : undefined;
  if (name === undefined) return undefined;
  return nameOf(scope.book) === name ? scope : bookNamed(name)?.scope;
};

const labelOf = (type: unknown): string => `listener ${typeof type === "symbol" ? String(type) : JSON.stringify(type)}`;

/** Wraps them for the whole process. */
export const wrapListeners = (): void => {
  const emitter = EventEmitter.prototype as unknown as Methods;
  const readable = Readable.prototype as unknown as Methods;
  wrapAdders(emitter, ["on", "addListener", "once", "prependListener", "prependOnceListener"]);
  wrapAdders(readable, ["on", "addListener"]);
  wrapRemovers(emitter);
  wrapRemovers(readable);
  wrapEventTarget();
};

type Methods = Record<string, AnyFunction>;
type Listener = AnyFunction & { listener?: unknown };

interface Listening {
  readonly resource: Resource;
  readonly book: ResourceBook;
}

/** By emitter; looked at when one of its listeners is taken off. */
const listenings = new WeakMap<object, Set<Listening>>();
const abandoned = new FinalizationRegistry<() => void>((strikeOff) => strikeOff());

const note = (target: object, resource: Resource, scope: Scope): void => {
  const { book } = scope;
  const all = listenings.get(target);
  if (all) all.add({ resource, book });
  else listenings.set(target, new Set([{ resource, book }]));
  abandoned.register(target, () => book.strikeOff(resource), resource);
  book.add(resource, scope);
};

const lookAfter = (target: object): void => {
  const all = listenings.get(target);
  if (!all) return;
  for (const listening of all)
    if (listening.resource.isLive?.() !== true) {
      all.delete(listening);
      // Or it would hold the listener for as long as the emitter lives.
      abandoned.unregister(listening.resource);
      listening.book.strikeOff(listening.resource);
    }
};

/** `on` and `addListener` are one function in Node, and stay one. */
const wrapAdders = (prototype: Methods, names: readonly string[]): void => {
  const replacements = new Map<AnyFunction, AnyFunction>();
  for (const name of names) {
    const original = prototype[name]!;
    const replacement = replacements.get(original) ?? adderOf(original, name);
    replacements.set(original, replacement);
    replaceBy(prototype, name, original, replacement);
  }
};

const adderOf = (original: AnyFunction, name: string): AnyFunction => {
  const isOnce = name === "once" || name === "prependOnceListener";
  return function add(type, listener) {
    const scope = typeof listener === "function" ? callerScope(add) : undefined;
    if (scope === undefined) return original.call(this, type, listener);
    const label = labelOf(type);
    const target = this as EventEmitter;
    const weak = new WeakRef(target);
    const wrapped: Listener = function callOfModule(...parameters) {
      if (isOnce) target.removeListener(type as string, wrapped);
      return scope.book.run(scope, label, () => (listener as AnyFunction).apply(this, parameters));
    };
    // What `listeners` shows, and by which `removeListener` finds it, is the author's.
    wrapped.listener = listener;
    // By the emitter's own method, which may be overridden. Its caller is the host then, so nothing is booked twice.
    if (name === "once") target.on(type as string, wrapped);
    else if (name === "prependOnceListener") target.prependListener(type as string, wrapped);
    else original.call(this, type, wrapped);
    const resource: Resource = {
      kind: "listener",
      label,
      dispose: () => void weak.deref()?.removeListener(type as string, wrapped),
      isLive: () =>
        weak
          .deref()
          ?.rawListeners(type as string)
          .includes(wrapped) === true,
    };
    note(target, resource, scope);
    return this;
  };
};

const wrapRemovers = (prototype: Methods): void => {
  for (const name of ["removeListener", "off", "removeAllListeners"]) {
    if (!Object.hasOwn(prototype, name)) continue;
    const original = prototype[name]!;
    replaceBy(prototype, name, original, function remove(...parameters) {
      const result = original.apply(this, parameters);
      lookAfter(this as object);
      return result;
    });
  }
};

interface Entry {
  readonly type: string;
  readonly capture: boolean;
  readonly listener: unknown;
  readonly wrapped: AnyFunction;
  readonly resource: Resource;
  readonly book: ResourceBook;
}

/** An event target tells nobody what listens to it: what is taken off is found by what it was added as. */
const wrapEventTarget = (): void => {
  const prototype = EventTarget.prototype as unknown as Methods;
  const addEventListener = prototype["addEventListener"]!;
  const removeEventListener = prototype["removeEventListener"]!;
  const added = new WeakMap<object, Entry[]>();

  const find = (target: object, type: unknown, listener: unknown, options: unknown): Entry | undefined =>
    added
      .get(target)
      ?.find((one) => one.type === String(type) && one.listener === listener && one.capture === isCapture(options));

  const strikeOff = (target: object, entry: Entry): void => {
    const entries = added.get(target);
    entries?.splice(entries.indexOf(entry), 1);
    entry.book.strikeOff(entry.resource);
  };

  replaceBy(prototype, "addEventListener", addEventListener, function add(...parameters) {
    const [type, listener, options] = parameters;
    const scope = typeof listener === "function" ? callerScope(add) : undefined;
    if (scope === undefined) return addEventListener.apply(this, parameters);
    const target = this as EventTarget;
    if (find(target, type, listener, options)) return undefined;
    const label = labelOf(type);
    const wrapped: AnyFunction = function callOfModule(...given) {
      if (hasFlag(options, "once")) strikeOff(target, entry);
      return scope.book.run(scope, label, () => (listener as AnyFunction).apply(this, given));
    };
    addEventListener.call(target, type, wrapped, options);
    const weak = new WeakRef(target);
    const resource: Resource = {
      kind: "listener",
      label,
      dispose: () => void removeEventListener.call(weak.deref() ?? new EventTarget(), type, wrapped, options),
      isLive: () => weak.deref() !== undefined,
    };
    const { book } = scope;
    const entry: Entry = { type: String(type), capture: isCapture(options), listener, wrapped, resource, book };
    const entries = added.get(target);
    if (entries) entries.push(entry);
    else added.set(target, [entry]);
    book.add(resource, scope);
    return undefined;
  });

  replaceBy(prototype, "removeEventListener", removeEventListener, function remove(...parameters) {
    const [type, listener, options] = parameters;
    const entry = find(this as object, type, listener, options);
    if (!entry) return removeEventListener.apply(this, parameters);
    strikeOff(this as object, entry);
    return removeEventListener.call(this, type, entry.wrapped, options);
  });
};

const hasFlag = (options: unknown, flag: string): boolean =>
  typeof options === "object" && options !== null && Boolean((options as Record<string, unknown>)[flag]);

const isCapture = (options: unknown): boolean => options === true || hasFlag(options, "capture");
