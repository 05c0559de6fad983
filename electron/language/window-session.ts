/**
 * The window's client on the server that it shares: it believes that it has one for itself. What begins and ends a server is
 * answered here; documents go through the table that all who use the server share.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import type { TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import type { Documents } from "./documents.ts";
import type { Server } from "./server.ts";

/** Of JSON-RPC 2.0. */
export interface Message {
  readonly jsonrpc: "2.0";
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface WindowSessionParts {
  /** @returns undefined while none can be asked */
  readonly server: () => Server | undefined;
  readonly documents: () => Documents | undefined;
  readonly send: (message: Message) => void;
  /** A document was opened, changed or closed. */
  readonly onEdited: (uri: string) => void;
}

interface DocumentParams {
  readonly textDocument: { readonly uri: string; readonly languageId: string; readonly text: string };
  readonly contentChanges: TextDocumentContentChangeEvent[];
}

export class WindowSession {
  readonly #parts: WindowSessionParts;
  #capabilities: unknown;
  /** While texts are in another's place, what the window says waits. */
  #held: Message[] | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: WindowSessionParts) {
    this.#parts = parts;
  }

  /** A server was started. */
  began(capabilities: unknown): void {
    this.#capabilities = capabilities;
  }

  receive(json: string): void {
    const message = JSON.parse(json) as Message;
    if (this.#held) this.#held.push(message);
    else this.#take(message);
  }

  /** Does something that the window's messages must not come between; one after the other. */
  hold<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      this.#held = [];
      try {
        return await work();
      } finally {
        const held = this.#held;
        this.#held = undefined;
        for (const message of held) this.#take(message);
      }
    });
    this.#last = done.catch(() => undefined);
    return done;
  }

  #take({ id, method, params }: Message): void {
    if (method === undefined) return;
    normalize(params);
    if (id === undefined) this.#notified(method, params);
    else void this.#answer(id, method, params);
  }

  #notified(method: string, params: unknown): void {
    const documents = this.#parts.documents();
    if (documents === undefined || !method.startsWith("textDocument/did")) return;
    const { textDocument, contentChanges } = params as DocumentParams;
    const { uri } = textDocument;
    switch (method) {
      case "textDocument/didOpen":
        documents.open(uri, textDocument.languageId, textDocument.text);
        break;
      case "textDocument/didChange":
        documents.change(uri, contentChanges);
        break;
      case "textDocument/didClose":
        documents.close(uri);
        break;
      default:
        return;
    }
    this.#parts.onEdited(uri);
  }

  async #answer(id: number | string, method: string, params: unknown): Promise<void> {
    const server = this.#parts.server();
    if (server === undefined)
      return this.#parts.send({
        jsonrpc: "2.0",
        id,
        error: { code: -32_002, message: "The language server does not run." },
      });
    if (method === "initialize") {
      // A window that was loaded anew knows nothing of what it had open.
      this.#parts.documents()?.closeAll();
      return this.#parts.send({ jsonrpc: "2.0", id, result: { capabilities: this.#capabilities } });
    }
    try {
      this.#parts.send({ jsonrpc: "2.0", id, result: (await server.request(method, params)) ?? null });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#parts.send({ jsonrpc: "2.0", id, error: { code: codeOf(error), message } });
    }
  }
}

/** One file has one address here, whoever wrote it. */
const normalize = (params: unknown): void => {
  const { textDocument } = (params ?? {}) as { readonly textDocument?: { uri: string } };
  if (textDocument?.uri.startsWith("file:") === true)
    textDocument.uri = pathToFileURL(fileURLToPath(textDocument.uri)).href;
};

const codeOf = (error: unknown): number =>
  error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : -32_603;
