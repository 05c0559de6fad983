import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { Event, Plain } from "../plain.ts";
import type { TurnSummary } from "../summary.ts";
import { loopOf, type LoopOptions, type TestModules } from "./testing.ts";

type Bench = ReturnType<typeof loopOf>;

const benches: Bench[] = [];
const benchOf = (modules: TestModules, options?: LoopOptions): Bench => {
  const bench = loopOf(modules, options);
  benches.push(bench);
  return bench;
};
afterEach(() => {
  for (const { loop } of benches.splice(0)) loop.dispose();
});

const source = { by: "source", module: "a.ts", function: "sourceKeys", generation: 1 } as const;

/** What one can count on: how long a call took, and when, is nobody's promise. */
const withoutMs = (turns: readonly TurnSummary[]) =>
  turns.map(({ clockMs: _clockMs, calls, ...turn }) => ({ ...turn, calls: calls.map(({ ms: _ms, ...call }) => call) }));

const codes = (bench: Bench): readonly string[] =>
  bench.told.problems.map(({ code, message, turn }) => `${turn ?? "-"} ${code}: ${message}`);

const counter = { onAdd: (n: number, { by }: { by: number }) => ({ state: n + by }) };

const notAMessage = 'it must be an object with a string `type`, such as { type: "ping" }.';

test.each<[string, unknown]>([
  ["The event is not plain data: it is undefined.", undefined],
  ["The event is not plain data: `at` is a Date.", { type: "a", at: new Date() }],
  ["The event is not plain data: it is a function.", () => 1],
  [`The event is a list: ${notAMessage}`, ["a"]],
  [`The event is a string: ${notAMessage}`, "tick"],
  [`The event is null: ${notAMessage}`, null],
  [`The event is an object without a type: ${notAMessage}`, { kind: "a" }],
  [`The event is an object without a type: ${notAMessage}`, { type: 1 }],
  [`The event is an object without a type: ${notAMessage}`, { type: "" }],
])("[T1] no event: %s", (message, event) => {
  const bench = benchOf({});
  expect(bench.loop.emit(event, "outside")).toEqual({
    ok: false,
    problem: { code: "event-invalid", message, file: "", line: 0, column: 0 },
  });
  expect(bench.loop.queue()).toEqual([]);
});

test("[T1] an event is frozen as it enters, and waits at the end of the queue", () => {
  const bench = benchOf({});
  const event = { type: "a", list: [1] };
  expect(bench.loop.emit(event, "outside")).toEqual({ ok: true, queued: 1 });
  expect(bench.loop.emit({ type: "b" }, "host")).toEqual({ ok: true, queued: 2 });
  expect(bench.loop.queue()).toEqual([{ type: "a", list: [1] }, { type: "b" }]);
  expect([Object.isFrozen(event), Object.isFrozen(event.list)]).toEqual([true, true]);
});

test("[T2] [T3] calls go by module and declaration; each sees the state that the one before it left", () => {
  const add = (tag: string) => (state: readonly string[], event: Event) => ({
    state: [...state, `${tag}:${event.type}`],
  });
  const bench = benchOf(
    {
      "b.ts": { onGo: add("b1"), onAny: add("b-any") },
      "a.ts": { onAny: add("a-any"), onGo: add("a1"), onOther: add("a2") },
    },
    { states: { "a.ts": [], "b.ts": [] } },
  );
  bench.emit({ type: "go" }, { type: "other" });
  const turns = bench.loop.step({ count: 2 });
  expect(turns.map(({ calls }) => calls.map(({ module, function: name }) => `${module} ${name}`))).toEqual([
    ["a.ts onGo", "a.ts onAny", "b.ts onGo", "b.ts onAny"],
    ["a.ts onOther", "a.ts onAny", "b.ts onAny"],
  ]);
  expect(bench.states()).toEqual({
    "a.ts": ["a1:go", "a-any:go", "a2:other", "a-any:other"],
    "b.ts": ["b1:go", "b-any:go", "b-any:other"],
  });
});

test("[T4] what an outcome carries is frozen and kept; the envelope stays the handler's own, and is not", () => {
  const state = { n: [1] };
  const event = { type: "next" };
  const envelope: { state: unknown; emit: unknown[] } = { state, emit: [event] };
  const bench = benchOf({ "a.ts": { onGo: () => envelope } });
  bench.emit({ type: "go" });
  bench.loop.step();
  envelope.state = () => 0;
  envelope.emit.push(() => 0);
  const [outcome] = bench.told.turns[0]!.calls.map((call) => call.outcome);
  expect(outcome).toEqual({ state: { n: [1] }, emit: [{ type: "next" }] });
  expect([outcome!.state, outcome!.emit![0]]).toSatisfy((kept: unknown[]) => kept[0] === state && kept[1] === event);
  expect([state, state.n, event].map((value) => Object.isFrozen(value))).toEqual([true, true, true]);
});

test("[T4] an outcome is in the turn as it was returned; returning nothing is fine", () => {
  const bench = benchOf({
    "a.ts": { onGo: () => ({ state: { n: 1 }, emit: [{ type: "next" }], effects: undefined }) },
    "b.ts": { onGo: () => undefined },
  });
  bench.emit({ type: "go" });
  expect(withoutMs(bench.loop.step())).toEqual([
    {
      turn: 1,
      event: { type: "go" },
      cause: { by: "outside" },
      queuedAfter: 0,
      calls: [
        {
          module: "a.ts",
          function: "onGo",
          generation: 1,
          outcome: { state: { n: 1 }, emit: [{ type: "next" }], effects: undefined },
        },
        { module: "b.ts", function: "onGo", generation: 1 },
      ],
    },
  ]);
  expect(bench.states()).toEqual({ "a.ts": { n: 1 }, "b.ts": null });
  expect(bench.loop.status()).toMatchObject({ mode: "paused", turn: 1, queued: 1, dropped: 0, hz: 60 });
});

