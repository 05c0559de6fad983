/**
 * A session in one file: history, states, the texts of all generations that ran in it, what waits, breakpoints. Gzipped
 * lines of JSON, so `zcat` shows it: a head, then lines in the order in which they are needed, then an end with their
 * number and checksum (V1–V5).
 */
import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type { Standing } from "../loop/past.ts";
import { isMessage } from "../loop/outcome.ts";
import type { Effect, Event, Outcome, Plain } from "../plain.ts";
import { Refusal } from "../source/workspace.ts";
import type { Drawing, TurnSummary } from "../summary.ts";
import type { History, Setting } from "./history.ts";
import { ValueReader, ValueWriter } from "./saved-values.ts";
import type { Mark } from "./summary.ts";

export interface SessionHead {
  readonly graft: "session";
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** The version of V8 that it was recorded under; files of the first Graft do not say it. */
  readonly v8?: string;
  /** The workspace that it was. */
  readonly folder: string;
  /** The first and the last turn in it. */
  readonly from: number;
  readonly to: number;
}

/** What is saved beside the history. */
export interface SavedEnd {
  readonly standing: Standing;
  readonly states: Readonly<Record<string, Plain>>;
  readonly drawings: readonly Drawing[];
  /** Generation of each module that runs. */
  readonly program: Readonly<Record<string, number>>;
  readonly quarantined: readonly string[];
  readonly breakpoints: readonly Plain[];
}

export interface SavedSession {
  readonly head: SessionHead;
  readonly end: SavedEnd;
}

const version = 1;
/** What `Math.sin` and its like give differs between versions of V8 in the last digits, and so does what comes of it. */
const lastDigits = 1e-9;
/** Lines that are made at a time, before the process does something else. */
const linesAtOnce = 200;

type Line =
  | { readonly text: string; readonly of: string; readonly generation: number }
  | { readonly code: Readonly<Record<string, number>>; readonly unknownTo: number; readonly marks: readonly Mark[] }
  | { readonly base: string; readonly state: unknown; readonly mark?: number }
  | { readonly drawn: string; readonly effect: unknown }
  | { readonly set: string; readonly afterTurn: number; readonly state: unknown; readonly mark?: number }
  | { readonly turn: unknown }
  | { readonly v: number; readonly is: unknown }
  | { readonly stand: unknown };

/**
 * Writes a session to a file, in place of what was there only when it is whole. The loop may go on meanwhile: what is
 * saved is how it stood when this was called.
 *
 * @returns the file's size in bytes
 * @throws Refusal where it cannot be written
 */
export const saveSession = async (file: string, folder: string, history: History, end: SavedEnd): Promise<number> => {
  const unfinished = `${file}.${process.pid}.part`;
  try {
    const head: SessionHead = {
      graft: "session",
      version,
      v8: process.versions.v8,
      savedAt: Date.now(),
      folder,
      from: history.begin,
      to: history.last,
    };
    // What is there now; turns that come meanwhile are none of it.
    const parts = [...partsOf(history, end)];
    await pipeline(Readable.from(chunksOf(head, parts)), createGzip(), createWriteStream(unfinished));
    const written = await open(unfinished, "r+");
    try {
      await written.sync();
      const { size } = await written.stat();
      await rename(unfinished, file);
      return size;
    } finally {
      await written.close();
    }
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof RangeError)
      throw new Refusal("session-file", "The session cannot be saved: a state in it is nested too deeply.");
    throw new Refusal("session-file", `The session cannot be saved to ${file}: ${wordsOf(error)}.`);
  }
};

