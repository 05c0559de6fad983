import { expect, test } from "vitest";
import type { HandlerFigures } from "../summary.ts";
import { type Bench, workbenchOf } from "../testing.ts";

const files = {
  "a.ts": `export const init = () => ({ n: 1, deep: { list: [{ x: 5 }] } });

export const onAdd = (state: { n: number }, event: { by: number }) => {
  if (event.by < 0) throw new RangeError("no");
  return { state: { ...state, n: state.n + event.by }, emit: [{ type: "added" }] };
};
export const onRest = () => undefined;`,
  "b.ts": `export const onAdd = () => undefined;`,
};

/** Resolves with the next telling. */
const next = (bench: Bench): Promise<readonly HandlerFigures[]> =>
  new Promise((resolve) => {
    const stop = bench.workbench.on("loop.calls", ({ handlers }) => {
      stop();
      resolve(handlers);
    });
  });

test("[V1] [V2] handlers of the modules that are looked at are told of, with event, outcome and place; then that they rest", async () => {
  const bench = await workbenchOf(files);
  const { live } = bench.workbench.session;
  expect(live.watch(["a.ts"])).toEqual([]);
  const told = next(bench);
  bench.emit({ type: "add", by: 2 });
  bench.emit({ type: "add", by: 3 });
  expect(await told).toEqual([
    expect.objectContaining({
      module: "a.ts",
      function: "onAdd",
      generation: 1,
      line: 3,
      calls: 2,
      last: expect.objectContaining({
        turn: 3,
        event: { type: "add", by: 3 },
        outcome: { state: expect.objectContaining({ n: 6 }) as unknown, emit: [{ type: "added" }] },
      }) as unknown,
    }),
  ]);
  bench.emit({ type: "add", by: 1 });
  const [running] = await next(bench);
  expect(running?.rate).toBeGreaterThan(0);
  expect(await next(bench)).toMatchObject([{ function: "onAdd", rate: 0, calls: 3 }]);
});

test("[V2] while calls go on, they are told of four times a second at the most", async () => {
  const bench = await workbenchOf(files);
  let tellings = 0;
  bench.workbench.on("loop.calls", () => tellings++);
  bench.workbench.session.live.watch(["a.ts"]);
  const began = performance.now();
  while (performance.now() - began < 1100) {
    bench.emit({ type: "add", by: 2 });
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  expect(tellings).toBeGreaterThan(1);
  expect(tellings).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250) + 1);
});

test("[V1] nobody is told of what nobody looks at", async () => {
  const bench = await workbenchOf(files);
  const { live } = bench.workbench.session;
  let tellings = 0;
  bench.workbench.on("loop.calls", () => tellings++);
  live.watch(["a.ts"]);
  live.watch([]);
  bench.emit({ type: "add", by: 2 });
  expect(live.watch(["b.ts"])).toMatchObject([{ module: "b.ts", calls: 0, last: { turn: 1 } }]);
  const told = next(bench);
  bench.emit({ type: "add", by: 2 });
  expect(await told).toMatchObject([{ module: "b.ts", calls: 1 }]);
  expect(tellings).toBe(1);
});

test("[V3] [V4] a failed call stays told with its event; running that again after mending ends it", async () => {
  const bench = await workbenchOf(files);
  const { session } = bench.workbench;
  bench.emit({ type: "add", by: -1 });
  bench.emit({ type: "add", by: 1 });
  const failure = {
    turn: 1,
    generation: 1,
    event: { type: "add", by: -1 },
    problem: { code: "handler-threw", file: "a.ts", line: 4, message: "`onAdd` of a.ts threw RangeError: no." },
  };
  expect(session.live.watch(["a.ts"])).toMatchObject([{ function: "onAdd", calls: 0, failure }]);

  await bench.swap("a.ts", files["a.ts"].replace('throw new RangeError("no")', "return"));
  expect(session.live.watch(["a.ts"])).toMatchObject([{ failure }]);
  session.loop.emit(session.failedEvent("a.ts", "onAdd"), "outside");
  bench.step();
  const [mended] = session.live.watch(["a.ts"]);
  expect(mended).toMatchObject({ generation: 2, last: { event: { type: "add", by: -1 } } });
  expect(mended).not.toHaveProperty("failure");
  expect(() => session.failedEvent("a.ts", "onAdd")).toThrow("`onAdd` of a.ts has no event to run again.");
});

test("[V5] a part of a state is told as a tree, and nothing where there is none", async () => {
  const { session } = (await workbenchOf(files)).workbench;
  expect(session.partOfState("a.ts", "deep.list[0].x")).toEqual({ kind: "number", text: "5" });
  expect(session.partOfState("a.ts", "deep")).toMatchObject({ kind: "object", entries: [{ key: "list" }] });
  expect(session.partOfState("a.ts", "")).toMatchObject({ kind: "object" });
  expect(session.partOfState("a.ts", "deep.missing.x")).toBeNull();
  expect(session.partOfState("a.ts", "n[")).toBeNull();
  expect(session.partOfState("b.ts", "n")).toBeNull();
});
