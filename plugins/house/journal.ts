import type { AnyHandler, Event } from "graft";
import { clockTime, degrees } from "./lib/index.ts";

/** How many lines are kept in the state; the log keeps more. */
const LINES = 20;

interface State {
  readonly minute: number;
  readonly lines: readonly string[];
  /** How many events of each type there were. */
  readonly counts: Readonly<Record<string, number>>;
}

export const init = (): State => ({ minute: 0, lines: [], counts: {} });

export const onAny: AnyHandler<State> = (state, event) => {
  const minute = event.type === "minute" ? event.minute : state.minute;
  const counts = { ...state.counts, [event.type]: (state.counts[event.type] ?? 0) + 1 };
  const words = inWords(event);
  if (words === null) return { state: { ...state, minute, counts } };
  const line = `${clockTime(minute)}  ${words}`;
  return {
    state: { minute, counts, lines: [...state.lines.slice(1 - LINES), line] },
    effects: [{ type: "log", message: line, level: event.type === "sent" && !event.ok ? "warn" : "info" }],
  };
};

/** What is worth a line. Give `motion` or `outside` words, press Swap, and read on. */
const inWords = (event: Event): string | null => {
  switch (event.type) {
    case "heating":
      return `Heating ${event.on ? "on" : "off"} in the ${event.room}, at ${degrees(event.celsius)}.`;
    case "light":
      return `Light ${event.on ? "on" : "off"} in the ${event.room}.`;
    case "night":
      return event.begins ? "The night begins." : "Good morning.";
    case "door":
      return event.open ? "The door was opened." : "The door was closed.";
    case "chimed":
      return `The bell goes ${event.sound}.`;
    case "sent":
      return `${event.ok ? "Told" : "Could not reach"} ${event.to} (attempt ${event.attempt}): ${event.text}`;
    case "swap":
      return `Swapped ${event.modules.map(({ id }) => id).join(", ")}; the house did not stop.`;
    default:
      return null;
  }
};
