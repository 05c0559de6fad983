import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const cache = mkdtempSync(join(tmpdir(), "graft-cache-"));
const folders: string[] = [];
const running = new Set<ChildProcessWithoutNullStreams>();

afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "graft-headless-")));
  folders.push(folder);
  for (const [id, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, id)), { recursive: true });
    writeFileSync(join(folder, id), text);
  }
  return folder;
};

// oxlint-disable-next-line typescript/no-explicit-any -- what comes out is compared, never used by its type
type Message = Readonly<Record<string, any>>;

/** The command itself, as npm starts it; every line on stdout must be JSON. */
class Headless {
  readonly messages: Message[] = [];
  readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;
  stdout = "";
  stderr = "";
  #taken = 0;
  #ids = 0;
  #waiting: (() => void)[] = [];

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, ["scripts/headless.js", ...args], {
      cwd: root,
      env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
    });
    running.add(this.child);
    this.child.stdout.setEncoding("utf8").on("data", (text: string) => this.#take(text));
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => void (this.stderr += text));
    this.child.stdin.on("error", () => undefined);
    this.exit = once(this.child, "close").then(([code]) => code as number | null);
  }

  send(line: string | Buffer): void {
    this.child.stdin.write(line);
  }

  /** @returns the whole reply, without what every reply has. */
  async call(method: string, params?: unknown): Promise<unknown> {
    const { result, error } = await this.reply(method, params);
    if (error) throw new Error(JSON.stringify(error));
    return result;
  }

  async reply(method: string, params?: unknown): Promise<Message> {
    const id = `call ${++this.#ids}`;
    this.send(`${JSON.stringify({ jsonrpc: "2.0", id, method, ...(params === undefined ? {} : { params }) })}\n`);
    return this.until((message) => message["id"] === id);
  }

  async notification(method: string, is: (params: Message) => boolean = () => true): Promise<Message> {
    return (await this.until((message) => message["method"] === method && is(message["params"])))["params"];
  }

  async until(is: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.messages.find(is);
      if (found) return found;
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  /** Messages that are no notifications, since this was asked last. */
  replies(): readonly Message[] {
    const news = this.messages.slice(this.#taken).filter((message) => !("method" in message));
    this.#taken = this.messages.length;
    return news;
  }

  end(): Promise<number | null> {
    this.child.stdin.end();
    return this.exit;
  }

  #take(text: string): void {
    const lines = (this.stdout + text).split("\n");
    this.stdout = lines.pop() as string;
    for (const line of lines) this.messages.push(JSON.parse(line) as Message);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

const started = async (files: Readonly<Record<string, string>>): Promise<Headless & { readonly folder: string }> => {
  const folder = folderOf(files);
  const headless = new Headless([folder]);
  await headless.notification("ready");
  return Object.assign(headless, { folder });
};

const none = { total: 0, slots: 0, imports: 0, resources: 0, calls: 0 };
const ms = expect.any(Number) as number;

const math = "export const double = (n: number): number => n * 2;\n";
const workspace = {
  "clock.ts": `import { double } from "./lib/math";
export const init = () => ({ n: 0 });
export const onTick = (s: { n: number }) => ({ state: { n: s.n + double(1) }, emit: [{ type: "beat", n: s.n }] });
`,
  "lib/math.ts": math,
  "beats.ts": `export const init = () => [];
export const onBeat = (s: number[], e: { n: number }) => ({
  state: [...s, e.n],
  effects: [{ type: "draw", shapes: [{ kind: "circle", x: e.n, y: 0, r: 1 }] }, { type: "log", message: "beat" }],
});
export const onKeyDown = () => undefined;
`,
  "broken.ts": "export const broken = ;\n",
};

const slot = (event: string, module: string, name: string, generation = 1) => ({
  event,
  handlers: [{ module, function: name, generation }],
});

const status = (turn: number, queued: number, rest: object = {}) => ({
  mode: "paused",
  turn,
  queued,
  dropped: 0,
  hz: 60,
  rate: ms,
  delayMs: ms,
  slots: [
    slot("beat", "beats.ts", "onBeat"),
    slot("keyDown", "beats.ts", "onKeyDown"),
    slot("tick", "clock.ts", "onTick"),
  ],
  first: turn === 0 ? 0 : 1,
  speed: null,
  pauseOn: { error: false, swap: false },
  ...rest,
});

const syntaxProblem = {
  code: "syntax",
  message: 'broken.ts does not compile: unexpected ";".',
  file: "broken.ts",
  line: 1,
  column: 23,
  lineText: "export const broken = ;",
};

test("every method of the contract gives its whole reply", async () => {
  const it = await started(workspace);
  expect(it.messages[0]).toEqual({ jsonrpc: "2.0", method: "ready", params: { folder: it.folder, modules: 4 } });

  expect(await it.call("workspace.status")).toEqual({ folder: it.folder, modules: 4 });
  const one = { ...none, total: 1 };
  expect(await it.call("modules.list")).toEqual([
    {
      id: "beats.ts",
      status: "running",
      generation: 1,
      functions: [
        { name: "init", kind: "lifecycle", references: none },
        { name: "onBeat", kind: "handler", slot: "beat", references: { ...one, slots: 1 } },
        { name: "onKeyDown", kind: "handler", slot: "keyDown", references: { ...one, slots: 1 } },
      ],
      references: { ...none, total: 2, slots: 2 },
      imports: [],
      importers: [],
    },
    {
      id: "broken.ts",
      status: "failed",
      generation: 0,
      functions: [],
      references: none,
      imports: [],
      importers: [],
      problem: syntaxProblem,
    },
    {
      id: "clock.ts",
      status: "running",
      generation: 1,
      functions: [
        { name: "init", kind: "lifecycle", references: none },
        { name: "onTick", kind: "handler", slot: "tick", references: { ...one, slots: 1 } },
      ],
      references: { ...one, slots: 1 },
      imports: ["lib/math.ts"],
      importers: [],
    },
    {
      id: "lib/math.ts",
      status: "running",
      generation: 1,
      functions: [{ name: "double", kind: "function", references: { ...one, imports: 1 } }],
      references: { ...one, imports: 1 },
      imports: [],
      importers: ["clock.ts"],
    },
  ]);
  expect(await it.call("problems.list")).toEqual([syntaxProblem]);
  expect(await it.call("modules.source", { id: "lib/math.ts" })).toEqual({
    id: "lib/math.ts",
    file: join(it.folder, "lib/math.ts"),
    text: math,
    running: math,
  });

  const tick = { type: "tick", time: 0, dt: 1, n: 1 };
  expect(await it.call("loop.status")).toEqual(status(0, 0));
  expect(await it.call("loop.emit", { event: tick })).toEqual({ queued: 1 });
  expect(await it.call("loop.queue")).toEqual([tick]);
  const waiting = { number: 1, event: tick, cause: { by: "outside" }, queuedAfter: 0, waitedMs: ms };
  expect(await it.call("loop.waiting")).toEqual({ queued: 1, from: 0, waiting: [waiting], afters: [] });
  expect(await it.call("loop.editQueue", { edit: "move", number: 1, before: null })).toEqual({ queued: 1 });
  const breakpoint = { event: "keyDown", condition: "event.key === 'b'" };
  const set = [{ ...breakpoint, enabled: true, hits: 0 }];
  expect(await it.call("loop.breakpoints", { set: [breakpoint] })).toEqual(set);
  expect(await it.call("loop.breakpoints")).toEqual(set);
  expect(await it.call("loop.pauseOn", { swap: true })).toEqual({ error: false, swap: true });
  expect(await it.call("loop.pauseOn", { swap: false })).toEqual({ error: false, swap: false });
  expect(await it.call("loop.speed", { turnsPerSecond: 20 })).toEqual(status(0, 1, { speed: 20 }));
  expect(await it.call("loop.speed", { turnsPerSecond: null })).toEqual(status(0, 1));
  expect(await it.call("stage.input", { event: { type: "keyUp", key: "a" } })).toEqual({ queued: 1 });
  expect(await it.call("stage.input", { event: { type: "keyDown", key: "a" } })).toEqual({ queued: 2 });
  const outside = { cause: { by: "outside" }, queuedAfter: 0, clockMs: 0 };
  const first = {
    turn: 1,
    event: tick,
    ...outside,
    calls: [
      {
        module: "clock.ts",
        function: "onTick",
        generation: 1,
        ms,
        outcome: { state: { n: 2 }, emit: [{ type: "beat", n: 0 }] },
      },
    ],
  };
  const second = {
    turn: 2,
    event: { type: "keyDown", key: "a" },
    ...outside,
    calls: [{ module: "beats.ts", function: "onKeyDown", generation: 1, ms }],
  };
  const circle = { kind: "circle", x: 0, y: 0, r: 1 };
  const third = {
    turn: 3,
    event: { type: "beat", n: 0 },
    cause: { by: "handler", turn: 1, module: "clock.ts", function: "onTick", generation: 1 },
    queuedAfter: 1,
    clockMs: 0,
    calls: [
      {
        module: "beats.ts",
        function: "onBeat",
        generation: 1,
        ms,
        outcome: {
          state: [0],
          effects: [
            { type: "draw", shapes: [circle] },
            { type: "log", message: "beat" },
          ],
        },
      },
    ],
  };
  expect(await it.call("loop.step", { unit: "handler" })).toEqual([first]);
  expect(await it.call("loop.step", { count: 5 })).toEqual([second, third]);
  expect(await it.call("loop.status")).toEqual(status(3, 0));
  expect(await it.call("history.list")).toEqual([first, second, third]);
  expect(await it.call("history.find", { causedBy: 1, numbers: true })).toEqual({
    first: 1,
    last: 3,
    matches: 1,
    turns: [third],
    numbers: [3],
  });
  expect(await it.call("history.list", { from: 2, limit: 1 })).toEqual([second]);
  expect(await it.call("state.get", { id: "beats.ts" })).toEqual([0]);
  expect(await it.call("state.get", { id: "lib/math.ts" })).toBe(null);
  expect(await it.call("stage.get")).toEqual([{ module: "beats.ts", layer: 0, shapes: [circle] }]);
  expect(await it.call("log.list")).toEqual([{ level: "info", message: "beat", module: "beats.ts", at: ms, turn: 3 }]);

  const node = (id: string, generation = 1, state = "running") => ({
    id,
    kind: "module",
    label: id,
    generation,
    status: state,
  });
  const slots = ["beat", "keyDown", "tick"].map((event) => ({ id: `slot:${event}`, kind: "slot", label: event }));
  expect(await it.call("references.graph", { level: "module" })).toEqual({
    nodes: [node("beats.ts"), node("broken.ts", 0, "failed"), node("clock.ts"), node("lib/math.ts"), ...slots],
    edges: [
      { from: "clock.ts", to: "lib/math.ts", kind: "import", count: 1 },
      { from: "slot:beat", to: "beats.ts", kind: "slot", count: 1 },
      { from: "slot:keyDown", to: "beats.ts", kind: "slot", count: 1 },
      { from: "slot:tick", to: "clock.ts", kind: "slot", count: 1 },
    ],
  });
  const fn = (module: string, name: string, kind: string) => ({
    id: `${module}#${name}`,
    kind: "function",
    label: name,
    module,
    function: kind,
  });
  expect(await it.call("references.graph", { level: "function" })).toEqual({
    nodes: [
      node("beats.ts"),
      fn("beats.ts", "init", "lifecycle"),
      fn("beats.ts", "onBeat", "handler"),
      fn("beats.ts", "onKeyDown", "handler"),
      node("broken.ts", 0, "failed"),
      node("clock.ts"),
      fn("clock.ts", "init", "lifecycle"),
      fn("clock.ts", "onTick", "handler"),
      node("lib/math.ts"),
      fn("lib/math.ts", "double", "function"),
      ...slots,
    ],
    edges: [
      { from: "clock.ts", to: "lib/math.ts#double", kind: "import", count: 1 },
      { from: "slot:beat", to: "beats.ts#onBeat", kind: "slot", count: 1 },
      { from: "slot:keyDown", to: "beats.ts#onKeyDown", kind: "slot", count: 1 },
      { from: "slot:tick", to: "clock.ts#onTick", kind: "slot", count: 1 },
    ],
  });

  const timings = { compile: ms, link: ms, evaluate: ms, migrate: ms, commit: ms, total: ms };
  const swapped = {
    id: "lib/math.ts",
    from: 1,
    to: 2,
    exports: { added: ["half"], removed: [], changed: ["double"], same: [] },
    state: { kept: [], added: [], dropped: [] },
    handlers: [],
    variables: [],
    followers: ["clock.ts"],
  };
  const report = {
    ok: true,
    dryRun: false,
    asked: ["lib/math.ts"],
    turn: 3,
    modules: [swapped],
    stale: [],
    problems: [],
    timings,
  };
  const triple =
    "export const double = (n: number): number => n * 3;\nexport const half = (n: number): number => n / 2;\n";
  const sources = { "lib/math.ts": triple };
  expect(await it.call("modules.swap", { ids: ["lib/math.ts"], sources, dryRun: true })).toEqual({
    ...report,
    dryRun: true,
    modules: [{ ...swapped, preview: { before: null, after: null } }],
  });
  expect(await it.call("modules.generations", { id: "lib/math.ts" })).toMatchObject([{ generation: 1 }]);
  expect(await it.call("modules.swap", { ids: ["lib/math.ts"], sources })).toEqual(report);
  expect((await it.notification("modules.swapped"))["modules"]).toEqual([swapped]);
  expect(await it.call("modules.generations", { id: "lib/math.ts" })).toMatchObject([
    { generation: 1, functions: [{ name: "double" }] },
    {
      generation: 2,
      status: "current",
      functions: [
        { name: "double", status: "current" },
        { name: "half", status: "current" },
      ],
    },
  ]);
  expect(await it.call("modules.source", { id: "lib/math.ts" })).toMatchObject({ text: math, running: triple });
  // The file again: it was not touched by the swap of another text.
  expect(await it.call("modules.swap", { ids: ["lib/math.ts"] })).toMatchObject({
    ok: true,
    modules: [{ from: 2, to: 3, exports: { removed: ["half"] } }],
  });
  expect(await it.call("modules.swap", { ids: ["broken.ts"] })).toEqual({
    ok: false,
    dryRun: false,
    asked: ["broken.ts"],
    turn: 3,
    modules: [],
    stale: [],
    problems: [syntaxProblem],
    timings,
  });

  expect(await it.call("loop.clock", { hz: 30 })).toEqual(status(3, 0, { hz: 30 }));
  expect(await it.call("loop.run")).toEqual(status(3, 0, { hz: 30, mode: "running" }));
  const { turns } = await it.notification("loop.turn", (turn) => turn["turns"].at(-1).turn > 5);
  expect(turns.at(-1)).toMatchObject({ turn: expect.any(Number), event: { type: expect.any(String) } });
  const paused = (await it.call("loop.pause")) as { readonly turn: number };
  expect(paused).toEqual(status(paused.turn, expect.any(Number) as number, { hz: 30 }));

  expect(await it.call("workspace.open", { folder: folderOf({ "a.ts": "export const a = 1;" }) })).toEqual({
    folder: folders.at(-1),
    modules: 1,
  });
  expect(await it.call("loop.status")).toMatchObject({ mode: "paused", turn: 0, slots: [] });
  expect(await it.end()).toBe(0);
  expect(it.stderr).toBe("");
}, 30_000);

test("mistakes in a request are answered by one sentence each, and the next request is served", async () => {
  const it = await started({ "a.ts": "export const init = () => 7;" });
  const answers: [line: string, code: number, message: string | RegExp, id?: unknown][] = [
    ["{ nonsense", -32700, /^This line is not JSON \(.+\): write one request a line\.$/],
    ["42", -32600, 'A request is an object on one line, such as {"jsonrpc":"2.0","id":1,"method":"modules.list"}.'],
    ["[]", -32600, 'A request is an object on one line, such as {"jsonrpc":"2.0","id":1,"method":"modules.list"}.'],
    ['{"id":1}', -32600, /^A request names a `method`, such as .+\.$/, 1],
    ['{"jsonrpc":"1.0","id":2,"method":"modules.list"}', -32600, 'This is JSON-RPC 2.0: write `"jsonrpc":"2.0"`.', 2],
    ['{"id":{},"method":"modules.list"}', -32600, "The `id` of a request is a string or a number."],
    ['{"id":3,"method":"modules.lost"}', -32601, "There is no method `modules.lost`.", 3],
    ['{"id":4,"method":"app.info"}', -32601, "There is no method `app.info`.", 4],
    ['{"id":5,"method":"toString"}', -32601, "There is no method `toString`.", 5],
    ['{"id":6,"method":"modules.swap"}', -32602, "`modules.swap` takes its params by name, as one object.", 6],
    ['{"id":7,"method":"modules.swap","params":{}}', -32602, "`modules.swap` needs the param `ids`.", 7],
    [
      '{"id":8,"method":"modules.swap","params":{"ids":[]}}',
      -32602,
      "`modules.swap` was called wrongly: `ids` must name at least one module.",
      8,
    ],
    [
      '{"id":9,"method":"modules.swap","params":{"ids":["a.ts"],"force":true}}',
      -32602,
      "`modules.swap` knows no param `force`.",
      9,
    ],
    [
      '{"id":10,"method":"loop.clock","params":{"hz":500}}',
      -32602,
      "`loop.clock` was called wrongly: `hz` must be at most 240, not 500.",
      10,
    ],
    [
      '{"id":11,"method":"loop.step","params":{"unit":"week"}}',
      -32602,
      '`loop.step` was called wrongly: `unit` must be ("event" or "handler" or "turn"), not "week".',
      11,
    ],
    ['{"id":12,"method":"state.get","params":{"id":"b.ts"}}', -32000, "There is no module b.ts in this workspace.", 12],
    ['{"id":13,"method":"workspace.open","params":{"folder":"/no/such"}}', -32000, "There is no folder /no/such.", 13],
    [
      '{"id":14,"method":"loop.emit","params":{"event":{"type":7}}}',
      -32000,
      'The event is an object without a type: it must be an object with a string `type`, such as { type: "ping" }.',
      14,
    ],
    ['{"id":15,"method":"loop.emit","params":{}}', -32602, "`loop.emit` needs the param `event`.", 15],
  ];
  for (const [line] of answers) it.send(`${line}\n`);
  expect(await it.call("state.get", { id: "a.ts" })).toBe(7);
  const replies = it.replies().slice(0, -1);
  expect(replies.map(({ id, error }) => [id, error.code, error.message])).toEqual(
    answers.map(([, code, message, id = null]) => [
      id,
      code,
      typeof message === "string" ? message : expect.stringMatching(message),
    ]),
  );
  expect(replies.find(({ id }) => id === 12)?.["error"].data).toEqual({ code: "refused" });
  // A folder that cannot be opened leaves the one that is open.
  expect(await it.call("workspace.status")).toEqual({ folder: it.folder, modules: 1 });
}, 20_000);

test("requests are read as they come: in pieces, in bulk, in batches, long, with CRLF, without a last line break", async () => {
  const it = await started({ "a.ts": "export const init = () => 1;" });
  const get = (id: unknown) => JSON.stringify({ jsonrpc: "2.0", id, method: "state.get", params: { id: "a.ts" } });
  const got = (id: unknown) => ({ jsonrpc: "2.0", id, result: 1 });

  it.send(`\uFEFF${get("bom")}\r\n\r\n  \n${get("crlf")}\r\n${get("bulk")}\n`);
  const pieces = Buffer.from(`${get("pieces é")}\n`);
  for (const byte of pieces) {
    it.send(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await it.until((message) => message["id"] === "pieces é");
  expect(it.replies()).toEqual(["bom", "crlf", "bulk", "pieces é"].map(got));

  // Without an id: no answer, but it is done.
  it.send(`${JSON.stringify({ jsonrpc: "2.0", method: "loop.emit", params: { event: { type: "a" } } })}\n`);
  it.send(`${JSON.stringify({ jsonrpc: "2.0", method: "no.such" })}\n`);
  expect(await it.call("loop.queue")).toEqual([{ type: "a" }]);
  expect(it.replies()).toHaveLength(1);

  // U+2028 is no line break in JSON; 5 MB are one line like any other.
  const text = `\u2028${"x".repeat(5_000_000)}`;
  expect(await it.call("loop.emit", { event: { type: "long", text } })).toEqual({ queued: 2 });
  expect(await it.call("loop.queue")).toEqual([{ type: "a" }, { type: "long", text }]);
  it.replies();

  it.send(`[${get(1)},{"jsonrpc":"2.0","method":"loop.pause"},7,${get(2)}]\n[{"method":"loop.pause"}]\n${get("last")}`);
  expect(await it.end()).toBe(0);
  const [batch, ...rest] = it.replies();
  expect(batch).toEqual([
    got(1),
    { jsonrpc: "2.0", id: null, error: expect.objectContaining({ code: -32600 }) },
    got(2),
  ]);
  expect(rest).toEqual([got("last")]);
}, 20_000);

test("requests are answered in their order, also behind one that takes its time", async () => {
  const it = await started({ "a.ts": "export const init = () => 1;" });
  const calls = [
    it.reply("modules.swap", { ids: ["a.ts"], sources: { "a.ts": `export const init = () => 2; ${" ".repeat(1e6)}` } }),
    ...Array.from({ length: 50 }, () => it.reply("modules.list")),
  ];
  await Promise.all(calls);
  expect(it.replies().map(({ id }) => id)).toEqual(Array.from({ length: 51 }, (_, index) => `call ${index + 1}`));
}, 20_000);

test("loop.pause does not wait for the step that it ends, whatever was asked in between", async () => {
  const it = await started({
    "a.ts": `export const init = () => 0; export const onGo = (n: number) => ({ state: n + 1, emit: [{ type: "go" }] })`,
  });
  await it.call("loop.emit", { event: { type: "go" } });
  const step = it.reply("loop.step", { count: 1_000_000, until: "event.never", limit: 1 });
  const asked = it.reply("loop.status");
  await it.reply("loop.pause");
  await Promise.all([step, asked]);
  expect(it.replies().map(({ id }) => id)).toEqual(["call 1", "call 4", "call 2", "call 3"]);
}, 60_000);

test("nothing but the contract gets to stdout, and what nobody catches ends nothing", async () => {
  const it = await started({
    "loud.ts": `import process from "node:process";
console.log("said by console");
globalThis.console.log("said by the process's console");
process.stdout.write("written straight\\n");
export const onTick = () => { console.warn("in a call", { a: 1 }); };
`,
    "late.ts": `import { setTimeout as wait } from "node:timers/promises";
import * as timers from "node:timers";
export const init = () => {
  timers.setTimeout(() => { throw new Error("from a timer of Node"); }, 1);
  setTimeout(() => { throw new Error("from a timer"); }, 1);
  void Promise.reject(new TypeError("rejected"));
  void wait(5).then(() => { throw new RangeError("rejected later"); });
  return 1;
};
`,
  });
  await it.call("loop.emit", { event: { type: "tick" } });
  await it.call("loop.step");
  const uncaught = (message: string) => it.notification("problem", (problem) => problem["message"].includes(message));
  expect(await uncaught("from a timer of Node")).toMatchObject({
    code: "resource-threw",
    file: "late.ts",
    line: 4,
    message: "A callback (setTimeout 1 ms) of late.ts threw Error: from a timer of Node.",
  });
  expect(await uncaught("Error: from a timer.")).toMatchObject({ code: "resource-threw", file: "late.ts", line: 5 });
  expect(await uncaught("TypeError: rejected")).toMatchObject({ code: "uncaught", file: "late.ts", line: 6 });
  expect(await uncaught("RangeError: rejected later")).toMatchObject({ code: "uncaught", file: "late.ts", line: 7 });
  expect(await it.call("state.get", { id: "late.ts" })).toBe(1);
  const log = (await it.call("log.list")) as Message[];
  expect(log.map(({ level, message, module }) => [level, message, module])).toEqual([
    ["info", "said by console", "loud.ts"],
    ["warn", "in a call { a: 1 }", "loud.ts"],
  ]);
  expect(it.stderr).toContain("said by the process's console\n");
  expect(it.stderr).toContain("written straight\n");
  expect(await it.end()).toBe(0);
}, 20_000);

test("what cannot be written as JSON is an answer too", async () => {
  const it = await started({
    "deep.ts": `export const init = () => null;
export const onDig = () => { let s: unknown = 1; for (let i = 0; i < 50_000; i++) s = [s]; return { state: s }; };`,
  });
  await it.call("loop.emit", { event: { type: "dig" } });
  const reply = await it.reply("loop.step");
  expect(reply["error"] ?? reply["result"][0].calls[0].error).toMatchObject({
    message: expect.stringContaining("deep"),
  });
  expect(await it.call("loop.status")).toMatchObject({ turn: 1 });
}, 20_000);

test("ends with 0 when stdin closes, whatever is open, running or in flight", async () => {
  const it = await started({
    "open.ts": `import { createServer } from "node:net";
const server = createServer().listen(0);
setInterval(() => undefined, 1000);
export const sourceTicks = (emit: (event: { type: string }) => void) => { emit({ type: "again" }); return () => { throw new Error("no"); }; };
export const onAgain = () => ({ emit: [{ type: "again" }] });
`,
  });
  await it.call("loop.run");
  await it.notification("loop.turn");
  // A compile that takes long, asked for and not waited for; its answer still comes.
  const big = `export const big = [${"[1, 2, { a: 3 }],".repeat(50_000)}];`;
  const answer = it.reply("modules.swap", { ids: ["big.ts"], sources: { "big.ts": big } });
  expect(await it.end()).toBe(0);
  expect(await answer).toMatchObject({ result: { ok: true, modules: [{ id: "big.ts", from: 0, to: 1 }] } });
}, 20_000);

test("ends at once when stdin closes while the compiler starts", async () => {
  const folder = folderOf({ "a.ts": `export const a = ${Date.now()};` });
  const it = new Headless([folder], { XDG_CACHE_HOME: join(folder, "cache") });
  expect(await it.end()).toBe(0);
  expect(it.messages[0]).toMatchObject({ method: "ready" });
}, 20_000);

test("ends quietly when nobody reads any more", async () => {
  const it = await started({
    "a.ts": `export const onAgain = () => ({ emit: [{ type: "again" }], effects: [{ type: "log", message: "again" }] });`,
  });
  await it.call("loop.emit", { event: { type: "again" } });
  await it.call("loop.run");
  it.child.stdout.destroy();
  expect(await it.exit).toBe(0);
  expect(it.stderr).toBe("");
}, 20_000);

test("goes on when nobody reads stderr any more", async () => {
  const it = await started({
    "a.ts": `import { stderr } from "node:process";\nexport const onTick = () => { stderr.write("x\\n"); return { state: 1 }; };`,
  });
  it.child.stderr.destroy();
  for (let n = 0; n < 3; n++) {
    await it.call("loop.emit", { event: { type: "tick" } });
    await it.call("loop.step");
  }
  expect(await it.call("state.get", { id: "a.ts" })).toBe(1);
  expect(await it.end()).toBe(0);
}, 20_000);

test("a reader that does not keep up is told less, and then how things are", async () => {
  const it = await started({
    "a.ts": `let n = 0;
export const onAgain = () => { n++; if (n % 7 === 0) throw new Error("no " + "x".repeat(n % 1000));
  return { state: n, emit: [{ type: "again" }], effects: [{ type: "log", message: "again ".repeat(100) }] }; };`,
    "b.ts": `export const onAgain = () => ({ emit: [{ type: "again" }] });`,
    "memory.ts": `export const onAsk = () => ({ state: process.memoryUsage().rss });`,
  });
  await it.call("loop.emit", { event: { type: "again" } });
  await it.call("loop.run");
  await it.notification("loop.turn");
  it.child.stdout.pause();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before = it.messages.length;
  it.child.stdout.resume();
  await it.call("loop.pause");
  const told = it.messages.slice(before);
  // 64 kB fill the pipe, and up to 1000 problems wait; unheld, 90 frames of turns and logs would.
  expect(told.filter(({ method }) => method === "loop.turn").length).toBeLessThan(40);
  const { turn } = (await it.call("loop.status")) as { readonly turn: number };
  expect(turn).toBeGreaterThan(1000);
  await it.notification("loop.turn", ({ turns }) => turns.at(-1).turn === turn);
}, 30_000);

test("says in one sentence on stderr which folder cannot be opened", async () => {
  const folder = folderOf({ "file.ts": "" });
  const ended = async (...args: string[]) => {
    const it = new Headless(args);
    const code = await it.end();
    return [code, it.stderr, it.messages];
  };
  const missing = join(folder, "missing");
  expect(await ended(missing)).toEqual([1, `There is no folder ${missing}.\n`, []]);
  const file = join(folder, "file.ts");
  expect(await ended(file)).toEqual([1, `${file} is not a folder: open the folder that it lies in.\n`, []]);
  expect(await ended()).toEqual([2, "Say which folder to open: npm run --silent headless -- <folder>\n", []]);
}, 20_000);

// Permissions do not stop root.
test.skipIf(process.getuid?.() === 0)("says that a folder cannot be read", async () => {
  const folder = folderOf({ "a.ts": "" });
  chmodSync(folder, 0o000);
  const it = new Headless([folder]);
  expect(await it.end()).toBe(1);
  expect(it.stderr).toBe(`The folder ${folder} cannot be read: you have no permission to read it.\n`);
  chmodSync(folder, 0o755);
});

test("several at once share a cache that is still empty, and one that cannot have any runs without", async () => {
  const folder = folderOf({ ...workspace, "cache/.keep": "" });
  const env = { XDG_CACHE_HOME: join(folder, "cache") };
  const all = [
    ...[1, 2, 3].map(() => new Headless([folder], env)),
    new Headless([folder], { XDG_CACHE_HOME: "/dev/null" }),
  ];
  for (const it of all) {
    await it.notification("ready");
    await it.call("loop.emit", { event: { type: "tick" } });
    await it.call("loop.step");
    expect(await it.call("state.get", { id: "clock.ts" })).toEqual({ n: 2 });
    expect(await it.end()).toBe(0);
    expect(it.stderr).toBe("");
  }
}, 20_000);

test("[T9] after how long a call is cut can be said", async () => {
  const folder = folderOf({ "a.js": "export const onGo = () => { for (;;); };" });
  folders.push(folder);
  const it = new Headless(["--call-timeout=120", folder]);
  await it.notification("ready");
  await it.call("loop.emit", { event: { type: "go" } });
  expect(await it.call("loop.step", {})).toMatchObject([
    {
      calls: [{ error: { code: "handler-timeout", message: expect.stringContaining("did not return within 120 ms") } }],
    },
  ]);
  expect(await it.end()).toBe(0);
});

test("a limit that no call can have is refused", async () => {
  const it = new Headless(["--call-timeout=5", root]);
  expect(await it.exit).toBe(2);
  expect(it.stderr).toBe("A call may take from 50 to 60000 ms, not 5.\n");
});
