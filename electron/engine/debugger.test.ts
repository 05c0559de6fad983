import * as fc from "fast-check";
import { expect, test } from "vitest";
import { folderOf, workbenchIn, workbenchOf, type Bench } from "./testing.ts";
import type { Breakpoint, LoopStatus } from "./summary.ts";

const counter = `export const init = () => ({ n: 0, seen: { last: "" } })
export const onAdd = (state, event) => ({ state: { ...state, n: state.n + event.by }, emit: event.by > 2 ? [{ type: "add", by: 1 }] : [] })
export const onName = (state, event) => ({ state: { ...state, seen: { last: event.name } }, effects: [{ type: "wait", ms: 1 }] })
export const onBad = () => { throw new Error("bad") }
export const performWait = () => [{ type: "waited" }]`;

const bench = (): Promise<Bench> => workbenchOf({ "a.ts": counter, "b.ts": `export const onAdd = () => undefined` });

const setTo = async (it: Bench, ...breakpoints: readonly Breakpoint[]): Promise<void> =>
  void (await it.workbench.session.debugger.setBreakpoints(breakpoints));

const emit = ({ workbench }: Bench, ...events: readonly object[]): void => {
  for (const event of events) workbench.session.loop.emit(event, "outside");
};

/** Until it stops by itself, or has nothing to do. */
const ran = async (it: Bench): Promise<LoopStatus> => {
  it.workbench.run();
  await it.until(() => it.status().mode === "paused" || it.status().queued === 0);
  return it.workbench.pause();
};

const adds = [1, 2, 3, 1].map((by) => ({ type: "add", by }));

test.each<[string, Breakpoint, number, object]>([
  ["an event", { event: "name" }, 4, {}],
  [
    "a handler",
    { module: "b.ts", function: "onAdd" },
    0,
    { call: { module: "b.ts", function: "onAdd", generation: 1 } },
  ],
  ["a module, for one event", { module: "a.ts", event: "name" }, 4, { call: { function: "onName" } }],
  ["a condition over the event", { condition: "event.by === 3" }, 2, { event: { by: 3 } }],
  [
    "a condition over the state, in TypeScript",
    { condition: "(state as any)?.n! >= 3" },
    2,
    { call: { module: "a.ts" } },
  ],
  ["a condition over the outcome", { condition: "outcome?.emit?.length > 0" }, 2, { outcome: { emit: [{ by: 1 }] } }],
  ["an effect", { effect: "wait" }, 4, { outcome: { effects: [{ type: "wait" }] } }],
  ["a path of the state", { path: "seen.last" }, 4, { call: { function: "onName" } }],
  ["a call that fails", { error: true }, 5, { problem: { code: "handler-threw" } }],
])(
  "[T32] stops at %s, with its event at the queue's head, and passes it once",
  async (_, breakpoint, turns, stopped) => {
    const it = await bench();
    await setTo(it, breakpoint);
    emit(it, ...adds, { type: "name", name: "x" }, { type: "bad" });
    const before = it.workbench.session.loop.waiting();
    const status = await ran(it);
    expect(status).toMatchObject({ turn: turns, mode: "paused", stopped: { by: "breakpoint", index: 0, breakpoint } });
    expect(status.stopped).toMatchObject(stopped);
    expect(status.inTurn).toBe(undefined);
    // Nothing came of the turn, and its event was not lost.
    expect(it.workbench.session.loop.waiting()[0]).toEqual(before[turns]);
    expect(it.workbench.session.history.last).toBe(turns);
    const [turn] = it.step();
    expect(turn).toMatchObject({ turn: turns + 1, event: before[turns]?.event });
    expect(it.workbench.session.debugger.breakpoints()).toEqual([{ ...breakpoint, enabled: true, hits: 1 }]);
  },
);

test("[T32] a breakpoint logs in place of stopping, with what the expressions in its text give", async () => {
  const it = await bench();
  await setTo(it, { function: "onAdd", module: "a.ts", log: "`n` is ${state.n}, then ${ { by: event.by }.by } more" });
  emit(it, ...adds);
  expect(await ran(it)).toMatchObject({ turn: 5, queued: 0 });
  expect(it.workbench.logbook.entries().map(({ message, module }) => [module, message])).toEqual(
    [
      [0, 1],
      [1, 2],
      [3, 3],
      [6, 1],
      [7, 1],
    ].map(([n, by]) => ["a.ts", `\`n\` is ${n}, then ${by} more`]),
  );
});

test("[T32] one that is not enabled does nothing; one that is set anew counts anew", async () => {
  const it = await bench();
  await setTo(it, { event: "add", enabled: false });
  emit(it, ...adds);
  expect(await ran(it)).toMatchObject({ turn: 5 });
  expect(it.workbench.session.debugger.breakpoints()).toEqual([{ event: "add", enabled: false, hits: 0 }]);
});

