/** Where in time the window looks, and where the loop stands. To look changes nothing; to go on from somewhere does. */
import type { LoopStatus } from "../../electron/engine/summary.ts";
import { call } from "../workbench-api.ts";
import { attempt, later } from "./actions.ts";
import { loopChanged } from "./deltas.ts";
import type { State } from "./state.ts";
import { getState, setState } from "./store.ts";

/** The newest turn of the line, also while everything stands after an earlier one. */
export const newestTurn = (status: LoopStatus | null): number => status?.rewound?.newest ?? status?.turn ?? 0;

/** Whether stage, states and queue are shown as they were, and not as they are. */
export const looksBack = ({ turn, status }: Pick<State, "turn" | "status">): boolean =>
  turn !== null && (turn !== status?.turn || status.mode === "running");

/** Shows how everything was after a turn; `null` comes back to now. The loop goes on, or stands, as it did. */
export const lookAt = (turn: number | null): void => {
  const { status } = getState();
  const [first, last] = [Math.max((status?.first ?? 1) - 1, 0), newestTurn(status)];
  const within = turn === null ? null : Math.min(Math.max(turn, first), last);
  setState({ turn: within, ...(within === null ? { past: null } : {}) });
  if (within !== null) void readPast();
};

export const comeBack = (): void => lookAt(null);

/** Goes a number of turns back or forward from where one looks; at the newest turn of a line that stands it is now again. */
export const lookFurther = (by: number): void => {
  const { turn, status } = getState();
  if (status === null) return;
  const to = (turn ?? status.turn) + by;
  lookAt(to === status.turn && status.mode === "paused" ? null : to);
};

let reading = false;

/** One at a time, the newest wish wins: whoever scrubs sees what the engine manages, and never falls behind. */
const readPast = async (): Promise<void> => {
  if (reading) return;
  reading = true;
  await attempt(async () => {
    try {
      for (let { turn } = getState(); turn !== null && getState().past?.turn !== turn; turn = getState().turn) {
        const past = await call("history.at", { turn, modules: [] });
        if (getState().turn !== null) setState({ past });
      }
    } finally {
      reading = false;
    }
  });
};

/** Everything but the code as it was after a turn, paused; whatever runs next goes on from there. */
export const goOnFrom = (turn: number): Promise<void> =>
  attempt(async () => {
    setState({ ...loopChanged(await call("history.rewind", { turn }))(getState()), turn: null, past: null });
    refreshMarksSoon();
  });

/** From an earlier turn back to where everything was. */
export const backToNewest = (): Promise<void> => goOnFrom(newestTurn(getState().status));

export const goToBranch = (branch: number): Promise<void> =>
  attempt(async () => {
    setState({ ...loopChanged(await call("history.branch", { branch }))(getState()), turn: null, past: null });
    refreshMarksSoon();
  });

export const refreshMarksSoon = later(80, () =>
  attempt(async () => {
    if (getState().workspace !== null) setState({ marks: await call("history.marks") });
  }),
);
