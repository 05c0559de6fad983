/**
 * The thread that writes a journal: whatever the loop does, and however long the disk takes, a block that was sent is in
 * the file a moment later. Against a kill that is enough; `fdatasync` follows, for when the machine itself goes down.
 */
import { closeSync, fdatasync, fsync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import { beginning, blockOf } from "./journal-blocks.ts";
import { Image, type Piece } from "./journal-image.ts";

export interface JournalWorkerData {
  readonly file: string;
}

/** A block to write. `waits`: whoever sent it wants to know when it is on the disk. */
export interface JournalRequest {
  readonly number: number;
  readonly pieces: readonly Piece[];
  readonly waits: boolean;
}

export type JournalReply =
  | { readonly kind: "written"; readonly number: number; readonly bytes: number }
  | { readonly kind: "synced"; readonly number: number }
  | { readonly kind: "failed"; readonly number: number; readonly message: string };

interface File {
  readonly fd: number;
  checksum: number;
  bytes: number;
  /** Of these the snapshot at its beginning. */
  readonly snapshotBytes: number;
}

/** A journal begins anew when what follows its snapshot is longer than this, and so many times as long as the snapshot. */
const leastBytes = 16 * 1024 * 1024;
const timesSnapshot = 4;
/** After a write that failed, the next attempt is made so many ms later at the earliest. */
const retryMs = 2000;

const { file } = workerData as JournalWorkerData;
const image = new Image();
let current: File | undefined;
/** The next journal while its snapshot goes to the disk; blocks that come meanwhile go into both. */
let next: File | undefined;
let replacing: Promise<void> | undefined;
let failedAt = -Infinity;
let syncing: Promise<void> | undefined;
let isDirty = false;

const begin = (path: string): File => {
  const fd = openSync(path, "w");
  const { bytes, checksum } = blockOf(image.pieces(), beginning.checksum);
  writeWhole(fd, beginning.bytes);
  writeWhole(fd, bytes);
  const snapshotBytes = beginning.bytes.length + bytes.length;
  return { fd, checksum, bytes: snapshotBytes, snapshotBytes };
};

const append = (to: File, pieces: readonly Piece[]): void => {
  const { bytes, checksum } = blockOf(pieces, to.checksum);
  writeWhole(to.fd, bytes);
  to.checksum = checksum;
  to.bytes += bytes.length;
};

const writeWhole = (fd: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
};

/** A whole journal under another name, on the disk, then in place of the old one: there is always one that is whole. */
const replace = async (path: string): Promise<void> => {
  if (next) await promisify(fsync)(next.fd);
  if (!next) return;
  renameSync(path, file);
  if (current) closeSync(current.fd);
  current = next;
  next = undefined;
  syncFolder();
};

/** The new name is on the disk too. Windows opens no folders, and keeps names without being asked. */
const syncFolder = (): void => {
  if (process.platform === "win32") return;
  const fd = openSync(dirname(file), "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};

const unfinished = `${file}.new`;

const write = (pieces: readonly Piece[]): void => {
  if (current) append(current, pieces);
  if (next) append(next, pieces);
  else if (
    !current ||
    current.bytes - current.snapshotBytes > Math.max(leastBytes, timesSnapshot * current.snapshotBytes)
  ) {
    next = begin(unfinished);
    replacing = replace(unfinished);
  }
};

/** One after the other; what is written while one is under way makes one more necessary, never two. */
const sync = (): Promise<void> => {
  isDirty = true;
  syncing ??= (async () => {
    try {
      while (isDirty) {
        isDirty = false;
        if (current)
          await promisify(fdatasync)(current.fd).catch((error: NodeJS.ErrnoException) => {
            // It was replaced meanwhile, by one that is on the disk.
            if (error.code !== "EBADF") throw error;
          });
      }
    } finally {
      syncing = undefined;
    }
  })();
  return syncing;
};

/** What is in the file behind a failed write is not known: the next journal is a new one. */
const giveUp = (): void => {
  failedAt = performance.now();
  for (const { fd } of [current, next].flatMap((one) => one ?? []))
    try {
      closeSync(fd);
    } catch {
      // It was closed already.
    }
  current = next = undefined;
};

const answer = (reply: JournalReply): void => parentPort?.postMessage(reply);

const take = async ({ number, pieces, waits }: JournalRequest): Promise<void> => {
  try {
    image.apply(pieces);
    if (!current && !next && performance.now() - failedAt < retryMs && !waits) {
      answer({ kind: "written", number, bytes: 0 });
      return;
    }
    write(pieces);
    answer({ kind: "written", number, bytes: pieces.reduce((sum, [, value]) => sum + value.byteLength, 0) });
    // Until it has its name, what was written into it is nowhere.
    await replacing;
    await sync();
    if (waits) answer({ kind: "synced", number });
  } catch (error) {
    giveUp();
    answer({ kind: "failed", number, message: error instanceof Error ? error.message : String(error) });
  }
};

parentPort?.on("message", (request: JournalRequest) => void take(request));
