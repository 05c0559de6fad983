import { useEffect, useState } from "react";
import type { State } from "../store/state.ts";
import { newestTurn } from "../store/time.ts";
import { useWorkbench } from "../store/store.ts";

/** Rows that change more often than this cannot be read. */
const refreshMs = 120;

export interface Ends {
  /** The oldest turn of the history and the newest; 0 while there is none. */
  readonly first: number;
  readonly last: number;
}

const endsOf = ({ status }: State): Ends => ({ first: status?.first ?? 0, last: newestTurn(status) });

/** From where to where the history goes, at most a few times a second; while it is held, as it was when that began. */
export const useEnds = (isHeld: boolean): Ends => {
  const [ends, setEnds] = useState(() => endsOf(useWorkbench.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      timer = undefined;
      const next = endsOf(useWorkbench.getState());
      setEnds((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    // What begins anew, or goes another way, is shown whatever is held.
    const mustShow = (state: State): boolean => !isHeld || state.status?.mode !== "running";
    if (mustShow(useWorkbench.getState())) show();
    const stop = useWorkbench.subscribe((state, before) => {
      if (state.status !== before.status && mustShow(state)) timer ??= setTimeout(show, refreshMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [isHeld]);
  return ends;
};
