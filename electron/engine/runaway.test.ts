import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { takeHangNote, wordsOfHang } from "./loop/hang.ts";
import { isWatched } from "./loop/vitals.ts";
import { folderOf, workbenchOf } from "./testing.ts";
import type { Bench } from "./testing.ts";

const callTimeoutMs = 300;
const witness = { worker: new URL("../../out/main/witness.worker.js", import.meta.url) };

/** Each begins on the fourth line of its function and hangs there, in the words of the author's own file. */
const hangs: Readonly<Record<string, string>> = {
  "an endless loop": `while (true) {}`,
  "one that catches": `for (;;) try { for (;;); } catch {}`,
  "a hopeless regular expression": `/^(a+)+$/.test("a".repeat(40) + "b")`,
};

const other = `export const init = () => 0; export const onTick = (n) => ({ state: n + 1 }); export const onGo = (n) => ({ state: n + 100 })`;

const goesOn = (bench: Bench): void => {
  const before = bench.state("b.js") as number;
  bench.emit({ type: "tick" });
  expect(bench.state("b.js")).toBe(before + 1);
};

for (const [what, hang] of Object.entries(hangs)) {
  const text = (head: string, tail = ""): string => `// line 1\n${head}\n  const before = 1;\n  ${hang};\n${tail}`;

  test(`[T9] [O7] [O8] ${what} in a handler is cut and named by its line, its generation skipped until it is swapped`, async () => {
    const bench = await workbenchOf(
      { "a.js": text("export const onGo = () => {", "}; export const onTick = () => ({ state: 1 })"), "b.js": other },
      { callTimeoutMs, witness },
    );
    await witnessed();
    bench.emit({ type: "go" });
    expect(bench.problems()).toMatchObject([{ code: "handler-timeout", file: "a.js", line: 4 }]);
    expect(bench.module("a.js").status).toBe("quarantined");
    expect(bench.state("b.js")).toBe(100);
    goesOn(bench);
    expect(bench.state("a.js")).toBe(null);
    await bench.swap("a.js", `export const onTick = () => ({ state: 2 })`);
    goesOn(bench);
    expect(bench.state("a.js")).toBe(2);
  });

  test(`[O6] [O7] [O8] ${what} in a timer is cut and named by its line, its generation skipped until it is revived`, async () => {
    const bench = await workbenchOf(
      {
        "a.js": text(
          "setTimeout(() => {",
          "}, 700); let beats = 0; setInterval(() => beats++, 5); export const onTick = () => ({ state: beats })",
        ),
        "b.js": other,
      },
      { callTimeoutMs, witness },
    );
    await expect
      .poll(() => bench.problems(), { timeout: 5000 })
      .toMatchObject([{ code: "resource-timeout", file: "a.js", line: 4 }]);
    expect(bench.module("a.js").status).toBe("quarantined");
    goesOn(bench);
    expect(bench.state("a.js")).toBe(null);
    bench.workbench.session.revive("a.js");
    expect(bench.module("a.js").status).toBe("running");
    bench.emit({ type: "tick" });
    const beats = bench.state("a.js") as number;
    await expect.poll(() => (bench.emit({ type: "tick" }), bench.state("a.js") as number)).toBeGreaterThan(beats);
  });

  test(`[S3] [O8] ${what} at the top level refuses the swap and is named by its line`, async () => {
    const bench = await workbenchOf(
      { "a.js": `export const onTick = () => ({ state: 7 })`, "b.js": other },
      { callTimeoutMs, witness },
    );
    await witnessed();
    const report = await bench.swap("a.js", text("const f = () => {", "}; f()"));
    expect(report).toMatchObject({ ok: false, problems: [{ code: "evaluate-timeout", file: "a.js", line: 4 }] });
    goesOn(bench);
    expect(bench.state("a.js")).toBe(7);
  });

  test(`[S4] [O8] ${what} in migrate refuses the swap and is named by its line`, async () => {
    const bench = await workbenchOf(
      { "a.js": `export const onTick = () => ({ state: 7 })`, "b.js": other },
      { callTimeoutMs, witness },
    );
    await witnessed();
    const report = await bench.swap(
      "a.js",
      text("export const migrate = () => {", "}; export const onTick = () => ({ state: 8 })"),
    );
    expect(report).toMatchObject({ ok: false, problems: [{ code: "migrate-timeout", file: "a.js", line: 4 }] });
    goesOn(bench);
    expect(bench.state("a.js")).toBe(7);
  });
}

/** The thread has started. */
const witnessed = (): Promise<void> => expect.poll(isWatched, { timeout: 5000 }).toBe(true) as Promise<void>;

