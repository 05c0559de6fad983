import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Does some work while no other process does it. A lock whose owner was killed is taken over.
 *
 * @template T
 * @param {string} file the lock; its folder is made
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const alone = async (file, work) => {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) await wait(50);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};

/** @param {string} file */
const take = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (isAbandoned(file)) rmSync(file, { force: true });
    return false;
  }
};

/**
 * Its owner was killed. An empty one is being written just now, unless that was long ago; and nothing here takes as long as
 * `tooLongMs`, so a number that lives then is some other process's.
 *
 * @param {string} file
 */
const isAbandoned = (file) => {
  const ageMs = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const owner = Number(readOrEmpty(file));
  return ageMs > tooLongMs || (owner > 0 ? !isAlive(owner) : ageMs > 5000);
};

const tooLongMs = 15 * 60_000;

/** @param {string} file */
const readOrEmpty = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** @param {number} pid */
const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};
