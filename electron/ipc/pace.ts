/** Keeps what is told to a window within a number of bytes a second, whatever happens in the program. */

export interface PaceParts {
  readonly bytesPerSecond: number;
  readonly now: () => number;
  /** True: tells less from now on, and later how things are then. */
  readonly hold: (isHeld: boolean) => void;
}

export interface Pace {
  /** So much was told. */
  readonly sent: (bytes: number) => void;
  /** What is told within the next so many ms does not count. */
  readonly free: (ms: number) => void;
  /** Since the beginning. */
  readonly total: () => number;
  readonly end: () => void;
}

/** So much may come at once, as a part of what a second may have. */
const burst = 0.25;

/** What was told runs off at the allowed rate; while more than a burst of it is left, the teller is held. */
export const paced = ({ bytesPerSecond, now, hold }: PaceParts): Pace => {
  let total = 0;
  let left = 0;
  let at = now();
  let freeUntil = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  const runOff = (): void => {
    const time = now();
    left = Math.max(0, left - ((time - at) / 1000) * bytesPerSecond);
    at = time;
  };
  const release = (): void => {
    timer = undefined;
    hold(false);
  };
  return {
    sent: (bytes) => {
      total += bytes;
      runOff();
      if (at < freeUntil) return;
      left += bytes;
      const over = left - burst * bytesPerSecond;
      if (over <= 0 || timer !== undefined) return;
      hold(true);
      timer = setTimeout(release, (over / bytesPerSecond) * 1000);
    },
    free: (ms) => (freeUntil = now() + ms),
    total: () => total,
    end: () => clearTimeout(timer),
  };
};
