/**
 * One compiled and evaluated version of a module. Made by `vm.compileFunction`: what is made so can be collected
 * whole, while `import("?v=2")` and `vm.SourceTextModule` keep every version for ever.
 */
import { hostParameters } from "../source/compiled.ts";
import type { Bindings, Getter } from "./bindings.ts";
import type { Linkage } from "./linkage.ts";
import type { Releaser } from "../references/release.ts";
import { type Token, createToken } from "../references/token.ts";
import { type Reads, bookReads } from "./reads.ts";
import { announceBook, nameOf, retireBook } from "./books.ts";
import { makerOf } from "./maker.ts";
import { type BookParts, type DisposeFailure, ResourceBook } from "./resources.ts";

/** What a generation's code may use of the host, by the names of `hostParameters`. */
export type HostThings = Readonly<Record<(typeof hostParameters)[number], unknown>>;

/** What a module asks of the world while it is made and while it runs. */
export interface GenerationHost {
  readonly bindingsOf: (id: string) => Bindings;
  readonly importDynamically: (from: string, specifier: unknown) => Promise<unknown>;
  readonly metaOf: (id: string) => object;
  readonly thingsFor: (id: string, resources: ResourceBook) => HostThings;
  /** What the book of a generation's resources needs of the host. */
  readonly bookParts: (id: string, generation: number) => BookParts;
}

interface Instance {
  readonly getters: readonly (readonly [string, Getter])[];
  /** Replaces what the module holds of those it imports: the records, then the holders. */
  readonly relink: (faces: readonly unknown[]) => void;
  /** Present where `compiled.release` is. */
  readonly read?: Releaser["read"];
  readonly write?: Releaser["write"];
}

type Body = () => Generator<Instance, void, void>;

export class Generation {
  readonly id: string;
  readonly number: number;
  readonly linkage: Linkage;
  readonly resources: ResourceBook;
  /** Getters of what the module itself declares and exports. */
  readonly locals: ReadonlyMap<string, Getter>;
  /** What it read, or had others read for it, while it was evaluated (R5). */
  readonly reads: Reads = new Map();
  /** Lives as long as any function of this generation, exported or not: held by nothing but their context (R6). */
  readonly token: WeakRef<Token>;
  /** What the token is known by. */
  readonly serial: number;
  readonly #host: GenerationHost;
  #running: Generator<Instance, void, void> | undefined;
  readonly #relink: Instance["relink"];
  #plainFaces: readonly unknown[] | undefined;
  #watchedFaces: readonly unknown[] | undefined;

  /** Instantiates: functions are hoisted and can be called, nothing has been evaluated. Throws what V8 cannot parse. */
  constructor(linkage: Linkage, number: number, host: GenerationHost) {
    const { id, compiled } = linkage.source;
    this.id = id;
    this.number = number;
    this.linkage = linkage;
    this.#host = host;
    this.resources = new ResourceBook(host.bookParts(id, number));
    const things = host.thingsFor(id, this.resources);
    const make = makerOf(compiled, nameOf(this.resources)) as (...parameters: unknown[]) => Body;
    const { token, serial } = createToken(id, number);
    this.serial = serial;
    this.token = new WeakRef(token);
    const body = make(
      (specifier: unknown) => host.importDynamically(id, specifier),
      host.metaOf(id),
      token,
      ...hostParameters.map((name) => things[name]),
      ...this.#faces(true),
    );
    this.#running = body();
    const { getters, relink, read, write } = this.#running.next().value as Instance;
    token.book = this.resources;
    token.relink = relink;
    token.faces = compiled.requests.map(({ specifier }) => specifier);
    if (compiled.release && read && write) token.releaser = { plan: compiled.release, read, write };
    this.locals = new Map(getters);
    this.#relink = relink;
    if (compiled.namelessDefault)
      Object.defineProperty(this.locals.get("default")?.(), "name", { value: "default", configurable: true });
    announceBook(this.resources);
  }

  /**
   * Runs the module's top level once. Throws what it throws.
   * @param onRead told which modules it reads of, each once
   */
  evaluate(onRead: (id: string) => void): void {
    const running = this.#running;
    this.#running = undefined;
    // A cut runs no `finally`: whoever evaluates ends the booking.
    bookReads(this.reads, onRead);
    running?.next();
  }

  /**
   * Whether what it reads of other modules is noted. A new generation is watched from the start, a running one only while
   * somebody is evaluated on whose behalf it may read, so that the cost does not last.
   */
  watch(isWatched: boolean): void {
    this.#relink(this.#faces(isWatched));
  }

  /**
   * Its life ends: disposes of what it has made, save what calls in flight need until they settle.
   * @returns what the disposers threw.
   */
  end(): readonly DisposeFailure[] {
    retireBook(this.resources);
    return this.resources.close();
  }

  #faces(isWatched: boolean): readonly unknown[] {
    return isWatched ? (this.#watchedFaces ??= this.#findFaces(true)) : (this.#plainFaces ??= this.#findFaces(false));
  }

  #findFaces(isWatched: boolean): readonly unknown[] {
    const faces = this.linkage.targets.map((target) => {
      if (target.kind === "external") return { record: target.namespace, holder: target };
      const bindings = this.#host.bindingsOf(target.id);
      return isWatched ? bindings.watched(target.id) : bindings;
    });
    return [...faces.map(({ record }) => record), ...faces.map(({ holder }) => holder)];
  }
}
