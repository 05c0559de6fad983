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
