/** The contract as newline-delimited JSON-RPC 2.0 on two streams. */
import type { Readable, Writable } from "node:stream";
import type { ErrorReply, Notification } from "./contract.ts";
import { type Line, linesOf } from "./lines.ts";
import type { Dispatch } from "./serve.ts";

type Id = string | number | null;

/** JSON-RPC's own numbers; `data.code` carries the contract's. */
const rpcCodes: Readonly<Record<ErrorReply["code"], number>> = {
  "unknown-method": -32601,
  "invalid-params": -32602,
  refused: -32000,
  failed: -32603,
};

/** Requests that may be read while another one is being answered. */
const mostAhead = 100;
/** In UTF-16 code units. */
const mostAheadLength = 1_000_000;
/** What stops a step that takes long: it does not wait for the step's reply. */
const urgent = /"method"\s*:\s*"loop\.pause"/;

/** Notifications that wait for a reader that does not keep up; the oldest are left out beyond that. */
const mostWaiting = 1000;
/** After the input's end a reader that takes nothing for so long is not waited for, in ms. */
const patienceMs = 2000;

export interface StdioParts {
  readonly input: Readable;
  readonly output: Writable;
  readonly dispatch: Dispatch;
  /** The reader does not keep up (true), or does again (false): tell less until then. */
  readonly onBacklog: (isBehind: boolean) => void;
  readonly onBug: (error: unknown) => void;
}

export interface StdioServer {
  readonly notify: (method: Notification, params: unknown) => void;
  /** Resolves when the input has ended, every request was answered and the answers were read; or when nobody reads. */
  readonly ended: Promise<void>;
}

/**
 * Serves requests, and batches of them, in the order in which they come, save that `loop.pause` does not wait; a request
 * without an id gets no answer, as JSON-RPC wants it. The next request is begun when the last reply has been taken.
 */
export const serveStdio = ({ input, output, dispatch, onBacklog, onBug }: StdioParts): StdioServer => {
  let isGone = false;
  let waiting: string[] = [];
  const gone = new Promise<void>((resolve) => {
    // Nobody reads any more (EPIPE): nothing is left to be done.
    const end = (): void => {
      isGone = true;
      resolve();
    };
    output.once("error", end).once("close", end);
  });
  output.on("error", () => undefined);
  output.on("drain", () => {
    const lines = waiting;
    waiting = [];
    for (const line of lines) output.write(line);
    if (!output.writableNeedDrain) onBacklog(false);
  });

  const write = (line: string): void => {
    if (!isGone && !output.write(line)) onBacklog(true);
  };
  const drained = async (): Promise<void> => {
    if (output.writableNeedDrain && !isGone)
      await Promise.race([gone, new Promise<void>((resolve) => void output.once("drain", () => resolve()))]);
  };
  const lineOf = (message: object): string => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`;

  const notify = (method: Notification, params: unknown): void => {
    try {
      const line = lineOf({ method, params });
      if (!output.writableNeedDrain) write(line);
      else if (waiting.push(line) > mostWaiting) waiting.shift();
    } catch (error) {
      onBug(error);
    }
  };

  /** @returns the reply as JSON; nothing for a request without an id. */
  const answerTo = async (request: unknown): Promise<string | undefined> => {
    const checked = check(request);
    if ("error" in checked) return JSON.stringify({ jsonrpc: "2.0", ...checked });
    const { id, method, params } = checked;
    const reply = await dispatch(method, params);
    if (id === undefined) return undefined;
    if (!reply.ok) return JSON.stringify({ jsonrpc: "2.0", id, ...errorOf(reply.error) });
    try {
      return JSON.stringify({ jsonrpc: "2.0", id, result: reply.value });
    } catch (error) {
      const message = `The result of ${method} cannot be written as JSON: it is nested too deeply, or too long (${(error as Error).message}).`;
      return JSON.stringify({ jsonrpc: "2.0", id, ...errorOf({ code: "failed", message }) });
    }
  };

  const answerAll = async (line: string): Promise<string | undefined> => {
    const parsed = parse(line);
    if ("error" in parsed) return JSON.stringify({ jsonrpc: "2.0", id: null, ...parsed });
    if (!Array.isArray(parsed.value) || parsed.value.length === 0) return answerTo(parsed.value);
    const answers: string[] = [];
    for (const request of parsed.value as unknown[]) {
      const answer = await answerTo(request);
      if (answer !== undefined) answers.push(answer);
    }
    return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
  };

  const answer = async (line: Line): Promise<void> => {
    const said = line.ok
      ? await answerAll(line.text)
      : JSON.stringify({ jsonrpc: "2.0", id: null, ...errorWith(-32600, line.message) });
    if (said !== undefined) write(`${said}\n`);
  };

  const serve = async (): Promise<void> => {
    const ahead: Line[] = [];
    const lines = linesOf(input);
    let next = lines.next();
    for (;;) {
      const line = ahead.shift() ?? (await take());
      if (line === undefined) break;
      const answered = answer(line).then(() => undefined);
      // What comes meanwhile is read, but only what is urgent is answered before its turn.
      while (ahead.length < mostAhead && lengthOf(ahead) < mostAheadLength) {
        const read = await Promise.race([answered, next]);
        if (read === undefined || read.done === true) break;
        next = lines.next();
        if (isUrgent(read.value)) await answer(read.value);
        else ahead.push(read.value);
      }
      await answered;
      await drained();
      if (isGone) return void lines.return();
    }
    await read(output);

    async function take(): Promise<Line | undefined> {
      const { done, value } = await next;
      if (done === true) return undefined;
      next = lines.next();
      return value;
    }
  };
  return { notify, ended: Promise.race([serve(), gone]) };
};

const lengthOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, line) => sum + (line.ok ? line.text.length : 0), 0);

const isUrgent = (line: Line): boolean => line.ok && line.text.length < 200 && urgent.test(line.text);

/** Resolves when everything written was taken, or when nothing is taken any more. */
const read = async (output: Writable): Promise<void> => {
  let left = output.writableLength;
  let quietMs = 0;
  for (let waitMs = 1; output.writableLength > 0 && quietMs < patienceMs; waitMs = Math.min(waitMs * 2, 50)) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    quietMs = output.writableLength < left ? 0 : quietMs + waitMs;
    left = output.writableLength;
  }
};

const errorWith = (code: number, message: string) => ({ error: { code, message } });

const errorOf = ({ code, message }: ErrorReply) => ({ error: { code: rpcCodes[code], message, data: { code } } });

const parse = (line: string): { readonly value: unknown } | ReturnType<typeof errorWith> => {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    return errorWith(-32700, `This line is not JSON (${(error as Error).message}): write one request a line.`);
  }
};

const example = '{"jsonrpc":"2.0","id":1,"method":"modules.list"}';

type Checked =
  | { readonly method: string; readonly params: unknown; readonly id: Id | undefined }
  | ({ readonly id: Id } & ReturnType<typeof errorWith>);

const check = (request: unknown): Checked => {
  const invalid = (message: string, id: Id = null): Checked => ({ id, ...errorWith(-32600, message) });
  if (typeof request !== "object" || request === null || Array.isArray(request))
    return invalid(`A request is an object on one line, such as ${example}.`);
  const { jsonrpc = "2.0", method, params, id } = request as Record<string, unknown>;
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number")
    return invalid("The `id` of a request is a string or a number.");
  if (jsonrpc !== "2.0") return invalid('This is JSON-RPC 2.0: write `"jsonrpc":"2.0"`.', id);
  if (typeof method !== "string") return invalid(`A request names a \`method\`, such as ${example}.`, id);
  return { method, params, id };
};
