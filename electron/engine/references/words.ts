/** A way through the heap in the author's words: modules, variables, functions; what V8 and Node put between is left out. */
import type { Found, Hop, Territory } from "./path.ts";
import type { Owner } from "./token.ts";

/** A step as the worker tells it. `at` is a place in the generation's code, line and column from 0. */
export interface RawStep {
  readonly label: string;
  readonly owner?: Owner;
  readonly variable?: string;
  readonly function?: string;
  readonly at?: { readonly line: number; readonly column: number };
}

/** @param current tokens of the generations that run: their number is left out */
export const inWords = (territory: Territory, { hops, from }: Found, current: ReadonlySet<number>): RawStep[] => {
  const speaker = new Speaker(territory, current);
  switch (from) {
    case "authors":
      return speaker.speak(hops, true);
    case "books":
      return speaker.speakOfBook(hops);
    case "anywhere":
      return speaker.speak(hops.slice(firstOfMeaning(territory, hops)), false);
  }
};

/** Where a way from V8's roots comes to something that has a name for the author. */
const firstOfMeaning = (territory: Territory, hops: readonly Hop[]): number => {
  const { snapshot } = territory;
  const index = hops.findIndex(
    ({ node }, at) =>
      namesOfNodes.has(snapshot.nodeName(node)) ||
      territory.suspended(node) !== undefined ||
      isEmitter(territory, hops[at + 1]),
  );
  return index < 0 ? hops.length - 1 : index;
};

/** Whether the next step leads to the table of its listeners. */
const isEmitter = ({ snapshot }: Territory, next: Hop | undefined): boolean =>
  next !== undefined && next.edge >= 0 && snapshot.edgeName(next.edge) === "_events";

const namesOfNodes: ReadonlyMap<string, string> = new Map([
  ["Timeout", "a timer"],
  ["Immediate", "an immediate"],
  ["Promise", "a promise"],
]);

/** Where the host's book has values that were defined at a prompt. */
const keptByResource = "kept";

/** What the host puts around a callback of a module's: of no interest on the way to it. */
const hostsCallback = "callOfModule";

class Speaker {
  readonly #territory: Territory;
  readonly #current: ReadonlySet<number>;
  readonly #locations: ReturnType<Territory["snapshot"]["locations"]>;
  readonly #steps: RawStep[] = [];
  /** Tables of an emitter's listeners, and lists of one event's. */
  readonly #listeners = new Set<number>();
  /** The generation that was named last. */
  #serial = -1;
  /** The way leads through the host's own wrapping of a callback. */
  #isInWrapping = false;

  constructor(territory: Territory, current: ReadonlySet<number>) {
    this.#territory = territory;
    this.#current = current;
    this.#locations = territory.snapshot.locations();
  }

