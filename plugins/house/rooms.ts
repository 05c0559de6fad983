import type { Handler, Migrate } from "graft";
import { rounded } from "./lib/index.ts";
import plan from "./rooms.json";

/** A room tells its temperature every so many minutes. */
const REPORT_MINUTES = 5;

declare module "graft" {
  interface Events {
    /** A thermometer has measured. */
    reading: { readonly room: string; readonly celsius: number; readonly minute: number };
  }
}

interface Room {
  readonly celsius: number;
  readonly heated: boolean;
}

interface State {
  readonly rooms: Readonly<Record<string, Room>>;
  /** Air temperature outside, in °C. */
  readonly outside: number;
}

export const init = (): State => ({
  rooms: Object.fromEntries(Object.entries(plan).map(([name, { celsius }]) => [name, { celsius, heated: false }])),
  outside: 4,
});

/** A room that is still in rooms.json stays as warm as it is; new ones begin, others are forgotten. */
export const migrate: Migrate<State> = (old) => {
  const { rooms = {}, outside = 4 } = old as Partial<State>;
  const first = init().rooms;
  return {
    outside,
    rooms: Object.fromEntries(Object.entries(first).map(([name, room]) => [name, rooms[name] ?? room])),
  };
};

export const onMinute: Handler<State, "minute"> = (state, { minute }) => {
  const rooms = Object.fromEntries(
    Object.entries(state.rooms).map(([name, room]) => [name, { ...room, celsius: after(name, room, state.outside) }]),
  );
  if (minute % REPORT_MINUTES !== 0) return { state: { ...state, rooms } };
  return {
    state: { ...state, rooms },
    emit: Object.entries(rooms).map(([room, { celsius }]) => ({ type: "reading", room, celsius, minute }) as const),
  };
};

export const onOutside: Handler<State, "outside"> = (state, { celsius }) => ({ state: { ...state, outside: celsius } });

export const onHeating: Handler<State, "heating"> = (state, { room, on }) => {
  const found = state.rooms[room];
  return found === undefined
    ? undefined
    : { state: { ...state, rooms: { ...state.rooms, [room]: { ...found, heated: on } } } };
};

/** How warm a room is a minute later: the heater warms it, the weather takes its share. */
const after = (name: string, { celsius, heated }: Room, outside: number): number => {
  const { insulation, heater } = (plan as Readonly<Record<string, { insulation: number; heater: number }>>)[name] ?? {
    insulation: 0.9,
    heater: 0,
  };
  return rounded(celsius + (heated ? heater : 0) - (1 - insulation) * 0.025 * (celsius - outside));
};
