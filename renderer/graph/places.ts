/**
 * Where everything stands. What did not change keeps its place: a folder that opens pushes aside what it would cover, and
 * what is new is put near what it is joined to. Only a picture that is new for the most part is laid out afresh. Pure.
 */
import { around, isNear, type Point, type Rect } from "./geometry.ts";
import { type Block, gapOf, layered, type Wire } from "./layered.ts";
import { type Container, type Drawn, type DrawnNode, entryHeight, exitHeight, sizeOf, sizes } from "./model.ts";
import { type Router, routerAmong } from "./routes.ts";

export interface Places {
  /** `Drawn.key`. */
  readonly key: string;
  readonly containers: ReadonlyMap<string, ContainerPlaces>;
  /** Of every node, in the picture's own coordinates. */
  readonly rects: ReadonlyMap<string, Rect>;
  /** Of every line: the points of its way. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
}

/** Places inside one container, from its own corner. */
interface ContainerPlaces {
  /** What the places depend on, in a word. */
  readonly structure: string;
  readonly rects: ReadonlyMap<string, Rect>;
}

/** @param before places of the same picture, as it was last */
export const placesOf = (drawn: Drawn, before?: Places): Places => {
  const last = before?.key === drawn.key ? before : undefined;
  const containers = new Map<string, ContainerPlaces>();
  // Inner ones first: a frame is as large as what is in it.
  for (const container of drawn.containers.toReversed()) {
    containers.set(container.id, placeContainer(container, containers, last?.containers.get(container.id)));
  }
  // Counts may be others, but nothing stands elsewhere, and every line has its way.
  if (last !== undefined && isSame(containers, last.containers)) return last;
  const rects = new Map<string, Rect>();
  const corners = new Map<string, Point>([["", { x: 0, y: 0 }]]);
  const routes = new Map<string, readonly Point[]>();
  for (const container of drawn.containers) {
    const corner = corners.get(container.id) ?? { x: 0, y: 0 };
    const own = containers.get(container.id)?.rects ?? new Map<string, Rect>();
    for (const [id, rect] of own) {
      rects.set(id, { ...rect, x: rect.x + corner.x, y: rect.y + corner.y });
      corners.set(id, { x: rect.x + corner.x + sizes.padding, y: rect.y + corner.y + sizes.title + 6 });
    }
    routeContainer(container, rects, routes);
  }
  return { key: drawn.key, containers, rects, routes };
};

const isSame = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

const sizeIn = (
  node: DrawnNode,
  containers: ReadonlyMap<string, ContainerPlaces>,
): { width: number; height: number } => {
  const inside = node.kind === "folder" && node.isOpen ? containers.get(node.id) : undefined;
  const bounds = inside && around(inside.rects.values());
  if (bounds === undefined) return sizeOf(node);
  return {
    width: Math.max(sizes.card, bounds.x + bounds.width + 2 * sizes.padding),
    height: bounds.y + bounds.height + sizes.title + 6 + sizes.padding,
  };
};

/** When more folders than these open at once, pushing them about would leave no picture to recognize. */
const mostGrown = 2;

const placeContainer = (
  container: Container,
  containers: ReadonlyMap<string, ContainerPlaces>,
  before: ContainerPlaces | undefined,
): ContainerPlaces => {
  const blocks = container.nodes.map((node): Block & { readonly node: DrawnNode } => ({
    id: node.id,
    node,
    ...sizeIn(node, containers),
    ...(node.kind === "slot" ? { rank: "first" } : node.kind === "external" ? { rank: "last" } : {}),
  }));
  const structure = [
    ...blocks.map(({ id, width, height }) => `${id} ${width} ${height}`),
    ...container.edges.map(({ id }) => id),
  ].join("|");
  if (before?.structure === structure) return before;
  const kept = blocks.filter(({ id }) => before?.rects.has(id)).length;
  const grown = blocks.filter(({ id, width }) => Math.abs(width - (before?.rects.get(id)?.width ?? width)) > 1).length;
  const isMostlyOld = before !== undefined && kept > 0 && kept >= blocks.length - kept && grown <= mostGrown;
  return { structure, rects: isMostlyOld ? amended(container, blocks, before.rects) : fresh(container, blocks) };
};

const fresh = (
  { edges }: Container,
  blocks: readonly (Block & { readonly node: DrawnNode })[],
): ReadonlyMap<string, Rect> => {
  const byId = new Map(blocks.map((block) => [block.id, block]));
  const wires = edges.flatMap(({ from, to, row, count }): Wire[] => {
    const source = byId.get(from);
    const target = byId.get(to);
    if (source === undefined || target === undefined) return [];
    return [
      {
        from,
        to,
        fromY: exitHeight(source.node, source.height),
        toY: entryHeight(target.node, row, target.height),
        weight: Math.max(1, count),
      },
    ];
  });
  const points = layered(blocks, wires, { isLoose: blocks.some(({ node }) => node.kind === "folder") });
  return new Map(
    blocks.map(({ id, width, height }) => {
      const { x, y } = points.get(id) ?? { x: 0, y: 0 };
      return [id, { x, y, width, height }];
    }),
  );
};

/** Closer than this two cards must not come. */
const closest = 8;

const amended = (
  { edges }: Container,
  blocks: readonly Block[],
  before: ReadonlyMap<string, Rect>,
): ReadonlyMap<string, Rect> => {
  const rects = new Map<string, Rect>();
  for (const { id } of blocks) {
    const rect = before.get(id);
    if (rect !== undefined) rects.set(id, rect);
  }
  for (const { id, width, height } of blocks) {
    const rect = rects.get(id);
    if (rect === undefined || (rect.width === width && rect.height === height)) continue;
    resize(rects, id, { width, height });
  }
  const fresh = blocks.filter(({ id }) => !rects.has(id));
  for (const block of fresh) {
    const wish = wishFor(block, edges, rects);
    rects.set(block.id, { ...freeSpot(wish, [...rects.values()]), width: block.width, height: block.height });
  }
  return rects;
};

/** Gives a card another size; what stands right of it and below it makes room, or follows. */
const resize = (
  rects: Map<string, Rect>,
  id: string,
  size: { readonly width: number; readonly height: number },
): void => {
  const old = rects.get(id);
  if (old === undefined) return;
  const dx = size.width - old.width;
  const dy = size.height - old.height;
  rects.set(id, { ...old, ...size });
  for (const [other, rect] of rects) {
    if (other === id) continue;
    if (rect.x >= old.x + old.width - 1) rects.set(other, { ...rect, x: rect.x + dx });
    else if (rect.y >= old.y + old.height - 1 && dy < 0 && rect.x < old.x + old.width)
      rects.set(other, { ...rect, y: rect.y + dy });
  }
  pushDown(rects, id);
};

/** Whoever is covered now goes below what covers it. */
const pushDown = (rects: Map<string, Rect>, grown: string): void => {
  const settled: Rect[] = [];
  const first = rects.get(grown);
  if (first !== undefined) settled.push(first);
  const others = [...rects].filter(([id]) => id !== grown).sort(([, a], [, b]) => a.y - b.y);
  for (const [id, rect] of others) {
    let { y } = rect;
    for (let moved = true; moved;) {
      moved = false;
      for (const other of settled) {
        if (!isNear({ ...rect, y }, other, closest - 0.5)) continue;
        y = other.y + other.height + gapOf(rect.height);
        moved = true;
      }
    }
    const next = { ...rect, y };
    settled.push(next);
    if (y !== rect.y) rects.set(id, next);
  }
};

/** Right of who holds it, or else left of what it holds; level with them. */
const wishFor = (block: Block, edges: Container["edges"], rects: ReadonlyMap<string, Rect>): Rect => {
  const holders: Rect[] = [];
  const held: Rect[] = [];
  for (const { from, to } of edges) {
    const source = to === block.id ? rects.get(from) : undefined;
    if (source !== undefined) holders.push(source);
    const target = from === block.id ? rects.get(to) : undefined;
    if (target !== undefined) held.push(target);
  }
  const joined = [...holders, ...held];
  const { width, height } = block;
  if (joined.length === 0) {
    const all = around(rects.values());
    return { x: all?.x ?? 0, y: all === undefined ? 0 : all.y + all.height + 36, width, height };
  }
  const y = joined.reduce((sum, rect) => sum + rect.y + Math.min(rect.height, sizes.head) / 2, 0) / joined.length - 14;
  const wanted =
    holders.length > 0
      ? Math.max(...holders.map((rect) => rect.x + rect.width)) + 72
      : Math.min(...held.map((rect) => rect.x)) - 72 - width;
  // In line with a column that is there, if one is near.
  const columns = [...new Set([...rects.values()].map(({ x }) => x))];
  const column = columns.reduce((best, x) => (Math.abs(x - wanted) < Math.abs(best - wanted) ? x : best), wanted + 61);
  return { x: Math.abs(column - wanted) <= 60 ? column : wanted, y: Math.round(y), width, height };
};

/** The free place nearest to what is wished, above or below; beside where there is none. */
export const freeSpot = (wish: Rect, taken: readonly Rect[]): Point => {
  const inWay = taken
    .filter((rect) => rect.x < wish.x + wish.width + closest && rect.x + rect.width + closest > wish.x)
    .sort((a, b) => a.y - b.y);
  const gap = gapOf(wish.height);
  let best = wish.y;
  let distance = inWay.some((rect) => isNear(wish, rect, closest)) ? Infinity : 0;
  for (const { y: top, height } of inWay) {
    for (const y of [top - gap - wish.height, top + height + gap]) {
      const away = Math.abs(y - wish.y);
      if (away < distance && !inWay.some((rect) => isNear({ ...wish, y }, rect, closest))) {
        best = y;
        distance = away;
      }
    }
  }
  return { x: wish.x, y: best };
};

const routeContainer = (
  { nodes, edges }: Container,
  rects: ReadonlyMap<string, Rect>,
  routes: Map<string, readonly Point[]>,
): void => {
  if (edges.length === 0) return;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  // What no line joins stands below the layers, where none passes, and not in columns.
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const router = routerAmong(nodes.flatMap(({ id }) => (joined.has(id) ? (rects.get(id) ?? []) : [])));
  for (const edge of edges) {
    const source = byId.get(edge.from);
    const target = byId.get(edge.to);
    const route = source && target && routeBetween(router, rects, source, target, edge.row);
    if (route !== undefined) routes.set(edge.id, route);
  }
};

const routeBetween = (
  router: Router,
  rects: ReadonlyMap<string, Rect>,
  source: DrawnNode,
  target: DrawnNode,
  row: string | undefined,
): readonly Point[] | undefined => {
  const from = rects.get(source.id);
  const to = rects.get(target.id);
  if (from === undefined || to === undefined) return undefined;
  return router(
    { rect: from, y: exitHeight(source, from.height) },
    { rect: to, y: entryHeight(target, row, to.height) },
  );
};

const noneInTheWay = routerAmong([]);

/** The way of a line that leads from one container to another: straight over what lies between. */
export const directRoute = (
  rects: ReadonlyMap<string, Rect>,
  source: DrawnNode,
  target: DrawnNode,
  row: string | undefined,
): readonly Point[] | undefined => routeBetween(noneInTheWay, rects, source, target, row);
