/** Figures out of samples. */

/** @typedef {{ readonly median: number, readonly p99: number, readonly runs: number }} Figure */

/**
 * @param {readonly number[]} samples
 * @returns {Figure}
 */
export const figureOf = (samples) => ({
  median: quantile(samples, 0.5),
  p99: quantile(samples, 0.99),
  runs: samples.length,
});

/**
 * @param {readonly number[]} samples
 * @param {number} share
 */
const quantile = (samples, share) => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** @param {number} ms */
export const wait = (ms) => new Promise((resolve) => void setTimeout(resolve, ms));

/**
 * Waits as little as can be between two looks.
 *
 * @param {() => boolean} is
 */
export const until = async (is) => {
  while (!is()) await new Promise((resolve) => void setImmediate(resolve));
};
