import { buildIfStale } from "./build-if-stale.js";

/** The engine's tests use the compiler's worker as it is built. */
export const setup = async () => {
  try {
    await buildIfStale();
  } catch {}
};
