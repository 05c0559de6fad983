import { expect, test } from "vitest";
import { linesOfReplay } from "./words.ts";
import type { ReplayReport } from "../history/summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";
import type { Under } from "./replay.ts";

const replay = (bench: Bench, from: number, under: Under = { kind: "current" }, to?: number): Promise<ReplayReport> =>
  bench.workbench.session.replayer.replay({ from, to, under });

const nothing = { differences: [], migrated: [], emitted: [], effects: [], errors: [], events: [], problems: [] };

const counter = `
  export const init = () => ({ n: 0, log: [] as number[] })
  export const onAdd = (s: any, e: any) => ({
    state: { n: s.n + e.by, log: [...s.log, e.by] },
    emit: e.by > 1 ? [{ type: "big", by: e.by }] : [],
    effects: [{ type: "log", message: "added " + e.by }],
  })`;
const watcher = `
  export const init = () => ({ seen: 0 })
  export const onBig = (s: any) => ({ state: { seen: s.seen + 1 } })`;

test("[P1] under the same code everything is as it was, and nothing of what runs is touched", async () => {
  const bench = await workbenchOf({ "a.ts": counter, "b.ts": watcher });
  for (const by of [1, 2, 3, 1, 5]) bench.emit({ type: "add", by });
  const before = [
    bench.state("a.ts"),
    bench.state("b.ts"),
    bench.status().turn,
    bench.workbench.logbook.entries().length,
  ];
  expect(await replay(bench, 1)).toMatchObject({ ok: true, from: 1, to: 8, turns: 8, ...nothing });
  expect(await replay(bench, 3)).toMatchObject({ ok: true, turns: 6, ...nothing });
  expect([
    bench.state("a.ts"),
    bench.state("b.ts"),
    bench.status().turn,
    bench.workbench.logbook.entries().length,
  ]).toEqual(before);
});

test("[P5] the text being edited: what it would have done to states, events and effects, turn by turn", async () => {
  const bench = await workbenchOf({ "a.ts": counter, "b.ts": watcher });
  for (const by of [1, 2]) bench.emit({ type: "add", by });
  expect(bench.status().turn).toBe(3);
  const text = counter.replace("s.n + e.by,", "s.n + 10 * e.by,").replace("e.by > 1", "e.by < 2");
  expect(await replay(bench, 1, { kind: "sources", sources: { "a.ts": text } })).toMatchObject({
    ok: true,
    // The event of turn 3 has gone, another comes behind turn 1.
    turns: 3,
    differences: [
      { turn: 1, module: "a.ts", path: "n", before: 1, after: 10 },
      { turn: 1, module: "b.ts", path: "seen", before: 0, after: 1 },
      { turn: 2, module: "a.ts", path: "n", before: 3, after: 30 },
    ],
    emitted: [
      { turn: 1, module: "a.ts", function: "onAdd", after: { type: "big", by: 1 } },
      { turn: 2, module: "a.ts", function: "onAdd", before: { type: "big", by: 2 } },
    ],
    effects: [],
    events: [
      { turn: 1, after: { type: "big", by: 1 } },
      { turn: 3, before: { type: "big", by: 2 } },
    ],
    problems: [],
  });
  expect(bench.module("a.ts").generation).toBe(1);
});

test("[P5] an effect and an error that come, go or become others", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const onGo = (s: any, e: any) => { if (e.n === 1) throw new Error("one"); return { effects: [{ type: "log", message: "n" + e.n }] } }`,
  });
  for (const n of [1, 2]) bench.emit({ type: "go", n });
  const text = `export const onGo = (s: any, e: any) => { if (e.n === 2) throw new Error("two"); return { effects: [{ type: "log", message: "m" + e.n }] } }`;
  expect(await replay(bench, 1, { kind: "sources", sources: { "a.ts": text } })).toMatchObject({
    effects: [
      { turn: 1, module: "a.ts", after: { type: "log", message: "m1" } },
      { turn: 2, module: "a.ts", before: { type: "log", message: "n2" } },
    ],
    errors: [
      { turn: 1, before: { code: "handler-threw", message: "`onGo` of a.ts threw Error: one." } },
      { turn: 2, after: { code: "handler-threw", file: "a.ts", line: 1 } },
    ],
  });
});

test("[P4] a state of an older shape migrates, as a swap would migrate it", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => ({ n: 0 }); export const onAdd = (s: any) => ({ state: { n: s.n + 1 } })`,
  });
  for (let index = 0; index < 3; index++) bench.emit({ type: "add" });
  const text = `
    export const init = () => ({ count: 0 })
    export const migrate = (old: any, from: number) => ({ count: old.n * 100 + from })
    export const onAdd = (s: any) => ({ state: { count: s.count + 1 } })`;
  expect(await replay(bench, 3, { kind: "sources", sources: { "a.ts": text } })).toMatchObject({
    ok: true,
    migrated: [
      { module: "a.ts", path: "n", before: 2 },
      { module: "a.ts", path: "count", after: 201 },
    ],
    differences: [
      { turn: 3, module: "a.ts", path: "n", before: 3 },
      { turn: 3, module: "a.ts", path: "count", after: 202 },
    ],
  });
});

