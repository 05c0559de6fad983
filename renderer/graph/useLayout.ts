/** Places of what is drawn: at once where that takes a moment, else from a worker, while the last picture stays. */
import { useEffect, useMemo, useState } from "react";
import { tell } from "../store/actions.ts";
import { layOutElsewhere } from "./elsewhere.ts";
import type { Drawn } from "./model.ts";
import { type Places, placesOf } from "./places.ts";

/** So little is laid out within a frame. */
const mostAtOnce = 140;

/** Newest places of each picture by its key: whoever comes back to it finds it as it was. */
const kept = new Map<string, Places>();
const mostKept = 12;

export const keep = (places: Places): void => {
  kept.delete(places.key);
  kept.set(places.key, places);
  for (const key of kept.keys()) if (kept.size > mostKept) kept.delete(key);
};

/** Another workspace has other places; and whoever wants a tidy picture has it laid out afresh. */
export const forgetPlaces = (): void => kept.clear();

export interface Laid {
  readonly drawn: Drawn;
  readonly places: Places;
}

const isQuick = ({ nodes, edges }: Drawn): boolean => nodes.length + edges.length <= mostAtOnce;

export const layOut = async (drawn: Drawn): Promise<Places> => {
  const places = isQuick(drawn)
    ? placesOf(drawn, kept.get(drawn.key))
    : await layOutElsewhere(drawn, kept.get(drawn.key));
  keep(places);
  return places;
};

/** The newest drawing whose places are known, and whether a newer one is on its way. */
export const useLayout = (drawn: Drawn): { readonly laid: Laid | undefined; readonly isWaiting: boolean } => {
  const [later, setLater] = useState<Laid>();
  const now = useMemo((): Laid | undefined => {
    if (!isQuick(drawn)) return undefined;
    const places = placesOf(drawn, kept.get(drawn.key));
    keep(places);
    return { drawn, places };
  }, [drawn]);
  // What is shown while the next one is on its way.
  if (now !== undefined && now !== later) setLater(now);
  useEffect(() => {
    if (now !== undefined) return undefined;
    let isStale = false;
    layOut(drawn).then((places) => {
      if (!isStale) setLater({ drawn, places });
    }, tell);
    return () => {
      isStale = true;
    };
  }, [drawn, now]);
  return { laid: now ?? later, isWaiting: now === undefined && later?.drawn !== drawn };
};
