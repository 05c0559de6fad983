import { expect, test } from "vitest";
import type { Certificate } from "../summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const handler = (n: number): string =>
  `export const helper = () => ${n};\nexport const onTick = () => ({ state: helper() });\nexport const init = () => ${n};`;

const certificate = (bench: Bench, id: string, generation: number) =>
  bench.workbench.session.certificateOf(id, generation);

test("[R7] a generation that nothing refers to is proved gone by a forced collection, with turn and count", async () => {
  const bench = await workbenchOf({ "m.ts": handler(1) });
  bench.emit({ type: "tick" });
  await bench.swap("m.ts", handler(2));
  expect(await certificate(bench, "m.ts", 1)).toMatchObject({
    id: "m.ts",
    generation: 1,
    status: "reclaimed",
    provedBy: "forced collection",
    fromTurn: 0,
    toTurn: 1,
    provedAtTurn: 1,
    functions: [
      { name: "helper", status: "reclaimed" },
      { name: "onTick", status: "reclaimed" },
      { name: "init", status: "reclaimed" },
    ],
    holders: [],
  });
  expect(await certificate(bench, "m.ts", 2)).toMatchObject({ status: "current", holders: [{ kind: "slot" }] });
});

test("[R7] without being asked, a collection is forced when the loop has time", async () => {
  const bench = await workbenchOf({ "m.ts": handler(1) });
  const settled: unknown[] = [];
  bench.workbench.on("generation.settled", (payload) => settled.push(payload));
  await bench.swap("m.ts", handler(2));
  await bench.until(() => settled.length > 0);
  expect(settled).toEqual([{ id: "m.ts", generation: 1, status: "reclaimed" }]);
});

test("[R7] what old code wrote to Node's console keeps nothing of it", async () => {
  const bench = await workbenchOf({
    "m.js": `import console from "node:console"; export const onGo = () => { console.debug("m.js says", () => 1); }`,
  });
  bench.emit({ type: "go" });
  await bench.swap("m.js", "export const onGo = () => {};");
  expect(await certificate(bench, "m.js", 1)).toMatchObject({ status: "reclaimed", holders: [] });
});

test("[R7] a hundred swaps leave one generation", async () => {
  const bench = await workbenchOf({
    "m.ts": handler(0),
    "user.ts": `import { helper } from "./m"; export const onTock = () => ({ state: helper() });`,
  });
  for (let n = 1; n <= 100; n++) {
    await bench.swap("m.ts", handler(n));
    bench.emit({ type: "tock" });
  }
  await certificate(bench, "m.ts", 1);
  const statuses = bench.workbench.session.generationsOf("m.ts").map(({ status }) => status);
  expect(statuses).toEqual([...Array.from({ length: 100 }, () => "reclaimed"), "current"]);
});

const keepers: Readonly<Record<string, { keep: string; drop: string }>> = {
  "an array of another module": {
    keep: `import { helper } from "./m"; const kept = []; export const onKeep = () => { kept.push(helper); };`,
    drop: `export const onDrop = () => { kept.length = 0; };`,
  },
  "a Map key": {
    keep: `import { helper } from "./m"; const kept = new Map(); export const onKeep = () => { kept.set(helper, 1); };`,
    drop: `export const onDrop = () => { kept.clear(); };`,
  },
  "a global": {
    keep: `import { helper } from "./m"; export const onKeep = () => { globalThis.keptByTest = helper; };`,
    drop: `export const onDrop = () => { delete globalThis.keptByTest; };`,
  },
  "a listener of an emitter": {
    keep: `import { EventEmitter } from "node:events"; import { helper } from "./m"; const emitter = new EventEmitter(); export const onKeep = () => { emitter.on("x", helper); };`,
    drop: `export const onDrop = () => { emitter.removeAllListeners(); };`,
  },
  "a promise that never settles": {
    keep: `import { helper } from "./m"; let kept; export const onKeep = () => { kept = { promise: new Promise((resolve) => { kept2 = resolve; }).then(helper) }; }; let kept2;`,
    drop: `export const onDrop = () => { kept = kept2 = undefined; };`,
  },
  "a bound function": {
    keep: `import { helper } from "./m"; let kept; export const onKeep = () => { kept = helper.bind(null); };`,
    drop: `export const onDrop = () => { kept = undefined; };`,
  },
  "a closure that the old code made": {
    keep: `import { make } from "./m"; let kept; export const onKeep = () => { kept = make(); };`,
    drop: `export const onDrop = () => { kept = undefined; };`,
  },
  "an async function suspended in old code": {
    keep: `import { suspended } from "./m"; let release; export const onKeep = () => { suspended(new Promise((resolve) => { release = resolve; })); };`,
    drop: `export const onDrop = () => { release(); release = undefined; };`,
  },
};

