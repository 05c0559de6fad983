/**
 * Where the journal of one workspace lies, in a folder of its own: `journal`, which is being written or was left by a
 * run; `previous`, which a clean end left and a later run was not asked to go on with; `resuming`, present while a run
 * evaluates what a journal says; `options.json`; `records.jsonl` and `records.older.jsonl`, how generations of old code ended
 * (`references/records.ts`); `lock`.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize } from "node:v8";
import { force } from "../loop/force.ts";
import type { PendingAfter } from "../loop/clock.ts";
import type { KeptEvent } from "../loop/inbox.ts";
import { isMessage } from "../loop/outcome.ts";
import type { Event, Plain } from "../plain.ts";
import { olderRecordsOf } from "../references/records.ts";
import type { Drawing, TurnSummary } from "../summary.ts";
import { readBlocks } from "./journal-blocks.ts";
import type { Image, Meta } from "./journal-image.ts";
import { type Lock, takeLock } from "./journal-lock.ts";

/** What a module ran, and the state that it had. */
export interface KeptModule {
  readonly id: string;
  readonly generation: number;
  readonly text: string;
  readonly isQuarantined: boolean;
  /** Absent where it could not be written down. */
  readonly state: Plain | undefined;
}

/** A journal that was read, checked and found whole: all that a workspace needs to go on. */
export interface Kept {
  readonly meta: Meta;
  readonly modules: readonly KeptModule[];
  readonly queue: readonly KeptEvent[];
  readonly afters: readonly PendingAfter[];
  /** The last turns, in brief. */
  readonly turns: readonly TurnSummary[];
  readonly drawings: readonly Drawing[];
  /** What is not as it was written, in a sentence. */
  readonly reason?: string;
}

export type Found =
  | { readonly kind: "nothing" }
  /** There is one, and nothing of it can be used. */
  | { readonly kind: "damaged"; readonly message: string }
  | { readonly kind: "kept"; readonly kept: Kept };

export class JournalFolder {
  readonly folder: string;
  #lock: Lock | undefined;

  /** @param root folder of all journals · @param workspace its real path */
  constructor(root: string, workspace: string) {
    this.folder = join(root, createHash("sha256").update(workspace).digest("hex").slice(0, 24));
  }

  get file(): string {
    return join(this.folder, "journal");
  }

  get records(): string {
    return join(this.folder, "records.jsonl");
  }

  /** @returns undefined when it is ours; else whose it is. @throws where the folder cannot be written. */
  take(): number | undefined {
    this.#lock ??= takeLock(join(this.folder, "lock"));
    if (this.#lock.ok) return undefined;
    const { owner } = this.#lock;
    this.#lock = undefined;
    return owner;
  }

  release(): void {
    if (this.#lock?.ok) this.#lock.release();
    this.#lock = undefined;
  }

  /** The newest journal that was left. One that is damaged is put aside. */
  async find(): Promise<Found> {
    for (const file of [this.file, this.#previous]) {
      const found = await find(file);
      if (found.kind === "damaged") moveAside(file);
      if (found.kind !== "nothing") return found;
    }
    return { kind: "nothing" };
  }

  /** Makes room for a new journal; what the last run left can still be gone on with. */
  putAside(): void {
    if (existsSync(this.file)) renameSync(this.file, this.#previous);
  }

  /** What was left before this run is not wanted any more. */
  forgetPrevious(): void {
    rmSync(this.#previous, { force: true });
  }

  forget(): void {
    rmSync(this.file, { force: true });
    rmSync(this.#resuming, { force: true });
  }

  forgetAll(): void {
    this.forgetPrevious();
    this.forget();
    rmSync(this.records, { force: true });
    rmSync(this.#olderRecords, { force: true });
  }

  /** A run began to evaluate what its journal says, and did not come to the end of it. */
  get wasResuming(): boolean {
    return existsSync(this.#resuming);
  }

  set isResuming(is: boolean) {
    if (is) writeFileSync(this.#resuming, "");
    else rmSync(this.#resuming, { force: true });
  }

  readOptions(): unknown {
    try {
      return JSON.parse(readFileSync(join(this.folder, "options.json"), "utf8"));
    } catch {
      return undefined;
    }
  }

  writeOptions(options: unknown): void {
    const file = join(this.folder, "options.json");
    writeFileSync(`${file}.new`, JSON.stringify(options));
    renameSync(`${file}.new`, file);
  }

  get #olderRecords(): string {
    return olderRecordsOf(this.records);
  }

  get #previous(): string {
    return join(this.folder, "previous");
  }

  get #resuming(): string {
    return join(this.folder, "resuming");
  }
}

const moveAside = (file: string): void => {
  try {
    renameSync(file, `${file}.bad`);
  } catch {
    // Then it stays where it is, until the next journal takes its place.
  }
};

const find = async (file: string): Promise<Found> => {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "nothing" };
    return damaged(`it cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
  const read = readBlocks(bytes);
  switch (read.kind) {
    case "empty":
      return { kind: "nothing" };
    case "damaged":
      return damaged(read.reason);
    case "read":
      return keptOf(read.image, read.lostBytes);
    default:
      return read satisfies never;
  }
};

const damaged = (why: string): Found => ({
  kind: "damaged",
  message: `What was saved of this workspace cannot be used, because ${why}: it starts fresh, and the file is kept beside as \`.bad\`.`,
});

const keptOf = (image: Image, lostBytes: number): Found => {
  const { meta } = image;
  try {
    if (!meta) return { kind: "nothing" };
    const modules = Object.entries(image.program).map(([id, { generation, hash, isQuarantined }]): KeptModule => {
      const state = image.states.get(id);
      return {
        id,
        generation,
        isQuarantined,
        text: image.textOf(hash),
        state: state && plain(deserialize(state)),
      };
    });
    const queue = image.queue.map((queued) => ({ ...queued, event: message(queued.event) }));
    const afters = ((image.other("afters") ?? []) as unknown as readonly PendingAfter[]).map((after) => ({
      ...after,
      event: message(after.event),
    }));
    const reason =
      lostBytes > 0
        ? `What was saved after turn ${meta.turn.toLocaleString("en")} is damaged and was left out.`
        : undefined;
    const turns = image.turns.filter(({ turn }) => turn <= meta.turn);
    const drawings = (image.other("drawings") ?? []) as unknown as readonly Drawing[];
    const kept = { meta, modules, queue, afters, turns, drawings, ...(reason === undefined ? {} : { reason }) };
    return { kind: "kept", kept };
  } catch (error) {
    return damaged(error instanceof Error ? error.message : String(error));
  }
};

/** What a checksum fits to may still be no plain data, when something else wrote it. */
const plain = (value: unknown): Plain => {
  const forced = force(value);
  if (!forced.ok) throw new TypeError(`there is ${forced.found} in a state`);
  return forced.value;
};

const message = (value: unknown): Event => {
  const event = plain(value);
  if (!isMessage(event)) throw new TypeError("there is something in the queue that is no event");
  return event;
};
