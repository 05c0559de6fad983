import type { Extension } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";

/** Below a line what is wrong with it may be told. */
const margin = 64;

/** Scrolls no further than it must, so that a place is in sight with what is told below it. */
export const intoSight = (at: number) => EditorView.scrollIntoView(at, { y: "nearest", yMargin: margin });

/** Where something opens above the text or below it, the line with the cursor stays in sight if it was. */
export const cursorInSight: Extension = ViewPlugin.fromClass(
  class {
    readonly #view: EditorView;
    readonly #observer = new ResizeObserver(() => this.#resized());
    #height = 0;

    constructor(view: EditorView) {
      this.#view = view;
      this.#observer.observe(view.scrollDOM);
    }

    #resized(): void {
      const { state, scrollDOM, documentPadding } = this.#view;
      const { clientHeight: height, scrollTop } = scrollDOM;
      const before = this.#height;
      this.#height = height;
      if (height === 0 || height >= before) return;
      const { head } = state.selection.main;
      const line = this.#view.lineBlockAt(head);
      const bottom = line.bottom + documentPadding.top - scrollTop;
      if (bottom > 0 && bottom <= before && bottom > height - margin) this.#view.dispatch({ effects: intoSight(head) });
    }

    destroy(): void {
      this.#observer.disconnect();
    }
  },
);
