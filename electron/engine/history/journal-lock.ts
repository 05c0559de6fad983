/** One owner of a journal at a time: a file with the owner's process id, and with when that process started. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export type Lock =
  | { readonly ok: true; readonly release: () => void }
  /** `owner`: id of the process that has it. */
  | { readonly ok: false; readonly owner: number };

interface Owner {
  readonly pid: number;
  /** As the system counts; absent where it does not tell. Ids are used again, a start is not. */
  readonly startedAt?: string;
}

/** Locks that this very process holds: after a restart of the machine another process may have had its id. */
const held = new Set<string>();
let takings = 0;

/** Takes over the lock of a process that is gone. @throws where the folder cannot be written. */
export const takeLock = (file: string): Lock => {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}.${++takings}`;
  writeFileSync(own, JSON.stringify(ownerOf(process.pid)));
  try {
    for (;;) {
      if (isLinked(own, file)) {
        held.add(file);
        return { ok: true, release: () => release(file) };
      }
      const text = readIfThere(file);
      const owner = text === undefined ? undefined : parse(text);
      if (owner && isAlive(owner, file)) return { ok: false, owner: owner.pid };
      putAside(file, `${own}.stale`, text);
    }
  } finally {
    rmSync(own, { force: true });
  }
};

const release = (file: string): void => {
  held.delete(file);
  rmSync(file, { force: true });
};

/** A link appears whole or not at all, and never over another. */
const isLinked = (own: string, file: string): boolean => {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
};

/** Somebody else may have taken it over between our look and now: then it is theirs, and is put back. */
const putAside = (file: string, aside: string, expected: string | undefined): void => {
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== expected) isLinked(aside, file);
  rmSync(aside, { force: true });
};

const isAlive = ({ pid, startedAt }: Owner, file: string): boolean => {
  if (pid === process.pid) return held.has(file);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = ownerOf(pid).startedAt;
  return startedAt === undefined || now === undefined || now === startedAt;
};

const ownerOf = (pid: number): Owner => {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name of the program, in parentheses, may have anything in it; the start is the 20th word behind it.
  const startedAt = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return startedAt === undefined ? { pid } : { pid, startedAt };
};

const parse = (text: string): Owner | undefined => {
  try {
    const owner = JSON.parse(text) as Owner | null;
    return typeof owner?.pid === "number" ? owner : undefined;
  } catch {
    return undefined;
  }
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};
