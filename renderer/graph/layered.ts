/**
 * Places for blocks that wires join: in layers from left to right, each wire from a layer to a later one as far as cycles
 * allow, with few crossings and level wires. Pure and deterministic; 5,000 blocks take a fraction of a second.
 *
 * After Sugiyama: cycles are broken (Eades, Lin, Smyth), blocks put into layers and pulled towards what they are joined
 * to, long wires cut into pieces, layers ordered by barycentres and exchanges, heights found by isotonic regression.
 */
import type { Point } from "./geometry.ts";

export interface Block {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** In the very first or the very last layer. */
  readonly rank?: "first" | "last";
}

export interface Wire {
  readonly from: string;
  readonly to: string;
  /** Where it leaves and arrives, below the blocks' tops. */
  readonly fromY: number;
  readonly toY: number;
  readonly weight: number;
}

const aspect = 1.7;
/** Wires longer than a layer are cut into pieces as long as there are fewer pieces than this. */
const mostPieces = 12_000;
/** Exchanges of neighbours pay for what they cost up to so many blocks and pieces. */
const mostForExchange = 900;
const sweeps = 14;
const smallestColumnGap = 58;
const largestColumnGap = 120;

/** One piece of a wire between two neighbouring layers; ends are indices of nodes. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly fromY: number;
  readonly toY: number;
  readonly weight: number;
}

/** A block, or where a long wire passes a layer. */
interface Node {
  readonly width: number;
  readonly height: number;
  readonly isBend: boolean;
  layer: number;
  /** Place in its layer. */
  order: number;
  y: number;
}

/**
 * @param isLoose where the layers need not keep every wire's direction, only that of the heaviest: among folders, which refer
 * to each other in circles, exact layers would make one long row
 */
export const layered = (
  blocks: readonly Block[],
  wires: readonly Wire[],
  { isLoose = false }: { readonly isLoose?: boolean } = {},
): ReadonlyMap<string, Point> => {
  const index = new Map(blocks.map(({ id }, at) => [id, at]));
  const joined = wires.flatMap((wire): Piece[] => {
    const from = index.get(wire.from);
    const to = index.get(wire.to);
    return from === undefined || to === undefined || from === to ? [] : [{ ...wire, from, to }];
  });
  const isJoined = new Uint8Array(blocks.length);
  for (const { from, to } of joined) isJoined[from] = isJoined[to] = 1;
  const nodes: Node[] = blocks.map(({ width, height }) => ({ width, height, isBend: false, layer: 0, order: 0, y: 0 }));

  const acyclic = withoutCycles(blocks, joined);
  assignLayers(blocks, nodes, acyclic, isJoined);
  if (isLoose) loosenLayers(blocks, nodes, acyclic, isJoined);
  const forward = leftToRight(nodes, acyclic);
  splitTallLayers(nodes, forward, isJoined);
  const pieces = cutIntoPieces(nodes, forward);
  const layers = layersOf(nodes, isJoined);
  orderLayers(nodes, layers, pieces);
  placeHeights(nodes, layers, pieces);
  return placed(blocks, nodes, layers, pieces, isJoined);
};

