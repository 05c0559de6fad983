/**
 * The shortest way on which something keeps a generation, found in a heap snapshot. Shortest in the author's eyes: from
 * what runs (variables of modules, globals) before from what only V8 or Node know, and never through the host, which
 * every module leads to.
 */
import type { Snapshot } from "./snapshot.ts";
import { type Owner, readToken } from "./token.ts";

export interface Search {
  /** The token of the generation that should be gone. */
  readonly serial: number;
  /** Tokens of the generations that run. */
  readonly current: readonly number[];
}

/** One step: the edge that is taken, and the node that it leads to. The first has no edge. */
export interface Hop {
  readonly node: number;
  readonly edge: number;
}

/**
 * Where a way begins: at a module's variables or a global; at what a generation has made that the host has booked; or at
 * what only V8 or Node know.
 */
export type From = "authors" | "books" | "anywhere";

export interface Found {
  readonly hops: readonly Hop[];
  readonly from: From;
}

/** Whose contexts are whose, and which code belongs to whom. */
export class Territory {
  readonly snapshot: Snapshot;
  /** Contexts of the functions that make modules: they have the token and the host's things. */
  readonly #outer = new Map<number, Owner>();
  /** The host's books of what generations have made. */
  readonly #books = new Map<number, Owner>();
  readonly #owners = new Map<number, Owner | undefined>();
  readonly #scripts = new Map<number, string>();
  readonly #context: number;
  readonly #closure: number;
  readonly #internal: number;
  readonly #element: number;
  readonly #hidden: number;
  readonly #object: number;
  readonly #array: number;
  /** By the number of an edge's name: whether it is an entry of a WeakMap's table. */
  readonly #ephemerons = new Map<number, boolean>();
  readonly #previousId: number;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.#context = snapshot.edgeTypes.indexOf("context");
    this.#closure = snapshot.nodeTypes.indexOf("closure");
    this.#internal = snapshot.edgeTypes.indexOf("internal");
    this.#element = snapshot.edgeTypes.indexOf("element");
    this.#hidden = snapshot.edgeTypes.indexOf("hidden");
    this.#object = snapshot.nodeTypes.indexOf("object");
    this.#array = snapshot.nodeTypes.indexOf("array");
    this.#previousId = snapshot.stringId("previous");
    const tokens = this.#findTokens();
    for (const [token, owner] of tokens) {
      const book = this.child(token, "book");
      if (book !== undefined) this.#books.set(book, owner);
    }
    for (let node = 0; node < snapshot.nodeCount; node++)
      for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
        const owner = snapshot.edgeType(edge) === this.#context ? tokens.get(snapshot.edgeTo(edge)) : undefined;
        if (owner) this.#outer.set(node, owner);
      }
  }

  books(): ReadonlyMap<number, Owner> {
    return this.#books;
  }

  outerContexts(): ReadonlyMap<number, Owner> {
    return this.#outer;
  }

  /** The context of the module's own variables: it lies directly in the outer one. */
  isModuleContext(node: number): boolean {
    const previous = this.#previous(node);
    return previous !== undefined && this.#outer.has(previous);
  }

  /** The generation that a context belongs to, if it is one's. */
  ownerOfContext(node: number): Owner | undefined {
    const passed: number[] = [];
    let owner: Owner | undefined;
    for (let at: number | undefined = node; at !== undefined && !owner; at = this.#previous(at)) {
      owner = this.#outer.get(at) ?? this.#owners.get(at);
      if (this.#owners.has(at)) break;
      passed.push(at);
    }
    for (const one of passed) this.#owners.set(one, owner);
    return owner;
  }

  isContext(node: number): boolean {
    return this.isNamed(node, "system / Context");
  }

  isNamed(node: number, name: string): boolean {
    return this.snapshot.nodeNameId(node) === this.snapshot.stringId(name);
  }

  /** A call that waits: of an async function or a generator. @returns its function */
  suspended(node: number): number | undefined {
    if (this.snapshot.nodeType(node) !== this.#object) return undefined;
    return this.child(node, "parameters_and_registers") === undefined ? undefined : this.child(node, "function");
  }

  isClosure(node: number): boolean {
    return this.snapshot.nodeType(node) === this.#closure;
  }

  /** Name of the script that a function was written in: `graft:a.ts#2`, `node:events`, a file; empty for V8's own. */
  scriptOf(closure: number): string {
    const shared = this.child(closure, "shared");
    if (shared === undefined) return "";
    const known = this.#scripts.get(shared);
    if (known !== undefined) return known;
    const script = this.child(shared, "script") ?? this.child(shared, "script_or_debug_info");
    const name = script === undefined ? "" : this.snapshot.nodeName(script);
    const found = name.startsWith("system / ") || name.startsWith("(") ? "" : name;
    this.#scripts.set(shared, found);
    return found;
  }

  /** The generation that a function, or a suspended call of one, belongs to. */
  ownerOfCode(node: number): Owner | undefined {
    if (this.isClosure(node) && !this.scriptOf(node).startsWith("graft:")) return undefined;
    const context = this.child(node, "context");
    return context === undefined ? undefined : this.ownerOfContext(context);
  }

  /** What a string says, also one that V8 has not put together yet. */
  textOf(node: number): string {
    const [first, second] = [this.child(node, "first"), this.child(node, "second")];
    if (first === undefined || second === undefined) return this.snapshot.nodeName(node);
    return this.textOf(first) + this.textOf(second);
  }

  /** Whose code or context something is: beyond is only the generation itself. */
  ownerOf(node: number): Owner | undefined {
    if (this.isContext(node)) return this.ownerOfContext(node);
    const code = this.isClosure(node) ? node : this.suspended(node);
    return code === undefined ? undefined : this.ownerOfCode(code);
  }

  /** A WeakMap's table keeps a value only as long as the key lives: the edge that counts is the key's. */
  isEphemeron(node: number, edge: number): boolean {
    const { snapshot } = this;
    if (snapshot.nodeType(node) !== this.#array || snapshot.edgeType(edge) !== this.#internal) return false;
    const id = snapshot.edgeNameId(edge);
    let is = this.#ephemerons.get(id);
    if (is === undefined) this.#ephemerons.set(id, (is = snapshot.stringAt(id).includes(" pair in WeakMap (table @")));
    return is;
  }

  /** Where an edge of that name leads. */
  child(node: number, name: string): number | undefined {
    const { snapshot } = this;
    const id = snapshot.stringId(name);
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
      if (snapshot.edgeNameId(edge) !== id) continue;
      const type = snapshot.edgeType(edge);
      if (type !== this.#context && type !== this.#element && type !== this.#hidden) return snapshot.edgeTo(edge);
    }
    return undefined;
  }

  #previous(node: number): number | undefined {
    const { snapshot } = this;
    for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++)
      if (snapshot.edgeType(edge) === this.#internal && snapshot.edgeNameId(edge) === this.#previousId)
        return snapshot.edgeTo(edge);
    return undefined;
  }

  #findTokens(): Map<number, Owner> {
    const { snapshot } = this;
    const name = snapshot.stringId("graftGeneration");
    const property = snapshot.edgeTypes.indexOf("property");
    const tokens = new Map<number, Owner>();
    for (let node = 0; node < snapshot.nodeCount; node++)
      for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
        if (snapshot.edgeNameId(edge) !== name || snapshot.edgeType(edge) !== property) continue;
        const owner = readToken(snapshot.nodeName(snapshot.edgeTo(edge)));
        if (owner) tokens.set(node, owner);
      }
    return tokens;
  }
}

