/** Places that were computed last, kept while another tab is shown. */
import { layout, type Layout } from "./layout.ts";
import { type Drawn, structureOf } from "./model.ts";

export interface Places {
  readonly structure: string;
  readonly layout: Layout;
}

let last: Places | undefined;
let underWay: { readonly structure: string; readonly places: Promise<Places> } | undefined;

export const lastPlaces = (): Places | undefined => last;

/** A layout takes longer than counts take to change: one that is under way for the same structure is waited for. */
export const placesOf = async (drawn: Drawn): Promise<Places> => {
  const structure = structureOf(drawn);
  if (last?.structure === structure) return last;
  if (underWay?.structure !== structure) {
    underWay = { structure, places: layout(drawn).then((layout) => ({ structure, layout })) };
  }
  return underWay.places;
};

export const keepPlaces = (places: Places): void => {
  last = places;
};