test("[P4] a state goes through every migration that there was since", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => ({ n: 1 }); export const onAdd = (s: any) => ({ state: { n: s.n + 1 } })`,
  });
  bench.emit({ type: "add" });
  await bench.swap(
    "a.ts",
    `export const init = () => ({ m: 0 }); export const migrate = (o: any) => ({ m: o.n * 10 }); export const onAdd = (s: any) => ({ state: { m: s.m + 1 } })`,
  );
  bench.emit({ type: "add" });
  await bench.swap(
    "a.ts",
    `export const init = () => ({ k: 0 }); export const migrate = (o: any) => ({ k: o.m * 10 }); export const onAdd = (s: any) => ({ state: { k: s.k + 1 } })`,
  );
  expect(bench.state("a.ts")).toEqual({ k: 210 });
  // Turn 1 met { n: 1 }, which becomes { m: 10 } and then { k: 100 }.
  expect(await replay(bench, 1)).toMatchObject({
    ok: true,
    migrated: [
      { path: "n", before: 1 },
      { path: "k", after: 100 },
    ],
  });
  // Turn by turn, the code that ran then.
  expect(await replay(bench, 1, { kind: "recorded" })).toMatchObject({ ok: true, turns: 2, ...nothing });
});

test("[P4] an earlier generation; one that is not kept any more is said", async () => {
  const one = `export const init = () => 0; export const onAdd = (n: number) => ({ state: n + 1 })`;
  const bench = await workbenchOf({ "a.ts": one });
  bench.emit({ type: "add" });
  await bench.swap("a.ts", one.replace("n + 1", "n + 2"));
  bench.emit({ type: "add" });
  expect(bench.state("a.ts")).toBe(3);
  expect(await replay(bench, 1, { kind: "generations", generations: { "a.ts": 1 } })).toMatchObject({
    ok: true,
    differences: [{ turn: 2, path: "", before: 3, after: 2 }],
  });
  expect(await replay(bench, 1)).toMatchObject({
    differences: [
      { turn: 1, before: 1, after: 2 },
      { turn: 2, before: 3, after: 4 },
    ],
  });
  expect(await replay(bench, 1, { kind: "generations", generations: { "a.ts": 9 } })).toMatchObject({
    ok: false,
    turns: 0,
    problems: [{ code: "not-in-history", file: "a.ts" }],
  });
});

test("[P4] what would refuse the swap refuses the replay, with the place", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const scale = [1, 2]`,
    "b.ts": `import { scale } from "./a"; export const onGo = () => ({ state: scale[0] })`,
  });
  bench.emit({ type: "go" });
  const tried = (id: string, text: string): Promise<ReplayReport> =>
    replay(bench, 1, { kind: "sources", sources: { [id]: text } });
  expect(await tried("b.ts", "export const onGo = (")).toMatchObject({
    ok: false,
    problems: [{ code: "syntax", file: "b.ts", line: 1 }],
  });
  expect(await tried("a.ts", "export const scales = []")).toMatchObject({
    ok: false,
    problems: [{ code: "export-in-use", file: "b.ts" }],
  });
  expect(await tried("b.ts", `import { nope } from "./a"; export const onGo = () => nope`)).toMatchObject({
    ok: false,
    problems: [{ code: "missing-export", file: "b.ts", line: 1 }],
  });
  expect(await tried("b.ts", `throw new Error("no")`)).toMatchObject({
    ok: false,
    problems: [{ code: "evaluate-threw", file: "b.ts", line: 1 }],
  });
  expect(bench.module("b.ts").status).toBe("running");
});

