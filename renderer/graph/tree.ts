/** The graph as a tree: each module, its functions, and who refers to each. The same facts as the drawing's. */
import type {
  Certificate,
  FunctionKind,
  Graph,
  GraphEdge,
  GraphNode,
  ModuleStatus,
} from "../../electron/engine/summary.ts";
import type { TreeRow } from "../ui/TreeList.tsx";

export type GraphRow = TreeRow &
  (
    | {
        readonly kind: "module";
        readonly id: string;
        readonly status: ModuleStatus;
        readonly generation: number;
        readonly total: number;
      }
    | {
        readonly kind: "function";
        readonly module: string;
        readonly name: string;
        readonly function: FunctionKind;
        readonly total: number;
      }
    /** An old generation that is still alive. */
    | { readonly kind: "ghost"; readonly module: string; readonly generation: number; readonly words: string }
    | { readonly kind: "holder"; readonly holder: Holder }
    | { readonly kind: "external"; readonly name: string; readonly total: number }
  );

/** Who refers, through what, how often. `name` is a module's id or a slot's event. */
export interface Holder {
  readonly what: "module" | "slot" | "external";
  readonly name: string;
  readonly edge: GraphEdge["kind"];
  readonly count: number;
  readonly star: boolean;
}

/** Of a graph that is made anew rather than changed: once, however often somebody asks. */
const once = <T>(read: (graph: Graph) => T): ((graph: Graph) => T) => {
  const known = new WeakMap<Graph, { readonly value: T }>();
  return (graph) => {
    const found = known.get(graph) ?? { value: read(graph) };
    known.set(graph, found);
    return found.value;
  };
};

export const nodesById = once(
  (graph): ReadonlyMap<string, GraphNode> => new Map(graph.nodes.map((node) => [node.id, node])),
);

/** Holders of every node of the graph, by node. */
export const holdersByNode = once((graph): ReadonlyMap<string, readonly Holder[]> => {
  const nodes = nodesById(graph);
  const holders = new Map<string, Holder[]>();
  for (const { from, to, kind, count, star = false } of graph.edges) {
    const node = nodes.get(from);
    if (node === undefined) continue;
    const what = node.kind === "function" ? "module" : node.kind;
    const name = node.kind === "function" ? node.module : node.kind === "module" ? node.id : node.label;
    const list = holders.get(to) ?? [];
    list.push({ what, name, edge: kind, count, star });
    holders.set(to, list);
  }
  return holders;
});

/** `retained, held by score.ts → variable cache`. */
const ghostWords = ({ status, holders: [holder] }: Certificate): string =>
  holder === undefined || status === "reclaimed" ? status : `${status}, held by ${holder.label}`;

export const totalOf = (holders: readonly Holder[] | undefined): number =>
  holders?.reduce((sum, holder) => sum + holder.count, 0) ?? 0;

/** @param open keys of the rows that are unfolded. */
export const graphRows = (
  graph: Graph,
  open: ReadonlySet<string>,
  search: string,
  ghosts: readonly Certificate[] = [],
): readonly GraphRow[] => {
  const ghostRows = (module: string): readonly GraphRow[] =>
    ghosts
      .filter(({ id }) => id === module)
      .map((ghost) => ({
        kind: "ghost",
        key: `ghost ${module} ${ghost.generation}`,
        depth: 1,
        module,
        generation: ghost.generation,
        words: ghostWords(ghost),
      }));
  const holders = holdersByNode(graph);
  const wanted = search.toLowerCase();
  const functions = new Map<string, Extract<Graph["nodes"][number], { kind: "function" }>[]>();
  for (const node of graph.nodes) {
    if (node.kind !== "function") continue;
    const list = functions.get(node.module);
    if (list === undefined) functions.set(node.module, [node]);
    else list.push(node);
  }
  const holderRows = (key: string, depth: number, list: readonly Holder[] | undefined): readonly GraphRow[] =>
    (list ?? []).map((holder, index) => ({ kind: "holder", key: `${key}\n${index}`, depth, holder }));
  const folded = (key: string, has: boolean) => (has ? { isExpanded: open.has(key) } : {});

  return graph.nodes.flatMap((node): readonly GraphRow[] => {
    const own = holders.get(node.id);
    if (node.kind === "external") {
      if (!node.label.toLowerCase().includes(wanted)) return [];
      const key = `external ${node.id}`;
      const row = { kind: "external", key, depth: 0, name: node.label, total: totalOf(own) } as const;
      return [{ ...row, ...folded(key, own !== undefined) }, ...(open.has(key) ? holderRows(key, 1, own) : [])];
    }
    if (node.kind !== "module") return [];
    const inside = functions.get(node.id) ?? [];
    const matches = [node.id, ...inside.map((each) => each.label)].some((name) => name.toLowerCase().includes(wanted));
    if (!matches) return [];
    const total = totalOf(own) + inside.reduce((sum, each) => sum + totalOf(holders.get(each.id)), 0);
    const key = `module ${node.id}`;
    const { id, status, generation } = node;
    const row = { kind: "module", key, depth: 0, id, status, generation, total } as const;
    const old = ghostRows(node.id);
    if (!open.has(key)) return [{ ...row, ...folded(key, inside.length > 0 || own !== undefined || old.length > 0) }];
    return [
      { ...row, isExpanded: true },
      ...old,
      ...holderRows(key, 1, own),
      ...inside.flatMap((each): readonly GraphRow[] => {
        const held = holders.get(each.id);
        // Whoever takes the module whole refers to each of its functions.
        const through = totalOf(own?.filter(({ star }) => star));
        const key = `function ${each.id}`;
        return [
          {
            kind: "function",
            key,
            depth: 1,
            module: node.id,
            name: each.label,
            function: each.function,
            total: totalOf(held) + through,
            ...folded(key, held !== undefined),
          },
          ...(open.has(key) ? holderRows(key, 2, held) : []),
        ];
      }),
    ];
  });
};
