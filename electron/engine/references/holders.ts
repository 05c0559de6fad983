/** Who holds a generation, in words: what the ledger knows, and an honest word for what it does not. */
import type { Module } from "../modules/module.ts";
import type { Program } from "../modules/program.ts";
import type { Version } from "../modules/version.ts";
import type { Explanation, Holder, PathStep } from "../summary.ts";

/** Holders of a generation that runs, or of one that should be gone. */
export const holdersOf = (program: Program, module: Module, version: Version): readonly Holder[] => {
  const calls = callHolders(program, module.id, version.number);
  if (version.status === "current") return [...currentHolders(program, module), ...calls];
  if (calls.length > 0 || version.status !== "retained") return calls;
  if (version.explanation) return [holderFound(version.explanation)];
  return [
    {
      kind: "closure",
      label: "something that the host has no book of: a closure or an object of it is kept somewhere",
    },
  ];
};

/** By what was found in the heap: whatever leads to its code. */
const holderFound = ({ steps }: Explanation): Holder => {
  const first = steps.find(({ module }) => module !== undefined);
  return {
    kind: "closure",
    label: holderWords(steps),
    ...(first?.module === undefined ? {} : { module: first.module }),
    ...(first?.generation === undefined ? {} : { generation: first.generation }),
  };
};

/** The way without its end, which is the generation itself. */
const holderWords = (steps: readonly PathStep[]): string =>
  steps
    .slice(0, -1)
    .map(({ label }) => label)
    .join(" → ");

const currentHolders = (program: Program, module: Module): Holder[] => {
  const { live } = module;
  if (!live) return [];
  const slots = live.handlers.map(({ slot, name }): Holder => ({ kind: "slot", label: `slot ${slot} (${name})` }));
  const performers = live.performers.map(({ effect, name }): Holder => ({
    kind: "slot",
    label: `performer of ${effect} (${name})`,
  }));
  const importers = [...program.ledger.importersOf(module.id)].sort().map((id): Holder => ({
    kind: "import",
    label: `import of ${id}`,
    module: id,
    generation: program.modules.get(id)?.generation?.number ?? 0,
  }));
  const resources = live.generation.resources
    .list()
    .map(({ kind, label }): Holder => ({ kind: kind === "source" ? "source" : "resource", label }));
  return [...slots, ...performers, ...importers, ...resources];
};

const callHolders = (program: Program, id: string, generation: number): Holder[] =>
  program.parts.effects
    .inFlight()
    .filter((call) => call.module === id && call.generation === generation)
    .map(({ name, count }) => ({
      kind: "call",
      label: count === 1 ? `a call of ${name} in flight` : `${count} calls of ${name} in flight`,
      module: id,
      generation,
    }));