test.each<[string, string, unknown]>([
  ["outcome-not-plain", "What onGo returned is not plain data: `state.m` is a Map.", { state: { m: new Map() } }],
  [
    "outcome-not-plain",
    "What onGo returned is not plain data: `effects[0].onDone` is a function.",
    { effects: [{ type: "x", onDone: () => {} }] },
  ],
  ["outcome-not-plain", "onGo returned a function, which is not plain data.", () => 1],
  [
    "outcome-not-plain",
    "onGo returned a promise, but handlers are synchronous: return an effect and let an async `perform…` function carry it out and answer with events.",
    Promise.resolve({ state: 1 }),
  ],
  [
    "outcome-invalid",
    "onGo returned `status`, which is no part of an outcome: it may have `state`, `emit` and `effects`.",
    { status: 1 },
  ],
  ["outcome-invalid", "onGo returned a number: return an object with `state`, `emit` or `effects`, or nothing.", 5],
  ["outcome-invalid", "onGo returned null: return an object with `state`, `emit` or `effects`, or nothing.", null],
  ["outcome-invalid", "onGo returned a list: return an object with `state`, `emit` or `effects`, or nothing.", []],
  ["outcome-invalid", "In what onGo returned, `emit` is an object without a type: it must be a list.", { emit: {} }],
  [
    "outcome-invalid",
    "In what onGo returned, `emit[1]` is an object without a type: it must be an object with a string `type`.",
    { emit: [{ type: "a" }, { kind: "b" }] },
  ],
  [
    "outcome-invalid",
    "In what onGo returned, `effects[0]` is a string: it must be an object with a string `type`.",
    { effects: ["log"] },
  ],
])("[T4] [T5] %s: %s", (code, message, returned) => {
  const bench = benchOf(
    {
      "a.ts": { onGo: (n: number) => ({ state: n + 1, emit: [{ type: "from-a" }] }) },
      "b.ts": { onGo: () => returned },
      "c.ts": { onGo: (n: number) => ({ state: n + 1, emit: [{ type: "from-c" }] }) },
    },
    { states: { "a.ts": 0, "b.ts": 0, "c.ts": 0 } },
  );
  bench.emit({ type: "go" });
  const [turn] = bench.loop.step();
  const error = { code, message, file: "b.ts", line: 1, column: 1, turn: 1 };
  expect(turn!.calls[1]).toEqual({
    module: "b.ts",
    function: "onGo",
    generation: 1,
    ms: expect.any(Number) as number,
    error,
  });
  expect(bench.told.problems).toEqual([error]);
  expect(bench.states()).toEqual({ "a.ts": 1, "b.ts": 0, "c.ts": 1 });
  expect(bench.loop.queue()).toEqual([{ type: "from-a" }, { type: "from-c" }]);
});

const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error("trap");
    },
    getPrototypeOf: () => {
      throw new Error("trap");
    },
  },
);

test.each<[string, unknown, string]>([
  ["an error", new Error("no"), "no"],
  ["nothing", undefined, "undefined"],
  ["null", null, "null"],
  ["a string", "text", "text"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["a proxy that throws", hostile, "something that cannot be described"],
  [
    "an object that throws",
    {
      get message() {
        throw new Error("trap");
      },
    },
    "something that cannot be described",
  ],
  ["an object without a prototype", Object.create(null), "[object Object]"],
])("[T6] a handler may throw %s", (_name, thrown, message) => {
  const bench = benchOf({
    "a.ts": {
      onGo: () => {
        throw thrown;
      },
    },
    "b.ts": { onGo: () => ({ state: "ran" }) },
  });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect(bench.told.problems).toEqual([{ code: "handler-threw", message, file: "a.ts", line: 1, column: 1, turn: 1 }]);
  expect(bench.states()).toEqual({ "a.ts": null, "b.ts": "ran" });
});

test("[T6] writing to the state or the event throws, in strict code, and changes nothing", () => {
  const bench = benchOf(
    {
      "a.ts": {
        onGo: (state: { n: number }) => {
          state.n++;
        },
      },
      "b.ts": {
        onGo: (_: null, event: { list: number[] }) => {
          event.list.push(1);
        },
      },
    },
    { states: { "a.ts": { n: 1 } } },
  );
  bench.loop.atSafePoint(() => {});
  bench.emit({ type: "set", list: [] });
  bench.load("a.ts", {
    onSet: () => ({ state: { n: 1 } }),
    onGo: (state: { n: number }) => {
      state.n++;
    },
  });
  bench.emit({ type: "go", list: [] });
  bench.loop.step({ count: 2 });
  expect(bench.told.problems.map(({ code, file }) => `${file} ${code}`)).toEqual([
    "a.ts handler-threw",
    "b.ts handler-threw",
  ]);
  expect(bench.state("a.ts")).toEqual({ n: 1 });
});

test("[T7] events go to the queue's end after the last handler, then effects follow, both in the order of the calls", () => {
  const performed: string[] = [];
  const bench = benchOf({
    "a.ts": {
      onGo: () => ({
        emit: [{ type: "a1" }, { type: "a2" }],
        effects: [
          { type: "note", text: "a" },
          { type: "emit", event: { type: "late-a" } },
        ],
      }),
      performNote: ({ text }: { text: string }) => {
        performed.push(
          `${text} after ${bench.loop
            .queue()
            .map(({ type }) => type)
            .join()}`,
        );
        return [{ type: `noted-${text}` }];
      },
    },
    "b.ts": { onGo: () => ({ emit: [{ type: "b1" }], effects: [{ type: "note", text: "b" }] }) },
  });
  bench.emit({ type: "go" }, { type: "waits" });
  bench.loop.step();
  expect(performed).toEqual(["a after waits,a1,a2,b1", "b after waits,a1,a2,b1,noted-a,late-a"]);
  expect(bench.loop.queue().map(({ type }) => type)).toEqual([
    "waits",
    "a1",
    "a2",
    "b1",
    "noted-a",
    "late-a",
    "noted-b",
  ]);
});

test.each<[string, () => void]>([
  [
    "loops for ever",
    () => {
      for (;;);
    },
  ],
  [
    "catches and loops",
    () => {
      for (;;)
        try {
          for (;;);
        } catch {
          /* again */
        }
    },
  ],
  ["matches for ever", () => void /^(a+)+$/.test(`${"a".repeat(40)}b`)],
])("[T9] a handler that %s is cut, and the turn goes on behind it", (_name, runAway) => {
  let calls = 0;
  const bench = benchOf(
    {
      "a.ts": { onGo: (n: number) => ({ state: n + 1, emit: [{ type: "a" }] }) },
      "b.ts": {
        onGo: () => {
          calls++;
          runAway();
        },
        onAny: () => ({ state: "must not run" }),
      },
      "c.ts": {
        onGo: (n: number) => ({ state: n + 1, emit: [{ type: "c" }], effects: [{ type: "note" }] }),
        performNote: () => [{ type: "noted" }],
      },
    },
    { states: { "a.ts": 0, "c.ts": 0 }, callTimeoutMs: 40 },
  );
  bench.emit({ type: "go" });
  const [turn] = bench.loop.step();
  expect(turn!.calls.map(({ module, function: name, error }) => `${module} ${name} ${error?.code ?? "fine"}`)).toEqual([
    "a.ts onGo fine",
    "b.ts onGo handler-timeout",
    "c.ts onGo fine",
  ]);
  expect([calls, bench.told.runaways, codes(bench)]).toEqual([
    1,
    ["b.ts onGo"],
    ["1 handler-timeout: onGo did not return within 40 ms and was cut; mend it and swap its module."],
  ]);
  expect(bench.states()).toEqual({ "a.ts": 1, "b.ts": null, "c.ts": 1 });
  expect(bench.loop.queue()).toEqual([{ type: "a" }, { type: "c" }, { type: "noted" }]);
});

test("[T9] who only had the misfortune to be called late is not blamed", () => {
  const work = (): { readonly state: string } => {
    for (const from = performance.now(); performance.now() - from < 30;);
    return { state: "ran" };
  };
  const modules = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`m${index}.ts`, { onGo: work }]));
  const bench = benchOf(modules, { callTimeoutMs: 200 });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect([bench.told.problems, new Set(Object.values(bench.states()))]).toEqual([[], new Set(["ran"])]);
});

