import type { Event, Plain } from "../../electron/engine/plain.ts";
import type { MessageDifference } from "../../electron/engine/summary.ts";
import { stateDiff } from "../swap/state-diff.ts";
import { payloadText, plainText } from "../words/plain.ts";

const most = 120;

const whole = (event: Event): string => `${event.type} ${payloadText(event, most)}`.trim();

/** Two events or effects side by side: of such that differ in a few fields only these, so that one sees them. */
export const messageTexts = ({
  before,
  after,
  first,
}: Pick<MessageDifference, "before" | "after" | "first">): { readonly before?: string; readonly after?: string } => {
  if (before === undefined || after === undefined || before.type !== after.type) {
    return {
      ...(before === undefined ? {} : { before: whole(before) }),
      ...(after === undefined ? {} : { after: whole(after) }),
    };
  }
  const rows = stateDiff(before, after).filter(({ kind }) => kind !== "kept");
  // They are told in brief: what differs may be among what was left out.
  if (rows.length === 0) {
    const inside = (value: Plain | undefined): string =>
      `${before.type} {${first?.path}: ${value === undefined ? "–" : plainText(value, 40)}, …}`;
    return { before: inside(first?.before), after: inside(first?.after) };
  }
  const side = (name: "before" | "after"): string =>
    rows
      .slice(0, shownFields)
      .map((row) => `${row.path}: ${row[name] === undefined ? "–" : plainText(row[name], 40)}`)
      .join(", ");
  const more = rows.length > shownFields ? ", …" : "";
  return {
    before: `${before.type} {${side("before")}${more}}`,
    after: `${after.type} {${side("after")}${more}}`,
  };
};

const shownFields = 4;
