/** A replay's report as rows, turn by turn. Pure. */
import type { Event, Plain } from "../../electron/engine/plain.ts";
import type { MessageDifference, Problem, ReplayReport } from "../../electron/engine/summary.ts";

export type ReplayRow =
  /** Heads what differs in a turn; without a number what the swap itself makes of the states. */
  | { readonly kind: "turn"; readonly turn: number | null; readonly count: number }
  | { readonly kind: "event"; readonly before?: Event; readonly after?: Event }
  | {
      readonly kind: "state";
      readonly module: string;
      readonly path: string;
      readonly before?: Plain;
      readonly after?: Plain;
    }
  | {
      readonly kind: "emit" | "effect";
      readonly module: string;
      readonly function: string;
      readonly before?: Event;
      readonly after?: Event;
      readonly first?: NonNullable<MessageDifference["first"]>;
    }
  | {
      readonly kind: "error";
      readonly module: string;
      readonly function: string;
      readonly before?: Problem;
      readonly after?: Problem;
    };

/** In a turn first the event itself, then what failed, the states, what was emitted, the effects. */
export const replayRows = (report: ReplayReport): readonly ReplayRow[] => {
  const turns = new Map<number, ReplayRow[]>();
  const add = (turn: number, row: ReplayRow): void => {
    const rows = turns.get(turn);
    if (rows === undefined) turns.set(turn, [row]);
    else rows.push(row);
  };
  for (const { turn, ...rest } of report.events) add(turn, { kind: "event", ...rest });
  for (const { turn, ...rest } of report.errors) add(turn, { kind: "error", ...rest });
  for (const { turn, ...rest } of report.differences) add(turn, { kind: "state", ...rest });
  for (const { turn, ...rest } of report.emitted) add(turn, { kind: "emit", ...rest });
  for (const { turn, ...rest } of report.effects) add(turn, { kind: "effect", ...rest });
  const migrated: readonly ReplayRow[] = report.migrated.map((rest) => ({ kind: "state", ...rest }));
  return [
    ...(migrated.length > 0 ? [{ kind: "turn", turn: null, count: migrated.length } as const, ...migrated] : []),
    ...[...turns]
      .sort(([a], [b]) => a - b)
      .flatMap(([turn, rows]): readonly ReplayRow[] => [{ kind: "turn", turn, count: rows.length }, ...rows]),
  ];
};

/** How many turns differ in anything. */
export const turnsThatDiffer = (rows: readonly ReplayRow[]): number =>
  rows.filter((row) => row.kind === "turn" && row.turn !== null).length;
