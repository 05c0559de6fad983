/**
 * The documents that are open in the language server: those that the window edits, and those that are put in their place for
 * a moment to be checked. Versions are counted here, since both are one series to the server.
 */
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";

type Notify = (method: string, params: unknown) => void;

export class Documents {
  readonly #notify: Notify;
  readonly #open = new Map<string, TextDocument>();
  #version = 0;

  constructor(notify: Notify) {
    this.#notify = notify;
  }

  textOf(uri: string): string | undefined {
    return this.#open.get(uri)?.getText();
  }

  open(uri: string, languageId: string, text: string): void {
    if (this.#open.has(uri)) this.close(uri);
    const document = TextDocument.create(uri, languageId, ++this.#version, text);
    this.#open.set(uri, document);
    this.#notify("textDocument/didOpen", { textDocument: { uri, languageId, version: document.version, text } });
  }

  change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): void {
    const document = this.#open.get(uri);
    if (document === undefined) return;
    this.#open.set(uri, TextDocument.update(document, contentChanges, ++this.#version));
    this.#notify("textDocument/didChange", { textDocument: { uri, version: this.#version }, contentChanges });
  }

  close(uri: string): void {
    if (this.#open.delete(uri)) this.#notify("textDocument/didClose", { textDocument: { uri } });
  }

  closeAll(): void {
    for (const uri of this.#open.keys()) this.close(uri);
  }

  /** Puts texts in the place of others while something is asked, and then everything back. */
  async during<T>(texts: ReadonlyMap<string, string>, ask: () => Promise<T>): Promise<T> {
    // Texts and not documents: these change in place.
    const before = new Map([...texts.keys()].map((uri) => [uri, this.textOf(uri)]));
    for (const [uri, text] of texts) this.#put(uri, text);
    try {
      return await ask();
    } finally {
      for (const [uri, text] of before)
        if (text === undefined) this.close(uri);
        else this.#put(uri, text);
    }
  }

  #put(uri: string, text: string): void {
    if (!this.#open.has(uri)) this.open(uri, languageIdOf(uri), text);
    else if (this.textOf(uri) !== text) this.change(uri, [{ text }]);
  }
}

export const languageIdOf = (uri: string): string => {
  const ending = uri.slice(uri.lastIndexOf(".") + 1).toLowerCase();
  return languages[ending] ?? "typescript";
};

const languages: Readonly<Record<string, string>> = {
  tsx: "typescriptreact",
  jsx: "javascriptreact",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  json: "json",
};
