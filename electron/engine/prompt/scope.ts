/**
 * What names mean at a module's prompt, in this order: what was defined there, what the prompt gives (`state`, `emit`),
 * what the module's top level binds, what it imports, what the host hands to it (Q2).
 */
import { hostParameters } from "../source/compiled.ts";
import type { Generation, HostThings } from "../modules/generation.ts";
import type { Program } from "../modules/program.ts";
import type { Completion } from "../summary.ts";

export interface Name {
  readonly kind: Completion["kind"];
  readonly get: () => unknown;
  /** Throws where it cannot be set. */
  readonly set: (value: unknown) => void;
}

export interface ScopeParts {
  readonly program: Program;
  readonly generation: Generation;
  /** The module's, made for the prompt alone. */
  readonly things: HostThings;
  readonly definitions: Map<string, unknown>;
  /** `state` and `emit`. */
  readonly given: ReadonlyMap<string, Name>;
}

/** All names but those of the language. */
export const namesAt = ({ program, generation, things, definitions, given }: ScopeParts): Map<string, Name> => {
  const names = new Map<string, Name>();
  const add = (label: string, name: Name): void => {
    if (!names.has(label)) names.set(label, name);
  };
  for (const label of definitions.keys())
    add(label, {
      kind: "defined",
      get: () => definitions.get(label),
      set: (value) => void definitions.set(label, value),
    });
  for (const [label, name] of given) add(label, name);
  addBindings(generation, add);
  addImports(program, generation, add);
  for (const label of hostParameters) add(label, { kind: "host", get: () => things[label], set: refuseToSet(label) });
  return names;
};

type Add = (label: string, name: Name) => void;

const addBindings = (generation: Generation, add: Add): void => {
  const releaser = generation.token.deref()?.releaser;
  if (releaser) {
    const { plan, read, write } = releaser;
    const constants = new Set(plan.constants);
    for (const [binding, label] of plan.bindings.entries())
      add(label, {
        kind: "binding",
        get: () => read(binding),
        set: constants.has(label) ? refuseToSet(label) : (value) => write(binding, value),
      });
    return;
  }
  // A direct `eval` may name anything, so such a module is left whole: its exports are what can be reached.
  for (const [label, get] of generation.locals) add(label, { kind: "binding", get, set: refuseToSet(label) });
};

const addImports = (program: Program, { linkage }: Generation, add: Add): void => {
  for (const { local, request, name } of linkage.source.compiled.importedNames) {
    const target = linkage.targets[request];
    if (!target) continue;
    const get = (): unknown => {
      if (target.kind === "external") return name === "*" ? target.namespace : target.namespace[name];
      const { record, holder } = program.module(target.id).bindings;
      return name === "*" ? holder.namespace : record[name];
    };
    add(local, { kind: "import", get, set: refuseToSet(local) });
  }
};

const refuseToSet = (label: string) => (): never => {
  throw new TypeError(`\`${label}\` cannot be assigned to.`);
};

/**
 * For `vm.compileFunction`: an object in which code finds names as in a `with` statement. Of accessors, for V8 dies of a
 * proxy there.
 */
export const scopeObject = (names: ReadonlyMap<string, Name>): object => {
  const scope = Object.create(null) as object;
  for (const [label, { get, set }] of names) Object.defineProperty(scope, label, { get, set });
  return scope;
};