test("[P1] nothing is performed, no source starts, no timer fires, nothing is said", async () => {
  const global = globalThis as { replayed?: string[] };
  const said = (global.replayed = [] as string[]);
  const bench = await workbenchOf({
    "a.ts": `
      const said = (globalThis as any).replayed as string[]
      said.push("evaluated")
      setTimeout(() => said.push("timer"), 1)
      globalThis.setTimeout(() => said.push("global timer"), 1)
      export const onGo = () => { console.log("go"); return { state: 1, effects: [{ type: "send" }, { type: "draw", shapes: [] }] } }
      export const performSend = () => { said.push("performed"); return [{ type: "sent" }] }
      export const sourceX = (emit: any) => { said.push("source"); return () => said.push("stopped") }
      export const onSent = () => ({ state: 2 })`,
  });
  await bench.until(() => said.includes("timer") && said.includes("global timer"));
  bench.emit({ type: "go" });
  const logged = bench.workbench.logbook.entries().length;
  said.length = 0;
  expect(await replay(bench, 1)).toMatchObject({ ok: true, turns: 2, ...nothing });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said).toEqual(["evaluated"]);
  expect(bench.workbench.logbook.entries().length).toBe(logged);
  delete global.replayed;
});

test("[P2] a handler that never returns is cut and told, and the replay goes on", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => 0; export const onAdd = (n: number) => ({ state: n + 1 })`,
    "b.ts": `export const init = () => 0; export const onAdd = (n: number) => ({ state: n + 1 })`,
  });
  for (let index = 0; index < 3; index++) bench.emit({ type: "add" });
  const report = await replay(bench, 1, {
    kind: "sources",
    sources: { "a.ts": `export const init = () => 0; export const onAdd = () => { while (true) {} }` },
  });
  expect(report).toMatchObject({ ok: true, turns: 3, problems: [{ code: "handler-timeout", file: "a.ts", line: 1 }] });
  expect(report.differences.filter(({ module }) => module === "b.ts")).toEqual([]);
  expect(bench.module("a.ts").status).toBe("running");
});

test("[P3] code that emits without end is stopped", async () => {
  const bench = await workbenchOf({ "a.ts": `export const onGo = () => undefined` });
  bench.emit({ type: "go" });
  expect(
    await replay(bench, 1, {
      kind: "sources",
      sources: { "a.ts": `export const onGo = () => ({ emit: [{ type: "go" }] })` },
    }),
  ).toMatchObject({ ok: false, problems: [{ code: "replay-stopped" }] });
});

test("[P3] what comes from outside is taken as recorded: input, sources, `after`, answers of performers", async () => {
  const bench = await workbenchOf({
    "a.ts": `
      export const init = () => [] as string[]
      export const onGo = (s: any) => ({ state: [...s, "go"], effects: [{ type: "ask" }, { type: "after", ms: 5, event: { type: "later" } }] })
      export const performAsk = () => [{ type: "answer", chance: Math.random() }]
      export const onAnswer = (s: any, e: any) => ({ state: [...s, "answer " + e.chance] })
      export const onLater = (s: any) => ({ state: [...s, "later"] })`,
  });
  bench.emit({ type: "go" });
  bench.workbench.session.loop.step({ count: 1, advance: true });
  expect(bench.status().turn).toBe(3);
  expect(await replay(bench, 1)).toMatchObject({ ok: true, turns: 3, ...nothing });
});

test("[P3] an event that was edited or dropped while it waited is taken as it was handled", async () => {
  const bench = await workbenchOf({
    "a.ts": `
      export const init = () => [] as string[]
      export const onGo = (s: any) => ({ state: [...s, "go"], emit: [{ type: "note", n: 1 }, { type: "note", n: 2 }] })
      export const onNote = (s: any, e: any) => ({ state: [...s, "note " + e.n] })`,
  });
  const { loop } = bench.workbench.session;
  loop.emit({ type: "go" }, "outside");
  loop.step();
  expect(loop.queue()).toHaveLength(2);
  bench.step(2);
  expect(await replay(bench, 1)).toMatchObject({ ok: true, turns: 3, ...nothing });
});

test("[P6] the code of a copy is collected", async () => {
  const global = globalThis as { copies?: WeakRef<object>[] };
  const refs = (global.copies = [] as WeakRef<object>[]);
  const bench = await workbenchOf({
    "a.ts": `export const onGo = () => ({ state: 1 }); (globalThis as any).copies.push(new WeakRef(onGo)); setInterval(() => onGo(), 1000)`,
  });
  bench.emit({ type: "go" });
  for (let index = 0; index < 3; index++) await replay(bench, 1);
  expect(refs).toHaveLength(4);
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    gc();
  }
  expect(refs.map((ref) => ref.deref() !== undefined)).toEqual([true, false, false, false]);
  delete global.copies;
});

test("[P2] a replay can be cancelled, and gives way to the next one of what is being edited", async () => {
  const bench = await workbenchOf({ "a.ts": `export const onGo = () => { for (let i = 0; i < 3e5; i++); }` });
  for (let index = 0; index < 300; index++) bench.workbench.session.loop.emit({ type: "go" }, "outside");
  bench.step(300);
  const sources = { "a.ts": `export const onGo = () => { for (let i = 0; i < 4e5; i++); }` };
  const first = replay(bench, 1, { kind: "sources", sources });
  const second = replay(bench, 1, { kind: "sources", sources });
  const third = replay(bench, 1);
  expect(await first).toMatchObject({ ok: false, problems: [{ code: "replay-cancelled" }] });
  expect(bench.workbench.session.replayer.cancel()).toBeGreaterThan(0);
  expect(await second).toMatchObject({ ok: false, problems: [{ code: "replay-cancelled" }] });
  expect((await third).problems).toMatchObject([{ code: "replay-cancelled" }]);
});

test("turns that are not there are refused in a sentence", async () => {
  const bench = await workbenchOf({ "a.ts": "export const onGo = () => undefined" });
  await expect(replay(bench, 1)).rejects.toMatchObject({ code: "not-in-history", message: /no turn to replay yet/ });
  bench.emit({ type: "go" });
  await expect(replay(bench, 7)).rejects.toMatchObject({ code: "not-in-history" });
  await expect(replay(bench, 1, { kind: "current" }, -3)).rejects.toMatchObject({ code: "not-in-history" });
});

test("[P3] a state that a person set is taken as recorded", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => 0; export const onAdd = (n: number) => ({ state: n + 1 })`,
  });
  bench.emit({ type: "add" });
  await bench.workbench.session.prompt.evaluate("a.ts", "state = 100");
  bench.emit({ type: "add" });
  expect(bench.state("a.ts")).toBe(101);
  const same = { ok: true, turns: 2, ...nothing };
  expect(await replay(bench, 1)).toMatchObject(same);
  expect(await replay(bench, 1, { kind: "recorded" })).toMatchObject(same);
});

