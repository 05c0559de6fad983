/** From the engine's graph to what is drawn: cards and pills in folders, and lines between what stands side by side. Pure. */
import type { GenerationStatus, Graph, GraphEdge, ModuleStatus } from "../../electron/engine/summary.ts";
import {
  type Folder,
  type FunctionRow,
  type Link,
  neighbourhood,
  parentOf,
  type Program,
  programOf,
} from "./program.ts";

export type DrawnNode =
  | {
      readonly kind: "module";
      readonly id: string;
      readonly module: string;
      readonly generation: number;
      readonly status: ModuleStatus;
      /** Name of the folder that it is in, where no frame says it. */
      readonly parent: string;
      readonly rows: readonly FunctionRow[];
      /** Functions that have no row: those with the fewest references of a great many. */
      readonly more: number;
      /** References to it and to its functions. */
      readonly count: number;
    }
  | { readonly kind: "slot"; readonly id: string; readonly label: string }
  | { readonly kind: "external"; readonly id: string; readonly label: string }
  | {
      readonly kind: "folder";
      readonly id: string;
      readonly folder: string;
      readonly modules: number;
      /** Drawn as a frame around what is in it. */
      readonly isOpen: boolean;
    }
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

/** What stands side by side: in the whole picture, or in one open folder. */
export interface Container {
  /** Id of the folder's frame; empty for the whole picture. */
  readonly id: string;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface Drawn {
  /** Pictures of the same key are versions of one: what did not change keeps its place. */
  readonly key: string;
  /** The whole picture first, each folder after the one that it is in. */
  readonly containers: readonly Container[];
  /** Of all containers. */
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Modules that are inside closed folders or left out. */
  readonly hidden: number;
}

export interface View {
  readonly level: "functions" | "modules";
  /** Only this module and what is joined to it in `depth` steps. */
  readonly focus?: { readonly id: string; readonly depth: number } | undefined;
  readonly open: ReadonlySet<string>;
}

/** Up to so many modules all are drawn one by one, without folders. */
export const mostWithoutFolders = 60;

export const drawnGraph = (graph: Graph, view: View): Drawn => {
  const program = programOf(graph);
  const near = view.focus === undefined ? undefined : neighbourhood(program, view.focus.id, view.focus.depth);
  const isFlat = near !== undefined || program.modules.size <= mostWithoutFolders;
  const boxes = new Map<string, DrawnNode[]>([["", []]]);
  const root = boxes.get("") ?? [];
  let hidden = 0;
  if (isFlat) {
    for (const id of program.modules.keys()) {
      if (near?.has(id) === false) hidden++;
      else root.push(moduleCard(program, id, view, true));
    }
  } else hidden = addFolder(program, program.root, view, boxes);
  for (const pill of program.pills) if (near?.has(pill.id) !== false) root.push(pill);

  const chains = chainsOf(boxes);
  const standsFor = new Map<string, Chain>();
  const stands = (id: string): Chain | undefined => {
    let chain = standsFor.get(id) ?? chains.get(id);
    if (chain === undefined && !isFlat && program.modules.has(id)) {
      let folder = parentOf(id);
      while (!chains.has(folderId(folder)) && folder !== "") folder = parentOf(folder);
      chain = chains.get(folderId(folder));
    }
    if (chain !== undefined) standsFor.set(id, chain);
    return chain;
  };
  const edges = mergedEdges(program.links, view.level, stands);
  const containers = [...boxes].map(([id, nodes]) => ({ id, nodes, edges: edges.get(id) ?? [] }));
  return {
    key: keyOf(view, isFlat),
    containers,
    nodes: containers.flatMap(({ nodes }) => nodes),
    edges: containers.flatMap(({ edges }) => edges),
    hidden,
  };
};

const keyOf = ({ focus, level }: View, isFlat: boolean): string =>
  focus === undefined ? `${level} ${isFlat ? "flat" : "folders"}` : `${level} ${focus.id} ${focus.depth}`;

export const folderId = (folder: string): string => `folder:${folder}`;

/** A card with more rows is taller than a panel. */
const mostRows = 24;

const moduleCard = (program: Program, id: string, { level }: View, isFlat = false): DrawnNode => {
  const { generation = 0, status = "new" } = program.modules.get(id) ?? {};
  const all = level === "functions" ? (program.rows.get(id) ?? []) : [];
  const folder = parentOf(id);
  return {
    kind: "module",
    id,
    module: id,
    generation,
    status,
    parent: isFlat ? folder.slice(parentOf(folder).length) : "",
    rows: all.length > mostRows ? mostReferred(all, mostRows - 1) : all,
    more: all.length > mostRows ? all.length - mostRows + 1 : 0,
    count: program.counts.get(id) ?? 0,
  };
};

/** In the order in which they stand in the source. */
const mostReferred = (rows: readonly FunctionRow[], count: number): readonly FunctionRow[] => {
  const chosen = new Set([...rows].sort((a, b) => b.count - a.count).slice(0, count));
  return rows.filter((row) => chosen.has(row));
};

/** @returns how many modules are not drawn by themselves */
const addFolder = (program: Program, folder: Folder, view: View, boxes: Map<string, DrawnNode[]>): number => {
  const list: DrawnNode[] = boxes.get(folder.path === "" ? "" : folderId(folder.path)) ?? [];
  if (folder.path !== "") boxes.set(folderId(folder.path), list);
  let hidden = 0;
  for (const inner of folder.folders) {
    const isOpen = view.open.has(inner.path);
    list.push({ kind: "folder", id: folderId(inner.path), folder: inner.path, modules: inner.count, isOpen });
    hidden += isOpen ? addFolder(program, inner, view, boxes) : inner.count;
  }
  for (const id of folder.modules) list.push(moduleCard(program, id, view));
  return hidden;
};

/** The containers that a node is in, outermost first, and at last the node itself. */
type Chain = readonly string[];

const chainsOf = (boxes: ReadonlyMap<string, readonly DrawnNode[]>): ReadonlyMap<string, Chain> => {
  const chains = new Map<string, Chain>();
  for (const [container, nodes] of boxes) {
    const outer = chains.get(container) ?? [];
    for (const { id } of nodes) chains.set(id, [...outer, id]);
  }
  return chains;
};

/**
 * A line joins what stands side by side: between modules in different folders it joins the folders, once, with the sum.
 * So many references stay few lines, and each container can be laid out by itself.
 */
const mergedEdges = (
  links: readonly Link[],
  level: View["level"],
  stands: (id: string) => Chain | undefined,
): ReadonlyMap<string, readonly DrawnEdge[]> => {
  const merged = new Map<string, Map<string, DrawnEdge>>();
  for (const link of links) {
    const source = stands(link.from);
    const target = stands(link.to);
    if (source === undefined || target === undefined) continue;
    let depth = 0;
    while (depth < source.length && depth < target.length && source[depth] === target[depth]) depth++;
    const from = source[depth];
    const to = target[depth];
    if (from === undefined || to === undefined) continue;
    const container = depth === 0 ? "" : (source[depth - 1] ?? "");
    const row = level === "functions" && to === link.to ? link.row : undefined;
    const id = `${from}\n${to}\n${row ?? ""}\n${link.kind}`;
    const list = merged.get(container) ?? new Map<string, DrawnEdge>();
    merged.set(container, list);
    const before = list.get(id);
    list.set(id, {
      id,
      from,
      to,
      kind: link.kind,
      count: link.count + (before?.count ?? 0),
      star: link.star || before?.star === true,
      ...(row === undefined ? {} : { row }),
    });
  }
  return new Map([...merged].map(([container, list]) => [container, [...list.values()]]));
};

/** The drawn node that stands for a module: its own card, or the closed folder that it is in. */
export const standInOf = (id: string, has: (id: string) => boolean): string | undefined => {
  if (has(id)) return id;
  let folder = parentOf(id);
  while (folder !== "") {
    if (has(folderId(folder))) return folderId(folder);
    folder = parentOf(folder);
  }
  return undefined;
};

/** A node's own lines, also those that lead out of its folder: what is lit when somebody points at it. */
export const directEdges = (
  program: Program,
  drawn: Drawn,
  id: string,
  has: (id: string) => boolean,
): readonly DrawnEdge[] => {
  const links = program.linksOf.get(id);
  if (links === undefined) return drawn.edges.filter((edge) => edge.from === id || edge.to === id);
  const withRows = drawn.key.startsWith("functions");
  const merged = new Map<string, DrawnEdge>();
  for (const link of links) {
    const from = standInOf(link.from, has);
    const to = standInOf(link.to, has);
    if (from === undefined || to === undefined || from === to) continue;
    const row = withRows && to === link.to ? link.row : undefined;
    const key = `${from}\n${to}\n${row ?? ""}\n${link.kind}`;
    const count = link.count + (merged.get(key)?.count ?? 0);
    merged.set(key, {
      id: key,
      from,
      to,
      kind: link.kind,
      count,
      star: link.star,
      ...(row === undefined ? {} : { row }),
    });
  }
  return [...merged.values()];
};

/** Sizes in pixels; the cards' styles keep to them, so that the layout is right before anything is measured. */
export const sizes = {
  card: 168,
  head: 28,
  row: 19,
  foot: 5,
  pill: 86,
  pillHeight: 25,
  external: 150,
  folder: 46,
  /** Of an open folder's frame: its title, and the room around what is in it. */
  title: 30,
  padding: 18,
} as const;

/** Of an open folder the size that it has closed: open it is as large as what is in it. */
export const sizeOf = (node: DrawnNode): { readonly width: number; readonly height: number } => {
  switch (node.kind) {
    case "module":
    case "ghost": {
      const rows = node.rows.length + (node.kind === "module" && node.more > 0 ? 1 : 0);
      return { width: sizes.card, height: sizes.head + (rows > 0 ? rows * sizes.row + sizes.foot : 0) };
    }
    case "slot":
      return { width: Math.max(sizes.pill, node.label.length * 7 + 26), height: sizes.pillHeight };
    case "external":
      return { width: Math.max(sizes.external, node.label.length * 7 + 24), height: 27 };
    case "folder":
      return { width: sizes.card, height: sizes.folder };
    default:
      return node satisfies never;
  }
};

/** Where lines leave a node, and where they reach it or one of its rows; below its top. */
export const exitHeight = (node: DrawnNode, height: number): number =>
  node.kind === "folder" ? Math.min(height / 2, 200) : Math.min(height / 2, sizes.head / 2);

export const entryHeight = (node: DrawnNode, row: string | undefined, height: number): number => {
  const at = row === undefined || node.kind !== "module" ? -1 : node.rows.findIndex(({ name }) => name === row);
  return at < 0 ? exitHeight(node, height) : sizes.head + (at + 0.5) * sizes.row;
};
