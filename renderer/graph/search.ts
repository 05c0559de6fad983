/** Finding in the graph: modules by their path and by what they export. Pure. */
import type { Graph } from "../../electron/engine/summary.ts";
import { rankModules } from "../modules/filter.ts";
import { folderId } from "./model.ts";
import { parentOf, programOf } from "./program.ts";

/** Best first; modules whose own name matches come before those with a function of that name. */
export const modulesFound = (graph: Graph, search: string): readonly string[] => {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return [];
  const { modules, rows } = programOf(graph);
  const ids = [...modules.keys()];
  const byPath = rankModules(
    ids.filter((id) => id.toLowerCase().includes(wanted)),
    wanted,
  );
  const found = new Set(byPath);
  const byFunction = ids.filter(
    (id) => !found.has(id) && rows.get(id)?.some(({ name }) => name.toLowerCase().includes(wanted)) === true,
  );
  return [...byPath, ...byFunction];
};

/** All nodes that stay bright: what was found, the slots and packages of that name, and the folders that it is in. */
export const nodesFound = (graph: Graph, search: string): ReadonlySet<string> | undefined => {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return undefined;
  const nodes = new Set<string>();
  for (const id of modulesFound(graph, search)) {
    nodes.add(id);
    for (let folder = parentOf(id); folder !== ""; folder = parentOf(folder)) nodes.add(folderId(folder));
  }
  for (const { id, label } of programOf(graph).pills) if (label.toLowerCase().includes(wanted)) nodes.add(id);
  return nodes;
};
