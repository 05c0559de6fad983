/** From the engine's graph to what is drawn: cards, pills and lines, few enough to be read. Pure. */
import type { FunctionKind, GenerationStatus, Graph, GraphEdge, ModuleStatus } from "../../electron/engine/summary.ts";

export interface FunctionRow {
  readonly name: string;
  readonly kind: FunctionKind;
  /** How many references lead to it. */
  readonly count: number;
}

export type DrawnNode =
  | {
      readonly kind: "module";
      readonly id: string;
      readonly module: string;
      readonly generation: number;
      readonly status: ModuleStatus;
      readonly rows: readonly FunctionRow[];
    }
  | { readonly kind: "slot"; readonly id: string; readonly label: string }
  | { readonly kind: "external"; readonly id: string; readonly label: string }
  | { readonly kind: "folder"; readonly id: string; readonly folder: string; readonly modules: number }
  /** An old generation that is still alive. */
  | {
      readonly kind: "ghost";
      readonly id: string;
      readonly module: string;
      readonly generation: number;
      readonly status: GenerationStatus;
      readonly rows: readonly string[];
      /** Who holds it, in words; empty where that is not known. */
      readonly holder: string;
    };

export interface DrawnEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The function's row that it leads to; absent where it leads to the card as a whole. */
  readonly row?: string;
  readonly kind: GraphEdge["kind"] | "ghost";
  readonly count: number;
  readonly star: boolean;
}

export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Modules that are inside folders or left out. */
  readonly hidden: number;
}

export interface View {
  readonly level: "functions" | "modules";
  /** Only this module and its neighbours. */
  readonly focus?: string | undefined;
  /** Always drawn by itself, and its neighbours with it. */
  readonly selected?: string | undefined;
  readonly expanded: ReadonlySet<string>;
}

/** Beyond this many nodes drawing and reading both suffer. */
export const mostNodes = 300;
/** Of a selected module's neighbours, as many are taken out of their folders. */
const mostNeighbours = 60;

type ModuleNode = Extract<Graph["nodes"][number], { readonly kind: "module" }>;

interface Index {
  readonly modules: ReadonlyMap<string, ModuleNode>;
  /** Node of the graph to the id of the card or pill that stands for it. */
  readonly owner: ReadonlyMap<string, string>;
  /** Node of a function to its name. */
  readonly functionName: ReadonlyMap<string, string>;
  readonly rows: ReadonlyMap<string, readonly FunctionRow[]>;
  readonly neighbours: ReadonlyMap<string, ReadonlySet<string>>;
}

const indexed = (graph: Graph): Index => {
  const owner = new Map<string, string>();
  const functionName = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const edge of graph.edges) counts.set(edge.to, (counts.get(edge.to) ?? 0) + edge.count);
  const modules = new Map(graph.nodes.flatMap((node) => (node.kind === "module" ? [[node.id, node] as const] : [])));
  const rows = new Map<string, FunctionRow[]>();
  for (const node of graph.nodes) {
    if (node.kind === "function") {
      owner.set(node.id, node.module);
      functionName.set(node.id, node.label);
      const row = { name: node.label, kind: node.function, count: counts.get(node.id) ?? 0 };
      const list = rows.get(node.module);
      if (list === undefined) rows.set(node.module, [row]);
      else list.push(row);
    } else owner.set(node.id, node.id);
  }
  const neighbours = new Map<string, Set<string>>();
  const meet = (a: string, b: string): void => {
    const known = neighbours.get(a);
    if (known === undefined) neighbours.set(a, new Set([b]));
    else known.add(b);
  };
  for (const edge of graph.edges) {
    const from = owner.get(edge.from);
    const to = owner.get(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    meet(from, to);
    meet(to, from);
  }
  return { modules, owner, functionName, rows, neighbours };
};

export const drawnGraph = (graph: Graph, view: View): Drawn => {
  const index = indexed(graph);
  const folderOf = foldersToDraw(index, view);
  const nodes: DrawnNode[] = [];
  const shown = new Set<string>();
  const add = (node: DrawnNode): void => {
    if (shown.has(node.id)) return;
    shown.add(node.id);
    nodes.push(node);
  };
  let hidden = 0;
  const inside = new Map<string, number>();
  const near = view.focus === undefined ? undefined : neighbourhood(index, view.focus);
  const isLeftOut = (id: string): boolean => near !== undefined && !near.has(id);

  for (const module of index.modules.values()) {
    const folder = folderOf.get(module.id);
    if (isLeftOut(module.id)) hidden++;
    else if (folder !== undefined) {
      hidden++;
      inside.set(folder, (inside.get(folder) ?? 0) + 1);
    } else {
      const rows = view.level === "functions" ? (index.rows.get(module.id) ?? []) : [];
      const { id, generation, status } = module;
      add({ kind: "module", id, module: id, generation, status, rows });
    }
  }
  for (const [folder, modules] of inside) add({ kind: "folder", id: folderId(folder), folder, modules });
  for (const node of graph.nodes) {
    if ((node.kind === "slot" || node.kind === "external") && !isLeftOut(node.id) && nodes.length < mostNodes) {
      add({ kind: node.kind, id: node.id, label: node.label });
    }
  }

  const drawnAs = (id: string): string | undefined => {
    const owner = index.owner.get(id);
    if (owner === undefined) return undefined;
    const folder = folderOf.get(owner);
    const drawn = folder === undefined ? owner : folderId(folder);
    return shown.has(drawn) ? drawn : undefined;
  };
  return { nodes, edges: mergedEdges(graph.edges, index, view, drawnAs), hidden };
};

