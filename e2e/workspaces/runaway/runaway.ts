/** Hangs in whatever way it is asked to. */
import type { Event } from "graft";

export const init = (): number => 0;

export const onHangHandler = (state: number, _event: Event): { state: number } => {
  let n = state;
  while (true) {
    n += 1;
    // where it hangs is one of these lines
    n -= 1;
  }
};

export const onHangTimer = (): void => void setTimeout(hang, 10);

const hang = (): void => {
  for (;;) {}
};

/** Fills the memory as quickly as it can. */
export const onFill = (): void => {
  const kept: number[][] = [];
  for (;;) kept.push(new Array<number>(100_000).fill(kept.length));
};

export const onHangForEver = (): void => void chain();

const chain = async (): Promise<never> => {
  for (;;) await null;
};
