import { useEffect, useState } from "react";
import { on } from "../workbench-api.ts";
import { useWorkbench } from "./store.ts";

export type Asked<T> =
  | { readonly kind: "waiting" }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "told"; readonly value: T };

/**
 * What the engine answers about a module: asked again when the module's summary changes or an old generation of it ends, and
 * now and then, for what nobody tells (a file that is saved twice keeps its status).
 *
 * @param ask must be the same function each time
 */
export const useAsked = <T>(id: string, ask: (id: string) => Promise<T>, everyMs: number): Asked<T> => {
  const [answer, setAnswer] = useState<Asked<T>>({ kind: "waiting" });
  useEffect(() => {
    let ended = false;
    let asking = false;
    let again = false;
    const read = (): void => {
      again = asking;
      if (asking) return;
      asking = true;
      ask(id)
        .then(
          (value): Asked<T> => ({ kind: "told", value }),
          (error: Error): Asked<T> => ({ kind: "refused", message: error.message }),
        )
        .then((next) => {
          asking = false;
          if (ended) return;
          setAnswer((before) => (isSame(before, next) ? before : next));
          if (again) read();
        })
        .catch(() => undefined);
    };
    read();
    const timer = setInterval(read, everyMs);
    const stop = useWorkbench.subscribe((state, before) => {
      if (state.modules[id] !== before.modules[id]) read();
    });
    const stopSettled = on("generation.settled", (settled) => {
      if (settled.id === id) read();
    });
    return () => {
      ended = true;
      clearInterval(timer);
      stop();
      stopSettled();
    };
  }, [id, ask, everyMs]);
  return answer;
};

/** Answers are plain data: equal text is equal, and nothing is drawn anew for it. */
const isSame = (a: Asked<unknown>, b: Asked<unknown>): boolean => JSON.stringify(a) === JSON.stringify(b);
