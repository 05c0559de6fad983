/** The stable face of a module: what its importers hold. A swap changes what is behind it, never the face (L5). */
import { createNamespace } from "./namespace.ts";
import { type Face, watchedFace } from "./reads.ts";

/** Reads one binding. */
export type Getter = (() => unknown) & {
  /** Modules on the way to where it is declared, when that is elsewhere. */
  readonly path?: readonly string[];
  /** The module whose whole namespace it is. */
  readonly whole?: { readonly id: string; readonly bindings: Bindings };
};

/** What stands behind the face at one time: a getter for each exported name. */
export interface ExportTable {
  readonly getters: ReadonlyMap<string, Getter>;
  /** Modules that have a say in what names there are: itself, and those that are reached by `export *`. */
  readonly stars: ReadonlySet<string>;
  /** Made when somebody asks for it. The same as long as the set of names is (L7). */
  namespace: Readonly<Record<string, unknown>> | undefined;
}

export const noExports: ExportTable = { getters: new Map(), stars: new Set(), namespace: undefined };

export class Bindings {
  /** Importers read names from here; null prototype, an accessor a name. */
  readonly record: Readonly<Record<string, unknown>> = Object.create(null) as Record<string, unknown>;
  /** Importers of the whole namespace read it from here. */
  readonly holder: { readonly namespace: Readonly<Record<string, unknown>> };
  #table: ExportTable = noExports;
  #watched: Face | undefined;

  constructor() {
    const namespaceNow = (): Readonly<Record<string, unknown>> =>
      (this.#table.namespace ??= createNamespace(this.record, this.#table.getters.keys()));
    this.holder = {
      get namespace() {
        return namespaceNow();
      },
    };
  }

  /** The face that notes what is read of it; importers hold it while somebody is evaluated. */
  watched(id: string): Face {
    return (this.#watched ??= watchedFace(id, this));
  }

  get table(): ExportTable {
    return this.#table;
  }

  /** Puts other getters behind the same face. The namespace object lives on when the names are the same. */
  show({ getters, stars }: Omit<ExportTable, "namespace">): void {
    const before = this.#table.getters;
    const isSameSet = before.size === getters.size && [...getters.keys()].every((name) => before.has(name));
    this.restore({ getters, stars, namespace: isSameSet ? this.#table.namespace : undefined });
  }

  /** Puts back a table as it was. */
  restore(table: ExportTable): void {
    for (const name of this.#table.getters.keys())
      if (!table.getters.has(name)) Reflect.deleteProperty(this.record, name);
    for (const [name, get] of table.getters)
      Object.defineProperty(this.record, name, { get, enumerable: true, configurable: true });
    this.#table = table;
  }
}
