/** Where a rate lies on a slider whose steps are factors, and back. */

/** Ends of the clock's slider, in Hz. */
const lowest = Math.log(0.1);
const highest = Math.log(240);
export const positions = 1000;
/** A slider that stood between two steps would go to the nearest one first, and a press of a key would do nothing. */
export const step = 5;
const onStep = (place: number): number => Math.round((place * positions) / step) * step;

export const toPosition = (hz: number): number => onStep((Math.log(hz) - lowest) / (highest - lowest));

/** Two figures are as fine as a person can want it. */
export const toHz = (position: number): number =>
  Number(Math.exp(lowest + (position / positions) * (highest - lowest)).toPrecision(2));

/** Slow motion, in events a second. */
export const slowMotionSteps = [0.5, 1, 2, 5, 10, 30, 60, 120] as const;
const slowest = 0.2;
const fastestSlow = 200;

/** The right end of slow motion's slider is no slow motion. */
export const speedPosition = (speed: number | null): number => {
  if (speed === null) return positions;
  const place = (Math.log(speed) - Math.log(slowest)) / (Math.log(fastestSlow) - Math.log(slowest));
  return onStep(Math.min(Math.max(place, 0), 0.99));
};

export const speedAt = (position: number): number | null => {
  if (position >= positions) return null;
  const log = Math.log(slowest) + (position / positions) * (Math.log(fastestSlow) - Math.log(slowest));
  return Number(Math.exp(log).toPrecision(3));
};
