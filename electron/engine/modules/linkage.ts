/**
 * What the linker knows of a module's text: what each of its requests resolves to, what it exports.
 * The algorithms are ECMAScript's ResolveExport and GetExportedNames.
 * @see SPEC.md L1–L9
 */
import type { Compiled, IndirectExport, LocalExport } from "../source/compiled.ts";

/** A module's text with what compiling it yielded. */
export interface Source {
  readonly id: string;
  readonly text: string;
  readonly compiled: Compiled;
}

/** A package or one of Node's own modules: outside of the workspace, never swapped. */
export interface External {
  readonly kind: "external";
  /** As imported: `node:fs`, `three`. */
  readonly specifier: string;
  /** Its real namespace object. */
  readonly namespace: Readonly<Record<string, unknown>>;
}

export type Target = { readonly kind: "module"; readonly id: string } | External;

export interface Linkage {
  readonly source: Source;
  /** By index of `compiled.requests`. */
  readonly targets: readonly Target[];
  /** By index of `compiled.dynamicImports`; absent where nothing is found, which is an error only when it runs. */
  readonly dynamicTargets: readonly (Target | undefined)[];
  readonly locals: ReadonlyMap<string, LocalExport>;
  readonly indirects: ReadonlyMap<string, IndirectExport>;
}

export const linkageOf = (
  source: Source,
  targets: readonly Target[],
  dynamicTargets: readonly (Target | undefined)[],
): Linkage => ({
  source,
  targets,
  dynamicTargets,
  locals: new Map(source.compiled.localExports.map((entry) => [entry.name, entry])),
  indirects: new Map(source.compiled.indirectExports.map((entry) => [entry.name, entry])),
});

/** The linkages as they are, or as they would be after a transaction. */
export type View = (id: string) => Linkage | undefined;

/** Where a name leads. Two names are one binding when origin and name are the same. */
export interface Found {
  readonly kind: "found";
  /** The module or package that declares it. */
  readonly origin: Target;
  /** Its name there; `*` is the whole namespace. */
  readonly name: string;
  /** Modules on the way there, the origin first, without the module that was asked. Grows while it is searched. */
  readonly path: string[];
}

export type Resolution = Found | { readonly kind: "missing" | "ambiguous" | "circular" };

const missing: Resolution = { kind: "missing" };
const namespaceName = "*";

/** One search for one name; `seen` is what the standard calls the resolve set. */
interface Search {
  readonly view: View;
  readonly seen: Set<string>;
}

/** Which binding the name `name` of module `id` stands for (L3). */
const resolveExport = (search: Search, id: string, name: string): Resolution => {
  const key = `${id}\n${name}`;
  if (search.seen.has(key)) return { kind: "circular" };
  search.seen.add(key);
  const linkage = search.view(id);
  if (!linkage) return missing;
  if (linkage.locals.has(name)) return { kind: "found", origin: { kind: "module", id }, name, path: [] };
  const indirect = linkage.indirects.get(name);
  if (indirect) return resolveBeyond(search, targetOf(linkage, indirect.request), indirect.importName);
  return name === "default" ? missing : resolveStar(search, linkage, name);
};

const resolveStar = (search: Search, linkage: Linkage, name: string): Resolution => {
  let found: Found | undefined;
  for (const { request } of linkage.source.compiled.starExports) {
    const target = targetOf(linkage, request);
    // A barrel of a hundred modules is searched through for each of its names.
    if (target.kind === "module" && isLeafWithout(search.view(target.id), name)) continue;
    const resolution = resolveBeyond(search, target, name);
    if (resolution.kind === "ambiguous") return resolution;
    if (resolution.kind !== "found") continue;
    found ??= resolution;
    if (!isSameTarget(found.origin, resolution.origin) || found.name !== resolution.name) return { kind: "ambiguous" };
  }
  return found ?? missing;
};

const isLeafWithout = (linkage: Linkage | undefined, name: string): boolean =>
  linkage !== undefined &&
  linkage.source.compiled.starExports.length === 0 &&
  !linkage.locals.has(name) &&
  !linkage.indirects.has(name);

/** What a name imported from a target stands for. */
export const resolveIn = (view: View, target: Target, name: string): Resolution =>
  resolveImport({ view, seen: new Set() }, target, name);

const resolveImport = (search: Search, target: Target, name: string): Resolution => {
  if (target.kind === "module") {
    if (name !== namespaceName) return resolveExport(search, target.id, name);
    return { kind: "found", origin: target, name, path: [] };
  }
  if (name !== namespaceName && !(name in target.namespace)) return missing;
  return { kind: "found", origin: target, name, path: [] };
};

/** The same, seen from the module before it. */
const resolveBeyond = (search: Search, target: Target, name: string): Resolution => {
  const resolution = resolveImport(search, target, name);
  if (resolution.kind === "found" && target.kind === "module") resolution.path.push(target.id);
  return resolution;
};

const isSameTarget = (a: Target, b: Target): boolean =>
  a.kind === "module" ? b.kind === "module" && a.id === b.id : b.kind === "external" && a.namespace === b.namespace;

export const targetOf = (linkage: Linkage, request: number): Target => {
  const target = linkage.targets[request];
  if (!target) throw new RangeError(`${linkage.source.id} has no request ${request}`);
  return target;
};

export interface ResolvedExports {
  /** In no particular order. */
  readonly names: ReadonlyMap<string, Found>;
  /** Modules that have a say in what names there are: those that are reached by `export *`. */
  readonly stars: ReadonlySet<string>;
}

/** The names that a module exports: those that lead to one binding (L4). */
export const resolveExports = (view: View, id: string): ResolvedExports => {
  const names = new Map<string, Found>();
  const stars = new Set<string>();
  for (const name of namesIn(view, id, stars)) {
    const resolution = resolveExport({ view, seen: new Set() }, id, name);
    if (resolution.kind === "found") names.set(name, resolution);
  }
  return { names, stars };
};

const namesIn = (view: View, id: string, visited: Set<string>): Set<string> => {
  const names = new Set<string>();
  const linkage = view(id);
  if (!linkage || visited.has(id)) return names;
  visited.add(id);
  for (const name of linkage.locals.keys()) names.add(name);
  for (const name of linkage.indirects.keys()) names.add(name);
  for (const { request } of linkage.source.compiled.starExports) {
    const target = targetOf(linkage, request);
    const theirs = target.kind === "module" ? namesIn(view, target.id, visited) : Object.keys(target.namespace);
    for (const name of theirs) if (name !== "default") names.add(name);
  }
  return names;
};

/** Whether two texts of a module export the same names, each declared in it or taken from the same place. */
export const exportsAlike = (before: Linkage, after: Linkage): boolean => {
  const listOf = (linkage: Linkage): string => {
    const place = (request: number): string => {
      const target = targetOf(linkage, request);
      return target.kind === "module" ? `./${target.id}` : target.specifier;
    };
    return JSON.stringify([
      [...linkage.locals.keys()].sort(),
      [...linkage.indirects.values()].map(({ name, request, importName }) => [name, place(request), importName]).sort(),
      linkage.source.compiled.starExports.map(({ request }) => place(request)).sort(),
    ]);
  };
  return listOf(before) === listOf(after);
};
