/** How the queue and the pending `after`s stood after any turn: worked out backwards from how they stand now (T28). */
import type { TurnSummary } from "../summary.ts";
import type { ClockState, PendingAfter } from "./clock.ts";
import { type Edit, undone } from "./edits.ts";
import { arrivalOf, keptEvent, type KeptEvent } from "./inbox.ts";

/** How a loop stands between two turns. */
export interface Standing {
  /** The last turn that ended. */
  readonly turn: number;
  readonly clock: ClockState;
  /** What waits, first to last. */
  readonly queue: readonly KeptEvent[];
  readonly afters: readonly PendingAfter[];
  /** What a person did to the queue so far; needed to go back further. */
  readonly edits: readonly Edit[];
}

/**
 * How it stood when the turn after that one began.
 *
 * @param turns every turn from then on, ascending, to the last one that ended before `now`
 */
export const standingBefore = (turns: readonly TurnSummary[], now: Standing): Standing => {
  const [first] = turns;
  if (first === undefined) return now;
  const turn = first.turn - 1;
  const later = now.edits.filter(({ after }) => after > turn);
  return {
    turn,
    clock: { ...now.clock, timeMs: first.clockMs, ticks: ticksBefore(turn, turns, now) },
    queue: queueBefore(turn, turns, now.queue, later),
    afters: aftersBefore(turn, turns, now, later),
    edits: now.edits.filter(({ after }) => after <= turn),
  };
};

/** From one edit to the one before it; between two, events only left the head and joined the tail. */
const queueBefore = (
  turn: number,
  turns: readonly TurnSummary[],
  now: readonly KeptEvent[],
  edits: readonly Edit[],
): readonly KeptEvent[] => {
  let until = turn + turns.length;
  let queue = now;
  const goBackTo = (to: number): void => {
    const wasQueued = ({ queuedAfter }: KeptEvent): boolean => queuedAfter <= to;
    queue = [
      ...turns
        .slice(to - turn, until - turn)
        .filter(wasQueued)
        .map(keptEvent),
      ...queue.filter(wasQueued),
    ];
    until = to;
  };
  for (const edit of edits.toReversed()) {
    if (edit.after < until) goBackTo(edit.after);
    queue = undone(edit, queue);
  }
  goBackTo(turn);
  return queue;
};

/** Those that are still pending, and those that have come since. */
const aftersBefore = (
  turn: number,
  turns: readonly TurnSummary[],
  now: Standing,
  edits: readonly Edit[],
): readonly PendingAfter[] => {
  const touched = edits.flatMap((edit) => (edit.kind === "move" ? [] : [edit.was]));
  // What was edited is found among the edits as it was before.
  const came = [...turns, ...now.queue, ...touched]
    .filter(({ cause }) => cause.edited !== true)
    .sort((a, b) => arrivalOf(a.cause) - arrivalOf(b.cause));
  const comeSince = came.flatMap(({ event, cause, queuedAfter }): PendingAfter[] => {
    if (cause.by !== "after" || queuedAfter <= turn) return [];
    const { module, function: name, generation, dueMs } = cause;
    return [{ by: { turn: cause.turn, module, function: name, generation }, event, dueMs }];
  });
  return [...comeSince, ...now.afters]
    .filter(({ by }) => by.turn <= turn)
    .sort((a, b) => a.dueMs - b.dueMs || a.by.turn - b.by.turn);
};

/** The number of a tick says how many there were. */
const ticksBefore = (turn: number, turns: readonly TurnSummary[], now: Standing): number => {
  const next = [...turns, ...now.queue].find(
    ({ event, cause, queuedAfter }) => event.type === "tick" && cause.by === "host" && queuedAfter > turn,
  );
  return typeof next?.event["n"] === "number" ? next.event["n"] - 1 : now.clock.ticks;
};