test.each<[Breakpoint, string]>([
  [
    {},
    "Breakpoint 1 does not say where to stop: give it an `event`, a `module`, a `function`, an `effect`, a `path`, `error` or a `condition`.",
  ],
  [{ path: "a..b" }, "Breakpoint 1 has the path `a..b`: write it as in `bars[2].pitch`."],
  [{ condition: "event.n >" }, "Breakpoint 1 has a condition that is no expression: it ends too soon."],
  [
    { condition: "event.n; event.m" },
    'Breakpoint 1 has a condition that is no expression: expected ")" but found ";" (line 1, column 8).',
  ],
])("[T32] %j is refused, and what was set stays", async (breakpoint, message) => {
  const it = await bench();
  await setTo(it, { event: "add" });
  await expect(setTo(it, breakpoint)).rejects.toHaveProperty("message", message);
  expect(it.workbench.session.debugger.breakpoints()).toHaveLength(1);
});

test("[T32] a condition that throws, writes or never ends is one problem, and counts as false", async () => {
  const it = await workbenchOf({ "a.ts": counter }, { callTimeoutMs: 60 });
  await setTo(it, { condition: "event.a.b" }, { condition: "event.by = 5" }, { condition: "(() => { for (;;); })()" });
  emit(it, ...adds);
  expect(await ran(it)).toMatchObject({ turn: 5, queued: 0 });
  expect(it.state("a.ts")).toMatchObject({ n: 8 });
  expect(it.problems().map(({ code }) => code)).toEqual(["breakpoint-threw", "breakpoint-threw", "breakpoint-timeout"]);
  expect(it.problems()[0]?.message).toBe(
    "Breakpoint 1 (`event.a.b`) threw Cannot read properties of undefined (reading 'b'): it counts as false until it is set anew.",
  );
  expect(it.workbench.session.debugger.breakpoints().map(({ problem }) => problem?.code)).toEqual([
    "breakpoint-threw",
    "breakpoint-threw",
    "breakpoint-timeout",
  ]);
});

test("[T32] a swap while it is stopped does not make it stop there again; breakpoints outlive swaps", async () => {
  const it = await bench();
  await setTo(it, { module: "a.ts", condition: "event.by === 3" });
  emit(it, ...adds);
  expect(await ran(it)).toMatchObject({ turn: 2 });
  await it.swap("a.ts", counter.replace("+ event.by", "+ 10 * event.by"));
  emit(it, { type: "add", by: 3 });
  expect(await ran(it)).toMatchObject({ turn: 4, stopped: { call: { generation: 2 } } });
  expect(it.state("a.ts")).toMatchObject({ n: 43 });
});

test("[T32] breakpoints and what pauses the loop outlive a restart", async () => {
  const folder = folderOf({ "a.ts": counter });
  const place = folderOf({});
  const worker = new URL("../../out/main/journal.worker.js", import.meta.url);
  const journal = { folder: place, worker, resume: "ask" } as const;
  const first = await workbenchIn(folder, { journal });
  await setTo(first, { event: "add" }, { condition: "event.by > 1", log: true });
  first.workbench.session.debugger.setPauseOn({ error: true });
  await first.workbench.close({ keepCompiler: true });
  const second = await workbenchIn(folder, { journal });
  expect(second.workbench.session.debugger.breakpoints()).toEqual([
    { event: "add", enabled: true, hits: 0 },
    { condition: "event.by > 1", log: true, enabled: true, hits: 0 },
  ]);
  expect(second.status().pauseOn).toEqual({ error: true, swap: false });
});

test("[T33] pauses after the turn in which something failed, and at a swap", async () => {
  const it = await bench();
  it.workbench.session.debugger.setPauseOn({ error: true, swap: true });
  emit(it, { type: "add", by: 1 }, { type: "bad" }, { type: "add", by: 1 });
  expect(await ran(it)).toMatchObject({
    turn: 2,
    queued: 1,
    stopped: { by: "error", problem: { code: "handler-threw", turn: 2 } },
  });
  expect(it.workbench.run().stopped).toBe(undefined);
  await it.until(() => it.status().queued === 0);
  await it.swap("a.ts", `${counter}\n`);
  expect(it.status()).toMatchObject({ mode: "paused", turn: 3, stopped: { by: "swap", modules: ["a.ts"] } });
});

