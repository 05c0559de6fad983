/**
 * Who wrote what of a state: walks back through what a module's state was, and holds each against the one before it. Frozen
 * parts that were not replaced are the same object, so a reference tells; numbers and texts are held by their value (H12).
 */
import type { Plain } from "../plain.ts";
import { isContainer, partOf, pathTo } from "../replay/difference.ts";
import { Refusal } from "../source/workspace.ts";
import type { History } from "./history.ts";
import type { Provenance, Writer } from "./summary.ts";

/** Fields that are told. */
const mostFields = 500;
/** Comparisons after which nobody looks further back. */
const mostComparisons = 2_000_000;

/** A state that a module had, and who wrote it. */
interface Write {
  readonly state: Plain | undefined;
  readonly by: Writer;
}

/** @param now the state after `turn`, where that is the newest */
export const provenanceOf = (
  history: History,
  { id, path, turn, now }: { readonly id: string; readonly path: string; readonly turn: number; readonly now?: Plain },
): Provenance => {
  const end = now === undefined ? history.statesAfter(turn)?.get(id) : now;
  if (end === undefined)
    throw new Refusal("not-in-history", `What ${id} had for a state after turn ${turn} is not known.`);
  const steps = stepsOf(path);
  const value = steps && steps.reduce<Plain | undefined>(partOf, end);
  if (!steps || value === undefined)
    throw new Refusal("not-in-history", `There is no \`${path}\` in the state of ${id} after turn ${turn}.`);
  return { id, turn, path, ...whoWrote(history, id, turn, now === undefined, steps, path, value) };
};

const whoWrote = (
  history: History,
  id: string,
  turn: number,
  isPast: boolean,
  steps: readonly string[],
  path: string,
  value: Plain,
): Pick<Provenance, "by" | "fields" | "more"> => {
  const keys = isContainer(value) ? Object.keys(value).filter((key) => partOf(value, key) !== undefined) : [];
  const open = new Map(keys.slice(0, mostFields).map((key) => [key, partOf(value, key)]));
  const found = new Map<string, Writer>();
  let by: Writer | undefined;
  let newer: Plain | undefined = value;
  let writer: Writer = { kind: "before", turn: history.begin - 1 };
  let comparisons = 0;
  let isFirst = true;
  for (const write of writesBack(history, id, turn, isPast)) {
    if (!isFirst) {
      const older = steps.reduce<Plain | undefined>(partOf, write.state);
      comparisons++;
      if (older !== newer) {
        by ??= writer;
        comparisons += open.size;
        for (const [key, part] of open)
          if (partOf(older, key) !== part) {
            found.set(key, writer);
            open.delete(key);
          }
        newer = older;
      }
    }
    isFirst = false;
    writer = write.by;
    if (by && open.size === 0) break;
    if (comparisons > mostComparisons) {
      writer = { kind: "before", turn: "turn" in write.by ? write.by.turn : turn };
      break;
    }
  }
  return {
    by: by ?? writer,
    fields: [...open.keys(), ...found.keys()].length === 0 ? [] : fieldsOf(value, keys, path, found, writer),
    more: Math.max(0, keys.length - mostFields),
  };
};

const fieldsOf = (
  value: Plain,
  keys: readonly string[],
  path: string,
  found: ReadonlyMap<string, Writer>,
  otherwise: Writer,
): Provenance["fields"] =>
  isContainer(value)
    ? keys.slice(0, mostFields).map((key) => ({ path: pathTo(path, value, key), by: found.get(key) ?? otherwise }))
    : [];

/** The states of a module, newest first, each with who wrote it; the last one is how the history begins. */
function* writesBack(history: History, id: string, turn: number, isPast: boolean): Generator<Write, void, void> {
  const settings = [...history.settingsOf(id)];
  const setting = (at: number): Write | undefined => {
    const last = settings.at(-1);
    if (!last || last.afterTurn < at) return undefined;
    settings.pop();
    if (last.afterTurn > turn || (isPast && last.afterTurn === turn)) return setting(at);
    const generation = last.mark?.modules.find((one) => one.id === id)?.to ?? 0;
    return { state: last.state, by: { kind: last.mark?.kind ?? "swap", turn: last.afterTurn, generation } };
  };
  for (let at = turn; at >= history.begin; at--) {
    for (let write = setting(at); write; write = setting(at)) yield write;
    const { calls } = history.get(at)!;
    for (let place = calls.length - 1; place >= 0; place--) {
      const { module, function: name, generation, outcome } = calls[place]!;
      if (module !== id || outcome?.state === undefined) continue;
      yield { state: outcome.state, by: { kind: "call", turn: at, module, function: name, generation } };
    }
  }
  for (let write = setting(0); write; write = setting(0)) yield write;
  const base = history.baseSetterOf(id);
  const generation = base?.mark?.modules.find((one) => one.id === id)?.to ?? 0;
  const first = history.statesAfter(history.begin - 1)?.get(id);
  yield {
    state: first,
    by: base?.mark
      ? { kind: base.mark.kind, turn: base.afterTurn, generation }
      : { kind: "before", turn: history.begin - 1 },
  };
  yield { state: undefined, by: { kind: "before", turn: history.begin - 1 } };
}

/** `bars[2].pitch` → `bars`, `2`, `pitch`. @returns undefined where it is no path */
export const stepsOf = (path: string): readonly string[] | undefined => {
  const steps: string[] = [];
  const step = /\.?([\p{ID_Start}$_][\p{ID_Continue}$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy;
  while (step.lastIndex < path.length) {
    const [, name, index, quoted] = step.exec(path) ?? [];
    const key = name ?? index ?? (quoted === undefined ? undefined : unquoted(quoted));
    if (key === undefined) return undefined;
    steps.push(key);
  }
  return steps;
};

const unquoted = (text: string): string | undefined => {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
};