  speak(hops: readonly Hop[], isAuthors: boolean): RawStep[] {
    const [first] = hops;
    if (!first) return [];
    if (!isAuthors) this.#steps.push({ label: "Node or Graft itself" });
    else if (this.#territory.isContext(first.node)) this.#module(first.node);
    else this.#steps.push({ label: "globalThis" });
    for (const [index, { node, edge }] of hops.entries()) {
      const before = hops[index - 1];
      if (before) this.#edge(before.node, edge, node);
      if (index > 0 || !isAuthors) this.#node(node);
      if (index === 0 && !isAuthors && isEmitter(this.#territory, hops[1]))
        this.#steps.push({ label: this.#territory.snapshot.nodeName(node) });
    }
    return this.#steps;
  }

  /** What a module has made, in the words of the host's own book; then what it had given for it. */
  speakOfBook(hops: readonly Hop[]): RawStep[] {
    const { snapshot } = this.#territory;
    const owner = this.#territory.books().get(hops[0]?.node ?? -1);
    if (owner) this.#steps.push({ label: this.#nameOf(owner), owner });
    if (owner) this.#serial = owner.serial;
    const kept = hops.findIndex(({ edge }) => edge >= 0 && snapshot.edgeName(edge) === keptByResource);
    if (kept >= 0) return this.#speakOfKept(hops.slice(kept));
    const resource = hops.findIndex((_, at) => snapshot.edgeName(hops[at + 1]?.edge ?? 0) === "dispose");
    const label = this.#territory.child(hops[resource]?.node ?? 0, "label");
    if (label !== undefined) this.#steps.push({ label: cut(this.#territory.textOf(label)) });
    const given = hops.findIndex(({ node }, at) => at > resource && this.#territory.isContext(node)) + 1;
    for (let at = given; at < hops.length; at++) {
      const { node, edge } = hops[at] as Hop;
      if (at > given) this.#edge((hops[at - 1] as Hop).node, edge, node);
      this.#node(node);
    }
    return this.#steps;
  }

  /** What was defined at a prompt: a Map's table of names and values, then on to the code. */
  #speakOfKept([, table, value, ...rest]: readonly Hop[]): RawStep[] {
    this.#steps.push({ label: "prompt" });
    if (!table || !value) return this.#steps;
    const key = this.#territory.child(table.node, String(Number(this.#territory.snapshot.edgeName(value.edge)) - 1));
    if (key !== undefined) {
      const name = cut(this.#territory.textOf(key));
      this.#steps.push({ label: name, variable: name });
    }
    this.#node(value.node);
    let before = value;
    for (const hop of rest) {
      this.#edge(before.node, hop.edge, hop.node);
      this.#node(hop.node);
      before = hop;
    }
    return this.#steps;
  }

  #module(context: number): void {
    const owner = this.#territory.ownerOfContext(context);
    if (!owner || owner.serial === this.#serial) return;
    this.#serial = owner.serial;
    this.#steps.push({ label: this.#nameOf(owner), owner });
  }

  #nameOf({ module, generation, serial }: Owner): string {
    return this.#current.has(serial) ? module : `${module} #${generation}`;
  }

  #edge(from: number, edge: number, to: number): void {
    const { snapshot } = this.#territory;
    const name = snapshot.edgeName(edge);
    switch (snapshot.edgeTypes[snapshot.edgeType(edge)]) {
      case "context": {
        const owner = this.#territory.ownerOfContext(from);
        if (owner) this.#module(from);
        // What lies in the outer context is the host's.
        if (this.#territory.outerContexts().has(from) || (!owner && this.#isInWrapping)) return;
        this.#steps.push({ label: `variable ${name}`, variable: name, ...(owner ? { owner } : {}) });
        return;
      }
      case "property":
        if (name === "_events") this.#listeners.add(to);
        if (this.#isNodes(from, name) || snapshot.nodeName(from) === hostsCallback) return;
        if (this.#listeners.has(from)) this.#listeners.add(to);
        this.#steps.push({ label: this.#listeners.has(from) ? `listener of ${name}` : spellKey(name) });
        return;
      case "element":
        if (this.#listeners.has(from)) return;
        this.#steps.push({ label: `${snapshot.nodeName(from) === "Array" ? "array " : ""}[${name}]` });
        return;
      case "internal":
        if (name.startsWith("bound_")) this.#bound(name);
        else if (name === "table") this.#steps.push({ label: snapshot.nodeName(from) === "Set" ? "Set" : "Map" });
        else if (name.includes(" pair in WeakMap (table @")) this.#steps.push({ label: "WeakMap value" });
        else this.#entry(from, Number(name), to);
        return;
      case "shortcut":
        return this.#bound(name);
      default:
    }
  }

  /** What a bound function has of others. */
  #bound(name: string): void {
    if (name === "bound_function") this.#steps.push({ label: "bound function" });
    else if (name === "bound_this") this.#steps.push({ label: "bound this" });
    else if (name.startsWith("bound_argument")) this.#steps.push({ label: "bound argument" });
  }

  /** An entry of a Map or Set; what came before said which. */
  #entry(table: number, index: number, to: number): void {
    const last = this.#steps.at(-1);
    if (Number.isNaN(index) || (last?.label !== "Map" && last?.label !== "Set")) return;
    this.#steps.pop();
    if (last.label === "Set") return void this.#steps.push({ label: "Set entry" });
    this.#steps.push({ label: this.#isKey(table, index) ? "Map key" : this.#valueLabel(table, index, to) });
  }

  #isKey(table: number, index: number): boolean {
    // Three numbers, a head for each bucket, then key, value and the next one's place for each entry: two a bucket.
    const words = this.#territory.snapshot.selfSize(table) / this.#territory.snapshot.wordBytes() - 2;
    const buckets = Math.floor((words - 3) / 7);
    return (index - 3 - buckets) % 3 === 0;
  }

  #valueLabel(table: number, index: number, to: number): string {
    const key = this.#territory.child(table, String(index - 1));
    const { snapshot } = this.#territory;
    const isText = key !== undefined && key !== to && snapshot.nodeTypes[snapshot.nodeType(key)] === "string";
    return isText ? `Map value of ${JSON.stringify(cut(snapshot.nodeName(key)))}` : "Map value";
  }

  #node(node: number): void {
    const { snapshot } = this.#territory;
    const name = snapshot.nodeName(node);
    if (this.#territory.isContext(node)) {
      if (this.#territory.isModuleContext(node) && this.#territory.ownerOfContext(node)) this.#module(node);
      return;
    }
    if (this.#territory.isClosure(node)) return this.#closure(node, name);
    const suspended = this.#territory.suspended(node);
    if (suspended !== undefined) return this.#suspended(suspended, name);
    const words = namesOfNodes.get(name);
    if (words !== undefined) this.#steps.push({ label: words });
  }

  #closure(node: number, name: string): void {
    const owner = this.#territory.ownerOfCode(node);
    this.#isInWrapping = name === hostsCallback;
    if (this.#isInWrapping) return;
    if (!owner) {
      // What V8 makes to settle a promise has neither name nor script.
      if (name !== "" && this.#territory.scriptOf(node) !== "") this.#steps.push({ label: `function ${name}` });
      return;
    }
    this.#serial = owner.serial;
    const at = this.#locations.get(node);
    const isNamed = name !== "" && /^[\w$]+$/.test(name);
    this.#steps.push({
      label: `${isNamed ? name : "a closure"} of ${this.#nameOf(owner)}`,
      owner,
      ...(isNamed ? { function: name } : {}),
      ...(at ? { at } : {}),
    });
  }

  #suspended(closure: number, className: string): void {
    const owner = this.#territory.ownerOfCode(closure);
    if (!owner) return;
    this.#serial = owner.serial;
    const at = this.#locations.get(closure);
    const name = this.#territory.snapshot.nodeName(closure);
    const isGenerator = this.#territory.child(closure, "prototype") !== undefined;
    const kind = className === "AsyncGenerator" ? "async generator" : isGenerator ? "generator" : "async function";
    this.#steps.push({
      label: `${kind} ${name === "" ? "" : `${name} `}of ${this.#nameOf(owner)}, suspended`,
      owner,
      ...(name === "" ? {} : { function: name }),
      ...(at ? { at } : {}),
    });
  }

  /** Fields that Node keeps its own things in. */
  #isNodes(from: number, name: string): boolean {
    if (name === "_events" || name === "_onTimeout" || name === "_onImmediate") return true;
    return name.startsWith("<symbol") && this.#territory.isNamed(from, "Timeout");
  }
}

const spellKey = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(cut(name))}]`;

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
