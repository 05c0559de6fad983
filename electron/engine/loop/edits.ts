/** What a person does to the queue, and how it is undone when somebody looks back. */
import type { KeptEvent } from "./inbox.ts";

/** Places are counted from the queue's head, as it was then. */
export type Change =
  | { readonly kind: "drop" | "replace"; readonly at: number; readonly was: KeptEvent }
  | { readonly kind: "move"; readonly from: number; readonly to: number };

/** `after`: the turn that was under way, or else had ended last. */
export type Edit = Change & { readonly after: number };

/** The queue as it was before the edit. */
export const undone = (edit: Edit, queue: readonly KeptEvent[]): readonly KeptEvent[] => {
  switch (edit.kind) {
    case "drop":
      return queue.toSpliced(edit.at, 0, edit.was);
    case "replace":
      return queue.toSpliced(edit.at, 1, edit.was);
    case "move":
      return moved(queue, edit.to, edit.from);
    default:
      return edit satisfies never;
  }
};

/** @param to its place when it has been taken out */
const moved = <T>(queue: readonly T[], from: number, to: number): readonly T[] =>
  queue.toSpliced(from, 1).toSpliced(to, 0, queue[from]!);

/** The turn that was under way is rolled back: its event is at the head again. */
export const rolledBack = (edit: Edit, turns: number): Edit => {
  if (edit.after <= turns) return edit;
  if (edit.kind === "move") return { ...edit, after: turns, from: edit.from + 1, to: edit.to + 1 };
  return { ...edit, after: turns, at: edit.at + 1 };
};
