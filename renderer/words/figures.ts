const grouped = new Intl.NumberFormat("en-US");

/** `12408` → `12,408`. */
export const formatCount = (count: number): string => grouped.format(count);

/** `plural(1, "importer")` → `1 importer`, `plural(2, "importer")` → `2 importers`. */
export const plural = (count: number, noun: string, many = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : many}`;

/** Milliseconds to three figures: `0.041`, `0.82`, `12.4`, `1,240`. The unit is left to the caller. */
export const formatMs = (ms: number): string => {
  if (ms < 0.1) return ms.toFixed(3);
  if (ms < 10) return ms.toFixed(2);
  return ms < 1000 ? ms.toFixed(1) : formatCount(Math.round(ms));
};

/** `0.8 ms`, `12 ms`, `1.2 s`: short, for sentences. */
export const formatDuration = (ms: number): string => {
  if (ms < 0.05) return "under 0.1 ms";
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
};

/** `under 1 s`, `12 s`, `3 min`, `2 h`, `5 days`: how long something has lasted. */
export const formatAge = (ms: number): string => {
  const seconds = ms / 1000;
  if (seconds < 1) return "under 1 s";
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} days`;
};

/** `840 B`, `12.4 kB`, `7.0 MB`. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 999_950 ? [bytes / 1000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${value < 100 ? value.toFixed(1) : formatCount(Math.round(value))} ${unit}`;
};

/** The clock: `60/s`, `0.5/s`. */
export const formatRate = (hz: number): string =>
  `${hz >= 10 ? formatCount(Math.round(hz)) : String(Number(hz.toFixed(1)))}/s`;

/** `a`, `a and b`, `a, b and c`; of more than `most`, `a, b and 7 more`. */
export const listWords = (words: readonly string[], most = 3): string => {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : [...words];
  const last = shown.pop();
  return shown.length === 0 ? (last ?? "") : `${shown.join(", ")} and ${last}`;
};
