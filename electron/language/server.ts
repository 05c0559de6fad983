/** One run of the language server: a child process that speaks LSP, from its start to its end. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import { uriOf } from "./uri.ts";

/** Who takes longer to say its first word does not work. */
const startsWithinMs = 20_000;
const endsWithinMs = 1000;
/** Whoever waits longer wants to know why nothing comes. */
const answersWithinMs = 4000;

export interface ServerParts {
  readonly program: string;
  /** Absolute path of the workspace. */
  readonly folder: string;
  readonly onNotification: (method: string, params: unknown) => void;
  /** It takes long to answer, or does no more. */
  readonly onSlow: (isSlow: boolean) => void;
  /** It ended without being asked to. */
  readonly onEnd: (message: string) => void;
}

/** What the server is told when it asks how the person likes things. */
const preferences = {
  // It would install types by npm: nothing is ever fetched here.
  disableAutomaticTypeAcquisition: true,
  tsserver: { automaticTypeAcquisition: { enabled: false } },
  preferences: {
    useAliasesForRenames: false,
    importModuleSpecifierEnding: "js",
    importModuleSpecifier: "relative",
    preferTypeOnlyAutoImports: true,
  },
  suggest: { autoImports: true },
};

/** As VS Code says it; what is left out the server does not send. */
const capabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        labelDetailsSupport: true,
        resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
      },
      completionList: { itemDefaults: ["commitCharacters", "editRange", "insertTextFormat"] },
      contextSupport: true,
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    signatureHelp: {
      contextSupport: true,
      signatureInformation: {
        documentationFormat: ["markdown", "plaintext"],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    diagnostic: {},
    rename: { prepareSupport: true },
  },
};

export class Server {
  readonly #parts: ServerParts;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #connection: MessageConnection;
  #isOver = false;
  #errors = "";
  /** Questions that wait longer than they should. */
  #late = 0;
  /** What it can do, and its version. */
  readonly initialized: Promise<{ readonly capabilities: unknown; readonly version: string }>;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.#child = spawn(parts.program, ["--lsp", "--stdio"], {
      cwd: parts.folder,
      // It checks with as many threads as it finds processors; the loop and the window want some too.
      env: { ...process.env, GOMAXPROCS: String(Math.max(1, Math.floor(availableParallelism() / 2))) },
      windowsHide: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    // Writing to a process that has just ended: its end tells enough.
    stdin.on("error", () => undefined);
    stderr.on("data", (text: Buffer) => (this.#errors = (this.#errors + text.toString()).slice(-2000)));
    this.#child.on("error", (error) => this.#end(`It could not be started: ${error.message}.`));
    this.#child.on("exit", (code, signal) =>
      this.#end(signal ? `It was ended by ${signal}.` : `It ended with code ${code}.`),
    );
    this.#connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#connection.onError(() => undefined);
    this.#connection.onRequest((method, params) => answer(method, params));
    this.#connection.onNotification((method, params) => parts.onNotification(method, params));
    this.#connection.listen();
    this.initialized = this.#initialize();
    this.initialized.catch(() => undefined);
  }

  /** What it wrote to its standard error last, for the log. */
  get lastWords(): string {
    return this.#errors;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async request(method: string, params: unknown): Promise<unknown> {
    if (this.#isOver) throw new Error("The language server has ended.");
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#noteLate(1);
    }, answersWithinMs);
    try {
      return await this.#connection.sendRequest(method, params);
    } finally {
      clearTimeout(timer);
      if (isLate) this.#noteLate(-1);
    }
  }

  notify(method: string, params: unknown): void {
    if (!this.#isOver) void this.#connection.sendNotification(method, params).catch(() => undefined);
  }

  /** Ends it, by force if it does not listen; nobody is told. */
  async stop(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const gone = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), endsWithinMs);
    const asked = this.#connection.sendRequest("shutdown").then(() => this.#connection.sendNotification("exit"));
    await Promise.race([
      gone,
      asked.then(
        () => gone,
        () => gone,
      ),
    ]);
    clearTimeout(timer);
    this.#connection.dispose();
  }

  async #initialize(): Promise<{ readonly capabilities: unknown; readonly version: string }> {
    const uri = uriOf(this.#parts.folder, ".");
    const timer = setTimeout(() => {
      this.#child.kill("SIGKILL");
      this.#end(`It did not answer within ${startsWithinMs / 1000} s.`);
    }, startsWithinMs);
    try {
      const result = (await this.#connection.sendRequest("initialize", {
        processId: process.pid,
        rootUri: uri,
        workspaceFolders: [{ uri, name: "workspace" }],
        capabilities,
      })) as { readonly capabilities: unknown; readonly serverInfo?: { readonly version?: string } };
      this.notify("initialized", {});
      return { capabilities: result.capabilities, version: result.serverInfo?.version ?? "" };
    } finally {
      clearTimeout(timer);
    }
  }

  #noteLate(by: 1 | -1): void {
    const wasSlow = this.#late > 0;
    this.#late += by;
    if (!this.#isOver && this.#late > 0 !== wasSlow) this.#parts.onSlow(!wasSlow);
  }

  #end(message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.dispose();
    this.#parts.onEnd(message);
  }
}

/** Files are watched by the engine, which tells of every change: what the server wants watched need not be kept. */
const answer = (method: string, params: unknown): unknown => {
  if (method !== "workspace/configuration") return null;
  const { items = [] } = params as { readonly items?: readonly { readonly section?: string }[] };
  return items.map(({ section }) => (section === "js/ts" || section === "typescript" ? preferences : null));
};
