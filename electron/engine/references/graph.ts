/** The reference graph: who refers to whom, how often; as plain nodes and edges. */
import { functionsInText, functionsOf } from "../modules/exports.ts";
import { type Linkage, targetOf } from "../modules/linkage.ts";
import type { FunctionIdentity } from "../modules/module.ts";
import type { Graph, GraphEdge, GraphNode, ModuleStatus } from "../summary.ts";
import type { Program } from "../modules/program.ts";

/** One module as the graph needs it; where nothing runs yet, the linkage comes from the sources alone. */
export interface GraphModule {
  readonly id: string;
  readonly status: ModuleStatus;
  readonly generation: number;
  readonly linkage: Linkage | undefined;
}

/**
 * The graph of some modules: themselves, what they refer to, and the slots and resources that hold them (R18).
 *
 * @param other of a module that is referred to and is not among them
 */
export const graphOf = (
  program: Program,
  modules: readonly GraphModule[],
  level: "module" | "function",
  other: (id: string) => GraphModule,
): Graph => {
  const builder = new GraphBuilder(level, (id) => functionsIn(program, other(id)));
  for (const module of modules) builder.module(module, functionsIn(program, module));
  for (const { id, linkage } of modules) if (linkage) builder.imports(id, linkage);
  for (const { id } of modules) {
    const live = program.modules.get(id)?.live;
    for (const { slot, name } of live?.handlers ?? []) builder.slot(slot, id, name);
    for (const { effect, name } of live?.performers ?? []) builder.slot(`${effect} effect`, id, name);
    for (const { kind, label } of live?.generation.resources.list() ?? [])
      builder.held(id, kind === "source" ? label : undefined, "resource", 1);
    for (const { name } of live?.performers ?? [])
      builder.held(id, name, "call", program.parts.effects.callsInFlight(id, name));
  }
  return builder.graph();
};

const functionsIn = (program: Program, { id, linkage }: GraphModule): readonly FunctionIdentity[] => {
  const module = program.modules.get(id);
  if (module?.live) return functionsOf(module);
  return linkage ? functionsInText(linkage) : [];
};

const functionNode = (id: string, name: string): string => `${id}#${name}`;

class GraphBuilder {
  readonly #level: "module" | "function";
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  /** Names of functions by module, for those that are referred to. */
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #functionsOf: (id: string) => readonly FunctionIdentity[];

  constructor(level: "module" | "function", functionsOf: (id: string) => readonly FunctionIdentity[]) {
    this.#level = level;
    this.#functionsOf = functionsOf;
  }

  module({ id, status, generation }: GraphModule, functions: readonly FunctionIdentity[]): void {
    this.#nodes.set(id, { id, kind: "module", label: id, generation, status });
    if (this.#level === "module") return;
    this.#names.set(id, new Set(functions.map(({ name }) => name)));
    for (const { name, kind } of functions) {
      const node = functionNode(id, name);
      this.#nodes.set(node, { id: node, kind: "function", label: name, module: id, function: kind });
    }
  }

  /** Each name counts once, each `*` once, by the rules of the ledger. */
  imports(from: string, linkage: Linkage): void {
    const { imports, indirectExports, starExports } = linkage.source.compiled;
    const seen = new Set<string>();
    const refer = (request: number, name: string): void => {
      const target = targetOf(linkage, request);
      const to = target.kind === "module" ? target.id : target.specifier;
      if (target.kind === "external") this.#nodes.set(to, { id: to, kind: "external", label: to });
      const key = `${to}\n${name}`;
      if (seen.has(key)) return;
      seen.add(key);
      const precise = this.#level === "function" && target.kind === "module" && this.#hasFunction(to, name);
      this.#edge(from, precise ? functionNode(to, name) : to, "import", 1, name === "*");
    };
    for (const { request, name } of imports) refer(request, name);
    for (const { request, importName } of indirectExports) refer(request, importName);
    for (const { request } of starExports) refer(request, "*");
    for (const target of linkage.dynamicTargets) {
      if (target?.kind !== "module" || seen.has(`${target.id}\n*`)) continue;
      seen.add(`${target.id}\n*`);
      this.#edge(from, target.id, "import", 1, true);
    }
    // An import for its effects only refers to no name; the edge shows that it is there.
    const named = new Set([...seen].map((key) => key.slice(0, key.lastIndexOf("\n"))));
    linkage.targets.forEach((target) => {
      const to = target.kind === "module" ? target.id : target.specifier;
      if (target.kind === "external") this.#nodes.set(to, { id: to, kind: "external", label: to });
      if (!named.has(to)) this.#edge(from, to, "import", 0, false);
    });
  }

  #hasFunction(id: string, name: string): boolean {
    let names = this.#names.get(id);
    if (names === undefined) {
      names = new Set(this.#functionsOf(id).map((each) => each.name));
      this.#names.set(id, names);
    }
    return names.has(name);
  }

  slot(slot: string, id: string, name: string): void {
    const node = `slot:${slot}`;
    this.#nodes.set(node, { id: node, kind: "slot", label: slot });
    this.#edge(node, this.#level === "function" ? functionNode(id, name) : id, "slot", 1, false);
  }

  /** What a module or one of its functions holds on to by itself: drawn as a loop at its node. */
  held(id: string, name: string | undefined, kind: "resource" | "call", count: number): void {
    if (count === 0) return;
    const node = this.#level === "function" && name !== undefined ? functionNode(id, name) : id;
    this.#edge(id, node, kind, count, false);
  }

  graph(): Graph {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }

  #edge(from: string, to: string, kind: GraphEdge["kind"], count: number, isStar: boolean): void {
    const key = `${from}\n${to}\n${kind}\n${isStar}`;
    const before = this.#edges.get(key);
    this.#edges.set(key, {
      from,
      to,
      kind,
      count: (before?.count ?? 0) + count,
      ...(isStar ? { star: true } : {}),
    });
  }
}
