/** So long nothing else is asked for, before what tells more of a proposal is made. */
const restMs = 100;

let asked = 0;

/**
 * What tells more of a proposal: made once, and only when the hand rests, for at each key the list asks anew for what it has
 * selected.
 *
 * @returns asks for it; null where something else was asked for meanwhile
 */
export const atRest = <Info>(make: () => Promise<Info | null>): (() => Promise<Info | null>) => {
  let made: Promise<Info | null> | undefined;
  return async () => {
    const turn = ++asked;
    if (made !== undefined) return made;
    await new Promise((resolve) => void setTimeout(resolve, restMs));
    return turn === asked ? (made ??= make()) : null;
  };
};
