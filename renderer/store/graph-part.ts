/** The mirror of the graph, brought up to date by the parts of it that changed. Pure. */
import type { Graph, GraphEdge, GraphNode, ModuleSummary } from "../../electron/engine/summary.ts";

/**
 * Of which modules the graph is to be asked for when these have changed: of their importers too where a name has become a
 * function or ceased to be one, since lines lead to functions, and else to the module.
 */
export const partsToAsk = (
  { nodes }: Graph,
  modules: Readonly<Record<string, ModuleSummary>>,
  changed: Iterable<string>,
): readonly string[] => {
  const own = new Set(changed);
  const drawn = new Map<string, Set<string>>();
  for (const node of nodes) {
    if (node.kind !== "function" || !own.has(node.module)) continue;
    drawn.set(node.module, (drawn.get(node.module) ?? new Set()).add(node.label));
  }
  const ids = new Set(own);
  for (const id of own) {
    const before = drawn.get(id) ?? new Set();
    const names = modules[id]?.functions.map(({ name }) => name) ?? [];
    if (names.length === before.size && names.every((name) => before.has(name))) continue;
    for (const importer of modules[id]?.importers ?? []) ids.add(importer);
  }
  return [...ids];
};

/** The graph with the part of some modules in place of what it was; the same graph where nothing is other. */
export const withPart = (graph: Graph, ids: readonly string[], part: Graph): Graph => {
  const asked = new Set(ids);
  const moduleOf = new Map<string, string>();
  for (const node of graph.nodes) if (node.kind === "function") moduleOf.set(node.id, node.module);
  const isAsked = ({ kind, from, to }: GraphEdge): boolean => {
    const end = kind === "slot" ? to : from;
    return asked.has(moduleOf.get(end) ?? end);
  };
  const ownerOf = (node: GraphNode): string | undefined =>
    node.kind === "module" ? node.id : node.kind === "function" ? node.module : undefined;
  const isOwn = (node: GraphNode): boolean => asked.has(ownerOf(node) ?? "");
  const before = { nodes: graph.nodes.filter(isOwn), edges: graph.edges.filter(isAsked) };
  const now = { nodes: part.nodes.filter(isOwn), edges: part.edges };
  if (isSame(before, now)) return graph;

  const edges = [...graph.edges.filter((edge) => !isAsked(edge)), ...part.edges];
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const own = new Map<string, GraphNode[]>();
  const others = new Map<string, GraphNode>();
  for (const node of [...graph.nodes.filter((each) => !isOwn(each)), ...part.nodes]) {
    const owner = ownerOf(node);
    if (owner === undefined) {
      if (used.has(node.id)) others.set(node.id, node);
    } else if (own.has(owner)) own.get(owner)?.push(node);
    else own.set(owner, [node]);
  }
  const ordered = [...own].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, nodes]) => nodes);
  return { nodes: [...ordered, ...others.values()], edges };
};

/** Whatever the order: lines of one slot come from many modules. */
const isSame = (a: Graph, b: Graph): boolean => {
  const words = ({ nodes, edges }: Graph): string =>
    [...nodes, ...edges]
      .map((each) => JSON.stringify(each))
      .sort()
      .join("\n");
  return a.nodes.length === b.nodes.length && a.edges.length === b.edges.length && words(a) === words(b);
};