for (const [who, { keep, drop }] of Object.entries(keepers))
  test(`[R8] what ${who} holds is retained, and reclaimed after it is let go`, async () => {
    const old = `export const helper = () => 1; export const make = () => () => helper(); export const suspended = async (gate) => { await gate; return helper(); };`;
    const bench = await workbenchOf({ "m.js": old, "keeper.js": `${keep}\n${drop}` });
    bench.emit({ type: "keep" });
    await bench.swap("m.js", old.replace("=> 1", "=> 2"));
    expect(await certificate(bench, "m.js", 1)).toMatchObject({ status: "retained", holders: [{ kind: "closure" }] });
    bench.emit({ type: "drop" });
    expect(await certificate(bench, "m.js", 1)).toMatchObject({ status: "reclaimed", holders: [] });
  });

test("[R8] a call in flight holds its generation, and is named", async () => {
  const performer = `let release; export const onGo = () => ({ effects: [{ type: "wait" }] }); export const performWait = () => new Promise((resolve) => { globalThis.releaseWait = resolve; });`;
  const bench = await workbenchOf({ "m.js": performer });
  bench.emit({ type: "go" });
  await bench.swap("m.js", `export const onGo = () => {};`);
  expect(await certificate(bench, "m.js", 1)).toMatchObject({
    status: "retained",
    holders: [{ kind: "call", label: "a call of performWait in flight", generation: 1 }],
  });
  (Reflect.get(globalThis, "releaseWait") as () => void)();
  Reflect.deleteProperty(globalThis, "releaseWait");
  expect(await certificate(bench, "m.js", 1)).toMatchObject({ status: "reclaimed", holders: [] });
});

const spans = (held: Certificate["held"] = []): unknown[] =>
  held.map(({ label, since, until, times = 1 }) => [label, since.turn, until.turn, times]);

test("[R16] a certificate tells who held a generation from when to when: slots, importers, resources, calls, also who let go before", async () => {
  const text = (n: number): string => `let stop;
    export const helper = () => ${n}; export const onTick = () => {};
    export const onBegin = () => { stop = setInterval(() => {}, 1e8); }; export const onEnd = () => { clearInterval(stop); };
    export const onGo = () => ({ effects: [{ type: "wait" }] });
    export const performWait = () => new Promise((resolve) => { globalThis.releaseWait = resolve; });`;
  const release = (): void => (Reflect.get(globalThis, "releaseWait") as () => void)();
  const user = `import { helper } from "./m"; export const onTock = () => { helper(); };`;
  const bench = await workbenchOf({ "m.js": text(1), "user.js": user, "free.js": "" });
  const tick = (type: string): Bench => bench.emit({ type });
  for (const type of ["tick", "begin", "end", "begin", "end", "go"]) tick(type);
  await bench.swap("free.js", `import "./m";`);
  tick("tick");
  const { holders } = await certificate(bench, "m.js", 1);
  expect(holders.map(({ label, since }) => [label, since?.turn])).toEqual([
    ["slot tick (onTick)", 0],
    ["slot begin (onBegin)", 0],
    ["slot end (onEnd)", 0],
    ["slot go (onGo)", 0],
    ["performer of wait (performWait)", 0],
    ["import of free.js", 6],
    ["import of user.js", 0],
    ["a call of performWait in flight", 6],
  ]);
  tick("tick");
  await bench.swap("free.js", `export {};`);
  tick("tick");
  await bench.swap("m.js", text(2));
  tick("tick");
  release();
  await certificate(bench, "m.js", 1);
  Reflect.deleteProperty(globalThis, "releaseWait");
  const { held, status } = await certificate(bench, "m.js", 1);
  expect(status).toBe("reclaimed");
  expect(spans(held).sort()).toEqual([
    ["a call of performWait in flight", 6, 10, 1],
    ["import of free.js", 6, 8, 1],
    ["import of user.js", 0, 9, 1],
    ["performer of wait (performWait)", 0, 9, 1],
    ["setInterval 100000000 ms", 1, 4, 2],
    ["slot begin (onBegin)", 0, 9, 1],
    ["slot end (onEnd)", 0, 9, 1],
    ["slot go (onGo)", 0, 9, 1],
    ["slot tick (onTick)", 0, 9, 1],
  ]);
  expect(held?.every(({ since, until }) => since.at <= until.at)).toBe(true);
});

