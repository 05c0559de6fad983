import { useEffect, useState } from "react";
import { useWorkbench } from "./store.ts";

export type Asked<T> =
  | { readonly kind: "waiting" }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "told"; readonly value: T };

/**
 * What the engine answers about a module: asked again when the module's summary changes, and now and then, for what nobody
 * tells (a file that is saved twice keeps its status; an old generation ends by itself).
 *
 * @param ask must be the same function each time
 */
export const useAsked = <T>(id: string, ask: (id: string) => Promise<T>, everyMs: number): Asked<T> => {
  const [answer, setAnswer] = useState<Asked<T>>({ kind: "waiting" });
  useEffect(() => {
    let ended = false;
    let asking = false;
    const read = (): void => {
      if (asking) return;
      asking = true;
      ask(id)
        .then(
          (value): Asked<T> => ({ kind: "told", value }),
          (error: Error): Asked<T> => ({ kind: "refused", message: error.message }),
        )
        .then((next) => {
          asking = false;
          if (!ended) setAnswer((before) => (isSame(before, next) ? before : next));
        })
        .catch(() => undefined);
    };
    read();
    const timer = setInterval(read, everyMs);
    const stop = useWorkbench.subscribe((state, before) => {
      if (state.modules[id] !== before.modules[id]) read();
    });
    return () => {
      ended = true;
      clearInterval(timer);
      stop();
    };
  }, [id, ask, everyMs]);
  return answer;
};

/** Answers are plain data: equal text is equal, and nothing is drawn anew for it. */
const isSame = (a: Asked<unknown>, b: Asked<unknown>): boolean => JSON.stringify(a) === JSON.stringify(b);
