/**
 * How much memory each generation is responsible for: what only its code leads to (R17). All contexts,
 * functions and suspended calls of a generation are taken for one; what can be reached from V8's roots only through that
 * one is its own, which a tree of dominators tells of all generations at once.
 */
import { type Territory, passedOver } from "./path.ts";

/** By the numbers of the generations' tokens, in bytes. */
export const retainedSizes = (territory: Territory): Map<number, number> => {
  const heap = new Merged(territory);
  const sizes = dominated(heap);
  return new Map([...heap.generations].map(([serial, node]) => [serial, sizes[node] as number]));
};

/** The heap's strong references, where everything of one generation is one node: the first that was met. */
class Merged {
  /** Token's number → its node. */
  readonly generations = new Map<number, number>();
  readonly #territory: Territory;
  /** Node → what it is merged into. */
  readonly #as: Uint32Array;
  readonly #members = new Map<number, number[]>();
  readonly #weak: number;
  readonly #passedOver: ReadonlySet<number>;

  constructor(territory: Territory) {
    const { snapshot } = territory;
    this.#territory = territory;
    this.#weak = snapshot.edgeTypes.indexOf("weak");
    this.#passedOver = new Set(passedOver.map((name) => snapshot.stringId(name)));
    this.#as = new Uint32Array(snapshot.nodeCount);
    for (let node = 0; node < snapshot.nodeCount; node++) {
      const serial = territory.ownerOf(node)?.serial;
      const into = serial === undefined ? node : (this.generations.get(serial) ?? node);
      this.#as[node] = into;
      if (serial === undefined) continue;
      this.generations.set(serial, into);
      const members = this.#members.get(into);
      if (members) members.push(node);
      else this.#members.set(into, [node]);
    }
  }

  get nodeCount(): number {
    return this.#territory.snapshot.nodeCount;
  }

  isGeneration(node: number): boolean {
    return this.#members.has(node);
  }

  size(node: number): number {
    const { snapshot } = this.#territory;
    return (this.#members.get(node) ?? [node]).reduce((sum, member) => sum + snapshot.selfSize(member), 0);
  }

  /** What a node refers to, so that it lives; some more than once. */
  *targets(node: number): Generator<number, void, void> {
    const members = this.#members.get(node);
    if (!members) yield* this.#targetsOf(node);
    else for (const member of members) yield* this.#targetsOf(member);
  }

  *#targetsOf(node: number): Generator<number, void, void> {
    const { snapshot } = this.#territory;
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
      if (snapshot.edgeType(edge) === this.#weak || this.#territory.isEphemeron(node, edge)) continue;
      const to = snapshot.edgeTo(edge);
      if (!this.#passedOver.has(snapshot.nodeNameId(to))) yield this.#as[to] as number;
    }
  }
}

const none = 0xffffffff;

/**
 * Of each node the bytes that only it leads to, itself included, without what generations behind it are responsible for.
 * @see Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm
 */
const dominated = (heap: Merged): Float64Array => {
  const { order, place, sources, firstSource } = walk(heap);
  const count = order.length;
  /** By place in the order; the root is first. */
  const dominators = new Uint32Array(count).fill(none);
  dominators[0] = 0;
  const meet = (one: number, other: number): number => {
    let [a, b] = [one, other];
    while (a !== b) {
      while (a > b) a = dominators[a] as number;
      while (b > a) b = dominators[b] as number;
    }
    return a;
  };
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (let at = 1; at < count; at++) {
      let dominator = none;
      for (let i = firstSource[at] as number; i < (firstSource[at + 1] as number); i++) {
        const source = sources[i] as number;
        if (dominators[source] === none) continue;
        dominator = dominator === none ? source : meet(dominator, source);
      }
      if (dominators[at] === dominator) continue;
      dominators[at] = dominator;
      hasChanged = true;
    }
  }
  const sizes = new Float64Array(count);
  for (let at = count - 1; at >= 0; at--) {
    sizes[at] = (sizes[at] as number) + heap.size(order[at] as number);
    // What a generation is responsible for is not counted for another that leads to it.
    if (at > 0 && !heap.isGeneration(order[at] as number))
      sizes[dominators[at] as number] = (sizes[dominators[at] as number] as number) + (sizes[at] as number);
  }
  const bytes = new Float64Array(heap.nodeCount);
  for (let node = 0; node < heap.nodeCount; node++)
    if (place[node] !== none) bytes[node] = sizes[place[node] as number] as number;
  return bytes;
};

interface Walk {
  /** Nodes that the root leads to, in reverse postorder. */
  readonly order: Uint32Array;
  /** Node → its place in the order. */
  readonly place: Uint32Array;
  /** By place: places of those that refer to it, from `firstSource[place]` on. */
  readonly sources: Uint32Array;
  readonly firstSource: Uint32Array;
}

const walk = (heap: Merged): Walk => {
  const place = new Uint32Array(heap.nodeCount).fill(none);
  const seen = new Uint8Array(heap.nodeCount);
  const ended: number[] = [];
  const path: { readonly node: number; readonly targets: Iterator<number, void> }[] = [];
  const enter = (node: number): void => {
    seen[node] = 1;
    path.push({ node, targets: heap.targets(node) });
  };
  enter(0);
  for (let last = path.at(-1); last; last = path.at(-1)) {
    const next = last.targets.next();
    if (next.done) {
      ended.push(last.node);
      path.pop();
    } else if (seen[next.value] === 0) enter(next.value);
  }
  const order = Uint32Array.from(ended).reverse();
  order.forEach((node, at) => (place[node] = at));
  const firstSource = new Uint32Array(order.length + 1);
  for (const node of order)
    for (const to of heap.targets(node))
      firstSource[(place[to] as number) + 1] = (firstSource[(place[to] as number) + 1] as number) + 1;
  for (let at = 0; at < order.length; at++)
    firstSource[at + 1] = (firstSource[at + 1] as number) + (firstSource[at] as number);
  const free = firstSource.slice();
  const sources = new Uint32Array(firstSource[order.length] as number);
  order.forEach((node, at) => {
    for (const to of heap.targets(node)) {
      const target = place[to] as number;
      sources[free[target] as number] = at;
      free[target] = (free[target] as number) + 1;
    }
  });
  return { order, place, sources, firstSource };
};
