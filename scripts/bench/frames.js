/**
 * In the window: how many frames a second are painted.
 *
 * @param {number} ms
 */
export const countFrames = (ms) =>
  /** @type {Promise<number>} */ (
    new Promise((resolve) => {
      const { requestAnimationFrame } = /** @type {any} */ (globalThis);
      const start = performance.now();
      let frames = 0;
      const next = () => {
        frames++;
        const passed = performance.now() - start;
        if (passed >= ms) resolve((frames / passed) * 1000);
        else requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    })
  );

/** @typedef {{ readonly aSecond: number, readonly longestMs: number, readonly changes: number }} Frames */

/**
 * In the window: begins to look at each frame, and at something that ought to change meanwhile.
 *
 * @param {any} element
 * @param {"scrollTop" | "text" | "transform" | "value"} what `value`: that of a slider
 */
export const beginFrames = (element, what) => {
  const world = /** @type {any} */ (globalThis);
  const read = {
    scrollTop: () => element.scrollTop,
    text: () => element.textContent,
    transform: () => element.style.transform,
    value: () => element.ariaValueNow,
  }[what];
  const began = performance.now();
  let frames = 0;
  let before = began;
  let longestMs = 0;
  let changes = 0;
  let seen = read();
  let isOver = false;
  const next = () => {
    if (isOver) return;
    const now = performance.now();
    frames++;
    longestMs = Math.max(longestMs, now - before);
    before = now;
    const sees = read();
    if (sees !== seen) changes++;
    seen = sees;
    world.requestAnimationFrame(next);
  };
  world.requestAnimationFrame(next);
  world.benchFrames = () => {
    isOver = true;
    const now = performance.now();
    return { aSecond: (frames / (now - began)) * 1000, longestMs: Math.max(longestMs, now - before), changes };
  };
};

/**
 * In the window: what was seen since `beginFrames`.
 *
 * @returns {Frames}
 */
export const endFrames = () => /** @type {any} */ (globalThis).benchFrames();
