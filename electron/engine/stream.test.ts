import { expect, test } from "vitest";
import { workbenchOf } from "./testing.ts";

/** Counts on by sending itself the next number; says in its state, and by an event, which version of the code it was. */
const stream = (version: number): string => `
import { mark } from "./lib";
export const init = () => ({ n: 0, sum: 0 });
export const onCount = (s: any, e: any) => ({
  state: { n: e.n, sum: s.sum + e.n },
  emit: [{ type: "count", n: e.n + 1 }, { type: "out", n: e.n, version: ${version}, lib: mark() }],
});
`;
const lib = (version: number): string => `export const mark = (): number => ${version};\n`;
const sink = `
export const init = () => ({ next: 0, lost: 0, twice: 0 });
export const onOut = (s: any, e: any) => ({
  state: e.n === s.next ? { ...s, next: s.next + 1 } : e.n > s.next ? { ...s, lost: s.lost + 1 } : { ...s, twice: s.twice + 1 },
});
`;

/** What the handlers did, from the history alone: numbers in order, with the code that handled each. */
interface Handled {
  readonly n: number;
  readonly generation: number;
  readonly version: number;
  readonly lib: number;
}

test("[T12] at rest an event is taken as soon as the code that emitted it is done", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1 });`,
  });
  const { loop } = bench.workbench.session;
  loop.run();
  await new Promise((resolve) => void setTimeout(resolve, 20));
  const seen: unknown[] = [];
  setImmediate(() => {
    // Both are queued in this moment; the loop comes first.
    setImmediate(() => seen.push("process", bench.state("a.ts")));
    loop.emit({ type: "go" }, "outside");
    loop.emit({ type: "go" }, "outside");
    seen.push("emitted", bench.state("a.ts"));
    process.nextTick(() => seen.push("done", bench.state("a.ts")));
  });
  await bench.until(() => seen.includes("process"));
  expect(seen).toEqual(["emitted", 0, "done", 2, "process", 2]);
});

test("[T12] whoever answers at once to each event with the next does not keep the process for himself", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1, effects: n < 1000 ? [{ type: "ask" }] : [] });
      export const performAsk = async () => [{ type: "go" }];`,
  });
  const { loop } = bench.workbench.session;
  loop.run();
  loop.emit({ type: "go" }, "outside");
  const turns: number[] = [];
  for (let time = 0; time < 50; time++) {
    await new Promise((resolve) => void setImmediate(resolve));
    turns.push(loop.turn);
  }
  expect(turns.at(-1)).toBeGreaterThan(20);
  expect(turns.at(-1)).toBeLessThan(200);
});

test("[S1] an event stream at full speed goes through swaps: nothing lost, nothing twice, one clean change-over each", async () => {
  const bench = await workbenchOf({ "stream.ts": stream(1), "lib.ts": lib(1), "sink.ts": sink });
  const { loop, history } = bench.workbench.session;
  const handled: Handled[] = [];
  const outs: number[] = [];
  let read = 0;
  /** The history is bounded, so it is read on while the stream runs. */
  const readOn = (): void => {
    for (;;) {
      const turns = history.list({ from: read + 1, limit: 10_000 });
      if (turns.length === 0) return;
      for (const { turn, event, calls } of turns) {
        expect(turn).toBe(++read);
        for (const call of calls) {
          expect(call.error).toBe(undefined);
          if (event.type === "out") outs.push(event["n"] as number);
          if (event.type !== "count") continue;
          const out = call.outcome?.emit?.[1];
          handled.push({
            n: event["n"] as number,
            generation: call.generation,
            version: out?.["version"] as number,
            lib: out?.["lib"] as number,
          });
        }
      }
    }
  };

  loop.emit({ type: "count", n: 0 }, "outside");
  loop.run();
  const swaps = 24;
  let version = 1;
  let libVersion = 1;
  for (let n = 0; n < swaps; n++) {
    const from = loop.status().turn;
    while (loop.status().turn < from + 200) await new Promise((resolve) => setImmediate(resolve));
    readOn();
    const which = n % 3;
    const texts: Record<string, string> = {};
    if (which !== 1) texts["stream.ts"] = stream(++version);
    if (which !== 0) texts["lib.ts"] = lib(++libVersion);
    expect(loop.status().mode).toBe("running");
    expect(await bench.swapAll(texts)).toMatchObject({ ok: true, problems: [] });
    expect(loop.status().mode).toBe("running");
    readOn();
  }
  const from = loop.status().turn;
  while (loop.status().turn < from + 200) await new Promise((resolve) => setImmediate(resolve));
  loop.pause();
  readOn();

  // Nothing lost, nothing twice: the numbers are 0, 1, 2 … in the order of the turns, with handlers and listeners alike.
  expect(handled.map(({ n }) => n)).toEqual(handled.map((_, n) => n));
  expect(outs).toEqual(outs.map((_, n) => n));
  expect(handled.length).toBeGreaterThan(swaps * 100);
  const last = handled.length - 1;
  expect(bench.state("stream.ts")).toEqual({ n: last, sum: (last * (last + 1)) / 2 });
  expect(bench.state("sink.ts")).toEqual({ next: outs.length, lost: 0, twice: 0 });
  // What was handled and what waits are all there is.
  expect(loop.queue().filter(({ type }) => type === "count")).toEqual([{ type: "count", n: handled.length }]);
  expect(loop.status().dropped).toBe(0);

  // One change-over: generations only grow, each is used, and each is one version of the code.
  const changes = (values: readonly number[]): number[] => values.filter((value, at) => value !== values[at - 1]);
  const upTo = (end: number): number[] => Array.from({ length: end }, (_, n) => n + 1);
  expect(changes(handled.map(({ generation }) => generation))).toEqual(upTo(version));
  expect(changes(handled.map((one) => one.version))).toEqual(upTo(version));
  expect(changes(handled.map((one) => one.lib))).toEqual(upTo(libVersion));
  expect(handled.every((one) => one.version === one.generation)).toBe(true);
  // Two modules of one transaction change over in the same turn: no call sees the new one with the old other.
  const pairs = new Set(handled.map((one) => `${one.version} ${one.lib}`));
  expect(pairs.size).toBe(swaps + 1);
}, 60_000);

test("[S3] a refused swap leaves the stream as it was", async () => {
  const bench = await workbenchOf({ "stream.ts": stream(1), "lib.ts": lib(1), "sink.ts": sink });
  const { loop } = bench.workbench.session;
  loop.emit({ type: "count", n: 0 }, "outside");
  loop.run();
  for (const text of ["export const ;", "throw new Error('no');", `export { no } from "./lib";`, "for (;;);"]) {
    expect(await bench.swap("stream.ts", text)).toMatchObject({ ok: false });
    expect(loop.status().mode).toBe("running");
  }
  loop.pause();
  bench.step(2);
  expect(bench.module("stream.ts")).toMatchObject({ generation: 1, status: "failed" });
  const { next, lost, twice } = bench.state("sink.ts") as Record<string, number>;
  expect(next).toBeGreaterThan(100);
  expect([lost, twice]).toEqual([0, 0]);
}, 30_000);