test("[R16] what was found in the heap holds from when it was seen first until it is seen no more", async () => {
  const bench = await workbenchOf({
    "m.js": `export const helper = () => 1;`,
    "keeper.js": `import { helper } from "./m"; const kept = []; let other; export const onKeep = () => { kept.push(helper); };
      export const onMove = () => { other = kept.pop(); }; export const onDrop = () => { other = undefined; };`,
  });
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `export const helper = () => 2;`);
  const first = await certificate(bench, "m.js", 1);
  expect(first.holders).toMatchObject([{ label: "keeper.js → variable kept → array [0]", since: { turn: 1 } }]);
  bench.emit({ type: "tick" });
  expect((await certificate(bench, "m.js", 1)).holders).toEqual(first.holders);
  bench.emit({ type: "move" });
  const second = await certificate(bench, "m.js", 1);
  expect(second.holders).toMatchObject([{ label: "keeper.js → variable other", since: { turn: 3 } }]);
  bench.emit({ type: "drop" });
  const { held } = await certificate(bench, "m.js", 1);
  expect(spans(held)).toEqual([
    ["import of keeper.js", 0, 1, 1],
    ["keeper.js → variable kept → array [0]", 1, 3, 1],
    ["keeper.js → variable other", 3, 4, 1],
  ]);
});

test("[R16] of many that came and went the last are told, and how many are not", async () => {
  const bench = await workbenchOf({
    "m.js": `export const onGo = (_, { n }) => { clearTimeout(setTimeout(() => {}, 1e6 + n)); };`,
  });
  for (let n = 1; n <= 50; n++) bench.emit({ type: "go", n });
  const { held = [], heldMore } = await certificate(bench, "m.js", 1);
  expect([held.length, heldMore, held[0]?.label, held.at(-1)?.label]).toEqual([
    32,
    18,
    "setTimeout 1000019 ms",
    "setTimeout 1000050 ms",
  ]);
});

test("[R19] what the host has of an old generation can be dropped: calls in flight, and what they made or are about to make", async () => {
  const bench = await workbenchOf({
    "m.js": `export const onGo = () => ({ effects: [{ type: "wait" }] }); export const onAnswered = () => ({ state: "answered" });
      export const performWait = () => new Promise((resolve) => {
        let one; setInterval(() => { one ??= setTimeout(() => {}, 1e8); }, 1);
        globalThis.answerWait = () => resolve([{ type: "answered" }]);
      });`,
  });
  const { references } = bench.workbench.session;
  bench.emit({ type: "go" });
  expect(() => references.drop("m.js", 1)).toThrow("m.js #1 runs: swap or unload it first.");
  await bench.swap("m.js", `export const onAnswered = () => ({ state: "answered" });`);
  const answer = Reflect.get(globalThis, "answerWait") as () => void;
  Reflect.deleteProperty(globalThis, "answerWait");
  await bench.until(() => references.certificates("m.js")[0]?.holders.length === 3);
  const before = await certificate(bench, "m.js", 1);
  expect(before).toMatchObject({ status: "retained", ended: { turn: 1 } });
  expect(before.holders.slice(0, 2)).toMatchObject([
    { kind: "call", label: "a call of performWait in flight", since: { turn: 1 } },
    { kind: "resource", label: "setInterval 1 ms", since: { turn: 0 } },
  ]);
  const { dropped, problems } = references.drop("m.js", 1);
  expect(dropped.slice(0, 2)).toEqual(["setInterval 1 ms", "setTimeout 100000000 ms"]);
  expect([dropped.at(-1), problems]).toEqual(["a call of performWait in flight", []]);
  answer();
  await new Promise((resolve) => setImmediate(resolve));
  expect(bench.status().queued).toBe(0);
});

test("[R19] without them it is reclaimed, if nobody else holds it", async () => {
  const bench = await workbenchOf({
    "m.js": `export const onGo = () => ({ effects: [{ type: "wait" }] });
      export const performWait = () => new Promise((resolve) => { setTimeout(resolve, 1e8); });`,
  });
  bench.emit({ type: "go" });
  await bench.swap("m.js", ``);
  expect(await certificate(bench, "m.js", 1)).toMatchObject({
    status: "retained",
    holders: [{ kind: "call" }, { kind: "resource" }],
  });
  bench.workbench.session.references.drop("m.js", 1);
  expect(await certificate(bench, "m.js", 1)).toMatchObject({ status: "reclaimed" });
  expect(() => bench.workbench.session.references.drop("m.js", 1)).toThrow("m.js #1 is gone.");
});

test("[R13] a certificate says what it was of: its exports, and its time", async () => {
  const bench = await workbenchOf({
    "m.js": `export const n = 1; export const f = () => n; export { g as h } from "./g"; export * from "./g";`,
    "g.js": `export const g = 1;`,
  });
  await bench.swap("m.js", ``);
  const { exports, began, ended } = await certificate(bench, "m.js", 1);
  expect(exports).toEqual(["n", "f", "h", '* of "./g"']);
  expect(ended?.at).toBeGreaterThanOrEqual(began?.at ?? Number.NaN);
});
