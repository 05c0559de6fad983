/** Who holds a generation and since when, in words: what the ledger knows, and an honest word for what it does not (R16). */
import type { Module } from "../modules/module.ts";
import type { Program } from "../modules/program.ts";
import type { Version } from "../modules/version.ts";
import type { Holder, Moment } from "../summary.ts";
import { unknownHolder } from "./find.ts";

/** Holders of a generation that runs, or of one that should be gone. */
export const holdersOf = (program: Program, module: Module, version: Version): readonly Holder[] => {
  const calls = callHolders(program, version);
  if (version.status === "current") return [...currentHolders(program, module, version), ...calls];
  const booked = version.isOpen ? [...calls, ...version.handles()] : [];
  if (booked.length > 0 || version.status !== "retained") return booked;
  const { found, retainedSince } = version;
  return [found ? { ...found.holder, since: found.since } : { ...unknownHolder, ...sinceWhen(retainedSince) }];
};

const currentHolders = (program: Program, module: Module, version: Version): Holder[] => [
  ...slotHolders(module, version),
  ...[...program.ledger.importersOf(module.id)].sort().map((id) => importHolder(program, version, id)),
  ...(module.live?.generation.resources.holders() ?? []),
];

/** Slots and effects that are the module's as long as its generation is current. */
export const slotHolders = ({ live }: Module, { begun }: Version): Holder[] => [
  ...(live?.handlers ?? []).map(({ slot, name }): Holder => ({
    kind: "slot",
    label: `slot ${slot} (${name})`,
    since: begun,
  })),
  ...(live?.performers ?? []).map(({ effect, name }): Holder => ({
    kind: "slot",
    label: `performer of ${effect} (${name})`,
    since: begun,
  })),
];

/** Nobody imports a generation longer than it is there. */
export const importHolder = (program: Program, { id, begun }: Version, by: string): Holder => {
  const linked = program.ledger.importedSince(id, by);
  return {
    kind: "import",
    label: `import of ${by}`,
    module: by,
    generation: program.modules.get(by)?.generation?.number ?? 0,
    since: linked && linked.at >= begun.at ? linked : begun,
  };
};

const callHolders = (program: Program, version: Version): Holder[] =>
  program.parts.effects
    .inFlight()
    .filter((call) => call.module === version.id && call.generation === version.number)
    .map(({ name, count }) => ({
      kind: "call",
      label: wordsOfCalls({ name, count }),
      module: version.id,
      generation: version.number,
      ...sinceWhen(version.callsSince(name)),
    }));

export const wordsOfCalls = ({ name, count }: { readonly name: string; readonly count: number }): string =>
  count === 1 ? `a call of ${name} in flight` : `${count} calls of ${name} in flight`;

const sinceWhen = (since: Moment | undefined): Pick<Holder, "since"> => (since ? { since } : {});
