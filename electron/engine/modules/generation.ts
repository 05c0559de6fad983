/**
 * One compiled and evaluated version of a module. Made by `vm.compileFunction`: what is made so can be collected
 * whole, while `import("?v=2")` and `vm.SourceTextModule` keep every version for ever.
 */
import { compileFunction } from "node:vm";
import { hostParameters } from "../source/compiled.ts";
import type { Bindings, Getter } from "./bindings.ts";
import type { Linkage, Target } from "./linkage.ts";
import { ResourceBook } from "./resources.ts";

/** What a generation's code may use of the host, by the names of `hostParameters`. */
export type HostThings = Readonly<Record<(typeof hostParameters)[number], unknown>>;

/** What a module asks of the world while it is made and while it runs. */
export interface GenerationHost {
  readonly bindingsOf: (id: string) => Bindings;
  readonly importDynamically: (from: string, specifier: unknown) => Promise<unknown>;
  readonly metaOf: (id: string) => object;
  readonly thingsFor: (id: string, resources: ResourceBook) => HostThings;
  /** A resource of a module was booked or struck off. */
  readonly onResources: (id: string) => void;
}

interface Instance {
  readonly getters: readonly (readonly [string, Getter])[];
  /** Replaces the records that watch what evaluation reads by the plain ones. */
  readonly relink: (...records: unknown[]) => void;
}

type Body = () => Generator<Instance, void, void>;

export class Generation {
  readonly id: string;
  readonly number: number;
  readonly linkage: Linkage;
  readonly resources: ResourceBook;
  /** Getters of what the module itself declares and exports. */
  readonly locals: ReadonlyMap<string, Getter>;
  /** Module → names that were read of it while this generation was evaluated (R5). */
  readonly reads = new Map<string, Set<string>>();
  readonly #host: GenerationHost;
  #running: Generator<Instance, void, void> | undefined;
  #relink: Instance["relink"];

  /** Instantiates: functions are hoisted and can be called, nothing has been evaluated. Throws what V8 cannot parse. */
  constructor(linkage: Linkage, number: number, host: GenerationHost) {
    const { id, compiled } = linkage.source;
    this.id = id;
    this.number = number;
    this.linkage = linkage;
    this.#host = host;
    this.resources = new ResourceBook(() => host.onResources(id));
    const things = host.thingsFor(id, this.resources);
    const make = compileFunction(compiled.code, [...compiled.parameters], { filename: fileNameOf(id, number) }) as (
      ...parameters: unknown[]
    ) => Body;
    const body = make(
      (specifier: unknown) => host.importDynamically(id, specifier),
      host.metaOf(id),
      ...hostParameters.map((name) => things[name]),
      ...linkage.targets.map((target) => this.#watched(target)),
      ...linkage.targets.map((target) => (target.kind === "module" ? host.bindingsOf(target.id).holder : target)),
    );
    this.#running = body();
    const { getters, relink } = this.#running.next().value as Instance;
    this.locals = new Map(getters);
    this.#relink = relink;
    if (compiled.namelessDefault)
      Object.defineProperty(this.locals.get("default")?.(), "name", { value: "default", configurable: true });
  }

  /** Runs the module's top level once. Throws what it throws. */
  evaluate(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.next();
    this.#relink(
      ...this.linkage.targets.map((target) =>
        target.kind === "module" ? this.#host.bindingsOf(target.id).record : target.namespace,
      ),
    );
    this.#relink = () => undefined;
  }

  /** A record that notes what is read of it. Evaluation alone sees it, so its cost does not last. */
  #watched(target: Target): unknown {
    if (target.kind === "external") return target.namespace;
    let names: Set<string> | undefined;
    return new Proxy(this.#host.bindingsOf(target.id).record, {
      get: (record, name) => {
        if (!names) this.reads.set(target.id, (names = this.reads.get(target.id) ?? new Set()));
        names.add(String(name));
        return record[name as string];
      },
    });
  }
}

/** The name under which V8 knows a generation's code; `locate.ts` reads it back from stack traces. */
const fileNameOf = (id: string, number: number): string => `graft:${id}#${number}`;