/** Lines, many at a time, with the checksum at the end. */
async function* chunksOf(head: SessionHead, parts: readonly Part[]): AsyncGenerator<string, void, void> {
  const hash = createHash("sha256");
  let lines = 0;
  let chunk: string[] = [];
  const take = (): string => {
    const text = chunk.map((line) => `${line}\n`).join("");
    lines += chunk.length;
    chunk = [];
    hash.update(text);
    return text;
  };
  chunk.push(JSON.stringify(head));
  const writer = new ValueWriter((line) => chunk.push(line));
  for (const part of parts) {
    chunk.push(JSON.stringify(part(writer)));
    if (chunk.length < linesAtOnce) continue;
    yield take();
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield take();
  yield `${JSON.stringify({ end: { lines, sha256: hash.digest("hex") } })}\n`;
}

type Part = (writer: ValueWriter) => Line;

function* partsOf(history: History, end: SavedEnd): Generator<Part, void, void> {
  const { marks, begin, last } = history;
  const used = usedTexts(history, end);
  const code = Object.fromEntries(marks.base);
  const { unknownTo } = marks;
  const list = [...marks.list()];
  yield () => ({ code, unknownTo, marks: list });
  for (const { id, generation, text } of marks.texts())
    if (used.has(`${id}\n${generation}`)) yield () => ({ text, of: id, generation });
  for (const [module, state] of history.statesAfter(begin - 1) ?? []) {
    const mark = history.baseSetterOf(module)?.mark?.number;
    yield (writer) => ({ base: module, state: writer.write(state), ...(mark === undefined ? {} : { mark }) });
  }
  for (const [module, effect] of history.drawingsAfter(begin - 1) ?? [])
    yield (writer) => ({ drawn: module, effect: writer.write(effect) });
  const settings = [...history.settings];
  const set = ({ module, afterTurn, state, mark }: Setting): Part => {
    const number = mark?.number;
    return (writer) => ({
      set: module,
      afterTurn,
      state: writer.write(state),
      ...(number === undefined ? {} : { mark: number }),
    });
  };
  for (const turn of history.list({ from: begin, limit: Math.max(1, last - begin + 1) })) {
    while (settings[0] && settings[0].afterTurn < turn.turn) yield set(settings.shift()!);
    yield (writer) => ({ turn: savedTurn(turn, writer) });
  }
  for (const setting of settings) yield set(setting);
  yield (writer) => ({ stand: writer.write(end as unknown as Plain) });
}

/** An event that was emitted has to be the very one that has its turn later: a replay knows it by that. */
const savedTurn = ({ event, calls, ...rest }: TurnSummary, writer: ValueWriter): unknown => ({
  ...rest,
  event: writer.write(event),
  calls: calls.map(({ outcome, ...call }) =>
    outcome === undefined ? call : { ...call, outcome: savedOutcome(outcome, writer) },
  ),
});

const savedOutcome = ({ state, emit, effects }: Outcome, writer: ValueWriter): unknown => ({
  ...(state === undefined ? {} : { state: writer.write(state) }),
  ...(emit === undefined ? {} : { emit: emit.map((event) => writer.share(event)) }),
  ...(effects === undefined ? {} : { effects: effects.map((effect) => savedEffect(effect, writer)) }),
});

const savedEffect = (effect: Effect, writer: ValueWriter): unknown => {
  const { event } = effect;
  if (effect.type === "emit" && isMessage(event)) writer.share(event);
  return writer.write(effect);
};

/** Of the texts that are kept, those that ran in these turns or run now. */
const usedTexts = ({ marks }: History, { program }: SavedEnd): ReadonlySet<string> => {
  const used = new Set<string>();
  const add = (id: string, generation: number): void => void used.add(`${id}\n${generation}`);
  for (const [id, generation] of [...marks.base, ...Object.entries(program)]) add(id, generation);
  for (const { modules } of marks.list())
    for (const { id, from, to } of modules) {
      add(id, from);
      add(id, to);
    }
  return used;
};

/**
 * Reads a session into a history that has not begun.
 * @throws Refusal with one sentence where the file is none, is torn or damaged, or was written by a newer Graft; then the
 *   history may have begun, and is to be thrown away
 */
export const readSession = async (file: string, history: History): Promise<SavedSession> => {
  assert(history.last === 0, "a history that has begun cannot be given a past");
  const text = await contentsOf(file);
  const lines = text.split("\n");
  const head = headOf(file, lines[0] ?? "");
  checkEnd(file, text, lines);
  if (head.v8 !== process.versions.v8) history.numbersWithin = lastDigits;
  try {
    return { head, end: fill(history, head, lines.slice(1, -2)) };
  } catch (error) {
    throw damaged(file, wordsOf(error));
  }
};

const contentsOf = async (file: string): Promise<string> => {
  const pieces: Buffer[] = [];
  try {
    await pipeline(createReadStream(file), createGunzip(), async (source: AsyncIterable<Buffer>) => {
      for await (const piece of source) pieces.push(piece);
    });
    return Buffer.concat(pieces).toString("utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Refusal("session-file", `There is no file ${file}.`);
    if (code === "Z_BUF_ERROR") throw new Refusal("session-file", `${file} is cut off in its middle: copy it again.`);
    if (code?.startsWith("Z_") === true)
      throw new Refusal("session-file", `${file} is no session that Graft saved, or it is damaged.`);
    throw new Refusal("session-file", `${file} cannot be read: ${wordsOf(error)}.`);
  }
};

const headOf = (file: string, line: string): SessionHead => {
  const head = parsed(line) as Partial<SessionHead> | undefined;
  if (head?.graft !== "session" || typeof head.version !== "number")
    throw new Refusal("session-file", `${file} is no session that Graft saved.`);
  if (head.version > version)
    throw new Refusal(
      "session-file",
      `${file} was saved by a newer Graft (format ${head.version}): open it with that one.`,
    );
  return head as SessionHead;
};

const checkEnd = (file: string, text: string, lines: readonly string[]): void => {
  const last = parsed(lines.at(-2) ?? "") as { end?: { lines?: unknown; sha256?: unknown } } | undefined;
  if (lines.at(-1) !== "" || last?.end === undefined)
    throw new Refusal("session-file", `${file} is cut off in its middle: copy it again.`);
  const body = text.slice(0, text.length - (lines.at(-2)?.length ?? 0) - 1);
  const sha256 = createHash("sha256").update(body).digest("hex");
  if (last.end.lines !== lines.length - 2 || last.end.sha256 !== sha256)
    throw damaged(file, "its checksum does not fit");
};

const fill = (history: History, head: SessionHead, lines: readonly string[]): SavedEnd => {
  const values = new ValueReader();
  const states = new Map<string, Plain>();
  const marks = new Map<number, Mark>();
  let end: SavedEnd | undefined;
  let hasBegun = false;
  /** The turns come after everything that was before them. */
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    history.restoreStates(head.from - 1, states);
  };
  for (const text of lines) {
    const line = parsed(text) as Line;
    if ("v" in line) values.add(line.v, line.is);
    else if ("text" in line) history.marks.keepText(line.of, line.generation, line.text);
    else if ("code" in line) {
      history.marks.restore(new Map(Object.entries(line.code)), line.marks, line.unknownTo);
      for (const mark of line.marks) marks.set(mark.number, mark);
    } else if ("base" in line) {
      const state = values.read(line.state);
      states.set(line.base, state);
      const mark = line.mark === undefined ? undefined : marks.get(line.mark);
      if (mark) history.restoreSetting({ module: line.base, afterTurn: mark.turn, state, mark });
    } else if ("drawn" in line) history.restoreDrawings([[line.drawn, values.read(line.effect) as Event]]);
    else if ("set" in line) {
      begin();
      const mark = line.mark === undefined ? undefined : marks.get(line.mark);
      history.restoreSetting({ module: line.set, afterTurn: line.afterTurn, state: values.read(line.state), mark });
    } else if ("turn" in line) {
      begin();
      history.push(values.read(line.turn) as unknown as TurnSummary, text.length);
    } else if ("stand" in line) end = values.read(line.stand) as unknown as SavedEnd;
    else throw new TypeError(`there is a line that nobody knows: ${text.slice(0, 40)}`);
  }
  begin();
  if (!end || history.last !== head.to) throw new TypeError("it does not hold what it says");
  return end;
};

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const damaged = (file: string, why: string): Refusal =>
  new Refusal("session-file", `${file} is damaged (${why}): save or copy it again.`);

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
