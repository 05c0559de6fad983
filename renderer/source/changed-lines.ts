/** Comparing is quadratic in what lies between the first and the last difference; beyond this all of that counts as changed. */
const mostCompared = 2_000_000;

/**
 * Numbers (1-based) of the file's lines that are not as they run. Where lines were only taken out, the line after them
 * stands for them.
 */
export const changedLines = (running: string, text: string): ReadonlySet<number> => {
  const changed = new Set<number>();
  if (running === text) return changed;
  const before = running.split("\n");
  const after = text.split("\n");
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const kept = keptLines(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  for (let index = head; index < after.length - tail; index++) if (!kept.has(index - head)) changed.add(index + 1);
  if (changed.size === 0) changed.add(Math.min(head + 1, after.length));
  return changed;
};

/** Indices of the lines of `after` that are in a longest common subsequence with `before`. */
const keptLines = (before: readonly string[], after: readonly string[]): ReadonlySet<number> => {
  const kept = new Set<number>();
  if (before.length * after.length > mostCompared) return kept;
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        before[i] === after[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) {
      kept.add(j++);
      i++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return kept;
};
