import { expect, test } from "vitest";
import { Chance, seedOfRun } from "../modules/testing.ts";
import type { Event } from "../plain.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const counter = `
  export const init = () => ({ n: 0 })
  export const onAdd = (s: any, e: any) => ({ state: { n: s.n + e.by }, effects: [{ type: "draw", shapes: [{ kind: "circle", x: s.n + e.by, y: 0, r: 1 }] }] })`;

const benchOf = async (count: number, text = counter): Promise<Bench> => {
  const bench = await workbenchOf({ "a.ts": text });
  for (let by = 1; by <= count; by++) bench.emit({ type: "add", by });
  return bench;
};

const rewinderOf = (bench: Bench) => bench.workbench.session.rewinder;
const drawnAt = (bench: Bench): unknown[] =>
  bench.workbench.stage.drawings().flatMap(({ shapes }) => shapes.map((shape) => "x" in shape && shape.x));
const standOf = (bench: Bench): unknown => {
  const { loop } = bench.workbench.session;
  const { slots: _, rate: __, ...status } = loop.status();
  return {
    status,
    states: bench.workbench.session.modules().map(({ id }) => [id, bench.state(id)]),
    queue: loop.queue(),
    afters: loop.pendingAfters(),
    clock: loop.clockState(),
    drawings: bench.workbench.stage.drawings(),
  };
};

test("[H6] state, stage and queue are as they were after that turn; the newest turn is the way back", async () => {
  const bench = await benchOf(5);
  const before = standOf(bench);
  expect(rewinderOf(bench).rewind(2)).toMatchObject({
    mode: "paused",
    turn: 2,
    rewound: { newest: 5, held: 0, otherCode: [] },
  });
  expect([bench.state("a.ts"), drawnAt(bench)]).toEqual([{ n: 3 }, [3]]);
  rewinderOf(bench).rewind(0);
  expect([bench.state("a.ts"), drawnAt(bench)]).toEqual([{ n: 0 }, []]);
  expect(bench.workbench.session.history.list()).toHaveLength(5);
  rewinderOf(bench).rewind(5);
  expect(standOf(bench)).toEqual(before);
  expect(() => rewinderOf(bench).rewind(6)).toThrow(/Turn 6 is not in the history/);
});

test("[H6] what waited then waits again, and a step does again what was done", async () => {
  const bench = await workbenchOf({ "a.ts": counter });
  const { loop } = bench.workbench.session;
  for (const by of [1, 2, 3]) loop.emit({ type: "add", by }, "outside");
  bench.step(3);
  rewinderOf(bench).rewind(1);
  expect(loop.queue()).toEqual([
    { type: "add", by: 2 },
    { type: "add", by: 3 },
  ]);
  bench.step(1);
  expect([bench.state("a.ts"), bench.status().turn, loop.queue().length]).toEqual([{ n: 3 }, 2, 1]);
});

test("[H6] `after`s that were pending then are pending again", async () => {
  const bench = await workbenchOf({
    "a.ts": `
      export const init = () => [] as string[]
      export const onGo = (s: any) => ({ state: [...s, "go"], effects: [{ type: "after", ms: 10, event: { type: "later" } }] })
      export const onLater = (s: any) => ({ state: [...s, "later"] })`,
  });
  const { loop } = bench.workbench.session;
  bench.emit({ type: "go" });
  loop.step({ advance: true });
  expect([bench.state("a.ts"), loop.pendingAfters()]).toEqual([["go", "later"], []]);
  rewinderOf(bench).rewind(0);
  expect(loop.pendingAfters()).toEqual([]);
  rewinderOf(bench).rewind(1);
  expect(rewinderOf(bench).look(0)).toMatchObject({ afters: [] });
  bench.workbench.session.loop.step({ advance: true });
  expect(bench.state("a.ts")).toEqual(["go", "later"]);
});

test("[H7] the future stays until the first new turn, then it is a branch, to whose end one can go again", async () => {
  const bench = await benchOf(4);
  const { session } = bench.workbench;
  rewinderOf(bench).rewind(2);
  expect(rewinderOf(bench).overview()).toMatchObject({ first: 1, last: 4, at: 2, branches: [] });
  session.loop.takeHeld();
  // What waited when turn 3 began is dropped, so that something else happens.
  session.loop.editQueue({ edit: "drop", numbers: session.loop.waiting().map(({ number }) => number) });
  bench.emit({ type: "add", by: 100 });
  expect([bench.state("a.ts"), bench.status().turn]).toEqual([{ n: 103 }, 3]);
  expect(rewinderOf(bench).overview()).toMatchObject({
    last: 3,
    at: 3,
    branches: [{ branch: 1, from: 2, to: 4 }],
    marks: [
      { kind: "load", turn: 0 },
      { kind: "rewind", turn: 2 },
    ],
  });
  expect(rewinderOf(bench).goTo(1)).toMatchObject({ turn: 4 });
  expect([bench.state("a.ts"), drawnAt(bench)]).toEqual([{ n: 10 }, [10]]);
  expect(rewinderOf(bench).overview()).toMatchObject({ last: 4, branches: [{ branch: 2, from: 2, to: 3 }] });
  rewinderOf(bench).goTo(2);
  expect([bench.state("a.ts"), bench.status().turn]).toEqual([{ n: 103 }, 3]);
  expect(() => rewinderOf(bench).goTo(1)).toThrow(/no branch 1/);
});

test("[H7] a branch of a branch is reached by way of it", async () => {
  const bench = await benchOf(3);
  const { loop } = bench.workbench.session;
  const goOnFrom = (turn: number, by: number): void => {
    rewinderOf(bench).rewind(turn);
    loop.editQueue({ edit: "drop", numbers: loop.waiting().map(({ number }) => number) });
    bench.emit({ type: "add", by });
  };
  goOnFrom(2, 50); // 1 2 | 3 becomes branch 1
  goOnFrom(1, 70); // 1 | 2 53 becomes branch 2, which branch 1 leaves
  expect(bench.state("a.ts")).toEqual({ n: 71 });
  rewinderOf(bench).goTo(1);
  expect([bench.state("a.ts"), bench.status().turn]).toEqual([{ n: 6 }, 3]);
  expect(bench.workbench.session.history.list().map(({ event }) => event["by"])).toEqual([1, 2, 3]);
});

test("[H8] what sources emit meanwhile is held back and counted, and joins the queue when the loop goes on", async () => {
  const global = globalThis as { say?: (event: Event) => void };
  const bench = await benchOf(
    3,
    `${counter}; export const sourceX = (emit: any) => { (globalThis as any).say = emit; return () => {} }`,
  );
  const { loop } = bench.workbench.session;
  rewinderOf(bench).rewind(3);
  rewinderOf(bench).rewind(1);
  const waiting = loop.queue().length;
  global.say!({ type: "add", by: 7 });
  loop.emit({ type: "add", by: 8 }, "outside");
  expect(loop.status()).toMatchObject({ queued: waiting + 1, rewound: { held: 1 } });
  // Forward again: nothing of both is lost.
  rewinderOf(bench).rewind(3);
  expect(loop.queue()).toEqual([
    { type: "add", by: 8 },
    { type: "add", by: 7 },
  ]);
  bench.step(9);
  expect(bench.state("a.ts")).toEqual({ n: 21 });
  rewinderOf(bench).rewind(4);
  global.say!({ type: "add", by: 1000 });
  bench.step(9);
  expect(bench.state("a.ts")).toEqual({ n: 1021 });
  delete global.say;
});

test("[H9] a rewind changes no code; the modules that ran other code then are named", async () => {
  const bench = await benchOf(2);
  await bench.swap("a.ts", counter.replace("s.n + e.by }", "s.n - e.by }"));
  bench.emit({ type: "add", by: 1 });
  expect(bench.state("a.ts")).toEqual({ n: 2 });
  expect(rewinderOf(bench).rewind(1)).toMatchObject({ rewound: { otherCode: ["a.ts"] } });
  expect([bench.state("a.ts"), bench.module("a.ts").generation]).toEqual([{ n: 1 }, 2]);
  bench.step(1);
  // Turn 2 again, under the code of now.
  expect([bench.state("a.ts"), bench.status().turn]).toEqual([{ n: -1 }, 2]);
  expect(rewinderOf(bench).overview().marks.at(-1)).toMatchObject({
    kind: "rewind",
    turn: 1,
    modules: [{ id: "a.ts", from: 1, to: 2 }],
  });
  expect(await bench.workbench.session.replayer.replay({ from: 1, under: { kind: "recorded" } })).toMatchObject({
    ok: true,
    turns: 2,
    differences: [],
  });
});

test("[H9] a swap while rewound goes on from there", async () => {
  const bench = await benchOf(3);
  rewinderOf(bench).rewind(1);
  await bench.swap("a.ts", counter.replace("{ n: 0 }", "{ n: 0, m: 5 }"));
  expect(bench.state("a.ts")).toEqual({ n: 1, m: 5 });
  expect(rewinderOf(bench).overview()).toMatchObject({
    last: 1,
    at: 1,
    branches: [{ from: 1, to: 3 }],
    marks: [{ kind: "load" }, { kind: "rewind", turn: 1 }, { kind: "swap", turn: 1 }],
  });
});

test("[H11] a look at any turn changes nothing", async () => {
  const bench = await benchOf(4);
  const before = standOf(bench);
  expect(rewinderOf(bench).look(2)).toMatchObject({
    turn: 2,
    states: { "a.ts": { n: 3 } },
    drawings: [{ module: "a.ts", shapes: [{ x: 3 }] }],
    generations: { "a.ts": 1 },
  });
  expect(rewinderOf(bench).look(4)).toMatchObject({ states: { "a.ts": { n: 10 } }, queued: 0 });
  const { states, generations } = rewinderOf(bench).look(3, []);
  expect({ states, generations }).toEqual({ states: {}, generations: {} });
  expect(rewinderOf(bench).look(3, ["a.ts"])).toMatchObject({ generations: { "a.ts": 1 } });
  expect(() => rewinderOf(bench).look(9)).toThrow(/Turn 9/);
  expect(standOf(bench)).toEqual(before);
});

// ---- laws

const moduleOf = (chance: Chance, index: number): string => {
  const types = ["a", "b", "c"];
  const handlers = types
    .filter(() => chance.happens(0.7))
    .map((type) => {
      const emits = chance.happens(0.4)
        ? `emit: e.depth > 0 ? [{ type: "${chance.pick(types)}", by: s.n % 7, depth: e.depth - 1 }] : [],`
        : "";
      const effects = chance.happens(0.3)
        ? `effects: [{ type: "after", ms: ${chance.below(50)}, event: { type: "${chance.pick(types)}", by: 1, depth: 0 } }, { type: "draw", shapes: [{ kind: "circle", x: s.n, y: ${index}, r: 1 }] }],`
        : "";
      const throws = chance.happens(0.2) ? `if (e.by === ${chance.below(5)}) throw new Error("no");` : "";
      return `export const on${type.toUpperCase()} = (s: any, e: any) => { ${throws} return { state: { n: s.n * ${1 + chance.below(3)} % 1009 + e.by, last: { by: e.by, was: s.last.by } }, ${emits} ${effects} } }`;
    });
  return `export const init = () => ({ n: ${index}, last: { by: 0, was: 0 } });\n${handlers.join("\n")}`;
};

const randomBench = async (chance: Chance): Promise<Bench> => {
  let time = 0;
  const files = Object.fromEntries([0, 1, 2].map((index) => [`m${index}.ts`, moduleOf(chance, index)]));
  const bench = await workbenchOf(files, { now: () => (time += 0.01) });
  for (let count = 0; count < 40; count++) {
    if (chance.happens(0.7))
      bench.workbench.session.loop.emit(
        { type: chance.pick(["a", "b", "c"]), by: chance.below(9), depth: chance.below(4) },
        "outside",
      );
    bench.workbench.session.loop.step({ count: 1 + chance.below(3), advance: chance.happens(0.5) });
  }
  return bench;
};

for (let round = 0; round < 8; round++) {
  const seed = seedOfRun + round;
  test(`[H6] rewind then forward is identity (seed ${seed})`, async () => {
    const chance = new Chance(seed);
    const bench = await randomBench(chance);
    const before = standOf(bench);
    const last = bench.status().turn;
    for (let count = 0; count < 5; count++) rewinderOf(bench).rewind(chance.below(last + 1));
    rewinderOf(bench).rewind(last);
    expect(standOf(bench)).toEqual(before);
  });

  test(`[H6] rewind, then run again with the same outside events, equals what was (seed ${seed})`, async () => {
    const chance = new Chance(seed);
    const bench = await randomBench(chance);
    const { history, loop } = bench.workbench.session;
    const was = history.list({ limit: 1000 });
    const last = bench.status().turn;
    const to = chance.below(last);
    rewinderOf(bench).rewind(to);
    for (let at = to; at < last; at++) {
      for (const turn of was)
        if (turn.cause.by === "outside" && turn.queuedAfter === at && at > to) loop.emit(turn.event, "outside");
      loop.step({ advance: true });
    }
    const plain = (turns: typeof was): unknown =>
      turns.map(({ turn, event, calls }) => ({
        turn,
        event,
        calls: calls.map(({ module, function: name, outcome, error }) => ({
          module,
          name,
          outcome,
          error: error?.code,
        })),
      }));
    expect(plain(history.list({ limit: 1000 }).slice(0, last))).toEqual(plain(was));
  });

  test(`[P1] replay under the same code gives the same states (seed ${seed})`, async () => {
    const chance = new Chance(seed);
    const bench = await randomBench(chance);
    const last = bench.status().turn;
    const from = 1 + chance.below(last);
    const { replayer } = bench.workbench.session;
    const same = {
      ok: true,
      turns: last - from + 1,
      differences: [],
      emitted: [],
      effects: [],
      errors: [],
      events: [],
    };
    expect(await replayer.replay({ from, under: { kind: "current" } })).toMatchObject(same);
    expect(await replayer.replay({ from, under: { kind: "recorded" } })).toMatchObject(same);
    expect(await replayer.purity(1, undefined)).toMatchObject({ ok: true, impure: [], unknown: [], problems: [] });
  });
}

test("[H8] an answer to what was performed in a future that is a branch now is not heard", async () => {
  const global = globalThis as { answer?: (by: number) => void };
  const bench = await workbenchOf({
    "a.ts": `
      export const init = () => ({ n: 0 })
      export const onAsk = (s: any) => ({ state: { n: s.n + 1 }, effects: [{ type: "ask" }] })
      export const performAsk = () => new Promise((done) => { (globalThis as any).answer = (by: number) => done([{ type: "add", by }]) })
      export const onAdd = (s: any, e: any) => ({ state: { n: s.n + e.by } })`,
  });
  bench.emit({ type: "ask" });
  const early = global.answer!;
  bench.emit({ type: "add", by: 1 }).emit({ type: "ask" });
  const late = global.answer!;
  rewinderOf(bench).rewind(1);
  bench.step(1);
  expect([bench.status().turn, bench.state("a.ts")]).toEqual([2, { n: 2 }]);
  late(1000);
  early(10);
  await bench.until(() => bench.status().queued > 0);
  await new Promise((resolve) => setImmediate(resolve));
  bench.step(9);
  expect(bench.state("a.ts")).toEqual({ n: 12 });
  delete global.answer;
});

test("[H11] looks far back agree with looks from near by, whatever was looked at before", async () => {
  const bench = await workbenchOf({
    "a.ts": `
      export const init = () => 0
      export const onAdd = (n: number, e: any) => ({ state: n + 1, emit: n % 3 === 0 ? [{ type: "x", n }, { type: "x", n }] : [], effects: n % 5 === 0 ? [{ type: "after", ms: n % 7, event: { type: "late" } }] : [] })`,
  });
  const { loop } = bench.workbench.session;
  for (let count = 0; count < 900; count++) {
    loop.emit({ type: "add" }, "outside");
    loop.emit({ type: "add" }, "outside");
    loop.step({ count: 3, advance: true });
  }
  const last = bench.status().turn;
  expect(last).toBeGreaterThan(2500);
  const turns = [last - 1, last - 1500, 3, 1024, 1023, 1025, 2048, 0, last];
  const looks = turns.map((turn) => rewinderOf(bench).look(turn));
  expect(looks.map(({ queue, queued, afters }) => ({ queue, queued, afters }))).toEqual(
    turns.map((turn) => {
      const { queue, afters, clock } = loop.standingAfter(turn)!;
      return {
        queue: queue.slice(0, 1000).map(({ event }) => event),
        queued: queue.length,
        afters: afters.map(({ by, event, dueMs }) => ({
          module: by.module,
          event,
          inMs: Math.max(0, dueMs - clock.timeMs),
        })),
      };
    }),
  );
  // From memory now.
  expect(turns.map((turn) => rewinderOf(bench).look(turn))).toEqual(looks);
});

test("[H7] a swap after the last turn is left for a branch too", async () => {
  const bench = await benchOf(2);
  rewinderOf(bench).rewind(1);
  await bench.swap("a.ts", counter.replace("{ n: 0 }", "{ n: 0, m: 5 }"));
  expect(bench.state("a.ts")).toEqual({ n: 1, m: 5 });
  rewinderOf(bench).goTo(1);
  expect([bench.state("a.ts"), bench.status().turn]).toEqual([{ n: 3 }, 2]);
  expect(bench.workbench.session.history.marks.codeIn(2)).toEqual(new Map([["a.ts", 1]]));
  const { branches } = rewinderOf(bench).overview();
  expect(branches).toMatchObject([{ branch: 2, from: 1, to: 1 }]);
  rewinderOf(bench).goTo(2);
  expect([bench.state("a.ts"), bench.status().turn]).toEqual([{ n: 1, m: 5 }, 1]);
});

test("[H7] what a branch began with comes back with it, also where nothing came before its first turn", async () => {
  const bench = await benchOf(2);
  rewinderOf(bench).rewind(0);
  await bench.swap("a.ts", `export const init = () => ({ other: 1 })`);
  expect(rewinderOf(bench).look(0).states).toEqual({ "a.ts": { other: 1 } });
  rewinderOf(bench).goTo(1);
  expect(rewinderOf(bench).look(0).states).toEqual({ "a.ts": { n: 0 } });
  expect(bench.state("a.ts")).toEqual({ n: 3 });
});
