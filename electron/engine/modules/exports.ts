/** What an export is for, told by its name (SPEC.md L10). */
import type { FunctionKind } from "../summary.ts";
import type { Linkage } from "./linkage.ts";
import type { FunctionIdentity, Module } from "./module.ts";

const prefixes: readonly { readonly kind: FunctionKind; readonly pattern: RegExp }[] = [
  { kind: "handler", pattern: /^on(?=\p{Lu})/u },
  { kind: "performer", pattern: /^perform(?=\p{Lu})/u },
  { kind: "source", pattern: /^source(?=\p{Lu})/u },
  { kind: "lifecycle", pattern: /^(?:init|migrate)$/ },
];

/** @param isOwn it is declared in the module itself; a re-export is a plain function, whatever its name. */
export const kindOf = (name: string, isOwn: boolean): FunctionKind =>
  (isOwn ? prefixes.find(({ pattern }) => pattern.test(name))?.kind : undefined) ?? "function";

/** `onKeyDown` → `keyDown`, `performWait` → `wait`. */
export const subjectOf = (name: string): string => {
  const subject = name.replace(/^(?:on|perform|source)(?=\p{Lu})/u, "");
  return subject.charAt(0).toLowerCase() + subject.slice(1);
};

/** Every callable export of the current generation, in order of declaration, then what comes through `export *`. */
export const functionsOf = (module: Module): readonly FunctionIdentity[] => {
  const { live } = module;
  if (!live) return [];
  if (module.functions) return module.functions;
  const { linkage } = live.generation;
  const places = new Map<string, number>();
  for (const { name, order } of linkage.source.compiled.localExports) places.set(name, order);
  for (const { name, order } of linkage.source.compiled.indirectExports) places.set(name, order);
  const placeOf = (name: string): number => places.get(name) ?? Number.POSITIVE_INFINITY;
  module.functions = [...module.bindings.table.getters]
    .filter(([, get]) => typeof valueOf(get) === "function")
    .map(([name]) => identityOf(name, linkage.locals.has(name)))
    .sort((a, b) => placeOf(a.name) - placeOf(b.name) || (a.name < b.name ? -1 : 1));
  return module.functions;
};

/** What a text declares as functions, as far as it can be told without running it. */
export const functionsInText = ({ source }: Linkage): readonly FunctionIdentity[] =>
  source.compiled.localExports.filter(({ callable }) => callable === "yes").map(({ name }) => identityOf(name, true));

export const identityOf = (name: string, isOwn: boolean): FunctionIdentity => {
  const kind = kindOf(name, isOwn);
  return kind === "handler" ? { name, kind, slot: subjectOf(name) } : { name, kind };
};

/** The value of a binding; nothing while it is uninitialised. */
export const valueOf = (get: () => unknown): unknown => {
  try {
    return get();
  } catch {
    return undefined;
  }
};
