/**
 * Thousands of random edits, good and bad, against a model, while events wait in the queue: a refused transaction
 * changes nothing, an accepted one loses no event and no state. `SEED=… EDITS=…` repeats a run.
 */
import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const edits = Number(process.env["EDITS"] ?? 2000);

const random = (state: number) => (below: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

const ids = ["a.ts", "b.ts", "c.ts", "d.ts"] as const;
type Id = (typeof ids)[number];

/** A module that counts every event it sees; it owns a timer and a source, and imports the one before it. */
const text = (id: Id, version: number, ...extra: readonly string[]): string => {
  const before = ids[ids.indexOf(id) - 1];
  return [
    before ? `import { step as stepOf } from "./${before.slice(0, -3)}";` : `const stepOf = () => 1;`,
    `export const step = () => ${version % 7} + 1;`,
    `export const init = () => ({ seen: 0, version: ${version}, last: 0 });`,
    `export const onCount = (s: any, e: any) => ({ state: { ...s, seen: s.seen + 1, last: e.n, of: stepOf() } });`,
    `setInterval(() => {}, 1e6);`,
    `export const sourceIdle = () => () => {};`,
    ...extra,
  ].join("\n");
};

interface Edit {
  readonly sources: Readonly<Record<string, string>>;
  readonly isGood: boolean;
}

/** Each makes the texts of one transaction; all but the first two are to be refused. */
const edit = (pick: (below: number) => number, version: number): Edit => {
  const id = ids[pick(ids.length)] as Id;
  const other = ids[pick(ids.length)] as Id;
  const bad = (source: string): Edit => ({ sources: { [id]: source }, isGood: false });
  switch (pick(14)) {
    case 0:
      return { sources: { [id]: text(id, version), [other]: text(other, version + 1) }, isGood: true };
    case 1:
      return {
        sources: { [id]: text(id, version, `export const migrate = (old: any) => ({ ...old, version: ${version} });`) },
        isGood: true,
      };
    case 2:
      return bad(text(id, version, `export const broken = (;`));
    case 3:
      return bad(text(id, version, `throw new Error("top level");`));
    case 4:
      return bad(text(id, version, `export const migrate = () => { throw new Error("migrate"); };`));
    case 5:
      return bad(text(id, version, `export const migrate = () => ({ seen: () => 1 });`));
    case 6:
      return bad(text(id, version, `import { nothing } from "./${other.slice(0, -3)}"; nothing();`));
    case 7:
      return bad(text(id, version, `import "./not-there";`));
    case 8:
      return bad(text(id, version, `await 1;`));
    case 9:
      return bad(
        text(id, version).replace(
          "export const init = () => ({",
          "export const init = () => { throw 1 }; const unused = () => ({",
        ),
      );
    case 10:
      // Somebody imports `step` of every module but the last.
      return id === "d.ts"
        ? bad(text(id, version, `export const performLog = () => {};`))
        : bad(text(id, version).replace("export const step", "const step"));
    case 11:
      // A good one and a bad one in one transaction.
      return { sources: { [id]: text(id, version), "x.ts": `export const y: number = ;` }, isGood: false };
    case 12:
      return {
        sources: {
          "a.ts": text("a.ts", version, `import { step as later } from "./d"; export const far = () => later();`),
        },
        isGood: true,
      };
    default:
      return { sources: { [id]: text(id, version) }, isGood: true };
  }
};

/** Everything that a refused swap must leave alone. */
const pictureOf = (bench: Bench): unknown => ({
  modules: bench.workbench.session
    .modules()
    .map(({ id, generation, functions, references }) => ({ id, generation, functions, references })),
  states: ids.map((id) => bench.state(id)),
  queue: bench.workbench.session.loop.queue(),
  slots: bench.status().slots,
  turn: bench.status().turn,
  shown: ids.map((id) => Object.keys(bench.exports(id))),
});

test(`[S1] [S3] ${edits} random edits: refused ones change nothing, accepted ones lose no event (SEED=${seed})`, async () => {
  const pick = random(seed);
  const bench = await workbenchOf(Object.fromEntries(ids.map((id) => [id, text(id, 0)])));
  const { session } = bench.workbench;
  let emitted = 0;
  let refused = 0;
  for (let version = 1; version <= edits; version++) {
    for (let n = pick(4); n > 0; n--) session.loop.emit({ type: "count", n: ++emitted }, "outside");
    session.loop.step({ count: pick(3) + 1, unit: pick(4) === 0 ? "handler" : "event" });
    const { sources, isGood } = edit(pick, version);
    const before = pictureOf(bench);
    const waiting = session.loop.queue();
    const inTurn = bench.status().inTurn?.event;
    const states = ids.map((id) => (bench.state(id) as { seen: number }).seen);
    const report = await session.swap({ ids: Object.keys(sources), sources });
    expect({ version, ok: report.ok, problems: report.problems.map(({ code }) => code) }).toMatchObject({
      version,
      ok: isGood,
    });
    if (!report.ok) {
      refused++;
      expect(pictureOf(bench)).toEqual(before);
      continue;
    }
    // A turn that stood open was rolled back: its event is at the head again, and no state has seen it.
    expect(session.loop.queue()).toEqual(inTurn ? [inTurn, ...waiting] : waiting);
    if (!inTurn) expect(ids.map((id) => (bench.state(id) as { seen: number }).seen)).toEqual(states);
    for (const { id } of report.modules) expect(bench.module(id).references).toMatchObject({ resources: 2, slots: 1 });
  }
  bench.step(1_000_000);
  expect(ids.map((id) => bench.state(id))).toMatchObject(ids.map(() => ({ seen: emitted, last: emitted })));
  expect(refused).toBeGreaterThan(edits / 4);
}, 300_000);
