/** How a generation ended, in words. */
import type {
  Certificate,
  ExplainCost,
  GenerationStatus,
  PathStep,
  RevokeReport,
} from "../../electron/engine/summary.ts";
import { formatCount, formatDuration, listWords, plural } from "./figures.ts";

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

export const costText = ({ heapBytes, blockedMs, ms }: ExplainCost): string =>
  `To look through ${formatCount(Math.max(1, Math.round(heapBytes / 1_000_000)))} MB takes about ${formatDuration(ms)}; for ${formatDuration(blockedMs)} of it the program stands still.`;

/** The step at which to let go: the first one that has a line. */
export const lineOfPath = (
  steps: readonly PathStep[] | undefined,
): { readonly module: string; readonly line: number } | undefined => {
  for (const { module, line } of steps ?? []) {
    if (module !== undefined && line !== undefined) return { module, line };
  }
  return undefined;
};

export const revokedText = ({ throws, unstoppable }: RevokeReport): string => {
  const stopped =
    throws.length === 0
      ? "Nothing of it could be revoked"
      : `From now on it throws when it uses ${listWords(throws, 4)}`;
  return unstoppable.length === 0
    ? `${stopped}.`
    : `${stopped}; ${listWords(unstoppable, 4)} ${unstoppable.length === 1 ? "uses" : "use"} none of these, and ${unstoppable.length === 1 ? "runs" : "run"} on.`;
};
