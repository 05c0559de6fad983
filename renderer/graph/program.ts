/** What the drawing wants to know of the engine's graph, found once for each graph. Pure. */
import type { FunctionKind, Graph, GraphEdge, GraphNode } from "../../electron/engine/summary.ts";

export interface FunctionRow {
  readonly name: string;
  readonly kind: FunctionKind;
  /** How many references lead to it. */
  readonly count: number;
}

type ModuleNode = Extract<GraphNode, { readonly kind: "module" }>;
export type Pill = Extract<GraphNode, { readonly kind: "slot" | "external" }>;

/** A folder of the workspace; its path ends in a slash, the workspace's own is empty. */
export interface Folder {
  readonly path: string;
  readonly folders: readonly Folder[];
  readonly modules: readonly string[];
  /** Of all modules in it, at any depth. */
  readonly count: number;
}

/** A reference between what has a card of its own; `row` is the function that it leads to. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly row: string | undefined;
  readonly kind: GraphEdge["kind"];
  readonly count: number;
  readonly star: boolean;
}

export interface Program {
  readonly modules: ReadonlyMap<string, ModuleNode>;
  readonly pills: readonly Pill[];
  readonly root: Folder;
  readonly folders: ReadonlyMap<string, Folder>;
  readonly rows: ReadonlyMap<string, readonly FunctionRow[]>;
  readonly links: readonly Link[];
  /** Those that begin or end at a card, by its id. */
  readonly linksOf: ReadonlyMap<string, readonly Link[]>;
  /** References to a module and to its functions. */
  readonly counts: ReadonlyMap<string, number>;
}

const known = new WeakMap<Graph, Program>();

export const programOf = (graph: Graph): Program => {
  const before = known.get(graph);
  if (before !== undefined) return before;
  const program = read(graph);
  known.set(graph, program);
  return program;
};

const read = ({ nodes, edges }: Graph): Program => {
  const modules = new Map<string, ModuleNode>();
  const pills: Pill[] = [];
  const functions = new Map<string, Extract<GraphNode, { readonly kind: "function" }>>();
  for (const node of nodes) {
    if (node.kind === "module") modules.set(node.id, node);
    else if (node.kind === "function") functions.set(node.id, node);
    else pills.push(node);
  }
  const counts = new Map<string, number>();
  const own = new Map<string, number>();
  /** Through `*`: they count for each function of the module. */
  const stars = new Map<string, number>();
  const links: Link[] = [];
  const linksOf = new Map<string, Link[]>();
  const file = (id: string, link: Link): void => {
    const list = linksOf.get(id);
    if (list === undefined) linksOf.set(id, [link]);
    else list.push(link);
  };
  for (const { from, to, kind, count, star = false } of edges) {
    const target = functions.get(to);
    const module = target?.module ?? to;
    own.set(to, (own.get(to) ?? 0) + count);
    counts.set(module, (counts.get(module) ?? 0) + count);
    if (star && target === undefined) stars.set(to, (stars.get(to) ?? 0) + count);
    const link = {
      from: functions.get(from)?.module ?? from,
      to: module,
      row: target?.label,
      kind,
      count,
      star,
    };
    if (link.from === link.to) continue;
    links.push(link);
    file(link.from, link);
    file(link.to, link);
  }
  const rows = new Map<string, FunctionRow[]>();
  for (const { id, module, label, function: kind } of functions.values()) {
    const row = { name: label, kind, count: (own.get(id) ?? 0) + (stars.get(module) ?? 0) };
    const list = rows.get(module);
    if (list === undefined) rows.set(module, [row]);
    else list.push(row);
  }
  const folders = new Map<string, Folder>();
  const root = folderTree([...modules.keys()], folders);
  return { modules, pills, root, folders, rows, links, linksOf, counts };
};

/** `a/b/c.ts` → `a/b/`; of a folder the one that it is in. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/", path.length - 2) + 1);

const folderTree = (ids: readonly string[], folders: Map<string, Folder>): Folder => {
  const modules = new Map<string, string[]>([["", []]]);
  const inside = new Map<string, Set<string>>([["", new Set()]]);
  for (const id of ids) {
    let folder = parentOf(id);
    const list = modules.get(folder);
    if (list === undefined) modules.set(folder, [id]);
    else list.push(id);
    while (folder !== "") {
      const parent = parentOf(folder);
      const siblings = inside.get(parent) ?? new Set();
      inside.set(parent, siblings.add(folder));
      folder = parent;
    }
  }
  const build = (path: string): Folder => {
    const own = modules.get(path) ?? [];
    const below = [...(inside.get(path) ?? [])].map(build);
    const folder = {
      path,
      folders: below,
      modules: own,
      count: own.length + below.reduce((sum, { count }) => sum + count, 0),
    };
    folders.set(path, folder);
    return folder;
  };
  return build("");
};

/** All that lines join to a module in so many steps, in both directions; itself included. */
export const neighbourhood = ({ linksOf }: Program, id: string, depth: number): ReadonlySet<string> => {
  const found = new Set([id]);
  let edge: readonly string[] = [id];
  for (let step = 0; step < depth; step++) {
    const next: string[] = [];
    for (const at of edge) {
      for (const { from, to } of linksOf.get(at) ?? []) {
        const other = from === at ? to : from;
        if (found.has(other)) continue;
        found.add(other);
        // A slot or a package joins what has nothing else in common.
        if (!other.startsWith("slot:")) next.push(other);
      }
    }
    edge = next;
  }
  return found;
};

/** A picture with more cards than this is hard to read at a glance. */
const mostAtFirst = 60;

/**
 * Folders that are open before anybody opened one: level by level, as long as all of a level fits. What would be one
 * card alone is opened in any case.
 */
export const openAtFirst = ({ root }: Program): ReadonlySet<string> => {
  const open = new Set([""]);
  let cards = root.modules.length;
  let level = root.folders;
  while (level.length > 0) {
    const next = level.flatMap(({ folders }) => folders);
    const more = level.reduce((sum, { modules }) => sum + modules.length, 0);
    const isAlone = cards === 0 && level.length === 1;
    if (!isAlone && cards + more + next.length > mostAtFirst) break;
    for (const { path } of level) open.add(path);
    cards += more;
    level = next;
  }
  return open;
};