test("[O8] without a witness a cut is named by the function's declaration", async () => {
  const bench = await workbenchOf(
    { "a.js": `// line 1\n\nexport const onGo = () => {\n  for (;;);\n}` },
    { callTimeoutMs: 50 },
  );
  bench.emit({ type: "go" });
  expect(bench.problems()).toMatchObject([{ code: "handler-timeout", file: "a.js", line: 3 }]);
});

test("[O6] a listener and a callback of Node's are cut too; inside a guarded call they are as if called directly", async () => {
  const bench = await workbenchOf(
    {
      "a.js": `import { EventEmitter } from "node:events"
        export const emitter = globalThis.graftEmitter = new EventEmitter()
        emitter.on("hang", () => { for (;;); })
        emitter.on("throw", () => { throw new Error("mine") })
        export const onGo = () => { try { emitter.emit("throw") } catch (error) { return { state: error.message } } }`,
    },
    { callTimeoutMs: 60 },
  );
  bench.emit({ type: "go" });
  expect(bench.state("a.js")).toBe("mine");
  expect(bench.problems()).toEqual([]);
  const { graftEmitter } = globalThis as unknown as { graftEmitter: import("node:events").EventEmitter };
  graftEmitter.emit("throw");
  expect(bench.problems()).toMatchObject([{ code: "resource-threw", file: "a.js", line: 4 }]);
  graftEmitter.emit("hang");
  expect(bench.problems().map(({ code }) => code)).toContain("resource-timeout");
  expect(bench.module("a.js").status).toBe("quarantined");
});

const headless = fileURLToPath(new URL("../../out/main/headless.js", import.meta.url));

interface Run {
  readonly send: (method: string, params?: object) => void;
  readonly messages: readonly { readonly method?: string; readonly params?: unknown; readonly result?: unknown }[];
  readonly exited: Promise<number | null>;
  readonly child: ChildProcess;
}

