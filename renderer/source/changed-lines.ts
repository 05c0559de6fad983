/**
 * Which lines of the file are not as they run: all between the first and the last that differ. Coarser than a diff, and
 * enough to find the place.
 *
 * @returns first and last changed line, 1-based and inclusive; undefined where nothing differs. Where lines were only
 * taken out, it is the line after them.
 */
export const changedLines = (
  running: string,
  text: string,
): { readonly first: number; readonly last: number } | undefined => {
  if (running === text) return undefined;
  const before = running.split("\n");
  const after = text.split("\n");
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    first: Math.min(head + 1, after.length),
    last: Math.max(after.length - tail, Math.min(head + 1, after.length)),
  };
};
