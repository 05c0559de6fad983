import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { alone } from "./lock.js";

const freshLock = () => join(mkdtempSync(join(tmpdir(), "graft-lock-")), "folder", "lock");

test("work under one lock never overlaps", async () => {
  const lock = freshLock();
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => alone(lock, work)));
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test("work that fails gives the lock back and its error on", async () => {
  const lock = freshLock();
  await expect(alone(lock, () => Promise.reject(new Error("torn")))).rejects.toThrow("torn");
  expect(await alone(lock, () => Promise.resolve("next"))).toBe("next");
});

test("the lock of a process that was killed is taken over", async () => {
  const lock = freshLock();
  await alone(lock, async () => {});
  const { pid } = spawnSync(process.execPath, ["--version"]);
  writeFileSync(lock, String(pid));
  expect(await alone(lock, () => Promise.resolve("mine"))).toBe("mine");
});