/** The same wires, all of them from earlier to later in one order: those against it are turned round. */
const withoutCycles = (blocks: readonly Block[], wires: readonly Piece[]): Piece[] => {
  const count = blocks.length;
  const out: number[][] = Array.from({ length: count }, () => []);
  const into: number[][] = Array.from({ length: count }, () => []);
  const outWeight = new Float64Array(count);
  const inWeight = new Float64Array(count);
  const outDegree = new Int32Array(count);
  const inDegree = new Int32Array(count);
  wires.forEach(({ from, to, weight }, at) => {
    out[from]?.push(at);
    into[to]?.push(at);
    outWeight[from]! += weight;
    inWeight[to]! += weight;
    outDegree[from]!++;
    inDegree[to]!++;
  });
  const rank = new Int32Array(count).fill(-1);
  let left = 0;
  let right = count;
  const sinks: number[] = [];
  const sources: number[] = [];
  const isDone = new Uint8Array(count);
  const take = (node: number, place: number): void => {
    rank[node] = place;
    isDone[node] = 1;
    for (const at of out[node] ?? []) {
      const { to, weight } = wires[at]!;
      inWeight[to]! -= weight;
      if (--inDegree[to]! === 0 && !isDone[to]) sources.push(to);
    }
    for (const at of into[node] ?? []) {
      const { from, weight } = wires[at]!;
      outWeight[from]! -= weight;
      if (--outDegree[from]! === 0 && !isDone[from]) sinks.push(from);
    }
  };
  for (let node = 0; node < count; node++) {
    if (inDegree[node] === 0) sources.push(node);
    else if (outDegree[node] === 0) sinks.push(node);
  }
  while (left < right) {
    const sink = sinks.pop();
    if (sink !== undefined) {
      if (!isDone[sink]) take(sink, --right);
      continue;
    }
    const source = sources.pop();
    if (source !== undefined) {
      if (!isDone[source]) take(source, left++);
      continue;
    }
    let best = -1;
    let most = -Infinity;
    for (let node = 0; node < count; node++) {
      if (isDone[node]) continue;
      const surplus = outWeight[node]! - inWeight[node]!;
      if (surplus > most) {
        most = surplus;
        best = node;
      }
    }
    take(best, left++);
  }
  const place = (node: number): number => {
    const kind = blocks[node]?.rank;
    return kind === "first" ? -1 : kind === "last" ? count : rank[node]!;
  };
  return wires.map((wire) =>
    place(wire.from) <= place(wire.to)
      ? wire
      : { ...wire, from: wire.to, to: wire.from, fromY: wire.toY, toY: wire.fromY },
  );
};

const assignLayers = (
  blocks: readonly Block[],
  nodes: readonly Node[],
  wires: readonly Piece[],
  isJoined: Uint8Array,
): void => {
  const out: number[][] = nodes.map(() => []);
  const into: number[][] = nodes.map(() => []);
  for (const { from, to } of wires) {
    out[from]?.push(to);
    into[to]?.push(from);
  }
  const hasFirst = blocks.some(({ rank }, at) => rank === "first" && isJoined[at]);
  const lowest = (at: number): number => (hasFirst && blocks[at]?.rank !== "first" ? 1 : 0);
  const waiting = into.map((list) => list.length);
  const order: number[] = [];
  nodes.forEach((node, at) => {
    node.layer = blocks[at]?.rank === "first" ? 0 : lowest(at);
    if (waiting[at] === 0) order.push(at);
  });
  for (let next = 0; next < order.length; next++) {
    const at = order[next]!;
    for (const to of out[at] ?? []) {
      nodes[to]!.layer = Math.max(nodes[to]!.layer, nodes[at]!.layer + 1);
      if (--waiting[to]! === 0) order.push(to);
    }
  }
  // A block that is free to move goes to the side where it has more wires: these become shorter than the others longer.
  for (let round = 0; round < 4; round++) {
    for (const at of round % 2 === 0 ? [...order].reverse() : order) {
      if (blocks[at]?.rank === "first") continue;
      const before = into[at] ?? [];
      const after = out[at] ?? [];
      const low = Math.max(lowest(at), ...before.map((from) => nodes[from]!.layer + 1));
      const high = after.length === 0 ? low : Math.min(...after.map((to) => nodes[to]!.layer - 1));
      nodes[at]!.layer = after.length > before.length ? Math.max(low, high) : low;
    }
  }
  const last = nodes.reduce(
    (most, node, at) => (isJoined[at] && blocks[at]?.rank !== "last" ? Math.max(most, node.layer) : most),
    0,
  );
  blocks.forEach(({ rank }, at) => {
    if (rank === "last") nodes[at]!.layer = last + 1;
  });
};

