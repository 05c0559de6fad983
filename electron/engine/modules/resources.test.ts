import { createHook } from "node:async_hooks";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";
import type { Bench } from "../testing.ts";

const nothing = "export const nothing = 1";

/** The labels of what the running generation of `a.ts` owns. */
const owned = (bench: Bench, id = "a.ts"): string[] =>
  bench.workbench.session
    .generationsOf(id)
    .at(-1)!
    .holders.filter(({ kind }) => kind === "resource" || kind === "source")
    .map(({ label }) => label)
    .sort();

const ticks = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** What Node has behind a timer. */
interface Timeout {
  readonly _idleTimeout: number;
  readonly _destroyed: boolean;
}

const timers = new Set<Timeout>();
createHook({
  init: (_id, type, _trigger, resource) => {
    if (type === "Timeout") timers.add(resource as Timeout);
  },
}).enable();

/** How many timers of 1,000 s and more there are: only the modules of these tests make such. */
const activeTimers = (): number =>
  [...timers].filter(({ _idleTimeout, _destroyed }) => _idleTimeout >= 1_000_000 && !_destroyed).length;

/** What was compiled once is read from here: a thousand swaps need not wait for a thousand compilations. */
const cacheFolder = mkdtempSync(join(tmpdir(), "graft-resources-"));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

test("[O1] [S6] a thousand swaps of a module with two timers and a source leave two timers and a source", async () => {
  const texts = Array.from(
    { length: 16 },
    (_, n) => `
    setInterval(() => {}, 1000000)
    globalThis.setInterval(() => {}, ${2000000 + n})
    export const sourceBeat = (emit) => { emit({ type: "began", n: ${n} }); return () => emit({ type: "ended" }) }
  `,
  );
  const text = (n: number): string => texts[n % texts.length]!;
  const bench = await workbenchOf({ "a.ts": text(0) }, { cacheFolder });
  const before = activeTimers();
  for (let n = 1; n <= 1000; n++)
    expect(await bench.workbench.session.swap({ ids: [], sources: { "a.ts": text(n) } })).toMatchObject({ ok: true });
  expect(owned(bench)).toEqual(["setInterval 1000000 ms", "setInterval 2000008 ms", "sourceBeat"]);
  expect(bench.module("a.ts").references.resources).toBe(3);
  expect(activeTimers()).toBe(before);
}, 60_000);

