/** The window's client of the language server: it talks through the main process, which has the server. */
import { LSPClient, LSPPlugin, type Transport, Workspace, type WorkspaceFile } from "@codemirror/lsp-client";
import type { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { tell } from "../../store/actions.ts";
import { call, on } from "../../workbench-api.ts";
import { getEditor } from "../editor-store.ts";

/** Brings a file to the front; whoever has the tabs says how. */
type Display = (uri: string) => Promise<EditorView | null>;

let display: Display = () => Promise.resolve(null);
export const displayWith = (how: Display): void => {
  display = how;
};

interface OpenFile extends WorkspaceFile {
  readonly view: EditorView;
}

/** Every open tab is an open file, whether it is shown or not. */
class OpenFiles extends Workspace {
  files: OpenFile[] = [];

  override syncFiles() {
    return this.files.flatMap((file) => {
      const plugin = LSPPlugin.get(file.view);
      if (plugin === null || plugin.unsyncedChanges.empty) return [];
      const update = { file, prevDoc: file.doc, changes: plugin.unsyncedChanges };
      file.doc = file.view.state.doc;
      file.version++;
      plugin.clear();
      return [update];
    });
  }

  override openFile(uri: string, languageId: string, view: EditorView): void {
    const file: OpenFile = { uri, languageId, version: 0, doc: view.state.doc, view, getView: () => view };
    this.files = [...this.files.filter((one) => one.uri !== uri), file];
    this.client.didOpen(file);
  }

  override closeFile(uri: string): void {
    this.files = this.files.filter((file) => file.uri !== uri);
    this.client.didClose(uri);
  }

  /** A server that was just started knows nothing of what is open. */
  override connected(): void {
    for (const file of this.files) {
      file.doc = file.view.state.doc;
      LSPPlugin.get(file.view)?.clear();
      this.client.didOpen(file);
    }
  }

  override displayFile(uri: string): Promise<EditorView | null> {
    return display(uri);
  }
}

class Client extends LSPClient {
  override async request<Params, Result>(method: string, params: Params): Promise<Result> {
    const result = await super.request<Params, Result>(method, params);
    // Its tooltip would show documentation as markup, which the page refuses.
    if (method === "textDocument/signatureHelp") dropDocumentation(result);
    return result;
  }
}

const dropDocumentation = (help: unknown): void => {
  const { signatures = [] } = (help ?? {}) as { readonly signatures?: { documentation?: unknown }[] };
  for (const signature of signatures) delete signature.documentation;
};

const requestWithinMs = 15_000;

export const client: LSPClient = new Client({ workspace: (of) => new OpenFiles(of), timeout: requestWithinMs });

const transport: Transport = {
  send: (message) => void call("app.languageSend", { message }).catch(tell),
  subscribe: (handler) => handlers.add(handler),
  unsubscribe: (handler) => handlers.delete(handler),
};
const handlers = new Set<(message: string) => void>();

let session = 0;

/** Joins the server that runs, each time another one was started. */
export const followServer = (): void => {
  on("app.languageMessage", ({ message }) => {
    for (const handler of handlers) handler(message);
  });
};

/** @returns whether it has just been joined */
export const joinServer = (): boolean => {
  const { language } = getEditor();
  if (language.kind !== "ready") {
    if (session !== 0) client.disconnect();
    session = 0;
    return false;
  }
  if (language.session === session) return false;
  if (session !== 0) client.disconnect();
  session = language.session;
  client.connect(transport);
  return true;
};

export const isJoined = (): boolean => session !== 0;

/** Asks about the texts as they are now. @returns null where nobody can answer */
export const ask = async <Result>(method: string, params: unknown): Promise<Result | null> => {
  if (!isJoined()) return null;
  client.sync();
  return client.request<unknown, Result>(method, params);
};

/** The text that the server knows of a file; what it answers is about that. */
export const syncedText = (uri: string): Text | undefined => client.workspace.getFile(uri)?.doc;