/** Fewer layers, by what each block refers to most, until the picture is not wider than it may be. */
const loosenLayers = (
  blocks: readonly Block[],
  nodes: readonly Node[],
  wires: readonly Piece[],
  isJoined: Uint8Array,
): void => {
  const joined = nodes.filter((_, at) => isJoined[at]);
  const layersNow = (): number => new Set(joined.map(({ layer }) => layer)).size;
  const area = joined.reduce((sum, { width, height }) => sum + (width + 90) * (height + gapOf(height)), 0);
  const width = joined.reduce((sum, node) => sum + node.width + 90, 0) / Math.max(1, joined.length);
  const most = Math.max(4, (1.7 * Math.sqrt(area * aspect)) / width);
  for (const strongest of [3, 2, 1]) {
    if (layersNow() <= most) return;
    assignLayers(blocks, nodes, strongestOf(wires, strongest), isJoined);
  }
};

/** Of each block's wires to the right the heaviest few, and those at the first and last layers' blocks. */
const strongestOf = (wires: readonly Piece[], count: number): readonly Piece[] => {
  const byFrom = new Map<number, Piece[]>();
  for (const wire of wires) {
    const list = byFrom.get(wire.from);
    if (list === undefined) byFrom.set(wire.from, [wire]);
    else list.push(wire);
  }
  return [...byFrom.values()].flatMap((list) => list.sort((a, b) => b.weight - a.weight).slice(0, count));
};

/** Wires as they lie between the layers; one inside a layer needs no place there. */
const leftToRight = (nodes: readonly Node[], wires: readonly Piece[]): readonly Piece[] =>
  wires.flatMap((wire): readonly Piece[] => {
    const span = nodes[wire.to]!.layer - nodes[wire.from]!.layer;
    if (span > 0) return [wire];
    return span === 0 ? [] : [{ ...wire, from: wire.to, to: wire.from, fromY: wire.toY, toY: wire.fromY }];
  });

/** A layer much taller than the picture is wide becomes several beside each other. */
const splitTallLayers = (nodes: readonly Node[], wires: readonly Piece[], isJoined: Uint8Array): void => {
  const byLayer = new Map<number, number[]>();
  let area = 0;
  nodes.forEach(({ layer, width, height }, at) => {
    if (!isJoined[at]) return;
    area += (width + smallestColumnGap) * (height + gapOf(height));
    const list = byLayer.get(layer);
    if (list === undefined) byLayer.set(layer, [at]);
    else list.push(at);
  });
  const tallest = Math.max(640, Math.sqrt(area / aspect) * 1.15);
  const surplus = new Int32Array(nodes.length);
  for (const { from, to } of wires) {
    surplus[from]!++;
    surplus[to]!--;
  }
  let shift = 0;
  for (const layer of [...byLayer.keys()].sort((a, b) => a - b)) {
    const members = byLayer.get(layer) ?? [];
    const height = members.reduce((sum, at) => sum + nodes[at]!.height + gapOf(nodes[at]!.height), 0);
    const parts = height > tallest ? Math.ceil(height / tallest) : 1;
    // Those that mostly hold stand right, nearer to what they hold.
    const sorted = parts === 1 ? members : [...members].sort((a, b) => surplus[a]! - surplus[b]! || a - b);
    sorted.forEach((at, place) => {
      nodes[at]!.layer = layer + shift + Math.floor((place * parts) / sorted.length);
    });
    shift += parts - 1;
  }
};

