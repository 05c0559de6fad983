/**
 * A number from 0 to 1 that looks like chance and depends on nothing but its arguments.
 * Handlers use it in place of `Math.random()`, so that the same events always give the same picture.
 */
export const chance = (seed: number, salt: number): number => {
  let h = Math.imul(seed + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
};

/** The same between two bounds. */
export const between = (low: number, high: number, seed: number, salt: number): number =>
  low + (high - low) * chance(seed, salt);
