import { useEffect, useState } from "react";
import type { TurnFilter } from "../../electron/engine/summary.ts";
import { tell } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { call } from "../workbench-api.ts";
import { isFiltered } from "./TurnFilterBar.tsx";

/** A search through a long history takes a while; at most a tenth of the time is spent on it. */
const shortestPauseMs = 300;
const share = 10;

/** Numbers of the turns that fit, ascending, looked for again while turns go by; undefined without a filter. */
export const useFound = (filter: TurnFilter, isHeld: boolean): readonly number[] | undefined => {
  const [found, setFound] = useState<{ readonly filter: TurnFilter; readonly numbers: readonly number[] }>();
  useEffect(() => {
    if (!isFiltered(filter)) return;
    const ends = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let foundAt: number | undefined;
    const find = async (): Promise<void> => {
      const began = performance.now();
      const { status } = getState();
      const isNew = foundAt === undefined || (status?.turn !== foundAt && !(isHeld && status?.mode === "running"));
      if (isNew) {
        foundAt = status?.turn ?? 0;
        try {
          const { numbers = [] } = await call("history.find", { ...filter, limit: 0, numbers: true });
          if (!ends.signal.aborted) setFound({ filter, numbers });
        } catch (error) {
          tell(error);
          return;
        }
      }
      const pause = Math.max(shortestPauseMs, (performance.now() - began) * share);
      if (!ends.signal.aborted) timer = setTimeout(() => void find(), pause);
    };
    // What is typed is looked for when the hand rests.
    timer = setTimeout(() => void find(), 120);
    return () => {
      ends.abort();
      clearTimeout(timer);
    };
  }, [filter, isHeld]);
  if (!isFiltered(filter)) return undefined;
  // What was found before stays until the new answer has come, so that the list does not flicker.
  return found?.numbers ?? none;
};

const none: readonly number[] = [];