/** A call has long enough to fill the memory, also on a busy machine. */
const runHeadless = (files: Readonly<Record<string, string>>, ...flags: readonly string[]): Run => {
  const child = spawn(process.execPath, [...flags, headless, "--call-timeout=15000", folderOf(files)], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  children.push(child);
  const messages: { method?: string }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => messages.push(JSON.parse(line) as { method?: string }));
  let id = 0;
  return {
    child,
    messages,
    send: (method, params = {}) =>
      void child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params })}\n`),
    exited: new Promise((resolve) => child.on("exit", (code) => resolve(code))),
  };
};

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const problemsOf = ({ messages }: Run): unknown[] =>
  messages.flatMap(({ method, params }) =>
    method === "problem" ? ((params as { problems?: unknown[] }).problems ?? [params]) : [],
  );

test("[O9] who fills the heap is named and the loop paused before the process dies; the state can still be asked for", async () => {
  const run = runHeadless(
    {
      "a.js": `const kept = []; export const onTick = () => { kept.push(Array.from({ length: 20_000 }, (_, i) => ({ i }))) }`,
      "b.js": `export const init = () => 0; export const onTick = (n) => ({ state: n + 1 })`,
    },
    "--max-old-space-size=300",
  );
  await expect.poll(() => run.messages[0], { timeout: 10_000 }).toMatchObject({ method: "ready" });
  run.send("loop.clock", { hz: 100 });
  run.send("loop.run");
  await expect
    .poll(() => problemsOf(run), { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ code: "memory-low", file: "a.js" }));
  run.send("loop.status");
  await expect
    .poll(() => run.messages.findLast(({ result }) => result !== undefined)?.result, { timeout: 5000 })
    .toMatchObject({ mode: "paused" });
  run.child.stdin?.end();
  expect(await run.exited).toBe(0);
}, 40_000);

const fill = "const kept = []; for (;;) kept.push(new Array(100_000).fill(kept.length));";

test.each<[string, string, object]>([
  [
    "a handler",
    `export const onGo = () => {
      ${fill}
    };`,
    { code: "memory-cut", file: "a.js", line: 2, message: expect.stringMatching(/^onGo took \d+ MB of memory/) },
  ],
  [
    "a performer",
    `export const onGo = () => ({ effects: [{ type: "fill" }] });
    export const performFill = () => { ${fill} };`,
    { code: "memory-cut", file: "a.js", line: 2, message: expect.stringMatching(/^performFill took/) },
  ],
  [
    "a timer's callback",
    `export const onGo = () => void setTimeout(() => {
      ${fill}
    }, 1);`,
    {
      code: "memory-cut",
      file: "a.js",
      line: 2,
      message: expect.stringMatching(/^A callback \(setTimeout.*\) of a.js took/),
    },
  ],
])(
  "[O9] %s that fills the memory in a single call is cut before the process dies, and the rest goes on",
  async (_name, text, seen) => {
    const run = runHeadless(
      { "a.js": text, "b.js": `export const init = () => 0; export const onTick = (n) => ({ state: n + 1 })` },
      "--max-old-space-size=600",
    );
    await expect.poll(() => run.messages[0], { timeout: 10_000 }).toMatchObject({ method: "ready" });
    run.send("loop.run");
    run.send("loop.emit", { event: { type: "go" } });
    await expect.poll(() => problemsOf(run), { timeout: 20_000 }).toContainEqual(expect.objectContaining(seen));
    const ticks = (): number => {
      run.send("state.get", { id: "b.js" });
      return Number(run.messages.findLast(({ result }) => typeof result === "number")?.result);
    };
    await expect.poll(ticks, { timeout: 5000 }).toBeGreaterThan(0);
    const before = ticks();
    await expect.poll(ticks, { timeout: 5000 }).toBeGreaterThan(before);
    run.child.stdin?.end();
    expect(await run.exited).toBe(0);
  },
  40_000,
);

test("[O9] a top level that fills the memory refuses its swap", async () => {
  const run = runHeadless({ "a.js": "export const f = 1;" }, "--max-old-space-size=600");
  await expect.poll(() => run.messages[0], { timeout: 10_000 }).toMatchObject({ method: "ready" });
  run.send("modules.swap", { ids: ["a.js"], sources: { "a.js": `export const f = 2;\n${fill}` } });
  await expect
    .poll(() => run.messages.findLast(({ result }) => result !== undefined)?.result, { timeout: 20_000 })
    .toMatchObject({ ok: false, problems: [{ code: "memory-cut", file: "a.js", line: 2 }] });
  run.child.stdin?.end();
  expect(await run.exited).toBe(0);
}, 40_000);

test("[O9] a person's Ctrl+C is none of it: it ends the program", async () => {
  const run = runHeadless({ "a.js": "export const onGo = () => { for (;;); };" }, "--max-old-space-size=600");
  await expect.poll(() => run.messages[0], { timeout: 10_000 }).toMatchObject({ method: "ready" });
  run.send("loop.run");
  run.send("loop.emit", { event: { type: "go" } });
  const ended = new Promise((resolve) => run.child.on("exit", (_code, signal) => resolve(signal)));
  await new Promise((resolve) => setTimeout(resolve, 300));
  run.child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
}, 20_000);

const waitNatively = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);";

const block: Readonly<Record<string, { readonly text: string; readonly swapped?: string; readonly seen: object }>> = {
  "an endless chain of microtasks": {
    text: `export const onGo = () => {
      const end = Date.now() + 1500;
      void (async function chain() { while (Date.now() < end) await null; })();
    }`,
    seen: { culprit: { id: "a.js", generation: 1, function: "chain" } },
  },
  "a native call": {
    text: `export const onGo = () => { ${waitNatively} }`,
    seen: { suspect: { id: "a.js", generation: 1 } },
  },
  "a native call of a top level that is being swapped in": {
    text: "export const onGo = () => {};",
    swapped: `export const onGo = () => {}; ${waitNatively}`,
    seen: { suspect: { id: "a.js", generation: 2 } },
  },
};

/** Copies a file as soon as it is there, and again when it changes: the thread that writes it has to be watched from a third. */
const keepCopies = (file: string): Worker =>
  new Worker(
    `const { readFileSync, writeFileSync } = require("node:fs");
     setInterval(() => { try { const text = readFileSync(${JSON.stringify(file)}, "utf8"); if (text) writeFileSync(${JSON.stringify(`${file}.copy`)}, text) } catch {} }, 20)`,
    { eval: true },
  );

for (const [what, { text, swapped, seen }] of Object.entries(block))
  test(`[O10] a hang in ${what} is written down while it lasts, and forgotten when it ends`, async () => {
    const note = join(folderOf({}), "hang.json");
    const bench = await workbenchOf(
      { "a.js": text },
      { callTimeoutMs: 5000, witness: { ...witness, note, hangMs: 300 } },
    );
    await witnessed();
    const copies = keepCopies(note);
    await new Promise((resolve) => copies.once("online", resolve));
    if (swapped === undefined) bench.emit({ type: "go" });
    else await bench.swap("a.js", swapped);
    await expect.poll(() => existsSync(note), { timeout: 5000 }).toBe(false);
    await expect.poll(() => existsSync(`${note}.copy`), { timeout: 5000 }).toBe(true);
    await copies.terminate();
    const told = takeHangNote(`${note}.copy`);
    expect(told).toMatchObject({ ...seen, folder: bench.folder });
    expect(wordsOfHang(told!)).toContain("a.js");
    expect(takeHangNote(`${note}.copy`)).toBe(undefined);
  });
