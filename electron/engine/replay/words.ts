/** A replay's report, one line a difference. */
import type { ErrorDifference, EventDifference, MessageDifference, ReplayReport } from "../history/summary.ts";
import type { Plain } from "../plain.ts";
import type { Problem } from "../summary.ts";

/** @returns nothing where everything was as recorded. Ordered by turn. */
export const linesOfReplay = (report: ReplayReport): readonly string[] => {
  const { differences, emitted, effects, errors, events, more, problems, ok } = report;
  const lines = [
    ...events.map((of) => at(of.turn, wordsOfEvent(of))),
    ...differences.map((of) =>
      at(of.turn, `${of.module}: ${of.path || "the state"} was ${short(of.before)}, is ${short(of.after)}`),
    ),
    ...emitted.map((of) => at(of.turn, `${nameOf(of)} ${wordsOfMessage(of, "emits")}`)),
    ...effects.map((of) => at(of.turn, `${nameOf(of)} ${wordsOfMessage(of, "asks for")}`)),
    ...errors.map((of) => at(of.turn, `${nameOf(of)} ${wordsOfError(of)}`)),
  ].sort((a, b) => a.turn - b.turn);
  return [
    ...problems.map(lineOfProblem),
    ...lines.map(({ turn, words }) => `Turn ${turn}: ${words}`),
    ...(more > 0 ? [`… and ${more} more differences.`] : []),
    ...(!ok && problems.length === 0 ? ["The replay did not come to its end."] : []),
  ];
};

export const lineOfProblem = ({ file, line, column, message }: Problem): string =>
  line > 0 ? `${file}:${line}:${column}: ${message}` : message;

const at = (turn: number, words: string): { readonly turn: number; readonly words: string } => ({ turn, words });

const nameOf = (of: { readonly module: string; readonly function: string }): string => `${of.function} of ${of.module}`;

const wordsOfEvent = ({ before, after }: EventDifference): string => {
  if (before && after) return `the event ${short(before)} is ${short(after)}`;
  return before ? `the event ${short(before)} does not come any more` : `a new event comes behind it, ${short(after)}`;
};

const wordsOfMessage = ({ before, after, first }: MessageDifference, verb: string): string => {
  if (before && after) {
    // In brief they may look the same.
    return first && short(before) === short(after)
      ? `${verb} ${after.type} with ${first.path} ${short(first.after)} in place of ${short(first.before)}`
      : `${verb} ${short(after)} in place of ${short(before)}`;
  }
  return before ? `no longer ${verb} ${short(before)}` : `${verb} ${short(after)} too`;
};

const wordsOfError = ({ before, after }: ErrorDifference): string => {
  if (!before) return `fails now: ${after?.message}`;
  return after ? `fails otherwise: ${after.message} (it was: ${before.message})` : `no longer fails: ${before.message}`;
};

const longest = 200;

const short = (value: Plain | undefined): string => {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};
