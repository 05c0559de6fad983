/** Figures out of samples. */

/** @typedef {{ readonly median: number, readonly p99: number, readonly runs: number }} Figure */
/** @typedef {{ readonly median: number, readonly p95: number, readonly runs: number }} Figure95 */

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
 * Where what is promised is said of 95 in 100.
 *
 * @param {readonly number[]} samples
 * @returns {Figure95}
 */
export const figureOf95 = (samples) => ({
  median: quantile(samples, 0.5),
  p95: quantile(samples, 0.95),
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
