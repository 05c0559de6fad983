/** What a specifier stands for: a module of the workspace, a package, one of Node's modules (L1). */
import { pathToFileURL } from "node:url";
import { join, posix } from "node:path";
import { resolve as resolvePackage } from "import-meta-resolve";
import type { Problem } from "../summary.ts";
import { problemAt } from "./problem.ts";
import { type External, type Linkage, type Source, type Target, linkageOf } from "./linkage.ts";
import { isBuiltin } from "./link.ts";

export const moduleExtensions = [".ts", ".tsx", ".mts", ".js", ".mjs", ".jsx", ".json"] as const;

/** TypeScript lets an import name the file that would be written: `./a.js` means `./a.ts`. */
const writtenAs: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".jsx": [".tsx"],
};

/** The id that a relative specifier means, out of those that exist. */
export const resolveLocal = (from: string, specifier: string, exists: (id: string) => boolean): string | undefined => {
  const path = posix.join(posix.dirname(from), specifier);
  if (path === ".." || path.startsWith("../") || specifier.startsWith("/")) return undefined;
  const namesFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
  // Most are found at once: every swap resolves what it imports.
  if (!namesFolder) {
    if (exists(path)) return path;
    for (const ending of moduleExtensions) if (exists(path + ending)) return path + ending;
  }
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  for (const ending of writtenAs[extension] ?? []) if (exists(stem + ending)) return stem + ending;
  return moduleExtensions.map((ending) => posix.join(path, `index${ending}`)).find(exists);
};

/** Loads packages and Node's own modules, each once, so that linking itself need not wait. */
export class Externals {
  readonly #folder: string;
  readonly #loaded = new Map<string, External | Error>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(specifier: string): External | Error | undefined {
    return this.#loaded.get(specifier);
  }

  /** Evaluates what a text imports from outside; refusals are kept as errors for the link check to tell. */
  async load(sources: readonly Source[]): Promise<void> {
    const wanted = new Set<string>();
    for (const { compiled } of sources)
      for (const { specifier } of [...compiled.requests, ...compiled.dynamicImports])
        if (!isLocal(specifier) && !(this.#loaded.get(specifier) && !(this.#loaded.get(specifier) instanceof Error)))
          wanted.add(specifier);
    await Promise.all([...wanted].map(async (specifier) => this.#loaded.set(specifier, await this.#load(specifier))));
  }

  /** One that is asked for while the program runs. */
  async one(specifier: string): Promise<External | Error> {
    const known = this.#loaded.get(specifier);
    if (known && !(known instanceof Error)) return known;
    const external = await this.#load(specifier);
    this.#loaded.set(specifier, external);
    return external;
  }

  async #load(specifier: string): Promise<External | Error> {
    try {
      const url = isBuiltin(specifier)
        ? specifier
        : resolvePackage(specifier, pathToFileURL(join(this.#folder, "graft.js")).href);
      const namespace = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
      return { kind: "external", specifier, namespace };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

export const isLocal = (specifier: string): boolean =>
  /^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..";

export type LinkageOutcome =
  | { readonly ok: true; readonly linkage: Linkage }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Resolves every request of a text. */
export const linkageOfSource = (
  source: Source,
  exists: (id: string) => boolean,
  externals: Externals,
): LinkageOutcome => {
  const problems: Problem[] = [];
  const resolve = (specifier: string): Target | string => {
    if (isLocal(specifier)) {
      const id = resolveLocal(source.id, specifier, exists);
      return id === undefined ? unresolvedLocal(source.id, specifier) : { kind: "module", id };
    }
    if (specifier === "graft") return '`graft` has types only: say `import type { … } from "graft"`.';
    const external = externals.get(specifier);
    if (external && !(external instanceof Error)) return external;
    return isMissing(external)
      ? `The package \`${specifier}\` is not found from this workspace: install it there with npm.`
      : `The package \`${specifier}\` could not be loaded: ${external?.message ?? "it was not asked for"}.`;
  };
  const targets: Target[] = [];
  for (const request of source.compiled.requests) {
    const target = resolve(request.specifier);
    if (typeof target === "string") problems.push(problemAt("unresolved-import", source, request, target));
    else targets.push(target);
  }
  if (problems.length > 0) return { ok: false, problems };
  const dynamicTargets = source.compiled.dynamicImports.map(({ specifier }) => {
    const target = resolve(specifier);
    return typeof target === "string" ? undefined : target;
  });
  return { ok: true, linkage: linkageOf(source, targets, dynamicTargets) };
};

/**
 * What a text refers to by its words alone, for modules that do not run: nothing is loaded, and what is not found
 * stands under the name it was given.
 */
export const assumedLinkage = (source: Source, exists: (id: string) => boolean): Linkage => {
  const assume = (specifier: string): Target => {
    const id = isLocal(specifier) ? resolveLocal(source.id, specifier, exists) : undefined;
    return id === undefined ? { kind: "external", specifier, namespace: {} } : { kind: "module", id };
  };
  const { requests, dynamicImports } = source.compiled;
  return linkageOf(
    source,
    requests.map(({ specifier }) => assume(specifier)),
    dynamicImports.map(({ specifier }) => assume(specifier)),
  );
};

const unresolvedLocal = (from: string, specifier: string): string => {
  const path = posix.join(posix.dirname(from), specifier);
  if (specifier.startsWith("/") || path === ".." || path.startsWith("../"))
    return `\`${specifier}\` lies outside of the workspace; only modules inside it, packages and Node's modules can be imported.`;
  return `\`${specifier}\` is not found: there is no module ${path} in the workspace.`;
};

const isMissing = (error: External | Error | undefined): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
