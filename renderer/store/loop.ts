/** What a person does to the loop. Whoever lets it go on, or steps, looks at how it is now. */
import type { Event } from "../../electron/engine/plain.ts";
import type { Breakpoint, PauseOn, QueueEdit } from "../../electron/engine/summary.ts";
import { call } from "../workbench-api.ts";
import { attempt, later } from "./actions.ts";
import { loopChanged } from "./deltas.ts";
import { getState, setState } from "./store.ts";
import { comeBack } from "./time.ts";

export const run = (): Promise<void> =>
  attempt(async () => {
    comeBack();
    setState(loopChanged(await call("loop.run")));
  });

export const pause = (): Promise<void> => attempt(async () => setState(loopChanged(await call("loop.pause"))));

export const setClock = (hz: number): Promise<void> =>
  attempt(async () => setState(loopChanged(await call("loop.clock", { hz }))));

/** Slow motion; `null`: as fast as it can. */
export const setSpeed = (turnsPerSecond: number | null): Promise<void> =>
  attempt(async () => setState(loopChanged(await call("loop.speed", { turnsPerSecond }))));

export const setPauseOn = (change: Partial<PauseOn>): Promise<void> =>
  attempt(async () => {
    await call("loop.pauseOn", change);
    setState(loopChanged(await call("loop.status")));
  });

export interface StepWish {
  /** `turn` ends the turn under way. */
  readonly unit: "event" | "handler" | "turn";
  readonly count?: number;
  /** An expression over `event`, `state` and `outcome`. */
  readonly until?: string;
}

/** Of what a long step went through only the last turns are told; the list fetches the others. */
const toldTurns = 20;

export const step = ({ unit, count, until }: StepWish): Promise<void> =>
  attempt(async () => {
    comeBack();
    if (getState().status?.mode === "running") await call("loop.pause");
    await call("loop.step", {
      unit,
      advance: true,
      brief: true,
      limit: toldTurns,
      ...(count === undefined ? {} : { count }),
      ...(until === undefined ? {} : { until }),
    });
    setState(loopChanged(await call("loop.status")));
    await readQueue();
  });

// The queue

export const emit = (event: Event): Promise<boolean> =>
  succeeds(async () => {
    await call("loop.emit", { event });
    setState(({ sent }) => ({ sent: [event, ...sent.filter((other) => !isSame(other, event))].slice(0, keptSent) }));
    await readQueue();
  });

/** As many of the events that were sent by hand are one press away. */
const keptSent = 8;
const isSame = (a: Event, b: Event): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a person does to the queue, by the numbers of events. */
export type Edit = Exclude<QueueEdit, { readonly edit: "replace" }> | ReplaceEvent;

interface ReplaceEvent {
  readonly edit: "replace";
  readonly number: number;
  readonly event: Event;
}

/** The stretch of the queue that is looked at: a queue may be a million long. */
let looked = { from: 0, limit: 100 };
let readingQueue = false;
let isStale = false;

/** One at a time; whoever wants it meanwhile gets what is so after that. */
const readQueue = async (): Promise<void> => {
  isStale = true;
  if (readingQueue) return;
  readingQueue = true;
  try {
    while (isStale) {
      isStale = false;
      setState({ queue: await call("loop.waiting", { ...looked, brief: true }) });
    }
  } finally {
    readingQueue = false;
  }
};

export const refreshQueue = (): Promise<void> => attempt(readQueue);

/** From now on this stretch of the queue is told: so many, behind so many. */
export const lookAtQueue = (from: number, limit: number): void => {
  if (from === looked.from && limit === looked.limit) return;
  looked = { from, limit };
  void refreshQueue();
};

/** Number of the event that so many wait before; `undefined` behind the queue's end. */
export const numberInQueue = async (index: number): Promise<number | undefined> => {
  const { queue } = getState();
  const told = queue?.waiting[index - queue.from];
  if (told !== undefined) return told.number;
  const { waiting } = await call("loop.waiting", { from: Math.max(0, index), limit: 1, brief: true });
  return waiting[0]?.number;
};

/** Brings an event to a place: so many wait before it then. */
export const moveInQueue = (number: number, from: number, to: number): Promise<boolean> =>
  succeeds(async () => {
    const before = (await numberInQueue(to > from ? to + 1 : to)) ?? null;
    await call("loop.editQueue", { edit: "move", number, before });
    await readQueue();
  });

export const editQueue = (edit: Edit): Promise<boolean> =>
  succeeds(async () => {
    await call("loop.editQueue", edit.edit === "drop" ? { ...edit, numbers: [...edit.numbers] } : edit);
    await readQueue();
  });

const succeeds = async (action: () => Promise<unknown>): Promise<boolean> => {
  let succeeded = false;
  await attempt(async () => {
    await action();
    succeeded = true;
  });
  return succeeded;
};

// Breakpoints

/** Replaces the list. @throws when one of them makes no sense, in a sentence that says which */
export const setBreakpoints = async (breakpoints: readonly Breakpoint[]): Promise<void> => {
  setState({ breakpoints: await call("loop.breakpoints", { set: breakpoints.map(plainBreakpoint) }) });
};

/** What a person set, without what the engine tells of it. */
const plainBreakpoint = ({ event, module, function: name, effect, path, error, condition, log, enabled }: Breakpoint) =>
  Object.fromEntries(
    Object.entries({ event, module, function: name, effect, path, error, condition, log, enabled }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** How often each fitted is not told, so it is asked for now and then while somebody looks. */
export const refreshBreakpointsSoon = later(150, () =>
  attempt(async () => {
    if (getState().workspace !== null) setState({ breakpoints: await call("loop.breakpoints") });
  }),
);