test("[T9] a call that was cut but took no time of its own is made once more", () => {
  let calls = 0;
  const bench = benchOf(
    // The clock stands still: to the loop, the call seems to have taken no time.
    {
      "a.ts": {
        onGo: (n: number) => {
          if (calls++ === 0) for (;;);
          return { state: n + 1 };
        },
      },
      "b.ts": {
        onGo: () => {
          for (;;);
        },
      },
    },
    { states: { "a.ts": 0 }, now: () => 0, callTimeoutMs: 30 },
  );
  bench.emit({ type: "go" });
  bench.loop.step();
  expect([calls, bench.state("a.ts"), bench.told.runaways, bench.history.last]).toEqual([2, 1, ["b.ts onGo"], 1]);
});

test("[T9] wherever a cut falls, no event is lost, none is handled twice, and every turn is whole", () => {
  // The host's own work is cut too: outcomes so large that forcing them takes longer than is allowed.
  const big = () => Array.from({ length: 50_000 }, (_, index) => ({ index }));
  let cuts = 0;
  for (let round = 0; round < 10; round++) {
    const bench = benchOf(
      {
        "a.ts": { onGo: (n: number, { i }: { i: number }) => ({ state: n + 1, emit: [{ type: "done", i }] }) },
        "b.ts": {
          onGo: (_: null, { i }: { i: number }) => (i % 5 === 2 ? { state: big(), emit: [{ type: "big", i }] } : {}),
        },
      },
      { states: { "a.ts": 0 }, callTimeoutMs: 1 + round },
    );
    for (let i = 0; i < 20; i++) bench.emit({ type: "go", i });
    bench.loop.step({ count: 1000 });
    const { turns } = bench.told;
    const places = (type: string) => turns.filter(({ event }) => event.type === type).map(({ event }) => event["i"]);
    const goes = turns.filter(({ event }) => event.type === "go");
    const outcomes = goes
      .flatMap(({ calls }) => calls)
      .flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
    const emitted = (type: string) =>
      outcomes
        .flatMap(({ emit }) => emit ?? [])
        .filter((event) => event.type === type)
        .map((event) => event["i"]);

    expect(turns.map(({ turn }) => turn)).toEqual(Array.from({ length: bench.history.last }, (_, index) => index + 1));
    expect(places("go")).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(places("done")).toEqual(emitted("done"));
    expect(places("big")).toEqual(emitted("big"));
    expect(bench.state("a.ts")).toBe(emitted("done").length);
    for (const { event, calls } of goes) {
      expect(new Set(calls.map(({ module }) => module)).size).toBe(calls.length);
      expect(emitted("done").filter((i) => i === event["i"]).length).toBeLessThanOrEqual(1);
    }
    cuts += bench.told.runaways.length;
  }
  expect(cuts).toBeGreaterThan(0);
}, 30_000);

test("[T10] handlers that are quarantined are skipped, and only they", () => {
  const bench = benchOf({ "a.ts": { onGo: () => ({ state: 1 }) }, "b.ts": { onGo: () => ({ state: 1 }) } });
  bench.quarantined.add("a.ts");
  bench.emit({ type: "go" });
  expect(bench.loop.step()[0]!.calls.map(({ module }) => module)).toEqual(["b.ts"]);
});

test("[T11] an event that nobody handles is a turn without calls", () => {
  const bench = benchOf({});
  bench.emit({ type: "x" });
  expect(bench.loop.step()).toEqual([
    { turn: 1, event: { type: "x" }, cause: { by: "outside" }, queuedAfter: 0, clockMs: 0, calls: [] },
  ]);
});

test("[T12] runs until nothing waits, lets the process work in between, and then rests", async () => {
  const bench = benchOf(
    { "a.ts": { onAdd: (n: number) => ({ state: n + 1, emit: n < 30_000 ? [{ type: "add" }] : [] }) } },
    { states: { "a.ts": 0 } },
  );
  let others = 0;
  const other = (): void => {
    others++;
    if (bench.history.last < 30_001) setImmediate(other);
  };
  setImmediate(other);
  bench.emit({ type: "add" });
  bench.loop.run();
  await bench.until(() => bench.history.last === 30_001);
  expect([bench.state("a.ts"), bench.loop.status().mode, bench.loop.queue()]).toEqual([30_001, "running", []]);
  expect(others).toBeGreaterThan(2);
  expect(bench.loop.status().rate).toBeGreaterThan(0);
});

