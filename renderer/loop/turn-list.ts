/** Which turns a list has, newest first, without holding one of them. */

export interface TurnList {
  readonly count: number;
  /** The oldest turn that there is; the list ends by saying so, where it has all of them. */
  readonly first: number | undefined;
  /** Number of the turn in a row. */
  readonly at: (row: number) => number;
  /** The row of a turn; -1 where it is not listed. */
  readonly rowOf: (turn: number) => number;
}

export const allTurns = (first: number, last: number): TurnList => {
  const count = last === 0 ? 0 : Math.max(0, last - first + 1);
  return {
    count,
    first,
    at: (row) => last - row,
    rowOf: (turn) => (turn < first || turn > last ? -1 : last - turn),
  };
};

/** @param numbers ascending */
export const foundTurns = (numbers: readonly number[]): TurnList => ({
  count: numbers.length,
  first: undefined,
  at: (row) => numbers[numbers.length - 1 - row] ?? 0,
  rowOf: (turn) => {
    const index = firstNotBefore(numbers, turn);
    return numbers[index] === turn ? numbers.length - 1 - index : -1;
  },
});

/** By halves: there may be tens of thousands. */
const firstNotBefore = (numbers: readonly number[], turn: number): number => {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < turn) low = middle + 1;
    else high = middle;
  }
  return low;
};