const cutIntoPieces = (nodes: Node[], wires: readonly Piece[]): readonly Piece[] => {
  const spanOf = ({ from, to }: Piece): number => nodes[to]!.layer - nodes[from]!.layer;
  const total = wires.reduce((sum, wire) => sum + Math.max(0, spanOf(wire) - 1), 0);
  if (total > mostPieces) return wires;
  return wires.flatMap((wire): Piece[] => {
    const pieces: Piece[] = [];
    let { from, fromY } = wire;
    for (let layer = nodes[wire.from]!.layer + 1; layer < nodes[wire.to]!.layer; layer++) {
      const bend = nodes.length;
      nodes.push({ width: 0, height: 0, isBend: true, layer, order: 0, y: 0 });
      pieces.push({ from, to: bend, fromY, toY: 0, weight: wire.weight });
      from = bend;
      fromY = 0;
    }
    pieces.push({ from, to: wire.to, fromY, toY: wire.toY, weight: wire.weight });
    return pieces;
  });
};

const layersOf = (nodes: readonly Node[], isJoined: Uint8Array): number[][] => {
  const layers: number[][] = [];
  nodes.forEach(({ layer, isBend }, at) => {
    if (isBend || isJoined[at]) (layers[layer] ??= []).push(at);
  });
  return Array.from(layers, (layer) => layer ?? []);
};

/** By node: pieces to the left and to the right of it. */
interface Joints {
  readonly left: readonly (readonly Piece[])[];
  readonly right: readonly (readonly Piece[])[];
}

const jointsOf = (nodes: readonly Node[], pieces: readonly Piece[]): Joints => {
  const left: Piece[][] = nodes.map(() => []);
  const right: Piece[][] = nodes.map(() => []);
  for (const piece of pieces) {
    right[piece.from]?.push(piece);
    left[piece.to]?.push(piece);
  }
  return { left, right };
};

const orderLayers = (nodes: readonly Node[], layers: number[][], pieces: readonly Piece[]): void => {
  const { left, right } = jointsOf(nodes, pieces);
  const renumber = (layer: readonly number[]): void =>
    layer.forEach((at, order) => {
      nodes[at]!.order = order;
    });
  layers.forEach(renumber);
  // A place in a layer counts from 0 to 1, so that wires over several layers may be compared; a port moves it a little.
  const sizes = layers.map((layer) => Math.max(1, layer.length));
  const place = (at: number, y: number): number => {
    const { order, layer, height } = nodes[at]!;
    return (order + 0.5 + (height > 0 ? 0.8 * (y / height - 0.5) : 0)) / sizes[layer]!;
  };
  const sweep = (layer: number[], isFromLeft: boolean): void => {
    const wish = new Map<number, number>();
    for (const at of layer) {
      const own = isFromLeft ? left[at]! : right[at]!;
      let sum = 0;
      let weight = 0;
      for (const piece of own) {
        sum += isFromLeft ? place(piece.from, piece.fromY) : place(piece.to, piece.toY);
        weight++;
      }
      wish.set(at, weight === 0 ? place(at, nodes[at]!.height / 2) : sum / weight);
    }
    layer.sort((a, b) => wish.get(a)! - wish.get(b)! || nodes[a]!.order - nodes[b]!.order);
    renumber(layer);
  };
  const isSmall = nodes.length <= mostForExchange;
  let best = layers.map((layer) => [...layer]);
  let fewest = isSmall ? crossings(nodes, layers, right) : Infinity;
  for (let round = 0; round < sweeps && fewest > 0; round++) {
    if (round % 2 === 0) for (let at = 1; at < layers.length; at++) sweep(layers[at]!, true);
    else for (let at = layers.length - 2; at >= 0; at--) sweep(layers[at]!, false);
    if (!isSmall) continue;
    exchange(nodes, layers, left, right);
    const count = crossings(nodes, layers, right);
    if (count >= fewest) continue;
    fewest = count;
    best = layers.map((layer) => [...layer]);
  }
  if (!isSmall) return;
  best.forEach((layer, at) => {
    layers[at] = layer;
    renumber(layer);
  });
};

