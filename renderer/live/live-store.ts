/** Which modules are looked at in the editor, and what their handlers do. */
import type { HandlerFigures } from "../../electron/engine/summary.ts";
import { say, tell } from "../store/actions.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { call, on } from "../workbench-api.ts";

/** Told of the handlers of its module of which there is news. */
export type Listener = (figures: readonly HandlerFigures[]) => void;

const listeners = new Map<string, Set<Listener>>();
const known = new Map<string, Map<string, HandlerFigures>>();
let isConnected = false;
let isAsking = false;

const deliver = (handlers: readonly HandlerFigures[]): void => {
  const news = new Map<string, HandlerFigures[]>();
  for (const one of handlers) {
    const module = known.get(one.module) ?? new Map<string, HandlerFigures>();
    known.set(one.module, module.set(one.function, one));
    news.set(one.module, [...(news.get(one.module) ?? []), one]);
  }
  for (const [id, figures] of news) for (const listener of listeners.get(id) ?? []) listener(figures);
};

/** Says once, for all changes of this moment, what is looked at. */
const ask = (): void => {
  if (isAsking) return;
  isAsking = true;
  queueMicrotask(() => {
    isAsking = false;
    const { settings, workspace } = getState();
    const modules = settings.liveValues && workspace?.trusted === true ? [...listeners.keys()].slice(0, 200) : [];
    if (modules.length === 0) known.clear();
    call("loop.watch", { modules }).then(deliver, () => undefined);
  });
};

const connect = (): void => {
  if (isConnected) return;
  isConnected = true;
  on("loop.calls", ({ handlers }) => deliver(handlers));
  // A workspace that is opened anew knows of nobody who looks.
  on("ready", ask);
  useWorkbench.subscribe((state, before) => {
    if (state.workspace?.trusted !== before.workspace?.trusted) ask();
    if (state.settings.liveValues === before.settings.liveValues) return;
    ask();
    if (!state.settings.liveValues) for (const set of listeners.values()) for (const listener of set) listener([]);
  });
};

/** @returns a function that ends it */
export const look = (id: string, listener: Listener): (() => void) => {
  connect();
  const set = listeners.get(id) ?? new Set<Listener>();
  listeners.set(id, set.add(listener));
  ask();
  return () => {
    set.delete(listener);
    if (set.size > 0) return;
    listeners.delete(id);
    known.delete(id);
    ask();
  };
};

export const figuresOf = (id: string): readonly HandlerFigures[] => [...(known.get(id)?.values() ?? [])];

/** Queues the event once more that a handler failed with. */
export const runAgain = async (id: string, name: string): Promise<void> => {
  try {
    await call("loop.again", { module: id, function: name });
    if (getState().status?.mode === "paused") say("The event waits in the queue: step or run to handle it.");
  } catch (error) {
    tell(error);
  }
};

/** The failure that was told last, of the module that is selected or of any that is looked at. */
export const runLastFailureAgain = (id: string | undefined): void => {
  const failed = [...known.values()]
    .flatMap((module) => [...module.values()])
    .filter(({ failure }) => failure !== undefined)
    .sort(
      (a, b) => Number(b.module === id) - Number(a.module === id) || (b.failure?.turn ?? 0) - (a.failure?.turn ?? 0),
    );
  const [last] = failed;
  if (last === undefined) say("No handler of a module that is open in the editor has failed.");
  else void runAgain(last.module, last.function);
};