export const findPath = (territory: Territory, search: Search): Found | undefined => {
  for (const from of ["authors", "books", "anywhere"] as const) {
    const hops = new Finder(territory, search).find(from);
    if (hops) return { hops, from };
  }
  return undefined;
};

/** V8's own caches, and the stack of whoever takes the snapshot. */
export const passedOver = ["(Stack roots)", "(Handle scope)", "(Internalized strings)", "(Compilation cache)"];
/** Edges from an object to what everybody shares. */
const shared = ["map", "shared", "feedback_cell", "code", "initial_map", "scope_info"];
/** Where the host has what a module gave it: in a book, in what is booked, and beside that. */
const booked = "#resources";
const ofResource = "dispose";
const given = ["callback", "parameters"];
/** Node keeps all timers of one duration in one list. */
const neighbours = ["_idlePrev", "_idleNext"];

class Finder {
  readonly #territory: Territory;
  readonly #snapshot: Snapshot;
  readonly #search: Search;
  /** By node: the edge by which it was reached first, and 1 is added so that 0 says *not yet*. */
  readonly #by: Uint32Array;
  readonly #from: Uint32Array;
  readonly #internal: number;
  readonly #weak: number;
  readonly #authors: readonly boolean[];
  readonly #passedOver: ReadonlySet<number>;
  readonly #shared: ReadonlySet<number>;
  readonly #neighbours: ReadonlySet<number>;

  constructor(territory: Territory, search: Search) {
    const { snapshot } = territory;
    this.#territory = territory;
    this.#snapshot = snapshot;
    this.#search = search;
    this.#by = new Uint32Array(snapshot.nodeCount);
    this.#from = new Uint32Array(snapshot.nodeCount);
    this.#internal = snapshot.edgeTypes.indexOf("internal");
    this.#weak = snapshot.edgeTypes.indexOf("weak");
    this.#authors = snapshot.nodeTypes.map((type) => type !== "code" && type !== "object shape");
    const ids = (names: readonly string[]): Set<number> => new Set(names.map((name) => snapshot.stringId(name)));
    this.#passedOver = ids(passedOver);
    this.#shared = ids(shared);
    this.#neighbours = ids(neighbours);
  }