const crossings = (
  nodes: readonly Node[],
  layers: readonly (readonly number[])[],
  right: readonly (readonly Piece[])[],
): number => {
  let count = 0;
  for (const layer of layers) {
    const ends: number[] = [];
    for (const at of layer) {
      const own = right[at]!.map((piece) => ({ from: piece.fromY, to: endOf(nodes, piece.to, piece.toY) }));
      own.sort((a, b) => a.from - b.from || a.to - b.to);
      for (const { to } of own) {
        // Backwards, as far as anything lies above: layers of so small a graph are short.
        for (let before = ends.length - 1; before >= 0; before--) if (ends[before]! > to) count++;
        ends.push(to);
      }
    }
  }
  return count;
};

/** Orders ends of pieces in a layer, ports within a node included. */
const endOf = (nodes: readonly Node[], at: number, y: number): number => {
  const { order, height } = nodes[at]!;
  return order + (height > 0 ? y / (height + 1) : 0);
};

/** Neighbours in a layer change places where that leaves fewer crossings. */
const exchange = (
  nodes: readonly Node[],
  layers: readonly number[][],
  left: readonly (readonly Piece[])[],
  right: readonly (readonly Piece[])[],
): void => {
  const between = (upper: readonly number[], lower: readonly number[]): number => {
    let count = 0;
    for (const a of upper) for (const b of lower) if (a > b) count++;
    return count;
  };
  const lefts = (at: number): number[] => left[at]!.map(({ from, fromY }) => endOf(nodes, from, fromY));
  const rights = (at: number): number[] => right[at]!.map(({ to, toY }) => endOf(nodes, to, toY));
  for (let round = 0, moved = true; moved && round < 6; round++) {
    moved = false;
    for (const layer of layers) {
      // Ends lie in other layers: they stay while this one is sorted.
      const ends = new Map(layer.map((at) => [at, { left: lefts(at), right: rights(at) }]));
      for (let at = 0; at + 1 < layer.length; at++) {
        const upper = layer[at]!;
        const lower = layer[at + 1]!;
        const above = ends.get(upper)!;
        const below = ends.get(lower)!;
        const now = between(above.left, below.left) + between(above.right, below.right);
        if (now === 0) continue;
        const then = between(below.left, above.left) + between(below.right, above.right);
        if (then >= now) continue;
        layer[at] = lower;
        layer[at + 1] = upper;
        nodes[lower]!.order = at;
        nodes[upper]!.order = at + 1;
        moved = true;
      }
    }
  }
};

/** Room below a block: cards with rows stand further apart than single lines. */
export const gapOf = (height: number): number => (height > 60 ? 28 : 18);

const placeHeights = (
  nodes: readonly Node[],
  layers: readonly (readonly number[])[],
  pieces: readonly Piece[],
): void => {
  const { left, right } = jointsOf(nodes, pieces);
  const roomBetween = (upper: Node, lower: Node): number => {
    if (upper.isBend && lower.isBend) return 7;
    return upper.isBend || lower.isBend ? 12 : (gapOf(upper.height) + gapOf(lower.height)) / 2;
  };
  for (const layer of layers) {
    let y = 0;
    let above: Node | undefined;
    for (const at of layer) {
      const node = nodes[at]!;
      if (above !== undefined) y += above.height + roomBetween(above, node);
      node.y = y;
      above = node;
    }
    const middle = y / 2;
    for (const at of layer) nodes[at]!.y -= middle;
  }
  const settle = (layer: readonly number[], useLeft: boolean, useRight: boolean): void => {
    const wishes: Wish[] = [];
    let offset = 0;
    let above: Node | undefined;
    for (const at of layer) {
      const node = nodes[at]!;
      if (above !== undefined) offset += above.height + roomBetween(above, node);
      above = node;
      let sum = 0;
      let weight = 0;
      const add = (other: number, wish: number): void => {
        // Long wires are kept straight, short ones give way.
        const pull = node.isBend && nodes[other]!.isBend ? 6 : node.isBend || nodes[other]!.isBend ? 1.5 : 1;
        sum += wish * pull;
        weight += pull;
      };
      if (useLeft) for (const { from, fromY, toY } of left[at]!) add(from, nodes[from]!.y + fromY - toY);
      if (useRight) for (const { to, fromY, toY } of right[at]!) add(to, nodes[to]!.y + toY - fromY);
      wishes.push(weight === 0 ? { y: node.y, weight: 0.01, offset } : { y: sum / weight, weight, offset });
    }
    isotonic(wishes).forEach((y, place) => {
      nodes[layer[place]!]!.y = y;
    });
  };
  const rounds = nodes.length > 3000 ? 5 : 12;
  for (let round = 0; round < rounds; round++) {
    for (let at = 1; at < layers.length; at++) settle(layers[at]!, true, round > 1);
    for (let at = layers.length - 2; at >= 0; at--) settle(layers[at]!, round > 1, true);
  }
};

