/** Asks the language server what is wrong with a text, a moment after it was edited last. */
import type { Extension, Text } from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { ask, isJoined, syncedText } from "./client.ts";
import { type ServerDiagnostic, showTypeProblems } from "./problem-marks.ts";

const quietMs = 300;

/** The text that was looked at last. */
const checked = new WeakMap<EditorView, Text>();

/** What the marks say is about the text as it is. */
export const isChecked = (view: EditorView): boolean => checked.get(view) === view.state.doc;

const read = async (view: EditorView, uri: string): Promise<void> => {
  if (!isJoined()) return showTypeProblems(view, view.state.doc, []);
  const report = await ask<{ readonly items?: readonly ServerDiagnostic[] }>("textDocument/diagnostic", {
    textDocument: { uri },
  }).catch(() => null);
  const doc = syncedText(uri);
  // Edited meanwhile: the next answer is under way.
  if (report === null || doc === undefined || doc !== view.state.doc) return;
  checked.set(view, doc);
  showTypeProblems(view, doc, report.items ?? []);
};

const plugin = (uri: string) =>
  ViewPlugin.fromClass(
    class {
      readonly #view: EditorView;
      #timer: ReturnType<typeof setTimeout> | undefined;
      #isOver = false;

      constructor(view: EditorView) {
        this.#view = view;
        this.look(0);
      }

      update({ docChanged }: ViewUpdate): void {
        if (docChanged) this.look(quietMs);
      }

      look(delayMs: number): void {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
          if (!this.#isOver) void read(this.#view, uri);
        }, delayMs);
      }

      destroy(): void {
        this.#isOver = true;
        clearTimeout(this.#timer);
      }
    },
  );

export interface TypeProblems {
  readonly extension: Extension;
  /** Something else changed that the text's types may depend on. */
  readonly lookAgain: (view: EditorView) => void;
}

export const typeProblems = (uri: string): TypeProblems => {
  const made = plugin(uri);
  return { extension: made, lookAgain: (view) => view.plugin(made)?.look(50) };
};
