import type { ModuleSummary } from "../../electron/engine/summary.ts";

/** Ids of the modules that match by path or by the name of a function; every word of the query must occur. */
export const filterModules = (
  ids: readonly string[],
  modules: Readonly<Record<string, ModuleSummary>>,
  query: string,
): readonly string[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return ids;
  return ids.filter((id) => {
    const names = [id, ...(modules[id]?.functions.map((item) => item.name) ?? [])].map((name) => name.toLowerCase());
    return words.every((word) => names.some((name) => name.includes(word)));
  });
};

/** Best first: the file's own name begins with the query, contains it, the path contains it, its letters occur in order. */
export const rankModules = (ids: readonly string[], query: string): readonly string[] => {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, "");
  if (wanted === "") return ids;
  return ids
    .map((id) => ({ id, rank: rankOf(id.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.id.length - b.id.length)
    .map(({ id }) => id);
};

const rankOf = (id: string, wanted: string): number => {
  const name = id.slice(id.lastIndexOf("/") + 1);
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  if (id.includes(wanted)) return 2;
  let at = 0;
  for (const letter of id) if (letter === wanted[at]) at++;
  return at === wanted.length ? 3 : Infinity;
};
