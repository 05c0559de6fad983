/** Counts of references, read from the ledgers (R1–R4). */
import type { FunctionIdentity, Module } from "../modules/module.ts";
import type { Program } from "../modules/program.ts";
import type { FunctionSummary, ReferenceCounts } from "../summary.ts";

export const countsOfFunction = (program: Program, module: Module, { name }: FunctionIdentity): ReferenceCounts => {
  const { live } = module;
  const slots =
    count(live?.handlers ?? [], (handler) => handler.name === name) +
    count(live?.performers ?? [], (performer) => performer.name === name);
  const resources = live
    ? count(live.generation.resources.list(), (resource) => resource.kind === "source" && resource.label === name)
    : 0;
  const calls = program.parts.effects.callsInFlight(module.id, name);
  return totalled(slots, program.ledger.countOfName(module.id, name), resources, calls);
};

export const countsOfModule = (program: Program, module: Module): ReferenceCounts => {
  const { live } = module;
  const calls = (live?.performers ?? []).reduce(
    (sum, { name }) => sum + program.parts.effects.callsInFlight(module.id, name),
    0,
  );
  return totalled(
    (live?.handlers.length ?? 0) + (live?.performers.length ?? 0),
    program.ledger.countOfModule(module.id),
    live?.generation.resources.size ?? 0,
    calls,
  );
};

export const functionSummaries = (
  program: Program,
  module: Module,
  functions: readonly FunctionIdentity[],
): FunctionSummary[] =>
  functions.map((identity) => ({ ...identity, references: countsOfFunction(program, module, identity) }));

const totalled = (slots: number, imports: number, resources: number, calls: number): ReferenceCounts => ({
  total: slots + imports + resources + calls,
  slots,
  imports,
  resources,
  calls,
});

const count = <T>(items: readonly T[], is: (item: T) => boolean): number =>
  items.reduce((sum, item) => (is(item) ? sum + 1 : sum), 0);