test("[T13] `pause` ends between two turns", async () => {
  const bench = benchOf(
    { "a.ts": { onAdd: (n: number) => ({ state: n + 1, emit: [{ type: "add" }] }) } },
    { states: { "a.ts": 0 } },
  );
  bench.emit({ type: "add" });
  bench.loop.run();
  await bench.until(() => bench.history.last > 100);
  bench.loop.pause();
  const { turn, mode, inTurn } = bench.loop.status();
  expect([mode, inTurn, bench.state("a.ts"), bench.loop.queue()]).toEqual([
    "paused",
    undefined,
    turn,
    [{ type: "add" }],
  ]);
});

test("[T12] the process has its turn sooner while a person types", async () => {
  const turnsOfBatches = async (isTyping: boolean): Promise<readonly number[]> => {
    let now = 0;
    const bench = benchOf({ "a.ts": { onAdd: () => void now++ } }, { now: () => now, isTyping: () => isTyping });
    bench.emit(...Array.from({ length: 20 }, () => ({ type: "add" })));
    bench.loop.run();
    const turns: number[] = [];
    for (let time = 0; time < 2; time++) {
      await new Promise((resolve) => void setImmediate(resolve));
      turns.push(bench.history.last);
    }
    await bench.until(() => bench.history.last === 20);
    return turns;
  };
  const [usual, typing] = [await turnsOfBatches(false), await turnsOfBatches(true)];
  expect([usual, typing[0]]).toEqual([[5, 10], 2]);
});

test("[T13] `pause` said by who hears of a turn holds after the batch at the latest", async () => {
  const bench = benchOf(
    { "a.ts": { onAdd: (n: number) => ({ state: n + 1, emit: [{ type: "add" }] }) } },
    { states: { "a.ts": 0 } },
  );
  bench.emit({ type: "add" });
  bench.loop.run();
  await bench.until(() => {
    if (bench.history.last > 0) bench.loop.pause();
    return bench.loop.status().mode === "paused";
  });
  expect(bench.state("a.ts")).toBe(bench.loop.status().turn);
});

test("[T13] a step pauses a loop that runs, and takes no more turns than there are events", () => {
  const bench = benchOf({ "a.ts": counter }, { states: { "a.ts": 0 } });
  bench.emit({ type: "add", by: 1 }, { type: "add", by: 2 });
  bench.loop.run();
  expect(bench.loop.step({ count: 5 }).map(({ turn }) => turn)).toEqual([1, 2]);
  expect([bench.loop.status().mode, bench.state("a.ts"), bench.loop.step()]).toEqual(["paused", 3, []]);
});

test("[T13] stepping by handler stands inside the turn, and tells where", () => {
  const add = (n: number) => ({ state: n + 1, emit: [{ type: "next" }] });
  const bench = benchOf({ "a.ts": { onGo: add }, "b.ts": { onGo: add } }, { states: { "a.ts": 0, "b.ts": 0 } });
  bench.emit({ type: "go" });
  const names = (turns: readonly TurnSummary[]) =>
    turns.map(({ turn, calls }) => [turn, calls.map(({ module }) => module)]);

  expect(names(bench.loop.step({ unit: "handler" }))).toEqual([[1, ["a.ts"]]]);
  expect(bench.loop.status()).toMatchObject({
    turn: 0,
    queued: 0,
    inTurn: {
      turn: 1,
      event: { type: "go" },
      cause: { by: "outside" },
      nextCall: 1,
      calls: 2,
      next: { module: "b.ts", function: "onGo", generation: 1 },
      made: [{ module: "a.ts", function: "onGo", generation: 1 }],
    },
  });
  expect([bench.states(), bench.loop.queue(), bench.history.last]).toEqual([{ "a.ts": 1, "b.ts": 0 }, [], 0]);

  expect(names(bench.loop.step({ unit: "handler" }))).toEqual([[1, ["a.ts", "b.ts"]]]);
  expect(bench.loop.status()).toMatchObject({ turn: 1, queued: 2 });
  expect(bench.loop.status().inTurn).toBe(undefined);
  expect(names(bench.loop.step({ unit: "handler", count: 5 }))).toEqual([
    [2, []],
    [3, []],
  ]);
});

test("[T13] a step by event, or `run`, ends the turn in which the loop stands", async () => {
  const modules = {
    "a.ts": { onGo: (n: number) => ({ state: n + 1 }) },
    "b.ts": { onGo: (n: number) => ({ state: n + 1 }) },
  };
  const states = { "a.ts": 0, "b.ts": 0 };
  const stepped = benchOf(modules, { states });
  const run = benchOf(modules, { states });
  for (const bench of [stepped, run]) {
    bench.emit({ type: "go" }, { type: "go" });
    bench.loop.step({ unit: "handler" });
  }
  expect(stepped.loop.step().map(({ turn, calls }) => [turn, calls.length])).toEqual([[1, 2]]);
  expect(stepped.states()).toEqual({ "a.ts": 1, "b.ts": 1 });
  run.loop.run();
  await run.until(() => run.history.last === 2);
  expect(run.states()).toEqual({ "a.ts": 2, "b.ts": 2 });
});

/** Handlers whose whole behaviour is a recipe, so that two benches can be built alike. */
const handlerRecipe = fc.record({
  module: fc.constantFrom("a.ts", "b.ts", "c.ts"),
  on: fc.constantFrom("onP", "onQ", "onR", "onAny"),
  does: fc.constantFrom("state", "emit", "effect", "throw", "bad", "nothing", "all"),
  emits: fc.constantFrom("p", "q", "r"),
});
type HandlerRecipe = typeof handlerRecipe extends fc.Arbitrary<infer R> ? R : never;

