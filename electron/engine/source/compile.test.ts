import { readdirSync } from "node:fs";
import { afterAll, expect, test, vi } from "vitest";
import { folderOf, workbenchOf } from "../testing.ts";
import { CompileCache } from "./cache.ts";
import { Compiler } from "./compile.ts";
import type { CompileOutcome } from "./compiled.ts";

/** Built by vitest's global set-up. */
const worker = new URL("../../../out/main/compile.worker.js", import.meta.url);
const compiler = new Compiler(worker);
afterAll(() => compiler.close());

const refusalOf = async (file: string, text: string) => {
  const outcome = await compiler.compile(file, text);
  return outcome.ok ? "compiled" : outcome.problem;
};

test("[C2] a syntax error has the author's line and column, in UTF-16 code units", async () => {
  expect(await refusalOf("a.ts", 'const a = "é😀"; const b = ;\n')).toEqual({
    code: "syntax",
    message: 'a.ts does not compile: unexpected ";".',
    line: 1,
    column: 28,
    lineText: 'const a = "é😀"; const b = ;',
  });
  expect(await refusalOf("a.ts", "let a = 1;\r\nlet a = 2;")).toMatchObject({ code: "syntax", line: 2, column: 5 });
  expect(await refusalOf("a.json", '{ "a": }')).toMatchObject({ code: "syntax", line: 1, column: 8 });
  expect(await refusalOf("a.ts", "const s = `\n\n${")).toMatchObject({ code: "syntax", line: 3 });
});

test("[C2] a line that is too long to be shown is left out", async () => {
  const problem = await refusalOf("a.ts", `export const a = [${"1,".repeat(5000)}`);
  expect(problem).toMatchObject({ code: "syntax", line: 1, column: 10_019 });
  expect(problem).not.toHaveProperty("lineText");
});

test("[C1] every kind of module is compiled, empty ones too", async () => {
  const texts = {
    "a.ts": "export const a: number = 1;",
    "a.tsx": "export const a = (): number => 1;",
    "a.mts": "export type A = 1;",
    "a.js": "export default 1",
    "a.mjs": "export {};",
    "a.json": '{ "a": [1, 2] }',
    "empty.ts": "",
    "bom.ts": "\uFEFFexport {};",
    "hash.ts": "#!/usr/bin/env node\nexport {};",
  };
  for (const [file, text] of Object.entries(texts)) expect(await refusalOf(file, text), file).toBe("compiled");
});

test("[C4] what no compiler can take in is refused, and the others are compiled", async () => {
  const nested = (depth: number) => `export const a = ${"[".repeat(depth)}${"]".repeat(depth)};`;
  const outcomes = await Promise.all([
    compiler.compile("ok1.ts", "export const a: number = 1;"),
    compiler.compile("deep.ts", nested(5000)),
    compiler.compile("abyss.ts", nested(100_000)),
    compiler.compile("ok2.ts", "export const a: number = 2;"),
  ]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true]);
  expect(outcomes[2]).toMatchObject({
    problem: {
      message: expect.stringMatching(/^(?:abyss.ts is nested too deeply|The compiler stopped over abyss.ts)/),
    },
  });
  expect(await refusalOf("after.ts", "export const a: number = 3;")).toBe("compiled");
}, 60_000);

test("[C4] a compiler that stops is started again for the texts that did not stop it", async () => {
  const fragile = new Compiler(
    new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort } from "node:worker_threads";
        parentPort.on("message", ({ ticket, text }) => {
          if (text === "crash") process.exit(1);
          setTimeout(() => parentPort.postMessage({ ticket, outcome: { ok: true, compiled: { code: text } } }), 5);
        });
      `)}`,
    ),
  );
  const compile = async (text: string) => {
    const outcome = await fragile.compile(`${text}.ts`, text);
    return outcome.ok ? outcome.compiled.code : outcome.problem;
  };
  const first = ["a", "crash", "b", "c"].map(compile);
  const crashed = {
    code: "compiler-stopped",
    message: "The compiler stopped over crash.ts: simplify it, or save it again to have it tried again.",
    line: 0,
    column: 0,
  };
  expect(await Promise.all(first)).toEqual(["a", crashed, "b", "c"]);
  expect(await Promise.all(["d", "e", "crash"].map(compile))).toEqual(["d", "e", crashed]);
  const last = compile("f");
  await fragile.close();
  expect(await last).toMatchObject({ code: "compiler-stopped", message: "The compiler was closed." });
});

test("[C3] what the cache knows wakes no worker", async () => {
  const cache = new CompileCache({ folder: folderOf({}), version: "1" });
  const text = "export const a: number = 1;";
  const warm = new Compiler(worker, cache);
  const outcome = await warm.compile("a.ts", text);
  // The write is not waited for.
  while (!cache.read(cache.keyOf("a.ts", text))) await new Promise((resolve) => setImmediate(resolve));
  await warm.close();
  const cold = new Compiler("/no/such/worker.js", cache);
  expect(await cold.compile("a.ts", text)).toMatchObject(outcome);
  expect(await cold.compile("a.ts", `${text} `)).toMatchObject({ ok: false, problem: { code: "compiler-stopped" } });
  await cold.close();
});

test("[C8] a flood of texts is compiled by several threads, each text once, and the others end when it is over", async () => {
  const many = new Compiler(worker);
  const texts = Array.from({ length: 1000 }, (_, n) => `export const n: number = ${n};`);
  const pending = texts.map((text, n) => ({ text, n })).reverse();
  const outcomes: (CompileOutcome | undefined)[] = [];
  const work = async (): Promise<void> => {
    for (let next = pending.pop(); next; next = pending.pop())
      outcomes[next.n] = await many.compile(`${next.n}.ts`, next.text);
  };
  await many.compile("first.ts", "export {};");
  const withOne = portsOfThreads();
  const compiling = Promise.all(Array.from({ length: 64 }, work));
  await vi.waitFor(() => expect(portsOfThreads()).toBeGreaterThan(withOne), { timeout: 20_000, interval: 5 });
  await compiling;
  expect(outcomes.map((outcome) => outcome?.ok && /n = \d+/.exec(outcome.compiled.code)?.[0])).toEqual(
    texts.map((_, n) => `n = ${n}`),
  );
  await vi.waitFor(() => expect(portsOfThreads()).toBe(withOne), { timeout: 20_000 });
  await many.close();
});

/** As many for each worker thread that is alive. */
const portsOfThreads = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === "MessagePort").length;

test("[C3] what is thrown is placed where it was thrown, also in a module that comes from the cache", async () => {
  const cacheFolder = folderOf({});
  const files = { "a.ts": "export const onGo = () => {\n  const n: number = 1;\n  throw new Error(`${n}`);\n};" };
  const placeIn = async (): Promise<unknown> => {
    const bench = await workbenchOf(files, { cacheFolder });
    bench.emit({ type: "go" });
    await bench.until(() => bench.status().turn > 0 && bench.problems().length > 0);
    return bench.problems().map(({ file, line, column }) => [file, line, column]);
  };
  const fresh = await placeIn();
  expect(fresh).toEqual([["a.ts", 3, expect.any(Number)]]);
  const written = (): number => readdirSync(cacheFolder, { recursive: true }).length;
  await vi.waitFor(() => expect(written()).toBeGreaterThan(1));
  expect(await placeIn()).toEqual(fresh);
});