const folderId = (folder: string): string => `folder:${folder}`;

const mergedEdges = (
  edges: readonly GraphEdge[],
  { functionName }: Index,
  view: View,
  drawnAs: (id: string) => string | undefined,
): readonly DrawnEdge[] => {
  const merged = new Map<string, DrawnEdge>();
  for (const edge of edges) {
    const from = drawnAs(edge.from);
    const to = drawnAs(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const isFolder = to.startsWith("folder:");
    const row = view.level === "functions" && !isFolder ? functionName.get(edge.to) : undefined;
    const id = [from, to, row ?? "", edge.kind].join("\n");
    const before = merged.get(id);
    merged.set(id, {
      id,
      from,
      to,
      kind: edge.kind,
      count: edge.count + (before?.count ?? 0),
      star: edge.star === true || before?.star === true,
      ...(row === undefined ? {} : { row }),
    });
  }
  return [...merged.values()];
};

const neighbourhood = (index: Index, id: string): ReadonlySet<string> =>
  new Set([id, ...(index.neighbours.get(id) ?? [])]);

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/", path.length - 2) + 1);

/**
 * Which modules are drawn inside a folder's card, and inside which. Nothing is folded while all of it fits. Else all
 * folders are, but those that were opened; what is selected, and its neighbours, stand by themselves.
 */
const foldersToDraw = (index: Index, view: View): ReadonlyMap<string, string> => {
  const ids = [...index.modules.keys()];
  const folderOf = new Map<string, string>();
  if (ids.length <= mostNodes || view.focus !== undefined) return folderOf;
  const apart = new Set<string>();
  if (view.selected !== undefined) {
    apart.add(view.selected);
    for (const id of [...(index.neighbours.get(view.selected) ?? [])].slice(0, mostNeighbours)) apart.add(id);
  }
  const opened = new Map<string, number>();
  for (const id of ids) {
    if (apart.has(id)) continue;
    const folder = outermostClosed(id, view.expanded);
    if (folder !== undefined) folderOf.set(id, folder);
    else {
      // An opened folder shows as many of its modules as fit; the rest stays in its card.
      const parent = parentOf(id);
      const count = (opened.get("") ?? 0) + 1;
      if (count > mostNodes - mostNeighbours) folderOf.set(id, parent);
      else opened.set("", count);
    }
  }
  return folderOf;
};

/** The outermost folder on the way to a module that was not opened; the workspace itself (``) is one. */
const outermostClosed = (id: string, expanded: ReadonlySet<string>): string | undefined => {
  const parent = parentOf(id);
  if (parent === "") return expanded.has("") ? undefined : "";
  let end = 0;
  while (end < parent.length) {
    end = parent.indexOf("/", end) + 1;
    const folder = parent.slice(0, end);
    if (!expanded.has(folder)) return folder;
  }
  return undefined;
};

/** Sizes in pixels; the cards' styles keep to them, so that the layout is right before anything is measured. */
export const sizes = { card: 168, head: 28, row: 19, foot: 5, pill: 86, pillHeight: 25, external: 150 } as const;

export const sizeOf = (node: DrawnNode): { readonly width: number; readonly height: number } => {
  switch (node.kind) {
    case "module":
      return {
        width: sizes.card,
        height: sizes.head + (node.rows.length > 0 ? node.rows.length * sizes.row + sizes.foot : 0),
      };
    case "slot":
      return { width: Math.max(sizes.pill, node.label.length * 7 + 26), height: sizes.pillHeight };
    case "external":
      return { width: Math.max(sizes.external, node.label.length * 7 + 24), height: 27 };
    case "ghost":
      return {
        width: sizes.card,
        height: sizes.head + (node.rows.length > 0 ? node.rows.length * sizes.row + sizes.foot : 0),
      };
    case "folder":
      return { width: sizes.card, height: 46 };
    default:
      return node satisfies never;
  }
};

/** Equal for graphs that are laid out alike: what is drawn and how it hangs together, not the counts. */
export const structureOf = ({ nodes, edges }: Drawn): string =>
  [
    ...nodes.map((node) => `${node.id}:${node.kind === "module" ? node.rows.map((row) => row.name).join(",") : ""}`),
    ...edges.map((edge) => edge.id),
  ].join("|");

/** The node itself and all that lines join it to. */
export const nearOf = (id: string, edges: readonly DrawnEdge[]): ReadonlySet<string> =>
  new Set([id, ...edges.flatMap((edge) => (edge.from === id ? [edge.to] : edge.to === id ? [edge.from] : []))]);