test("[P1] modules without a say are not evaluated; those whose event comes only now are brought in then", async () => {
  const global = globalThis as { evaluated?: string[] };
  const seen = (global.evaluated = [] as string[]);
  const note = (id: string): string => `(globalThis as any).evaluated.push("${id}");`;
  const bench = await workbenchOf({
    "a.ts": `${note("a")} export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1 })`,
    "far.ts": `${note("far")} import { by } from "./lib"; export const init = () => 5; export const onFar = (n: number) => ({ state: n + by, emit: [{ type: "farther" }] })`,
    "farther.ts": `${note("farther")} export const init = () => "never"; export const onFarther = () => ({ state: "now" })`,
    "lib.ts": `${note("lib")} export const by = 10`,
    "other.ts": `${note("other")} export const onElse = () => undefined`,
  });
  bench.emit({ type: "go" });
  seen.length = 0;
  expect(await replay(bench, 1)).toMatchObject({ ok: true, turns: 1, ...nothing });
  expect(seen).toEqual(["a"]);
  seen.length = 0;
  const text = `${note("a")} export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1, emit: [{ type: "far" }] })`;
  expect(await replay(bench, 1, { kind: "sources", sources: { "a.ts": text } })).toMatchObject({
    ok: true,
    turns: 3,
    differences: [
      { turn: 1, module: "far.ts", path: "", before: 5, after: 15 },
      { turn: 1, module: "farther.ts", path: "", before: "never", after: "now" },
    ],
    problems: [],
  });
  // The code of then first, for its states; then the text that is tried.
  expect(seen).toEqual(["a", "a", "lib", "far", "farther"]);
  delete global.evaluated;
});

test("[P5] of two messages that look the same in brief the first place where they differ is told", async () => {
  const draws = (r: number): string =>
    `export const onGo = () => ({ effects: [{ type: "draw", shapes: Array.from({ length: 40 }, (_, i) => ({ kind: "circle", x: i, y: 0, r: ${r} })) }] })`;
  const bench = await workbenchOf({ "a.ts": draws(1) });
  bench.emit({ type: "go" });
  const report = await bench.workbench.session.replayer.replay({
    from: 1,
    under: { kind: "sources", sources: { "a.ts": draws(2) } },
  });
  expect(report.effects).toMatchObject([{ turn: 1, first: { path: "shapes[0].r", before: 1, after: 2 } }]);
  expect(linesOfReplay(report)).toEqual(["Turn 1: onGo of a.ts asks for draw with shapes[0].r 2 in place of 1"]);
});
