/** The link check: every import resolves, every name exists, nobody loses a name that is in use (L2, S2). */
import { builtinModules } from "node:module";
import type { Problem } from "../summary.ts";
import type { OutputPosition } from "../source/compiled.ts";
import { type Linkage, type Resolution, type Target, type View, resolveIn, targetOf } from "./linkage.ts";
import type { Program } from "./program.ts";
import { problemAt } from "./problem.ts";

/** Problems of what a linkage itself imports and re-exports. */
export const checkImports = (view: View, linkage: Linkage): Problem[] => {
  const problems: Problem[] = [];
  for (const { target, name, at } of namedImports(linkage)) {
    const resolution = resolveIn(view, target, name);
    if (resolution.kind !== "found") problems.push(unresolvedName(view, linkage, target, name, at, resolution));
  }
  return problems;
};

/**
 * Problems of importers that stay as they are while a transaction changes what they import from.
 * @param changed the modules whose set of exported names is not what it was, with the names they no longer have
 */
export const checkImporters = (
  program: Program,
  view: View,
  changed: ReadonlyMap<string, readonly string[]>,
  isStaying: (id: string) => boolean,
): Problem[] => {
  const problems: Problem[] = [];
  for (const [id, removed] of changed) {
    for (const name of removed) {
      for (const importer of program.ledger.importersOfName(id, name)) {
        const linkage = isStaying(importer) ? view(importer) : undefined;
        const place =
          linkage && namedImports(linkage).find(({ target, name: n }) => isModule(target, id) && n === name);
        if (!linkage || !place) continue;
        problems.push(
          problemAt(
            "export-in-use",
            linkage.source,
            place.at,
            `${importer} still imports \`${name}\` from ${id}, which would no longer export it: keep the export, or swap ${importer} with it.`,
          ),
        );
      }
    }
  }
  return problems;
};

/** Problems of importers that stay while modules are taken out: nobody may lose what they import. */
export const checkRemovals = (
  program: Program,
  removals: ReadonlySet<string>,
  isStaying: (id: string) => boolean,
): Problem[] => {
  const problems: Problem[] = [];
  for (const id of removals) {
    for (const importer of [...program.ledger.importersOf(id)].sort()) {
      const linkage = isStaying(importer) ? program.view(importer) : undefined;
      const at = linkage?.source.compiled.requests.find((_, request) => isModule(targetOf(linkage, request), id));
      if (!linkage) continue;
      const message = `${importer} still imports ${id}: take the import out first, or unload both.`;
      problems.push(
        at
          ? problemAt("still-imported", linkage.source, at, message)
          : { code: "still-imported", message, file: importer, line: 0, column: 0 },
      );
    }
  }
  return problems;
};

interface NamedImport {
  readonly target: Target;
  readonly name: string;
  readonly at: OutputPosition;
}

const namedImports = (linkage: Linkage): NamedImport[] => {
  const { imports, indirectExports } = linkage.source.compiled;
  return [
    ...imports.map((entry) => ({ target: targetOf(linkage, entry.request), name: entry.name, at: entry })),
    ...indirectExports.map((entry) => ({
      target: targetOf(linkage, entry.request),
      name: entry.importName,
      at: entry,
    })),
  ];
};

const isModule = (target: Target, id: string): boolean => target.kind === "module" && target.id === id;

const unresolvedName = (
  view: View,
  linkage: Linkage,
  target: Target,
  name: string,
  at: OutputPosition,
  { kind }: Resolution,
): Problem => {
  const from = target.kind === "module" ? target.id : target.specifier;
  const named = name === "default" ? "a default export" : `\`${name}\``;
  if (kind === "ambiguous")
    return problemAt(
      "ambiguous-export",
      linkage.source,
      at,
      `${from} exports \`${name}\` through more than one \`export *\`: export it there by name.`,
    );
  if (kind === "circular")
    return problemAt(
      "circular-export",
      linkage.source,
      at,
      `\`${name}\` of ${from} is re-exported in a circle and never declared.`,
    );
  const hint = hintFor(view, target, name);
  return problemAt("missing-export", linkage.source, at, `${from} does not export ${named}${hint}.`);
};

const hintFor = (view: View, target: Target, name: string): string => {
  if (target.kind === "external") return "";
  const names = [...(view(target.id)?.locals.keys() ?? [])];
  const similar = names.find((one) => one.toLowerCase() === name.toLowerCase());
  if (similar) return `; it exports \`${similar}\``;
  return /^\p{Lu}/u.test(name) ? "; if it is a type, say `import type` or `export type`" : "";
};

export const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith("node:") || builtinModules.includes(specifier);
