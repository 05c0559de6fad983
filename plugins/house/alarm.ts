import type { Handler } from "graft";
import { GRACE_MS, isNight } from "./lib/index.ts";

/** Whom the house calls. */
const OWNER = "Ada";

declare module "graft" {
  interface Events {
    /** The time to close the door is over. */
    graceOver: { readonly opening: number };
  }
}

interface State {
  readonly minute: number;
  readonly open: boolean;
  /** How often the door has been opened; tells one opening from the next. */
  readonly openings: number;
}

export const init = (): State => ({ minute: 0, open: false, openings: 0 });

export const onMinute: Handler<State, "minute"> = (state, { minute }) => ({ state: { ...state, minute } });

/** By day the door only chimes; at night it has to be closed again in time. */
export const onDoor: Handler<State, "door"> = (state, { open }) => {
  if (!open) return { state: { ...state, open } };
  const openings = state.openings + 1;
  return {
    state: { ...state, open, openings },
    effects: isNight(state.minute)
      ? [{ type: "after", ms: GRACE_MS, event: { type: "graceOver", opening: openings } }]
      : [{ type: "chime", times: 2 }],
  };
};

export const onGraceOver: Handler<State, "graceOver"> = (state, { opening }) => {
  if (!state.open || opening !== state.openings) return undefined;
  return { effects: [{ type: "send", to: OWNER, text: "The door is open, and it is night.", attempt: 1 }] };
};