const modulesOf = (recipes: readonly HandlerRecipe[]): TestModules => {
  const modules: Record<string, Record<string, (state: never, event: never) => unknown>> = {};
  for (const { module, on, does, emits } of recipes) {
    (modules[module] ??= {})[on] = (state: readonly string[], event: Event & { readonly life: number }) => {
      const note = [...(state ?? []), `${on} ${event.type} ${event.life}`];
      const life = event.life - 1;
      const emit = life > 0 ? [{ type: emits, life }] : [];
      if (does === "throw") throw new Error("no");
      if (does === "bad") return { state: note, emit: [{ type: emits, life: NaN }] };
      if (does === "nothing") return undefined;
      if (does === "state") return { state: note };
      if (does === "emit") return { emit };
      const effects = [
        { type: "again", life },
        { type: "log", message: `${module} ${on}` },
        { type: "nobody" },
        { type: "after", ms: life, event: { type: "late", life: 0 } },
      ];
      return does === "effect" ? { effects } : { state: note, emit, effects };
    };
  }
  modules["z.ts"] = {
    performAgain: (({ life }: { life: number }) => (life > 0 ? [{ type: "p", life }] : undefined)) as never,
  };
  return modules;
};

const account = (bench: Bench) => ({
  states: bench.states(),
  turns: withoutMs(bench.told.turns),
  problems: bench.told.problems,
  logs: bench.told.logs.map(({ at: _at, ...entry }) => entry),
  queue: bench.loop.queue(),
  afters: bench.loop.pendingAfters(),
});

