/**
 * TypeScript's language server for the workspace that is open: started, started again when it ends, shared by the window's
 * editor and by whoever wants to know the type errors of modules.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../engine/summary.ts";
import { findLanguageServer } from "./binary.ts";
import { Documents } from "./documents.ts";
import { type ProjectFile, projectOf } from "./project.ts";
import { Server } from "./server.ts";
import type { LanguageStatus } from "./status.ts";
import { type Diagnostic, TypeErrors, typeErrorsIn } from "./type-errors.ts";
import { idOf, uriOf } from "./uri.ts";
import { type Message, WindowSession } from "./window-session.ts";

export interface LanguageParts {
  /** Absolute path of `graft.d.ts`, outside of any archive. */
  readonly typesFile: () => string;
  readonly onStatus: (status: LanguageStatus) => void;
  /** A message of LSP for the window's client. */
  readonly onMessage: (message: string) => void;
  readonly onTypeErrors: (changed: ReadonlyMap<string, readonly Problem[]>) => void;
  readonly onLog: (level: "info" | "warn", message: string) => void;
}

/** How long it is waited before each start that follows an end, in ms; after the last of them it is not started again. */
const backOffMs = [500, 2000, 8000, 20_000];
/** Who has lived so long is not about to end again. */
const steadyMs = 60_000;
/** A swap waits so long for its types at the most. */
const checkWithinMs = 10_000;

const missing =
  "TypeScript's language server is not there for this system: the editor goes on without types, completion and hovers.";

