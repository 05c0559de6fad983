/** Places that a command can bring the focus to. Panels announce theirs; a place that is not there is waited for one frame. */
export type Place = "modules" | "filter" | "centre" | "inspector" | "bottom" | "find" | "emit" | "turns" | "prompt";

const places = new Map<Place, () => void>();

/** @returns a function that takes the place away again, for an effect. */
export const announcePlace = (place: Place, focus: () => void): (() => void) => {
  places.set(place, focus);
  return () => {
    if (places.get(place) === focus) places.delete(place);
  };
};

export const focusPlace = (place: Place): void => {
  // The panel may be about to be rendered by the same command.
  requestAnimationFrame(() => requestAnimationFrame(() => places.get(place)?.()));
};
