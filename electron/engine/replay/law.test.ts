/** Laws over random programs, events, swaps, undos and rewinds. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { History } from "../history/history.ts";
import { readSession } from "../history/session-file.ts";
import { Chance, seedOfRun } from "../modules/testing.ts";
import { type Bench, folderOf, workbenchOf } from "../testing.ts";

const types = ["a", "b", "c"];

/** A module whose handlers use a function of another one, count, emit, throw and ask for effects. */
const moduleOf = (chance: Chance, index: number): string => {
  const handlers = types
    .filter(() => chance.happens(0.7))
    .map((type) => {
      const emits = chance.happens(0.4)
        ? `emit: e.depth > 0 ? [{ type: "${chance.pick(types)}", by: s.n % 7, depth: e.depth - 1 }] : [],`
        : "";
      const effects = chance.happens(0.3)
        ? `effects: [{ type: "emit", event: { type: "x" } }, { type: "draw", shapes: [{ kind: "circle", x: s.n, y: ${index}, r: 1 }] }],`
        : "";
      const throws = chance.happens(0.2) ? `if (e.by === ${chance.below(5)}) throw new Error("no");` : "";
      return `export const on${type.toUpperCase()} = (s: any, e: any) => { ${throws} return { state: { ...s, n: mix(s.n, ${chance.below(5)}) + e.by }, ${emits} ${effects} } }`;
    });
  const field = chance.pick(["p", "q"]);
  const migrate = chance.happens(0.5)
    ? `export const migrate = (o: any) => ({ n: o.n + ${chance.below(9)}, ${field}: 1 });`
    : "";
  return `import { mix } from "./lib";
export const init = () => ({ n: ${index}, ${field}: 1 });
${migrate}
${handlers.join("\n")}`;
};

const libOf = (chance: Chance): string =>
  `export const mix = (n: number, by: number) => (n * ${2 + chance.below(3)} + by) % 1009;`;

const stir = async (bench: Bench, chance: Chance, count: number): Promise<void> => {
  const { session } = bench.workbench;
  const one = (): string => `m${chance.below(3)}.ts`;
  const deeds: readonly (readonly [weight: number, deed: () => unknown])[] = [
    [10, () => bench.swap(one(), moduleOf(chance, chance.below(9)))],
    [5, () => bench.swap("lib.ts", libOf(chance))],
    [5, () => session.undo(one())],
    [5, () => session.redo(one())],
    [10, () => session.rewinder.rewind(chance.below(bench.status().turn + 1))],
    [
      3,
      () => {
        const { branches } = session.rewinder.overview();
        if (branches.length > 0) session.rewinder.goTo(chance.pick(branches).branch);
      },
    ],
    [
      62,
      () => {
        const event = { type: chance.pick(types), by: chance.below(9), depth: chance.below(4) };
        session.loop.emit(event, "outside");
        session.loop.step({ count: 1 + chance.below(4) });
      },
    ],
  ];
  for (let index = 0; index < count; index++) {
    let left = chance.below(100);
    await deeds.find(([weight]) => (left -= weight) < 0)?.[1]();
  }
};

const same = { ok: true, differences: [], emitted: [], effects: [], errors: [], events: [], problems: [] };

for (let round = 0; round < 6; round++) {
  const seed = seedOfRun + round;
  test(`[P4] [P7] [V1] replayed under the code that ran, everything is as it was; also from a file (seed ${seed})`, async () => {
    const chance = new Chance(seed);
    const bench = await workbenchOf({
      "lib.ts": libOf(chance),
      ...Object.fromEntries([0, 1, 2].map((index) => [`m${index}.ts`, moduleOf(chance, index)])),
    });
    await stir(bench, chance, 80);
    bench.emit({ type: "a", by: 1, depth: 3 });
    const { session } = bench.workbench;
    const { last } = session.history;
    expect(await session.replayer.replay({ from: 1, under: { kind: "recorded" } })).toMatchObject({
      ...same,
      turns: last,
    });
    const from = 1 + chance.below(last);
    expect(await session.replayer.replay({ from, under: { kind: "recorded" } })).toMatchObject(same);
    expect(await session.replayer.purity(1, undefined)).toMatchObject({
      ok: true,
      impure: [],
      unknown: [],
      problems: [],
    });

    const file = join(folderOf({}), "x.graft");
    await session.save(file);
    const history = new History();
    await readSession(file, history);
    for (let turn = 0; turn <= last; turn++) {
      expect(history.statesAfter(turn)).toEqual(session.history.statesAfter(turn));
      expect(history.statesBefore(turn + 1)).toEqual(session.history.statesBefore(turn + 1));
      expect(history.marks.codeIn(turn + 1)).toEqual(session.history.marks.codeIn(turn + 1));
    }
    const elsewhere = await workbenchOf({}, { run: false });
    expect(await elsewhere.workbench.session.replaySaved(file, "recorded")).toMatchObject({ ...same, turns: last });
  });
}