interface Wish {
  readonly y: number;
  readonly weight: number;
  /** How far below the first of its layer it stands at least. */
  readonly offset: number;
}

/** The places nearest to what is wished (least squares) that keep the order and its distances. */
const isotonic = (wishes: readonly Wish[]): readonly number[] => {
  const means: number[] = [];
  const weights: number[] = [];
  const counts: number[] = [];
  for (const { y, weight, offset } of wishes) {
    let mean = y - offset;
    let sum = weight;
    let count = 1;
    while (means.length > 0 && means.at(-1)! > mean) {
      const other = weights.pop()!;
      mean = (means.pop()! * other + mean * sum) / (other + sum);
      sum += other;
      count += counts.pop()!;
    }
    means.push(mean);
    weights.push(sum);
    counts.push(count);
  }
  const places: number[] = [];
  means.forEach((mean, group) => {
    for (let left = counts[group]!; left > 0; left--) places.push(mean + wishes[places.length]!.offset);
  });
  return places;
};

const placed = (
  blocks: readonly Block[],
  nodes: readonly Node[],
  layers: readonly (readonly number[])[],
  pieces: readonly Piece[],
  isJoined: Uint8Array,
): ReadonlyMap<string, Point> => {
  const crossing = new Int32Array(layers.length + 1);
  for (const { from, to } of pieces) for (let at = nodes[from]!.layer; at < nodes[to]!.layer; at++) crossing[at]!++;
  const places = new Map<string, Point>();
  let top = Infinity;
  for (const layer of layers) for (const at of layer) top = Math.min(top, nodes[at]!.y);
  let x = 0;
  let bottom = 0;
  layers.forEach((layer, number) => {
    const width = Math.max(0, ...layer.map((at) => nodes[at]!.width));
    for (const at of layer) {
      const block = blocks[at];
      if (block === undefined) continue;
      // Slots stand at the right of their column, next to what they hold.
      const dx = block.rank === "first" ? width - block.width : 0;
      const y = Math.round(nodes[at]!.y - top);
      places.set(block.id, { x: x + dx, y });
      bottom = Math.max(bottom, y + block.height);
    }
    x += width + Math.min(largestColumnGap, smallestColumnGap + 1.2 * crossing[number]!);
  });
  placeAlone(
    blocks.filter((_, at) => !isJoined[at]),
    { width: x, y: bottom === 0 ? 0 : bottom + 36 },
    places,
  );
  return places;
};

/** Blocks that nothing joins stand below the others, row by row. */
const placeAlone = (
  alone: readonly Block[],
  below: { readonly width: number; readonly y: number },
  places: Map<string, Point>,
): void => {
  const area = alone.reduce((sum, { width, height }) => sum + (width + 28) * (height + gapOf(height)), 0);
  const right = Math.max(below.width, Math.sqrt(area * aspect));
  let { y } = below;
  let x = 0;
  let tallest = 0;
  for (const { id, width, height } of alone) {
    if (x > 0 && x + width > right) {
      x = 0;
      y += tallest;
      tallest = 0;
    }
    places.set(id, { x, y });
    x += width + 28;
    tallest = Math.max(tallest, height + gapOf(height));
  }
};