/** What is active in the process and was not. */
const moreThan = (before: readonly string[]): string[] => {
  const known = [...before];
  return process.getActiveResourcesInfo().filter((kind) => {
    const index = known.indexOf(kind);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
};

const kinds: Readonly<Record<string, readonly [text: string, labels: readonly string[]]>> = {
  "setTimeout by name": [`setTimeout(() => {}, 5000)`, ["setTimeout 5000 ms"]],
  "setImmediate of node:timers": [
    `import { setInterval } from "node:timers"; setInterval(() => {}, 7000)`,
    ["setInterval 7000 ms"],
  ],
  "globalThis.setTimeout": [`globalThis.setTimeout(() => {}, 5000)`, ["setTimeout 5000 ms"]],
  "node:timers/promises": [
    `import { setTimeout as wait } from "node:timers/promises"; void wait(6000).then(() => {})`,
    ["setTimeout 6000 ms"],
  ],
  "an interval of node:timers/promises": [
    `import { setInterval as every } from "node:timers/promises";
     void (async () => { for await (const _ of every(6000)) { /* on */ } })()`,
    ["setInterval 6000 ms"],
  ],
  "a timer promised by promisify": [
    `import { promisify } from "node:util"; void promisify(setTimeout)(8000)`,
    ["setTimeout 8000 ms"],
  ],
  "a timer after an await": [
    `void (async () => { await null; await null; globalThis.setTimeout(() => {}, 5000) })()`,
    ["setTimeout 5000 ms"],
  ],
  "a timer in a promise's callback": [
    `void Promise.resolve().then(() => globalThis.setInterval(() => {}, 5000))`,
    ["setInterval 5000 ms"],
  ],
  "a timer started by a timer": [
    `setTimeout(() => globalThis.setInterval(() => {}, 5000), 1)`,
    ["setInterval 5000 ms"],
  ],
  "a listener": [`process.on("graft-test", () => {})`, ['listener "graft-test"']],
  "a listener for once": [`process.once("graft-test", () => {})`, ['listener "graft-test"']],
  "a listener of an event target": [
    `globalThis.graftTarget = new EventTarget(); globalThis.graftTarget.addEventListener("ping", () => {})`,
    ['listener "ping"'],
  ],
  "a server": [
    `import { createServer } from "node:http"; createServer(() => {}).listen(0, "127.0.0.1")`,
    ["server on :<port>"],
  ],
  "a server of plain sockets": [
    `import net from "node:net"; net.createServer(() => {}).listen(0, "127.0.0.1")`,
    ["server on :<port>"],
  ],
  "a datagram socket": [
    `import * as dgram from "node:dgram"; dgram.createSocket("udp4").bind(0, "127.0.0.1")`,
    ["UDP socket on :<port>"],
  ],
  "a watcher": [`import fs from "node:fs"; fs.watch(import.meta.dirname, () => {})`, ["fs.watch <folder>"]],
  "a process": [`import { spawn } from "node:child_process"; spawn("sleep", ["60"])`, ["process sleep"]],
  "a process that exec started": [
    `import { exec } from "node:child_process"; exec("sleep 60", () => {})`,
    ["process /bin/sh"],
  ],
  "a thread": [
    `import { Worker } from "node:worker_threads"; new Worker("setInterval(() => {}, 1000)", { eval: true })`,
    ["worker thread"],
  ],
  "a channel": [`globalThis.graftChannel = new MessageChannel()`, ["MessageChannel"]],
  "a broadcast channel": [`new BroadcastChannel("b")`, ['BroadcastChannel "b"']],
};

test.each(Object.entries(kinds))("[O1] [O2] [O3] booked and gone after a swap: %s", async (_name, [text, labels]) => {
  const bench = await workbenchOf({ "a.ts": nothing });
  await ticks(10);
  const before = process.getActiveResourcesInfo();
  const listeners = process.listenerCount("graft-test");
  expect(await bench.swap("a.ts", text)).toMatchObject({ ok: true, problems: [] });
  await ticks(60);
  expect(owned(bench).map((label) => label.replace(/:\d+/, ":<port>").replace(bench.folder, "<folder>"))).toEqual(
    labels,
  );
  expect(bench.module("a.ts").references.resources).toBe(labels.length);
  expect(await bench.swap("a.ts", nothing)).toMatchObject({ ok: true, problems: [] });
  expect(owned(bench)).toEqual([]);
  await expect.poll(() => moreThan(before), { timeout: 3000 }).toEqual([]);
  expect(process.listenerCount("graft-test")).toBe(listeners);
  expect(bench.problems()).toEqual([]);
});

const wait = `export const onGo = () => ({ effects: [{ type: "wait" }] })
  export const performWait = async () => {
    const { promise, resolve } = Promise.withResolvers?.() ?? (() => { let r; const p = new Promise((x) => { r = x }); return { promise: p, resolve: r } })()
    globalThis.graftRelease = resolve
    setInterval(() => {}, 9000000)
    await promise
    globalThis.setTimeout(() => {}, 8000000)
    return [{ type: "waited" }]
  }`;

const release = (): void => (globalThis as { graftRelease?: () => void }).graftRelease?.();

test("[O4] what a call in flight made lives until the call settles, also when its generation is swapped out", async () => {
  const bench = await workbenchOf({ "a.js": wait });
  const before = activeTimers();
  bench.emit({ type: "go" });
  expect(owned(bench, "a.js")).toEqual(["setInterval 9000000 ms"]);
  expect(await bench.swap("a.js", nothing)).toMatchObject({ ok: true });
  expect(owned(bench, "a.js")).toEqual([]);
  expect(activeTimers()).toBe(before + 1);
  release();
  await expect.poll(activeTimers).toBe(before);
});

test("[O4] what a call made stays with its generation when the generation outlives it", async () => {
  const bench = await workbenchOf({ "a.js": wait });
  bench.emit({ type: "go" });
  release();
  await expect.poll(() => owned(bench, "a.js")).toEqual(["setInterval 9000000 ms", "setTimeout 8000000 ms"]);
  const before = activeTimers();
  await bench.swap("a.js", nothing);
  expect(activeTimers()).toBe(before - 2);
});

test("[O1] [S3] [S11] a refused swap and a dry run dispose of what their evaluation made", async () => {
  const bench = await workbenchOf({ "a.js": `setInterval(() => {}, 5000000)` });
  const before = activeTimers();
  const text = `import { createServer } from "node:net"; setInterval(() => {}, 6000000); globalThis.setTimeout(() => {}, 6000000);
    void Promise.resolve().then(() => setInterval(() => {}, 7000000)); createServer().listen(0);`;
  const dry = await bench.workbench.session.swap({ ids: [], sources: { "a.js": text }, dryRun: true });
  expect(dry).toMatchObject({ ok: true });
  const refused = await bench.workbench.session.swap({ ids: [], sources: { "a.js": `${text} throw new Error("no")` } });
  expect(refused).toMatchObject({ ok: false });
  await ticks(20);
  expect(activeTimers()).toBe(before);
  expect(owned(bench, "a.js")).toEqual(["setInterval 5000000 ms"]);
});

test("[O1] what old code makes after its generation's end does not live", async () => {
  const bench = await workbenchOf({
    "a.js": `export const sourceLate = () => { globalThis.graftLate = () => { setInterval(() => {}, 5000000); globalThis.setInterval(() => {}, 5000000) }; return () => {} }`,
  });
  await bench.swap("a.js", nothing);
  const before = activeTimers();
  (globalThis as { graftLate?: () => void }).graftLate!();
  // The one that is started by name is old code's; the other is whoever's calls it, here nobody's module.
  const global = activeTimers() - before;
  expect(global).toBe(1);
});

test("[S6] [O5] a disposer that throws or does not return is reported and stops nothing", async () => {
  const bench = await workbenchOf(
    {
      "a.js": `export const sourceA = () => () => { throw new Error("no") }
        export const sourceB = () => () => { for (;;); }
        export const sourceC = (emit) => () => { globalThis.graftStopped = true }
        setInterval(() => {}, 5000000)`,
    },
    { callTimeoutMs: 60 },
  );
  const before = activeTimers();
  const report = await bench.swap("a.js", nothing);
  expect(report).toMatchObject({
    ok: true,
    problems: [
      { code: "disposer-threw", message: "Stopping sourceA of a.js #1 threw Error: no." },
      { code: "disposer-threw", message: expect.stringContaining("was cut") as string },
    ],
  });
  expect((globalThis as { graftStopped?: boolean }).graftStopped).toBe(true);
  expect(activeTimers()).toBe(before - 1);
});

test("[O1] what ends by itself is struck off", async () => {
  const bench = await workbenchOf({
    "a.js": `import { EventEmitter } from "node:events"
      const emitter = new EventEmitter(); const f = () => {}
      emitter.on("kept", f); emitter.on("left", f); emitter.off("left", f); emitter.once("once", f); emitter.emit("once")
      export const shows = () => [emitter.listeners("kept")[0] === f, emitter.listenerCount("once"), emitter.off("kept", f).listenerCount("kept")]
      setTimeout(() => {}, 1)
      const cleared = setTimeout(() => {}, 5000); clearTimeout(cleared)
      const byNumber = setTimeout(() => {}, 5000); clearTimeout(+byNumber)
      const again = setTimeout(() => {}, 1); setTimeout(() => again.refresh(), 5)`,
  });
  await ticks(30);
  expect(owned(bench, "a.js")).toEqual(['listener "kept"']);
  expect((bench.exports("a.js")["shows"] as () => unknown)()).toEqual([true, 0, 0]);
  expect(owned(bench, "a.js")).toEqual([]);
});

test("[O3] fetch is booked until it has answered and its body has come, and ends with its generation", async () => {
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    if (request.url === "/whole") response.end("all of it");
    else if (request.url === "/part") response.write("some of it");
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const at = `http://127.0.0.1:${port}`;
  const bench = await workbenchOf({
    "a.js": `export const onGo = () => {
      fetch("${at}/whole").then((answer) => answer.text()).then((text) => { globalThis.graftText = text })
      fetch("${at}/never").catch(() => { globalThis.graftTold = true })
      globalThis.graftBody = fetch("${at}/part").then(async (answer) => { for await (const part of answer.body) globalThis.graftPart = part }).catch((error) => error.name)
    }`,
  });
  bench.emit({ type: "go" });
  expect(owned(bench, "a.js")).toEqual(
    ["fetch <at>/never", "fetch <at>/part", "fetch <at>/whole"].map((one) => one.replace("<at>", at)),
  );
  await expect.poll(() => owned(bench, "a.js")).toEqual([`body of fetch ${at}/part`, `fetch ${at}/never`]);
  expect((globalThis as { graftText?: string }).graftText).toBe("all of it");
  await bench.swap("a.js", nothing);
  expect(owned(bench, "a.js")).toEqual([]);
  expect(await (globalThis as { graftBody?: Promise<unknown> }).graftBody).toBe("GenerationEnded");
  expect((globalThis as { graftTold?: boolean }).graftTold).toBe(undefined);
  server.closeAllConnections();
  server.close();
});

test("[O3] a request of node:http is booked, its agent's socket is not", async () => {
  const { createServer } = await import("node:http");
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const bench = await workbenchOf({
    "a.js": `import http from "node:http"; export const onGo = () => { http.get("http://127.0.0.1:${port}/", () => {}) }`,
  });
  bench.emit({ type: "go" });
  expect(owned(bench, "a.js")).toEqual(["GET request to 127.0.0.1"]);
  await bench.swap("a.js", nothing);
  await expect.poll(() => new Promise((resolve) => server.getConnections((_, n) => resolve(n)))).toBe(0);
  expect(bench.problems()).toEqual([]);
  server.close();
});

test("[O2] whoever asks Node's own words gets them, inside a module and outside", async () => {
  const bench = await workbenchOf({
    "a.js": `import timers, { setTimeout as named } from "node:timers"; import net from "node:net"; import { Worker } from "node:worker_threads"; import { EventEmitter } from "node:events"
      export const facts = () => [named === globalThis.setTimeout, timers.setTimeout === named, setTimeout.name, net.createServer() instanceof net.Server,
        EventEmitter.prototype.on === EventEmitter.prototype.addListener, EventEmitter.prototype.on.name, Object.prototype.toString.call(Worker)]
      export const onBad = () => { setTimeout("no") }`,
  });
  expect((bench.exports("a.js")["facts"] as () => unknown)()).toEqual([
    true,
    true,
    "setTimeout",
    true,
    true,
    expect.any(String),
    "[object Function]",
  ]);
  bench.emit({ type: "bad" });
  expect(bench.problems()).toMatchObject([
    { code: "handler-threw", file: "a.js", message: expect.stringContaining("callback") as string },
  ]);
});