test("[T30] steps until something is so, at most so many, and passes it with the next", async () => {
  const it = await bench();
  emit(it, ...adds);
  const { debugger: steps } = it.workbench.session;
  expect((await steps.step({ until: "event.by === 3" })).map(({ turn }) => turn)).toEqual([1, 2]);
  expect(it.status().stopped).toMatchObject({ by: "until", event: { by: 3 }, turn: 3 });
  expect((await steps.step({ until: "event.by === 3" })).map(({ turn }) => turn)).toEqual([3, 4, 5]);
  expect(it.status().stopped).toBe(undefined);
  emit(it, ...adds);
  expect(await steps.step({ until: "event.by > 100", count: 3, limit: 2 })).toMatchObject([{ turn: 7 }, { turn: 8 }]);
  await expect(steps.step({ until: "1 +" })).rejects.toMatchObject({ code: "breakpoint-invalid" });
});

test("[T30] a long step gives the process its turn, and pause ends it", async () => {
  const it = await workbenchOf({
    "a.ts": `export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1, emit: [{ type: "go" }] })`,
  });
  emit(it, { type: "go" });
  const stepped = it.workbench.session.debugger.step({ count: 1_000_000_000, limit: 3 });
  await it.until(() => it.status().stepping === true);
  expect(it.status().mode).toBe("paused");
  it.workbench.pause();
  const turns = await stepped;
  const { turn, stepping } = it.status();
  expect([turns.map((one) => one.turn), stepping]).toEqual([[turn - 2, turn - 1, turn], undefined]);
});

test("[T30] inside a turn the status tells the call that comes next, its state, and what the calls so far gave", async () => {
  const it = await bench();
  emit(it, { type: "add", by: 1 });
  await it.workbench.session.debugger.step({ unit: "handler" });
  expect(it.status().inTurn).toMatchObject({
    turn: 1,
    event: { type: "add", by: 1 },
    cause: { by: "outside" },
    nextCall: 1,
    calls: 2,
    next: { module: "b.ts", function: "onAdd", generation: 1, state: null },
    made: [{ module: "a.ts", function: "onAdd", generation: 1, outcome: { state: { n: 1 } } }],
  });
  expect(await it.workbench.session.debugger.step({ unit: "turn" })).toMatchObject([{ turn: 1 }]);
  expect(it.status().inTurn).toBe(undefined);
});

const ways = ["event", "handler", "turn", "run", "slow"] as const;

test("[T14] [T32] every way of going on comes to the same, also past breakpoints, edits and slow motion", async () => {
  const it = await bench();
  const { loop, history } = it.workbench.session;
  const breakpoint = fc.constantFrom<Breakpoint>(
    { event: "add" },
    { function: "onAdd" },
    { module: "a.ts", path: "n" },
    { effect: "wait" },
    { condition: "state.n % 3 === 0" },
    { condition: "outcome?.emit?.length > 0", module: "a.ts" },
    { error: true },
    { event: "name", log: true },
  );
  const event = fc.oneof(
    fc.record({ type: fc.constant("add"), by: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ type: fc.constant("name"), name: fc.string({ maxLength: 2 }) }),
    fc.constant({ type: "bad" }),
  );
  const edit = fc.record({ drop: fc.nat(9), move: fc.nat(9), to: fc.nat(9), replace: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 10 }),
      fc.array(breakpoint, { maxLength: 3 }),
      fc.option(edit),
      async (events, breakpoints, edits) => {
        const results: unknown[] = [];
        for (const way of ways) {
          loop.reset();
          it.workbench.session.debugger.setPauseOn({ error: way !== "event" });
          loop.setSpeed(way === "slow" ? 5000 : null);
          await setTo(it, ...(way === "event" ? [] : breakpoints));
          const before = it.state("a.ts") as { readonly n: number };
          emit(it, ...events);
          const first = loop.waiting()[0]!.number;
          const number = (index: number): number => first + (index % events.length);
          if (edits) {
            loop.editQueue({ edit: "move", number: number(edits.move), before: number(edits.to) });
            loop.editQueue({ edit: "replace", number: number(edits.replace), event: { type: "add", by: 4 } });
            loop.editQueue({ edit: "drop", numbers: [number(edits.drop)] });
          }
          for (let rounds = 0; loop.queue().length > 0 || it.status().inTurn; rounds++) {
            if (rounds > 400) throw new Error("it does not go on");
            if (way === "run" || way === "slow") await ran(it);
            else await it.workbench.session.debugger.step({ unit: way, count: 1 + (rounds % 3) });
          }
          const { n } = it.state("a.ts") as { readonly n: number };
          results.push([
            n - before.n,
            history.list({ limit: 1000 }).map(({ clockMs: _clockMs, calls, ...turn }) => ({
              ...turn,
              calls: calls.map(({ module, function: name, error }) => [module, name, error?.message]),
            })),
          ]);
        }
        for (const result of results) expect(result).toEqual(results[0]);
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);
