import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isForced } from "../loop/force.ts";
import type { Plain } from "../plain.ts";
import { type Bench, folderOf, workbenchOf } from "../testing.ts";
import { History } from "./history.ts";
import { readSession } from "./session-file.ts";
import { ValueReader, ValueWriter } from "./saved-values.ts";

const counter = `
  export const init = () => ({ n: 0, big: Array.from({ length: 200 }, (_, i) => ({ i })) })
  export const onAdd = (s: any, e: any) => ({
    state: { ...s, n: s.n + e.by },
    emit: e.by > 2 ? [{ type: "big", by: e.by }] : [],
    effects: [{ type: "draw", shapes: [{ kind: "circle", x: s.n, y: 0, r: 1 }] }, { type: "after", ms: 50, event: { type: "later" } }],
  })
  export const onBig = (s: any, e: any) => ({ state: { ...s, last: e } })`;

const fileIn = (name: string): string => join(folderOf({}), name);

const savedBench = async (): Promise<{ bench: Bench; file: string }> => {
  const bench = await workbenchOf({ "a.ts": counter, "lib/b.ts": `export const onLater = () => ({ state: "late" })` });
  for (const by of [1, 2, 3]) bench.emit({ type: "add", by });
  await bench.swap("a.ts", counter.replace("s.n + e.by", "s.n + 2 * e.by"));
  for (const by of [4, 5]) bench.emit({ type: "add", by });
  await bench.workbench.session.debugger.setBreakpoints([{ event: "never" }]);
  bench.workbench.session.loop.emit({ type: "add", by: 9 }, "outside");
  const file = fileIn("bug.graft");
  expect(await bench.workbench.session.save(file)).toMatchObject({ file, turns: 8 });
  return { bench, file };
};

test("[V1] opened elsewhere, a session goes on where it ended, with its whole history", async () => {
  const { bench, file } = await savedBench();
  const elsewhere = await workbenchOf({});
  const { workbench } = elsewhere;
  const folder = await workbench.unpack(file);
  await workbench.open(folder, { run: true });
  expect(elsewhere.status()).toMatchObject({ mode: "paused", turn: 8, queued: 1 });
  expect(elsewhere.state("a.ts")).toEqual(bench.state("a.ts"));
  expect(elsewhere.module("a.ts")).toMatchObject({ generation: 2, status: "running" });
  expect(workbench.session.loop.pendingAfters()).toEqual(bench.workbench.session.loop.pendingAfters());
  expect(workbench.stage.drawings()).toEqual(bench.workbench.stage.drawings());
  expect(workbench.session.debugger.breakpoints()).toMatchObject([{ event: "never" }]);
  expect(workbench.session.history.list()).toEqual(bench.workbench.session.history.list());
  for (const turn of [0, 3, 5, 7])
    expect(workbench.session.rewinder.look(turn)).toEqual(bench.workbench.session.rewinder.look(turn));
  expect(await workbench.session.replayer.replay({ from: 1, under: { kind: "recorded" } })).toMatchObject({
    ok: true,
    turns: 8,
    differences: [],
    events: [],
    problems: [],
  });
  workbench.session.rewinder.rewind(2);
  expect(elsewhere.state("a.ts")).toMatchObject({ n: 3 });
  elsewhere.step(20);
  expect(elsewhere.status().turn).toBeGreaterThan(2);
});

test("[V1] a session is replayed without being opened, under its own code and under other", async () => {
  const { file } = await savedBench();
  const other = await workbenchOf(
    { "a.ts": counter, "lib/b.ts": `export const onLater = () => ({ state: "late" })` },
    { run: false },
  );
  expect(await other.workbench.session.replaySaved(file, "recorded")).toMatchObject({
    ok: true,
    turns: 8,
    differences: [],
    emitted: [],
    effects: [],
    events: [],
  });
  const third = await workbenchOf({ "a.ts": counter, "lib/b.ts": "" }, { run: false });
  expect(await third.workbench.session.replaySaved(file, "files")).toMatchObject({
    ok: true,
    differences: [
      { turn: 5, module: "a.ts", path: "n", before: 14, after: 10 },
      // The swap dropped it; under one code there is none.
      { turn: 5, path: "last", after: { type: "big", by: 3 } },
      { turn: 7, path: "n", before: 24, after: 15 },
    ],
  });
  expect(third.workbench.session.modules().every(({ generation }) => generation === 0)).toBe(true);
});

test("[V2] it is gzipped lines of JSON, small, that share what states share", async () => {
  const { file } = await savedBench();
  const text = gunzipSync(readFileSync(file)).toString("utf8");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({ graft: "session", version: 1, from: 1, to: 8 });
  expect(lines.at(-1)).toHaveProperty("end");
  expect(text.match(/"i":/g)!.length).toBeLessThan(2 * 200 + 10);
});

const changed = (file: string, change: (text: string) => string): string => {
  const other = fileIn("other.graft");
  writeFileSync(other, gzipSync(change(gunzipSync(readFileSync(file)).toString("utf8"))));
  return other;
};

/** With a checksum that fits what was changed. */
const signed = (text: string, change: (body: string) => string): string => {
  const lines = text.trimEnd().split("\n").slice(0, -1);
  const body = change(`${lines.join("\n")}\n`);
  const end = { lines: lines.length, sha256: createHash("sha256").update(body).digest("hex") };
  return `${body}${JSON.stringify({ end })}\n`;
};

