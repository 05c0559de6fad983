import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { folderOf, workbenchOf } from "./engine/testing.ts";

// The command is a process of its own, which builds first where that is due.
vi.setConfig({ testTimeout: 120_000 });

const root = join(import.meta.dirname, "..");
const own = mkdtempSync(join(tmpdir(), "graft-replay-test-"));
afterAll(() => rmSync(own, { recursive: true, force: true }));

const counter = `
  export const init = () => ({ n: 0 })
  export const onAdd = (s: { n: number }, e: { by: number }) => ({ state: { n: s.n + e.by } })`;

const savedFile = async (text = counter): Promise<string> => {
  const bench = await workbenchOf({ "a.ts": text });
  for (const by of [1, 2, 3]) bench.emit({ type: "add", by });
  const file = join(own, "bug.graft");
  await bench.workbench.session.save(file);
  return file;
};

/** The command itself, as npm starts it. */
const headless = (...args: readonly string[]): { code: number | null; stdout: string; stderr: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/headless.js", ...args], {
    cwd: root,
    env: { ...process.env, XDG_CACHE_HOME: own },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
};

test("[V5] a session that behaves as recorded ends with 0, one that does not with 1 and a line a difference", async () => {
  const file = await savedFile();
  expect(headless("--replay", file)).toMatchObject({ code: 0, stdout: "" });
  const folder = folderOf({ "a.ts": counter.replace("s.n + e.by", "s.n + (e.by > 2 ? 0 : e.by)") });
  expect(headless("--replay", file, "--with", folder)).toMatchObject({
    code: 1,
    stdout: "Turn 3: a.ts: n was 6, is 3\n",
  });
  const broken = folderOf({ "a.ts": "export const onAdd = (" });
  const { code, stdout } = headless("--replay", file, "--with", broken);
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^a\.ts:1:\d+: .+\n$/)]);
});

test("[V5] a handler that reads the clock does not behave as recorded", async () => {
  const file = await savedFile(`export const onAdd = () => ({ state: process.hrtime()[1] })`);
  const { code, stdout } = headless("--replay", file);
  expect([code, stdout.split("\n")[0]]).toEqual([
    1,
    expect.stringMatching(/^Turn 1: a\.ts: the state was \d+, is \d+$/),
  ]);
});

test("[V5] a bad file and a bad command line end with 2 and one sentence", async () => {
  const file = await savedFile();
  const bad = join(own, "bad.graft");
  writeFileSync(bad, readFileSync(file).subarray(0, 100));
  expect(headless("--replay", bad)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${bad} is cut off in its middle: copy it again.\n`,
  });
  expect(headless("--replay", "/nowhere").code).toBe(2);
  expect(headless("--replay").stderr).toMatch(/^Say which session to replay/);
  expect(headless("--replay", file, "--with").code).toBe(2);
});
