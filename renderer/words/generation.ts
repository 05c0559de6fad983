/** How a generation ended, in words. */
import type {
  Certificate,
  ExplainCost,
  GenerationMemory,
  GenerationStatus,
  Moment,
  PastHolder,
  PathStep,
  RetentionPoint,
  RevokeReport,
} from "../../electron/engine/summary.ts";
import { formatAge, formatBytes, formatCount, listWords, plural } from "./figures.ts";

export const generationWords: Readonly<Record<GenerationStatus, string>> = {
  current: "runs",
  draining: "is draining",
  reclaimed: "reclaimed",
  retained: "retained",
};

export const generationMeaning: Readonly<Record<GenerationStatus, string>> = {
  current: "It is what runs.",
  draining: "It was replaced; whether it is gone is not proved yet.",
  reclaimed: "It is gone: the collector proved that nothing refers to it any more.",
  retained: "It was replaced, and outlived a full collection: somebody still holds it.",
};

/** `turn 12,393 · 1 collection` of one that is gone, else since when it ran and until when. */
export const endText = (certificate: Certificate): string => {
  const { provedBy, provedAtTurn = 0, collections = 0, fromTurn, toTurn } = certificate;
  if (provedBy !== undefined) {
    return `turn ${formatCount(provedAtTurn)} · ${provedBy === "collection" ? "collected by itself" : plural(collections, "collection")}`;
  }
  return ranText(fromTurn, toTurn);
};

export const ranText = (fromTurn: number, toTurn: number | undefined): string => {
  if (toTurn === undefined) return `since turn ${formatCount(fromTurn + 1)}`;
  if (toTurn <= fromTurn) return `for no turn, after turn ${formatCount(fromTurn)}`;
  return toTurn === fromTurn + 1
    ? `in turn ${formatCount(toTurn)}`
    : `turns ${formatCount(fromTurn + 1)} to ${formatCount(toTurn)}`;
};

export const costText = ({ heapBytes, blockedMs, ms }: ExplainCost): string => {
  const whole = `To look through ${formatCount(Math.max(1, Math.round(heapBytes / 1_000_000)))} MB takes about ${inSeconds(ms)}`;
  return inSeconds(ms) === inSeconds(blockedMs)
    ? `${whole}, and nearly all that time the program stands still.`
    : `${whole}; for about ${inSeconds(blockedMs)} of it the program stands still.`;
};

/** No more exactly than it is known. */
const inSeconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;

/** The step at which to let go: the first one that has a line. */
export const lineOfPath = (
  steps: readonly PathStep[] | undefined,
): (Required<Pick<PathStep, "module" | "line">> & Pick<PathStep, "generation">) | undefined => {
  for (const { module, generation, line } of steps ?? []) {
    if (module !== undefined && line !== undefined)
      return { module, line, ...(generation === undefined ? {} : { generation }) };
  }
  return undefined;
};

/** What became of revoking: which calls go on, which throw, and which nobody can stop. */
export const revokedText = ({ how, throws, forwards, stopped, unstoppable }: RevokeReport): string => {
  const parts = [
    ...(forwards.length === 0
      ? how === "forward"
        ? ["No function of it can go on in what runs now"]
        : []
      : [`Calls of ${listWords(forwards, 4)} go on in what runs now`]),
    ...(stopped.length === 0
      ? []
      : [`${listWords(stopped, 4)} ${stopped.length === 1 ? "throws" : "throw"} from now on`]),
    ...(throws.length === 0 ? [] : [`whatever else of it uses ${listWords(throws, 4)} throws`]),
    ...(unstoppable.length === 0
      ? []
      : [
          `${listWords(unstoppable, 4)} can do neither, and ${unstoppable.length === 1 ? "runs" : "run"} on until ${unstoppable.length === 1 ? "it uses" : "they use"} one of these`,
        ]),
  ];
  return parts.length === 0 ? "Nothing of it could be revoked." : `${parts.join("; ")}.`;
};

/** What its old code does that was revoked before. */
export const revokedMeaning = (how: "throw" | "forward" | undefined): string =>
  how === "forward"
    ? "Calls of its functions go on in what runs now, as far as they can; the rest of it throws."
    : "It throws when it is called, and when it uses anything of its module.";

/** `since turn 4, for 3 min`, up to now. */
export const sinceText = ({ turn, at }: Moment, now: number): string =>
  `${ranText(turn, undefined)}, for ${formatAge(now - at)}`;

/** `turns 4 to 9, for 12 s`; `20 times` where it came and went. */
export const spanText = ({ since, until, times = 1 }: PastHolder): string =>
  `${times > 1 ? `${formatCount(times)} times, ` : ""}${ranText(since.turn, until.turn)}, for ${formatAge(until.at - since.at)}`;

export const memoryText = ({ heapBytes, seen, textBytes, codeBytes }: GenerationMemory): string => {
  const known = `its text is ${formatBytes(textBytes)}, its code ${formatBytes(codeBytes)}`;
  return heapBytes === undefined
    ? `What it keeps in the heap is not known yet; ${known}.`
    : `${formatBytes(heapBytes)} of the heap would be free without it, as of turn ${formatCount(seen?.turn ?? 0)}; ${known}.`;
};

/** Of a module: how many old generations are retained, and how many were. */
export const trendText = (points: readonly RetentionPoint[]): string => {
  const most = Math.max(0, ...points.map(({ retained }) => retained));
  const now = points.at(-1)?.retained ?? 0;
  return `${now === 0 ? "none" : formatCount(now)} retained now, ${formatCount(most)} at most`;
};
