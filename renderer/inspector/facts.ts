/** Who refers to what is selected, and what it refers to, read from the graph. Pure. */
import type { Graph } from "../../electron/engine/summary.ts";
import { type Holder, holdersByNode, nodesById } from "../graph/tree.ts";
import type { Selection } from "../store/state.ts";

export interface HeldFunction {
  readonly name: string;
  readonly holders: readonly Holder[];
}

export interface References {
  /** Who refers to the thing itself: the function; the module as a whole; the slot's or package's users. */
  readonly holders: readonly Holder[];
  /** Of a module: each of its functions that somebody refers to. */
  readonly functions: readonly HeldFunction[];
  /** What it refers to: functions of other modules, packages; of a slot, its handlers in order. */
  readonly uses: readonly Use[];
}

export interface Use {
  readonly module?: string;
  /** A function of that module, or without a module the name of a package. */
  readonly name: string;
  readonly count: number;
}

export const referencesOf = (graph: Graph, selection: Selection): References => {
  const nodes = graph.nodes.filter((node) => {
    switch (selection.kind) {
      case "none":
        return false;
      case "module":
        return (
          (node.kind === "module" && node.id === selection.id) ||
          (node.kind === "function" && node.module === selection.id)
        );
      case "function":
        return node.kind === "function" && node.module === selection.module && node.label === selection.name;
      case "slot":
        return node.kind === "slot" && node.label === selection.event;
      case "external":
        return node.kind === "external" && node.label === selection.name;
      default:
        return selection satisfies never;
    }
  });
  const held = holdersByNode(graph);
  const isWhole = selection.kind === "module";
  const ids = new Set(nodes.map((node) => node.id));
  const byId = nodesById(graph);
  const uses = graph.edges
    .filter((edge) => ids.has(edge.from))
    .flatMap((edge): Use[] => {
      const node = byId.get(edge.to);
      if (node === undefined || (node.kind === "function" && isWhole && node.module === selection.id)) return [];
      if (node.kind === "function") return [{ module: node.module, name: node.label, count: edge.count }];
      // Its own resources and calls lead from it to itself.
      if (node.kind === "module" && isWhole && node.id === selection.id) return [];
      if (node.kind === "module") return [{ module: node.id, name: "", count: edge.count }];
      return [{ name: node.label, count: edge.count }];
    });
  return {
    holders: nodes.filter((node) => !isWhole || node.kind !== "function").flatMap((node) => held.get(node.id) ?? []),
    functions: isWhole
      ? nodes.flatMap((node) => {
          const holders = held.get(node.id);
          return node.kind === "function" && holders !== undefined ? [{ name: node.label, holders }] : [];
        })
      : [],
    uses,
  };
};