  /** Breadth first: what is found first is nearest. */
  find(from: From): readonly Hop[] | undefined {
    const snapshot = this.#snapshot;
    const queue = this.#rootsOf(from);
    const roots = new Set(queue);
    for (const node of queue) {
      if (this.#territory.ownerOf(node)?.serial === this.#search.serial) return this.#wayTo(node, roots);
      for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++) {
        const to = snapshot.edgeTo(edge);
        if (this.#by[to] !== 0 || roots.has(to) || snapshot.edgeType(edge) === this.#weak) continue;
        if (this.#territory.isEphemeron(node, edge)) continue;
        if (!this.#isWay(from, node, edge, to)) continue;
        this.#by[to] = edge + 1;
        this.#from[to] = node;
        queue.push(to);
      }
    }
    return undefined;
  }

  #rootsOf(from: From): number[] {
    switch (from) {
      case "authors":
        return this.#authorsRoots();
      case "books":
        return [...this.#territory.books()].flatMap(([book, { serial }]) =>
          serial === this.#search.serial ? [] : [book],
        );
      case "anywhere":
        return [0];
    }
  }

  #isWay(from: From, node: number, edge: number, to: number): boolean {
    switch (from) {
      case "authors":
        return this.#isAuthorsWay(node, edge, to);
      case "books":
        return this.#isBookWay(node, edge, to) && this.#isAuthorsWay(node, edge, to, this.#isNamed(node, ofResource));
      case "anywhere":
        return !this.#passedOver.has(this.#snapshot.nodeNameId(to));
    }
  }

  /** From the host's own things only to what a module gave it: from there on as everywhere. */
  #isBookWay(node: number, edge: number, to: number): boolean {
    const books = this.#territory.books();
    if (books.has(to)) return false;
    const name = this.#snapshot.edgeNameId(edge);
    if (books.has(node)) return name === this.#snapshot.stringId(booked);
    if (!this.#territory.isContext(node) || this.#territory.ownerOfContext(node)) return true;
    if (!this.#cameBy(node, ofResource) || given.some((one) => name === this.#snapshot.stringId(one))) return true;
    // V8 does not always know the names in there.
    return this.#territory.isClosure(to) && this.#territory.ownerOfCode(to) !== undefined;
  }

  /** Whether a node was reached by a property of that name. */
  #isNamed(node: number, name: string): boolean {
    const by = this.#by[node] as number;
    return by !== 0 && this.#snapshot.edgeNameId(by - 1) === this.#snapshot.stringId(name);
  }

  /** Whether it is the context of a function that was. */
  #cameBy(node: number, name: string): boolean {
    return this.#by[node] !== 0 && this.#isNamed(this.#from[node] as number, name);
  }

  /** Variables of the modules that run, then globals. */
  #authorsRoots(): number[] {
    const snapshot = this.#snapshot;
    const running = new Set(this.#search.current);
    const roots: number[] = [];
    for (let node = 0; node < snapshot.nodeCount; node++) {
      if (!this.#territory.isContext(node) || !this.#territory.isModuleContext(node)) continue;
      const owner = this.#territory.ownerOfContext(node);
      if (owner && running.has(owner.serial)) roots.push(node);
    }
    const shortcut = snapshot.edgeTypes.indexOf("shortcut");
    for (let edge = snapshot.firstEdge(0); edge < snapshot.endEdge(0); edge++)
      if (snapshot.edgeType(edge) === shortcut) roots.push(snapshot.edgeTo(edge));
    return roots;
  }

  /** @param isOpen the context of a function of the host's may be entered */
  #isAuthorsWay(node: number, edge: number, to: number, isOpen = false): boolean {
    const snapshot = this.#snapshot;
    if (!this.#authors[snapshot.nodeType(to)] || this.#territory.isNamed(to, "system / NativeContext")) return false;
    const outer = this.#territory.outerContexts().get(to);
    // What lies there is the host's, and leads everywhere.
    if (outer && outer.serial !== this.#search.serial) return false;
    const name = snapshot.edgeNameId(edge);
    const isInternal = snapshot.edgeType(edge) === this.#internal;
    if (isInternal && this.#shared.has(name)) return false;
    if (this.#neighbours.has(name) && this.#territory.isNamed(node, "Timeout")) return false;
    if (!isOpen && isInternal && name === snapshot.stringId("context") && this.#territory.isClosure(node)) {
      const script = this.#territory.scriptOf(node);
      return script === "" || script.startsWith("graft:") || script.includes("/node_modules/");
    }
    return true;
  }

  #wayTo(target: number, roots: ReadonlySet<number>): readonly Hop[] {
    const hops: Hop[] = [];
    let node = target;
    while (!roots.has(node)) {
      hops.push({ node, edge: (this.#by[node] as number) - 1 });
      node = this.#from[node] as number;
    }
    hops.push({ node, edge: -1 });
    return hops.reverse();
  }
}
