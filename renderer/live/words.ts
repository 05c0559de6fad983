/** What a handler does, in a few words beside its line. */
import type { Event, Outcome } from "../../electron/engine/plain.ts";
import type { HandlerFigures } from "../../electron/engine/summary.ts";
import { formatMs, formatRate, plural } from "../words/figures.ts";
import { payloadText, plainText } from "../words/plain.ts";

export interface Words {
  readonly rate: string;
  readonly event: string;
  readonly outcome: string;
  readonly ms: string;
}

/** Short enough for a line that has code on it; the whole is told where one points at it. */
const shortest = 60;

export const wordsOf = ({ rate, last, meanMs }: HandlerFigures, most = shortest): Words | undefined => {
  if (last === undefined) return undefined;
  return {
    rate: rate < 0.05 ? "rests" : formatRate(rate),
    event: eventText(last.event, most),
    outcome: last.failed === true ? "threw" : outcomeText(last.outcome, most),
    ms: `${formatMs(meanMs > 0 ? meanMs : last.ms)} ms`,
  };
};

const eventText = (event: Event, most: number): string => {
  const payload = payloadText(event, most);
  return payload === "" ? event.type : `${event.type} ${payload}`;
};

const outcomeText = (outcome: Outcome | undefined, most: number): string => {
  if (outcome === undefined) return "nothing";
  const { state, emit = [], effects = [] } = outcome;
  const parts = [
    ...(state === undefined ? [] : [`state ${plainText(state, most)}`]),
    ...(emit.length === 0 ? [] : [`emit ${typesOf(emit)}`]),
    ...(effects.length === 0 ? [] : [typesOf(effects)]),
  ];
  return parts.length === 0 ? "nothing" : parts.join(" · ");
};

/** `draw`, `draw and log`, `3 × draw`: in the order of the first of each. */
const typesOf = (list: readonly Event[]): string => {
  const counts = new Map<string, number>();
  for (const { type } of list) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} × ${type}`)).join(", ");
};

/** The same in whole sentences, for whoever points at it. */
export const sentencesOf = (figures: HandlerFigures): string => {
  const words = wordsOf(figures, 400);
  const { last, calls, function: name } = figures;
  if (words === undefined || last === undefined) return "";
  return [
    `${name} is ${words.rate === "rests" ? "not called just now" : `called ${words.rate}`}; ${plural(calls, "call")} since you look at it.`,
    `Last in turn ${last.turn}, at ${(last.clockMs / 1000).toFixed(1)} s of the loop's clock, for ${words.event}`,
    `It returned ${words.outcome}`,
    `A call takes ${words.ms}.`,
  ].join("\n");
};