test("[V6] last digits count where the V8 is the same, and do not where it is another", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const onGo = (_: unknown, { x }: any) => ({ state: Math.sin(x) })`,
  });
  for (const x of [1, 2, 3]) bench.emit({ type: "go", x });
  const file = fileIn("sine.graft");
  await bench.workbench.session.save(file);
  const replayed = async (change: (body: string) => string) => {
    const other = await workbenchOf({}, { run: false });
    return other.workbench.session.replaySaved(
      changed(file, (text) => signed(text, change)),
      "recorded",
    );
  };
  const lastDigit = (body: string): string => body.replaceAll("0.1411200080598672", "0.14112000805986724");
  const middleDigit = (body: string): string => body.replaceAll("0.1411200080598672", "0.1411300080598672");
  const elsewhere = (body: string): string => body.replace(process.versions.v8, "99.0.1.1");
  expect((await replayed((body) => body)).differences).toEqual([]);
  expect((await replayed(lastDigit)).differences).toMatchObject([{ turn: 3, before: 0.14112000805986724 }]);
  expect((await replayed((body) => elsewhere(lastDigit(body)))).differences).toEqual([]);
  expect((await replayed((body) => elsewhere(middleDigit(body)))).differences).toMatchObject([{ turn: 3 }]);
});

test("[V3] what is torn, damaged, foreign or newer is refused with one sentence", async () => {
  const { bench, file } = await savedBench();
  const refusal = async (one: string): Promise<string> => {
    const error: unknown = await bench.workbench.unpack(one, fileIn("x")).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "session-file" });
    const { message } = error as Error;
    expect(message).toMatch(/^[^\n]+[.]$/);
    return message;
  };
  expect(await refusal("/nowhere/at.all")).toMatch(/There is no file/);
  const whole = readFileSync(file);
  for (const part of [0.3, 0.9, 0.99]) {
    const torn = fileIn("torn.graft");
    writeFileSync(torn, whole.subarray(0, Math.floor(whole.length * part)));
    expect(await refusal(torn)).toMatch(/cut off in its middle/);
  }
  const empty = fileIn("empty.graft");
  writeFileSync(empty, "");
  await refusal(empty);
  const plain = fileIn("plain.graft");
  writeFileSync(plain, "hello");
  expect(await refusal(plain)).toMatch(/no session/);
  expect(await refusal(changed(file, () => `{"a":1}\n`))).toMatch(/no session/);
  expect(await refusal(changed(file, (text) => text.replace('"version":1', '"version":2')))).toMatch(/newer Graft/);
  expect(await refusal(changed(file, (text) => text.replace('"by":3', '"by":4')))).toMatch(/checksum/);
  expect(await refusal(changed(file, (text) => `${text.split("\n").slice(0, -3).join("\n")}\n`))).toMatch(/cut off/);
});

test("[V4] a module's path in the file leads nowhere outside of the folder", async () => {
  const { bench, file } = await savedBench();
  const evil = changed(file, (text) => signed(text, (body) => body.replaceAll('"lib/b.ts"', '"../b.ts"')));
  await expect(bench.workbench.unpack(evil, fileIn("x"))).rejects.toThrow(/no place for one/);
  const full = folderOf({ "there.txt": "something" });
  await expect(bench.workbench.unpack(file, full)).rejects.toThrow(/not empty/);
});

test("[V2] any plain data comes back as it was, frozen", () => {
  const plain = fc.letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<Plain>(null, true, false, 0, 1.5, -3, "", "#"),
      fc.string(),
      fc.array(tie("value")),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("#", "#{}", "__proto__", "a")), tie("value")),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 6 }), (values) => {
      const lines: string[] = [];
      const writer = new ValueWriter((line) => lines.push(line));
      const shared = [...values, ...values, values as Plain];
      const written = shared.map((value) => JSON.stringify(writer.write(value)));
      const reader = new ValueReader();
      for (const line of lines) {
        const { v, is } = JSON.parse(line) as { v: number; is: unknown };
        reader.add(v, is);
      }
      const back = written.map((line) => reader.read(JSON.parse(line)));
      expect(back.map((value) => JSON.stringify(value))).toEqual(shared.map((value) => JSON.stringify(value)));
      expect(back.every((value) => typeof value !== "object" || value === null || isForced(value))).toBe(true);
    }),
  );
});

test("[V1] the file of a long history is written while the loop goes on, and holds how it was", async () => {
  const bench = await workbenchOf({
    "a.ts": `export const init = () => 0; export const onAdd = (n: number) => ({ state: n + 1 })`,
  });
  for (let index = 0; index < 20_000; index++) bench.workbench.session.loop.emit({ type: "add" }, "outside");
  bench.step(20_000);
  const file = fileIn("long.graft");
  const saving = bench.workbench.session.save(file);
  bench.emit({ type: "add" });
  expect(await saving).toMatchObject({ turns: 20_000 });
  const history = new History();
  expect(await readSession(file, history)).toMatchObject({
    head: { from: 1, to: 20_000 },
    end: { states: { "a.ts": 20_000 } },
  });
  expect(history.statesAfter(777)).toEqual(new Map([["a.ts", 777]]));
});