test("[T14] step by handler, step by event and run come to the same", async () => {
  const recipes = fc.uniqueArray(handlerRecipe, { selector: ({ module, on }) => `${module} ${on}`, maxLength: 8 });
  const events = fc.array(fc.record({ type: fc.constantFrom("p", "q", "r"), life: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(
      recipes,
      events,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 9 }),
      async (recipes, events, sizes) => {
        const benchFrom = (): Bench => {
          // The clock stands still, so that `after` events stay where all three can be compared.
          const bench = loopOf(modulesOf(recipes), { now: () => 0 });
          bench.emit(...events);
          return bench;
        };
        const [byEvent, byHandler, mixed, running] = [benchFrom(), benchFrom(), benchFrom(), benchFrom()];
        const isDone = ({ loop }: Bench): boolean => loop.status().queued === 0 && loop.status().inTurn === undefined;
        for (const bench of [byEvent, byHandler, mixed]) {
          for (let step = 0; !isDone(bench); step++) {
            const unit = bench === byEvent ? "event" : bench === byHandler || step % 2 === 0 ? "handler" : "event";
            bench.loop.step({ unit, count: sizes[step % sizes.length]! });
          }
        }
        running.loop.run();
        await running.until(() => isDone(running));
        running.loop.pause();
        const expected = account(byEvent);
        expect(account(byHandler)).toEqual(expected);
        expect(account(mixed)).toEqual(expected);
        expect(account(running)).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test("[T15] at a safe point the turn in which the loop stands is rolled back, its event waits at the head", () => {
  const bench = benchOf(
    {
      "a.ts": { onGo: (n: number) => ({ state: n + 1 }), onAny: (n: number) => ({ state: n * 10 }) },
      "b.ts": { onGo: (n: number) => ({ state: n + 1 }) },
    },
    { states: { "a.ts": 1, "b.ts": 1 } },
  );
  bench.emit({ type: "go" }, { type: "later" });
  bench.loop.step({ unit: "handler", count: 2 });
  expect(bench.states()).toEqual({ "a.ts": 20, "b.ts": 1 });

  const seen = bench.loop.atSafePoint(() => [bench.states(), bench.loop.queue(), bench.loop.status().inTurn]);
  expect(seen).toEqual([{ "a.ts": 1, "b.ts": 1 }, [{ type: "go" }, { type: "later" }], undefined]);

  bench.load("a.ts", { onGo: (n: number) => ({ state: n + 100 }) });
  expect(bench.loop.step().map(({ turn, calls }) => [turn, calls.map(({ generation }) => generation)])).toEqual([
    [1, [2, 1]],
  ]);
  expect([bench.states(), bench.told.turns.length]).toEqual([{ "a.ts": 101, "b.ts": 2 }, 1]);
});

test("[T15] a handler call is no safe point", () => {
  const bench = benchOf({ "a.ts": { onGo: () => bench.loop.atSafePoint(() => "committed") } });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect(codes(bench)).toEqual(["1 handler-threw: a handler call is no safe point"]);
});

test("[T15] a stream of events passes through swaps: none lost, none handled twice, one change-over", async () => {
  const EVENTS = 100_000; // more than nine batches can take
  const bench = benchOf(
    { "a.ts": { onAdd: (seen: readonly Plain[]) => ({ state: seen }) } },
    { states: { "a.ts": [] } },
  );
  const seen: { readonly n: number; readonly generation: number }[] = [];
  const handle = (generation: number) => ({
    onAdd: (_: unknown, { n }: { n: number }) => {
      seen.push({ n, generation });
      return n < EVENTS ? { emit: [{ type: "add", n: n + 1 }] } : undefined;
    },
  });
  bench.load("a.ts", handle(1));
  bench.emit({ type: "add", n: 1 });
  bench.loop.run();
  for (let generation = 2; generation <= 10; generation++) {
    const before = seen.length;
    await bench.until(() => seen.length > before);
    bench.load("a.ts", handle(generation));
  }
  await bench.until(() => bench.history.last === EVENTS);
  expect(seen.map(({ n }) => n)).toEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
  const changes = seen.filter(({ generation }, index) => index > 0 && seen[index - 1]!.generation !== generation);
  expect(changes.map(({ generation }) => generation)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("[T15] what was spliced out is held by nothing in the loop", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const bench = benchOf({});
  const load = (): WeakRef<object> => {
    const onGo = () => ({ effects: [{ type: "it" }] });
    const performIt = async () => [{ type: "answer" }];
    bench.load("a.ts", { onGo, performIt });
    return new WeakRef(onGo);
  };
  const old = load();
  bench.emit({ type: "go" }, { type: "go" });
  bench.loop.step({ count: 2 });
  await bench.until(() => bench.loop.queue().length === 2);
  bench.emit({ type: "go" });
  bench.loop.step({ unit: "handler", count: 3 });
  bench.load("a.ts", { onGo: () => undefined });
  await new Promise((resolve) => void setImmediate(resolve));
  collect();
  expect(old.deref()).toBe(undefined);
});

/** A clock that only the test moves; `setTimeout` is the test's too. */
const handClock = () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "clearImmediate"] });
  let now = 1000;
  return {
    now: () => now,
    /** Time passes inside a call. */
    work: (ms: number) => void (now += ms),
    pass: (ms: number) => {
      now += ms;
      vi.advanceTimersByTime(ms);
    },
  };
};
afterEach(() => void vi.useRealTimers());

test("[T16] ticks are made while somebody listens, one at a time", () => {
  const clock = handClock();
  const bench = benchOf({ "a.ts": { onOther: () => undefined } }, { now: clock.now });
  bench.loop.setClock(10);
  bench.loop.run();
  clock.pass(1000);
  expect(bench.told.turns).toEqual([]);

  bench.load("b.ts", { onTick: () => undefined });
  for (let step = 0; step < 30; step++) clock.pass(10);
  expect(bench.told.turns.map(({ event }) => event)).toEqual([
    { type: "tick", time: 1.1, dt: 0.1, n: 1 },
    { type: "tick", time: 1.2, dt: 0.1, n: 2 },
    { type: "tick", time: 1.3, dt: 0.1, n: 3 },
  ]);
  bench.load("b.ts", {});
  clock.pass(1000);
  expect([bench.told.turns.length, vi.getTimerCount()]).toEqual([3, 0]);
});

test("[T16] while the loop is behind, one tick waits and the others are skipped", () => {
  const clock = handClock();
  const bench = benchOf({ "a.ts": { onTick: () => undefined, onSlow: () => clock.work(350) } }, { now: clock.now });
  bench.loop.setClock(10);
  bench.loop.run();
  bench.emit({ type: "slow" }, { type: "slow" }, { type: "slow" });
  for (let step = 0; step < 8; step++) clock.pass(1);
  expect(bench.told.turns.filter(({ event }) => event.type === "tick").map(({ event }) => event)).toEqual([
    { type: "tick", time: 0.3, dt: 0.3, n: 1 },
    { type: "tick", time: 1, dt: 0.7, n: 2 },
  ]);
});

test("[T17] while the loop is paused its clock stands still", () => {
  const clock = handClock();
  const bench = benchOf({ "a.ts": { onTick: () => undefined } }, { now: clock.now });
  bench.loop.setClock(10);
  bench.loop.run();
  clock.pass(50);
  bench.loop.pause();
  clock.pass(10_000);
  expect([bench.loop.queue(), vi.getTimerCount()]).toEqual([[], 0]);
  bench.loop.run();
  clock.pass(49);
  expect(bench.told.turns).toEqual([]);
  clock.pass(2);
  expect(bench.told.turns.map(({ event }) => event)).toEqual([{ type: "tick", time: 0.1, dt: 0.1, n: 1 }]);
});

test("[T17] a step may put the clock forward to what is due next", () => {
  const clock = handClock();
  const bench = benchOf(
    {
      "a.ts": {
        onTick: (_: null, { n }: { n: number }) =>
          n === 1 ? { effects: [{ type: "after", ms: 50, event: { type: "soon" } }] } : undefined,
      },
    },
    { now: clock.now },
  );
  bench.loop.setClock(10);
  expect(bench.loop.step({ count: 4 })).toEqual([]);
  expect(bench.loop.step({ count: 4, advance: true }).map(({ event }) => event)).toEqual([
    { type: "tick", time: 0.1, dt: 0.1, n: 1 },
    { type: "soon" },
    { type: "tick", time: 0.2, dt: 0.1, n: 2 },
    { type: "tick", time: 0.3, dt: 0.1, n: 3 },
  ]);
});

test("[T18] `after` comes when its time on the loop's clock has come", () => {
  const clock = handClock();
  const ask = (ms: number, event: Event) => ({ type: "after", ms, event });
  const by = { turn: 1, module: "a.ts", function: "onGo", generation: 1 };
  const bench = benchOf(
    {
      "a.ts": {
        onGo: () => ({ effects: [ask(500, { type: "late" }), ask(0, { type: "now" }), ask(200, { type: "soon" })] }),
      },
    },
    { now: clock.now },
  );
  bench.emit({ type: "go" });
  bench.loop.step();
  expect(bench.loop.pendingAfters()).toEqual([
    { by, event: { type: "now" }, dueMs: 0 },
    { by, event: { type: "soon" }, dueMs: 200 },
    { by, event: { type: "late" }, dueMs: 500 },
  ]);
  clock.pass(5000);
  bench.loop.run();
  const types = () => bench.told.turns.map(({ event }) => event.type);
  clock.pass(1);
  expect(types()).toEqual(["go", "now"]);
  clock.pass(200);
  expect(types()).toEqual(["go", "now", "soon"]);
  bench.loop.pause();
  clock.pass(5000);
  bench.loop.run();
  clock.pass(298);
  expect(types()).toEqual(["go", "now", "soon"]);
  clock.pass(2);
  expect([types(), bench.loop.pendingAfters(), vi.getTimerCount()]).toEqual([["go", "now", "soon", "late"], [], 0]);
});

test("[T19] `log` and `draw` reach the host; what is wrong with an effect is a problem, and the others stand", () => {
  const effects = [
    { type: "log", message: "hello" },
    { type: "log", message: { n: 1 }, level: "warn" },
    { type: "log" },
    { type: "log", message: "m", level: "loud" },
    { type: "draw", shapes: [{ kind: "circle", x: 1, y: 2, r: "3" }] },
    { type: "draw", shapes: [{ kind: "circle", x: 1, y: 2, r: 3 }], layer: 2 },
    { type: "after", ms: -1, event: { type: "x" } },
    { type: "after", ms: "1", event: { type: "x" } },
    { type: "after", ms: 1, event: {} },
    { type: "emit", event: "x" },
    { type: "emit", event: { type: "out" } },
  ];
  const bench = benchOf({ "a.ts": { onGo: () => ({ state: 1, effects }) } });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect(bench.told.logs).toEqual([
    { level: "info", message: "hello", module: "a.ts", at: expect.any(Number) as number, turn: 1 },
    { level: "warn", message: '{"n":1}', module: "a.ts", at: expect.any(Number) as number, turn: 1 },
  ]);
  expect(codes(bench)).toEqual([
    "1 effect-invalid: `effects[2].message` is missing: it must be what to log.",
    '1 effect-invalid: `effects[3].level` must be "debug", "info", "warn" or "error".',
    '1 effect-invalid: `effects[4].shapes[0].r` is "3": it must be a number that is not negative.',
    "1 effect-invalid: `effects[6].ms` is -1: it must be a number of milliseconds that is not negative.",
    "1 effect-invalid: `effects[7].ms` is a string: it must be a number of milliseconds that is not negative.",
    "1 effect-invalid: `effects[8].event` is an object without a type: it must be an object with a string `type`.",
    "1 effect-invalid: `effects[9].event` is a string: it must be an object with a string `type`.",
  ]);
  expect(bench.effects.stage.drawings()).toEqual([
    { module: "a.ts", layer: 2, shapes: [{ kind: "circle", x: 1, y: 2, r: 3 }] },
  ]);
  expect([bench.state("a.ts"), bench.loop.queue()]).toEqual([1, [{ type: "out" }]]);
});

/** A promise that the test settles. */
const gate = <T>() => {
  let open!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
};

test("[T20] a performer's events are queued when it answers; until then its call is in flight", async () => {
  const gates = [gate<unknown>(), gate<unknown>(), gate<unknown>()];
  const bench = benchOf({
    "a.ts": {
      onGo: (_: null, { i }: { i: number }) => ({ effects: [{ type: "wait", i }] }),
      performWait: ({ i }: { i: number }) => gates[i]!.promise,
    },
  });
  for (const i of [0, 1, 2]) bench.emit({ type: "go", i });
  bench.loop.step({ count: 3 });
  expect([bench.effects.callsInFlight("a.ts", "performWait"), bench.loop.queue()]).toEqual([3, []]);
  expect(bench.effects.inFlight()).toEqual([{ module: "a.ts", name: "performWait", generation: 1, count: 3 }]);

  gates[1]!.open([{ type: "answer", i: 1 }]);
  await bench.until(() => bench.effects.callsInFlight("a.ts", "performWait") === 2);
  await bench.until(() => bench.loop.queue().length === 1);
  gates[0]!.fail(new Error("no line"));
  await bench.until(() => bench.told.problems.length === 1);
  gates[2]!.open([{ type: "answer", when: new Date(0) }]);
  await bench.until(() => bench.told.problems.length === 2);
  expect(bench.loop.queue()).toEqual([{ type: "answer", i: 1 }]);
  expect(codes(bench)).toEqual([
    "1 performer-threw: no line",
    "3 performer-not-plain: What performWait answered is no list of events: `[0].when` is a Date.",
  ]);
  expect([bench.effects.callsInFlight("a.ts", "performWait"), bench.effects.inFlight()]).toEqual([0, []]);
});

test.each<[string, unknown]>([
  ["performer-not-plain: What performIt answered is no list of events: it is a string: it must be a list.", "done"],
  [
    "performer-not-plain: What performIt answered is no list of events: `[0]` is an object without a type: it must be an object with a string `type`.",
    [{}],
  ],
  ["performer-not-plain: What performIt answered is no list of events: it is a function.", () => 1],
  ["performer-threw: trap", hostile],
])("[T20] %s", (sentence, answer) => {
  const bench = benchOf({
    "a.ts": { onGo: () => ({ effects: [{ type: "it" }, { type: "log", message: "next" }] }), performIt: () => answer },
  });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect([codes(bench), bench.told.logs.length]).toEqual([[`1 ${sentence}`], 1]);
});

test("[T20] a performer that throws or runs away harms nobody else, and its effect is not performed again", () => {
  const performed: string[] = [];
  const bench = benchOf(
    {
      "a.ts": { onGo: () => ({ effects: [{ type: "bad" }, { type: "loop" }, { type: "good" }] }) },
      "b.ts": {
        performBad: () => {
          performed.push("bad");
          throw new Error("no");
        },
      },
      "c.ts": {
        performLoop: () => {
          performed.push("loop");
          for (;;);
        },
      },
      "d.ts": {
        performGood: () => {
          performed.push("good");
          return [{ type: "fine" }];
        },
      },
    },
    { callTimeoutMs: 40 },
  );
  bench.emit({ type: "go" });
  bench.loop.step();
  expect([performed, codes(bench), bench.told.runaways, bench.loop.queue(), bench.history.last]).toEqual([
    ["bad", "loop", "good"],
    ["1 performer-threw: no", "1 performer-timeout: performLoop did not return within 40 ms and was cut."],
    ["c.ts performLoop"],
    [{ type: "fine" }],
    1,
  ]);
});

test("[T20] who answers wakes a loop that rests", async () => {
  const bench = benchOf({
    "a.ts": {
      onGo: () => ({ effects: [{ type: "it" }] }),
      performIt: async () => {
        await Promise.resolve();
        return [{ type: "answer" }];
      },
      onAnswer: () => ({ state: "answered" }),
    },
  });
  bench.loop.run();
  bench.emit({ type: "go" });
  await bench.until(() => bench.history.last === 2);
  expect(bench.state("a.ts")).toBe("answered");
});

test("[T20] effects of the host are the host's, whatever performers there are", () => {
  const bench = benchOf({
    "a.ts": { onGo: () => ({ effects: [{ type: "log", message: "m" }] }), performLog: () => [{ type: "stolen" }] },
  });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect([bench.told.logs.length, bench.loop.queue()]).toEqual([1, []]);
});

test("[T21] an effect that nobody performs is a problem that says what to do", () => {
  const bench = benchOf({ "a.ts": { onGo: () => ({ effects: [{ type: "playNote" }] }) } });
  bench.emit({ type: "go" });
  bench.loop.step();
  expect(bench.told.problems).toEqual([
    {
      code: "unknown-effect",
      message: "Nobody performs the effect `playNote`: export a function `performPlayNote` from a module.",
      file: "a.ts",
      line: 1,
      column: 1,
      turn: 1,
    },
  ]);
});

test("[T22] what sources emit is dropped when the queue is full, counted, and told once a second at most", () => {
  const clock = handClock();
  const bench = benchOf({}, { queueBound: 3, now: clock.now });
  for (let n = 0; n < 10; n++) bench.loop.emit({ type: "s", n }, source);
  bench.emit({ type: "outside" });
  expect([bench.loop.queue().map(({ n }) => n), bench.loop.status().dropped, bench.loop.status().queued]).toEqual([
    [0, 1, 2, undefined],
    7,
    4,
  ]);
  const sentence = (dropped: number) =>
    `- queue-full: ${bench.loop.queue().length} events wait, so ${dropped} from sources were dropped: handle them faster, or let the source emit less.`;
  expect(codes(bench)).toEqual([sentence(1).replace("4 events", "3 events")]);
  clock.pass(999);
  expect(codes(bench).length).toBe(1);
  clock.pass(1);
  expect(codes(bench)[1]).toBe(sentence(6));
  clock.pass(5000);
  expect([codes(bench).length, vi.getTimerCount()]).toEqual([2, 0]);
});

test("[T23] a new workspace begins anew, and answers meant for the old one do not arrive", async () => {
  const answer = gate<unknown>();
  const bench = benchOf({
    "a.ts": {
      onGo: () => ({ effects: [{ type: "it" }, { type: "after", ms: 1, event: { type: "x" } }] }),
      onTwo: () => undefined,
      onAny: () => undefined,
      performIt: () => answer.promise,
    },
  });
  bench.emit({ type: "go" }, { type: "two" });
  bench.loop.setClock(5);
  bench.loop.step();
  bench.loop.step({ unit: "handler" });
  bench.loop.reset();
  const { mode, turn, queued, hz, inTurn } = bench.loop.status();
  expect([mode, turn, queued, hz, inTurn, bench.loop.pendingAfters(), bench.history.list()]).toEqual([
    "paused",
    0,
    0,
    60,
    undefined,
    [],
    [],
  ]);
  answer.open([{ type: "late" }]);
  await bench.until(() => bench.effects.callsInFlight("a.ts", "performIt") === 0);
  await answer.promise;
  expect([bench.loop.queue(), bench.told.problems]).toEqual([[], []]);
  bench.emit({ type: "two" });
  expect(bench.loop.step().map(({ turn }) => turn)).toEqual([1]);
});

test("[T24] a loop that has nothing to do has no timer; one that waits has one", () => {
  const clock = handClock();
  const bench = benchOf(
    { "a.ts": { onGo: () => ({ effects: [{ type: "after", ms: 5000, event: { type: "x" } }] }) } },
    { now: clock.now },
  );
  bench.loop.run();
  expect(vi.getTimerCount()).toBe(0);
  bench.emit({ type: "go" });
  clock.pass(1);
  expect([bench.told.turns.length, vi.getTimerCount()]).toEqual([1, 1]);
  bench.loop.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test("[T25] who emits from inside a call only queues", () => {
  const bench = benchOf({
    "a.ts": {
      onGo: () => {
        bench.loop.emit({ type: "inner" }, source);
        return { state: bench.loop.queue().length, emit: [{ type: "returned" }] };
      },
    },
  });
  bench.loop.run();
  bench.loop.pause();
  bench.emit({ type: "go" });
  expect(bench.loop.step().length).toBe(1);
  expect([bench.state("a.ts"), bench.loop.queue()]).toEqual([1, [{ type: "inner" }, { type: "returned" }]]);
});

test("[T26] the status tells the turns of the last second and how long the last event waited", () => {
  const clock = handClock();
  const bench = benchOf({}, { now: clock.now });
  const delays = new Set<number>();
  for (let second = 0; second < 3; second++) {
    for (let n = 0; n < 100; n++) {
      bench.emit({ type: "x" });
      clock.pass(10);
      bench.loop.step();
      delays.add(bench.loop.status().delayMs);
    }
    expect(Math.abs(bench.loop.status().rate - 100)).toBeLessThanOrEqual(1);
  }
  expect(delays).toEqual(new Set([10]));
  clock.pass(500);
  expect(Math.abs(bench.loop.status().rate - 50)).toBeLessThanOrEqual(1);
  clock.pass(600);
  expect(bench.loop.status().rate).toBe(0);
});

test("[T12] the host hears of mode, clock, slots and what it queues itself", () => {
  const bench = benchOf({});
  const before = bench.told.changes;
  bench.loop.run();
  bench.loop.run();
  bench.loop.setClock(30);
  bench.loop.pause();
  bench.loop.pause();
  bench.emit({ type: "x" });
  bench.loop.atSafePoint(() => {});
  expect([bench.told.changes - before, bench.loop.status().hz]).toEqual([5, 30]);
});

test("[T27] every turn and every event that waits knows who queued it, and after which turn", async () => {
  const clock = handClock();
  const bench = benchOf(
    {
      "a.ts": {
        onGo: () => ({
          emit: [{ type: "emitted" }],
          effects: [
            { type: "emit", event: { type: "asked" } },
            { type: "after", ms: 5, event: { type: "later" } },
            { type: "wait" },
            { type: "slow" },
          ],
        }),
        onTick: () => undefined,
      },
      "b.ts": {
        performWait: () => [{ type: "answered" }],
        performSlow: () => Promise.resolve([{ type: "slow" }]),
      },
    },
    { now: clock.now },
  );
  bench.loop.setClock(100);
  bench.emit({ type: "go" });
  bench.loop.emit({ type: "key" }, source);
  bench.loop.step();
  await bench.until(() => bench.loop.status().queued === 5);
  bench.loop.emit({ type: "start" }, "host");
  bench.loop.step({ count: 6 });
  bench.loop.step({ advance: true });
  const turns = bench.loop.step({ advance: true });
  const onGo = { turn: 1, module: "a.ts", function: "onGo", generation: 1 };
  expect(bench.history.list().map(({ event, cause, queuedAfter }) => [event.type, cause, queuedAfter])).toEqual([
    ["go", { by: "outside" }, 0],
    ["key", source, 0],
    ["emitted", { by: "handler", ...onGo }, 1],
    ["asked", { by: "effect emit", ...onGo }, 1],
    ["answered", { by: "performer", ...onGo, module: "b.ts", function: "performWait" }, 1],
    ["slow", { by: "performer", ...onGo, module: "b.ts", function: "performSlow" }, 1],
    ["start", { by: "host" }, 1],
    ["later", { by: "after", ...onGo, dueMs: 5 }, 7],
    ["tick", { by: "host" }, 8],
  ]);
  expect(turns.map(({ clockMs }) => clockMs)).toEqual([10]);
});
