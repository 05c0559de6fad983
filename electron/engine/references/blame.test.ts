import { getHeapSnapshot } from "node:v8";
import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";
import { Blamer } from "./blame.ts";
import { SnapshotReader } from "./snapshot.ts";

const old = `export const helper = () => 1;
export const make = () => () => helper();
export const suspended = async (gate) => { await gate; return helper(); };
export class Thing { go() { return helper(); } }
export function* steps() { yield 1; yield helper(); }`;

/** What is kept of `m.js`, how it is let go, and the path that tells it, with `K` for the keeper. */
const keepers: Readonly<Record<string, { keep: string; drop: string; path: string | RegExp; line?: number }>> = {
  "an array of another module": {
    keep: `const kept = []; export const onKeep = () => { kept.push(helper); };`,
    drop: `kept.length = 0;`,
    path: "K → variable kept → array [0] → helper of m.js #1",
    line: 1,
  },
  "a field of an object": {
    keep: `const kept = { deep: {} }; export const onKeep = () => { kept.deep["the key"] = helper; };`,
    drop: `kept.deep = {};`,
    path: 'K → variable kept → .deep → ["the key"] → helper of m.js #1',
  },
  "a Map key": {
    keep: `const kept = new Map(); export const onKeep = () => { kept.set(1, 1).set(helper, 1); };`,
    drop: `kept.clear();`,
    path: "K → variable kept → Map key → helper of m.js #1",
  },
  "a Map value": {
    keep: `const kept = new Map(); export const onKeep = () => { kept.set("name", helper); };`,
    drop: `kept.clear();`,
    path: 'K → variable kept → Map value of "name" → helper of m.js #1',
  },
  "a Set": {
    keep: `const kept = new Set(); export const onKeep = () => { kept.add(helper); };`,
    drop: `kept.clear();`,
    path: "K → variable kept → Set entry → helper of m.js #1",
  },
  "a WeakMap whose key lives": {
    keep: `const key = {}; const kept = new WeakMap(); export const onKeep = () => { kept.set(key, helper); };`,
    drop: `kept.delete(key);`,
    path: "K → variable key → WeakMap value → helper of m.js #1",
  },
  "a global": {
    keep: `export const onKeep = () => { globalThis.keptByTest = helper; };`,
    drop: `delete globalThis.keptByTest;`,
    path: "globalThis → .keptByTest → helper of m.js #1",
  },
  "a listener of an emitter": {
    keep: `import { EventEmitter } from "node:events"; const emitter = new EventEmitter(); export const onKeep = () => { emitter.on("x", helper); };`,
    drop: `emitter.removeAllListeners();`,
    path: "K → variable emitter → listener of x → helper of m.js #1",
  },
  "one of several listeners of the process": {
    keep: `export const onKeep = () => { process.on("graft-test", () => {}); process.on("graft-test", helper); };`,
    drop: `process.removeAllListeners("graft-test");`,
    path: /→ listener of graft-test → helper of m\.js #1$/,
  },
  "a promise that never settles": {
    keep: `let kept; export const onKeep = () => { new Promise((resolve) => { kept = resolve; }).then(helper); };`,
    drop: `kept = undefined;`,
    path: "K → variable kept → a promise → helper of m.js #1",
  },
  "a bound function": {
    keep: `let kept; export const onKeep = () => { kept = helper.bind(null); };`,
    drop: `kept = undefined;`,
    path: "K → variable kept → bound function → helper of m.js #1",
  },
  "a timer of Node": {
    keep: `import { setTimeout, clearTimeout } from "node:timers"; let stop; export const onKeep = () => { const timer = setTimeout(helper, 1e8); const id = timer.unref()[Symbol.toPrimitive](); stop = () => clearTimeout(id); };`,
    drop: `stop();`,
    path: "K → setTimeout 100000000 ms → helper of m.js #1",
  },
  "a timer": {
    keep: `let timer; export const onKeep = () => { timer = setTimeout(helper, 1e8)[Symbol.toPrimitive](); };`,
    drop: `clearTimeout(timer);`,
    path: "K → setTimeout 100000000 ms → helper of m.js #1",
  },
  "an argument of an interval": {
    keep: `let timer; export const onKeep = () => { timer = setInterval((f) => f(), 1e8, helper)[Symbol.toPrimitive](); };`,
    drop: `clearInterval(timer);`,
    path: "K → setInterval 100000000 ms → array [0] → helper of m.js #1",
  },
  "a source": {
    keep: `export const sourceDoor = () => { const box = {}; globalThis.doorOfTest = new WeakRef(box); return () => box; };
      export const onKeep = () => { globalThis.doorOfTest.deref().code = helper; };`,
    drop: `globalThis.doorOfTest.deref().code = undefined; delete globalThis.doorOfTest;`,
    path: "K → sourceDoor → a closure of keeper.js → variable box → .code → helper of m.js #1",
  },
  "a closure that the old code made": {
    keep: `let kept; export const onKeep = () => { kept = make(); };`,
    drop: `kept = undefined;`,
    path: "K → variable kept → a closure of m.js #1",
    line: 1,
  },
  "an instance of a class": {
    keep: `let kept; export const onKeep = () => { kept = new Thing(); };`,
    drop: `kept = undefined;`,
    path: "K → variable kept → .__proto__ → .constructor → Thing of m.js #1",
  },
  "an async function suspended in old code": {
    keep: `let release; export const onKeep = () => { suspended(new Promise((resolve) => { release = resolve; })); };`,
    drop: `release(); release = undefined;`,
    path: "K → variable release → a promise → async function suspended of m.js #1, suspended",
  },
  "a generator in the middle": {
    keep: `let kept; export const onKeep = () => { kept = steps(); kept.next(); };`,
    drop: `kept = undefined;`,
    path: "K → variable kept → generator steps of m.js #1, suspended",
  },
  "a closure of the keeper": {
    keep: `let kept; export const onKeep = () => { const inner = { helper }; kept = () => inner.helper(); };`,
    drop: `kept = undefined;`,
    path: "K → variable kept → kept of keeper.js → variable inner → .helper → helper of m.js #1",
  },
};

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[.[\]$^*+?(){}|\\]/g, "\\$&")}$`);

for (const [who, { keep, drop, path, line }] of Object.entries(keepers))
  test(`[R10] what ${who} holds is told by its path, and is no longer held after it is let go`, async () => {
    const keeper = `import { helper, make, suspended, Thing, steps } from "./m";\n${keep}\nexport const onDrop = () => { ${drop} };`;
    const bench = await workbenchOf({ "m.js": old, "keeper.js": keeper });
    bench.emit({ type: "keep" });
    await bench.swap("m.js", old.replace("=> 1", "=> 2"));
    const found = await bench.workbench.session.certificateOf("m.js", 1);
    expect(found.path).toMatch(path instanceof RegExp ? path : exactly(path.replace(/^K/, "keeper.js")));
    expect(found.steps?.at(-1)).toMatchObject({ module: "m.js", generation: 1 });
    if (line !== undefined) expect(found.steps?.find(({ module }) => module === "keeper.js")).toBeDefined();
    if (line !== undefined) expect(found.steps?.find(({ variable }) => variable === "kept")).toMatchObject({ line: 2 });
    bench.emit({ type: "drop" });
    expect(await bench.workbench.session.certificateOf("m.js", 1)).toMatchObject({ status: "reclaimed", holders: [] });
  });

const keptByArray = (): Promise<Bench> =>
  workbenchOf({
    "m.js": old,
    "keeper.js": `import { helper } from "./m"; const kept = []; export const onKeep = () => { kept.push(helper); };`,
  });

test("[R10] holder and step name module, variable and the lines of that text", async () => {
  const bench = await keptByArray();
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `\n\n${old}`);
  const { holders, steps } = await bench.workbench.session.certificateOf("m.js", 1);
  expect(holders).toEqual([
    {
      kind: "closure",
      label: "keeper.js → variable kept → array [0]",
      module: "keeper.js",
      generation: 1,
      since: { at: expect.any(Number), turn: 1 },
    },
  ]);
  expect(steps).toEqual([
    { label: "keeper.js", module: "keeper.js", generation: 1 },
    { label: "variable kept", module: "keeper.js", generation: 1, variable: "kept", line: 1 },
    { label: "array [0]" },
    { label: "helper of m.js #1", module: "m.js", generation: 1, function: "helper", line: 1 },
  ]);
});

test("[R11] above 100 MB a certificate says what a search would cost, in place of the path", async () => {
  const bench = await keptByArray();
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `\n${old}`);
  const large = Array.from({ length: 2_000_000 }, (_, n) => ({ n, next: [n] }));
  const found = await bench.workbench.session.certificateOf("m.js", 1);
  expect(large.length).toBe(2_000_000);
  expect(found).toMatchObject({ status: "retained", holders: [{ kind: "closure" }] });
  expect(found.path).toBeUndefined();
  expect(found.pathRefused).toMatch(
    /^The heap is \d{3} MB; to look through it would stop the program for about \d+ s: ask for it expressly\.$/,
  );
});

test("[R11] a search can be cancelled, and says so", async () => {
  const bench = await keptByArray();
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `\n${old}`);
  const { references } = bench.workbench.session;
  expect(references.cost()).toMatchObject({ heapBytes: expect.any(Number), blockedMs: expect.any(Number) });
  const early = references.explain("m.js", 1);
  references.cancelExplain();
  expect(await early).toMatchObject({ status: "retained", pathRefused: "The search was cancelled." });
  const searching = references.explain("m.js", 1);
  while (!references.isExplaining) await new Promise((resolve) => setImmediate(resolve));
  references.cancelExplain();
  expect(await searching).toMatchObject({ status: "retained", pathRefused: "The search was cancelled." });
  expect((await references.explain("m.js", 1)).path).toBe("keeper.js → variable kept → array [0] → helper of m.js #1");
});

test("[R11] a heap that is too large is not looked through, however expressly one asks, and that is said first", async () => {
  const worker = new URL("../../../out/main/heap.worker.js", import.meta.url);
  const blamer = new Blamer(worker, () => performance.now(), 1_000_000);
  const reason = expect.stringMatching(/^The heap is \d+ MB; one of more than 1 MB is not looked through, because/);
  expect(blamer.estimate()).toMatchObject({ refused: reason });
  const search = (): never => {
    throw new Error("nobody was to look");
  };
  expect(await blamer.explain(search)).toEqual({ kind: "refused", message: reason });
  expect(await blamer.measure()).toEqual({ kind: "refused", message: reason });
});

test("[R10] a snapshot reads the same whatever pieces it comes in", async () => {
  const marker = { graftMarker: Object.keys({ 'täxt "quoted" \\ back': 0 })[0] };
  const pieces: Uint8Array[] = [];
  for await (const piece of getHeapSnapshot() as AsyncIterable<Uint8Array>) pieces.push(piece);
  expect(marker.graftMarker).toContain("quoted");
  const whole = Buffer.concat(pieces);
  const parsed = JSON.parse(whole.toString()) as { nodes: number[]; strings: string[]; edges: number[] };
  const textOf = (size: number): string => {
    const reader = new SnapshotReader();
    for (let at = 0; at < whole.length; at += size) reader.push(whole.subarray(at, at + size));
    const snapshot = reader.end();
    const name = snapshot.stringId("graftMarker");
    for (let node = 0; node < snapshot.nodeCount; node++)
      for (let edge = snapshot.firstEdge(node); edge < snapshot.endEdge(node); edge++)
        if (snapshot.edgeNameId(edge) === name && snapshot.edgeTypes[snapshot.edgeType(edge)] === "property") {
          expect(snapshot.nodeCount * 7).toBe(parsed.nodes.length);
          expect(snapshot.endEdge(snapshot.nodeCount - 1) * 3).toBe(parsed.edges.length);
          return snapshot.nodeName(snapshot.edgeTo(edge));
        }
    return "";
  };
  for (const size of [whole.length, 65_536, 1021]) expect(textOf(size)).toBe('täxt "quoted" \\ back');
});
