import type { SlotSummary } from "../../electron/engine/summary.ts";

export type Called = SlotSummary["handlers"][number];

/** Handlers of an event in the order in which a turn calls them: by module, those of any event last within theirs. */
export const handlersOf = (type: string, slots: readonly SlotSummary[]): readonly Called[] => {
  const of = (event: string): readonly Called[] => slots.find((slot) => slot.event === event)?.handlers ?? [];
  const own = type === "any" ? [] : of(type);
  // Sorting is stable, so the order within a module stays.
  return [...own, ...of("any")].sort((a, b) => (a.module < b.module ? -1 : Number(a.module > b.module)));
};
