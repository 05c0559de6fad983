/**
 * Who read what while it was evaluated: an importer that did keeps what it computed then, and is stale once that module
 * is swapped (R5, S8). Also what is read on its behalf, inside the functions of other modules that it calls.
 */
import type { Bindings, Getter } from "./bindings.ts";

/** Module → names that were read of it; `*` is its whole namespace. */
export type Reads = Map<string, Set<string>>;

/** Evaluation is synchronous and nothing else runs meanwhile, so one variable says on whose behalf everything is read. */
let reader: Reads | undefined;
let onRead: (id: string) => void = () => undefined;

/**
 * Books reads from now on; nothing where `reads` is absent.
 * @param onFirst told when a module is read of for the first time, before any code of it can run: it may have to be
 *   watched itself, for what it reads in its functions is read on the same behalf. So evaluating a module costs what it
 *   uses, not what it could reach.
 */
export const bookReads = (reads: Reads | undefined, onFirst: (id: string) => void = () => undefined): void => {
  reader = reads;
  onRead = onFirst;
};

/** What an importer holds in place of a module's record and holder while somebody is evaluated. */
export interface Face {
  readonly record: Readonly<Record<string, unknown>>;
  readonly holder: { readonly namespace: Readonly<Record<string, unknown>> };
}

/** The same face, except that it notes what is read of it. */
export const watchedFace = (id: string, bindings: Bindings): Face => ({
  record: new Proxy(bindings.record, {
    get: (record, name) => {
      if (reader && typeof name === "string") note(reader, id, bindings, name);
      return record[name as string];
    },
  }),
  holder: {
    get namespace() {
      if (reader) note(reader, id, bindings, "*");
      return bindings.holder.namespace;
    },
  },
});

/** Notes the name at every module on the way to where it is declared: each of them could lead elsewhere tomorrow. */
const note = (reads: Reads, id: string, bindings: Bindings, name: string): void => {
  const names = namesOf(reads, id);
  if (names.has(name)) return;
  names.add(name);
  const { getters, stars } = bindings.table;
  const follow = ({ path = [], whole }: Getter): void => {
    for (const one of path) namesOf(reads, one);
    if (whole) note(reads, whole.id, whole.bindings, "*");
  };
  if (name !== "*") {
    const getter = getters.get(name);
    if (getter) follow(getter);
    return;
  }
  // What is read through the namespace object is not seen name by name.
  for (const getter of getters.values()) follow(getter);
  for (const one of stars) namesOf(reads, one);
};

const namesOf = (reads: Reads, id: string): Set<string> => {
  let names = reads.get(id);
  if (!names) {
    reads.set(id, (names = new Set()));
    onRead(id);
  }
  return names;
};
