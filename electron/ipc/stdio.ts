/** The contract as newline-delimited JSON-RPC 2.0 on two streams. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { ErrorReply, Notification } from "./contract.ts";
import type { Dispatch } from "./serve.ts";

type Id = string | number | null;

/** JSON-RPC's own numbers; `data.code` carries the contract's. */
const rpcCodes: Readonly<Record<ErrorReply["code"], number>> = {
  "unknown-method": -32601,
  "invalid-params": -32602,
  refused: -32000,
  failed: -32603,
};

export interface StdioServer {
  readonly notify: (method: Notification, params: unknown) => void;
  /** Resolves when the input has ended and every request was answered. */
  readonly ended: Promise<void>;
}

/** Serves requests in the order in which they come; a request without an id gets no answer, as JSON-RPC wants it. */
export const serveStdio = (input: Readable, output: Writable, dispatch: Dispatch): StdioServer => {
  const send = (message: object): void => {
    output.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  };

  const answer = async (line: string): Promise<void> => {
    const request = parse(line);
    if ("error" in request) return send({ id: null, error: request.error });
    const reply = await dispatch(request.method, request.params);
    if (request.id === undefined) return;
    if (reply.ok) send({ id: request.id, result: reply.value });
    else
      send({
        id: request.id,
        error: { code: rpcCodes[reply.error.code], message: reply.error.message, data: { code: reply.error.code } },
      });
  };

  let last = Promise.resolve();
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on("line", (line) => {
    if (line.trim() !== "") last = last.then(() => answer(line));
  });
  const ended = new Promise<void>((resolve) => lines.once("close", () => resolve())).then(() => last);
  return { notify: (method, params) => send({ method, params }), ended };
};

type Parsed =
  | { readonly method: string; readonly params: unknown; readonly id: Id | undefined }
  | { readonly error: { readonly code: number; readonly message: string } };

const parse = (line: string): Parsed => {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch (error) {
    return { error: { code: -32700, message: `This line is not JSON: ${(error as Error).message}.` } };
  }
  const { method, params, id } = (typeof request === "object" && request !== null ? request : {}) as Record<
    string,
    unknown
  >;
  if (typeof method !== "string")
    return {
      error: {
        code: -32600,
        message: 'A request is one line of JSON with a `method`: {"jsonrpc":"2.0","id":1,"method":"modules.list"}.',
      },
    };
  return { method, params, id: id as Id | undefined };
};