export class Language {
  readonly #parts: LanguageParts;
  readonly #errors: TypeErrors;
  readonly #window: WindowSession;
  #folder: string | undefined;
  #ids: readonly string[] = [];
  #server: Server | undefined;
  #documents: Documents | undefined;
  #project: ProjectFile | undefined;
  #status: LanguageStatus = { kind: "off" };
  #session = 0;
  #ends = 0;
  #timer: NodeJS.Timeout | undefined;
  #steady: NodeJS.Timeout | undefined;
  /** Size and time of each file as the server was told of it. */
  readonly #seen = new Map<string, string>();

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    this.#errors = new TypeErrors({ ask: (id) => this.#diagnosticsOf(id), onTold: parts.onTypeErrors });
    this.#window = new WindowSession({
      server: () => (this.#status.kind === "ready" ? this.#server : undefined),
      documents: () => this.#documents,
      send: (message: Message) => parts.onMessage(JSON.stringify(message)),
      onEdited: (uri) => this.#onEdited(uri),
    });
  }

  get status(): LanguageStatus {
    return this.#status;
  }

  typeErrors(): ReadonlyMap<string, readonly Problem[]> {
    return this.#errors.list();
  }

  /** Starts it for a folder that is trusted. @param ids of its modules */
  open(folder: string, ids: readonly string[]): void {
    if (folder === this.#folder) return this.filesChanged(ids);
    this.close();
    this.#folder = folder;
    this.#ids = ids;
    this.#ends = 0;
    this.#start();
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#steady);
    void this.#server?.stop();
    this.#server = undefined;
    this.#documents = undefined;
    this.#folder = undefined;
    this.#seen.clear();
    this.#errors.clear();
    this.#tell({ kind: "off" });
  }

  /** Starts it again because a person asked for it. */
  restart(): void {
    const [folder, ids] = [this.#folder, this.#ids];
    if (folder === undefined) return;
    this.close();
    this.open(folder, ids);
  }

  /** A message of the window's client. */
  receive(message: string): void {
    this.#window.receive(message);
  }

  /** Modules that may be other than the server knows them: it is told of those that are. */
  filesChanged(ids: readonly string[]): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    const known = new Set(this.#ids);
    const changes = ids.flatMap((id) => {
      const type = this.#changeOf(folder, id, known.has(id));
      return type === undefined ? [] : [{ id, type }];
    });
    if (changes.length === 0) return;
    const gone = new Set(changes.filter(({ type }) => type === deleted).map(({ id }) => id));
    this.#ids = [...new Set([...this.#ids, ...changes.map(({ id }) => id)])].filter((id) => !gone.has(id));
    this.#server?.notify("workspace/didChangeWatchedFiles", {
      changes: changes.map(({ id, type }) => ({ uri: uriOf(folder, id), type })),
    });
    this.#errors.forget([...gone]);
    const first = changes.map(({ id }) => id).filter((id) => !gone.has(id));
    // A type that changed here may be wrong anywhere.
    this.#errors.look([...first, ...this.#ids.filter((id) => !first.includes(id))]);
  }

  /** The folder's settings of types may have changed. */
  projectChanged(): void {
    if (this.#folder === undefined || this.#project === undefined) return;
    const project = projectOf(this.#folder, this.#parts.typesFile());
    if (project.text !== this.#project.text) this.restart();
  }

  /**
   * Type errors of modules, were these their texts.
   * @returns undefined where that cannot be told now
   */
  async check(folder: string, texts: ReadonlyMap<string, string>): Promise<readonly Problem[] | undefined> {
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), checkWithinMs).unref());
    // Waits while it is starting.
    if (this.#status.kind === "starting") await Promise.race([this.#server?.initialized.catch(() => undefined), late]);
    const documents = this.#documents;
    if (folder !== this.#folder || documents === undefined || this.#status.kind !== "ready") return undefined;
    const uris = new Map([...texts].map(([id, text]) => [uriOf(folder, id), text]));
    const ask = async (): Promise<readonly Problem[] | undefined> => {
      const found: Problem[] = [];
      for (const [id, text] of texts) {
        const diagnostics = await this.#diagnosticsOf(id);
        if (diagnostics === undefined) return undefined;
        found.push(...typeErrorsIn(id, diagnostics, text));
      }
      return found;
    };
    return this.#window.hold(() => documents.during(uris, () => Promise.race([ask(), late])));
  }

  #start(): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    const program = findLanguageServer();
    if (program === undefined) return this.#tell({ kind: "down", message: missing });
    this.#tell({ kind: "starting" });
    const server = new Server({
      program,
      folder,
      onNotification: () => undefined,
      onSlow: (isSlow) => {
        if (server === this.#server && this.#status.kind === "ready") this.#tell({ ...this.#status, isSlow });
      },
      onEnd: (message) => this.#onEnd(server, message),
    });
    this.#server = server;
    const documents = new Documents((method, params) => server.notify(method, params));
    server.initialized.then(
      ({ capabilities, version }) => {
        if (server !== this.#server) return;
        this.#documents = documents;
        this.#window.began(capabilities);
        this.#openProject(folder);
        for (const id of this.#ids) this.#changeOf(folder, id, true);
        this.#steady = setTimeout(() => (this.#ends = 0), steadyMs).unref();
        this.#parts.onLog("info", `The language server ${version} runs as process ${server.pid}.`);
        this.#tell({ kind: "ready", session: ++this.#session, version, isSlow: false });
        this.#errors.look(this.#ids);
      },
      () => undefined,
    );
  }

  #openProject(folder: string): void {
    this.#project = projectOf(folder, this.#parts.typesFile());
    this.#server?.notify("textDocument/didOpen", {
      textDocument: {
        uri: uriOf(folder, this.#project.file),
        languageId: "json",
        version: 1,
        text: this.#project.text,
      },
    });
  }

  #onEnd(server: Server, message: string): void {
    if (server !== this.#server) return;
    this.#parts.onLog("warn", `The language server ended: ${message} ${server.lastWords}`);
    this.#server = undefined;
    this.#documents = undefined;
    clearTimeout(this.#steady);
    const delayMs = backOffMs[this.#ends++];
    if (delayMs === undefined) {
      this.#errors.clear();
      this.#tell({ kind: "down", message: `TypeScript's language server ended again and again. ${message}` });
      return;
    }
    this.#tell({ kind: "restarting", message });
    this.#timer = setTimeout(() => this.#start(), delayMs);
  }

  async #diagnosticsOf(id: string): Promise<readonly Diagnostic[] | undefined> {
    const [folder, server] = [this.#folder, this.#server];
    if (folder === undefined || server === undefined) return undefined;
    const params = { textDocument: { uri: uriOf(folder, id) } };
    try {
      const report = (await server.request("textDocument/diagnostic", params)) as {
        readonly items?: readonly Diagnostic[];
      } | null;
      return report?.items ?? [];
    } catch {
      // Of a file that it cannot read it knows nothing; one that has ended tells that by itself.
      return this.#server === server ? [] : undefined;
    }
  }

  #onEdited(uri: string): void {
    const id = this.#folder === undefined ? undefined : idOf(this.#folder, uri);
    if (id !== undefined && this.#ids.includes(id)) this.#errors.look([id]);
  }

  /** @returns the kind of change as LSP numbers it; undefined where there is none */
  #changeOf(folder: string, id: string, wasThere: boolean): number | undefined {
    const stat = statSync(join(folder, id), { throwIfNoEntry: false });
    const seen = this.#seen.get(id);
    if (stat === undefined) {
      this.#seen.delete(id);
      return wasThere && seen !== undefined ? deleted : undefined;
    }
    const now = `${stat.size} ${stat.mtimeMs} ${stat.ino}`;
    this.#seen.set(id, now);
    if (now === seen) return undefined;
    return wasThere ? changed : created;
  }

  #tell(status: LanguageStatus): void {
    this.#status = status;
    this.#parts.onStatus(status);
  }
}

const created = 1;
const changed = 2;
const deleted = 3;
