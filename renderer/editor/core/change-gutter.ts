/** What differs from the generation that runs, in a gutter: added, changed, taken out. */
import type { EditorState, Extension } from "@codemirror/state";
import { gutter, GutterMarker, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { type Change, changeAt, changes, settleChanges } from "./changes.ts";

class Mark extends GutterMarker {
  readonly #kind: Change;

  constructor(kind: Change) {
    super();
    this.#kind = kind;
  }

  override toDOM(): HTMLElement {
    const mark = document.createElement("div");
    mark.className = `cm-change cm-change-${this.#kind}`;
    mark.title = {
      added: "Added since what runs",
      changed: "Changed since what runs",
      removed: "What runs has lines here that were taken out",
    }[this.#kind];
    return mark;
  }
}

const marks = { added: new Mark("added"), changed: new Mark("changed"), removed: new Mark("removed") };

/** The hand rests so long before what waits is compared. */
const quietMs = 200;

/** Compares what waits when nobody types. */
const settling = ViewPlugin.define((view) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (state: EditorState): void => {
    clearTimeout(timer);
    if (state.field(changes).pending !== undefined)
      timer = setTimeout(() => view.dispatch({ effects: settleChanges.of(null) }), quietMs);
  };
  return {
    update: ({ docChanged, state }: ViewUpdate) => {
      if (docChanged) wait(state);
    },
    destroy: () => clearTimeout(timer),
  };
});

export const changeGutter: Extension = [
  changes,
  settling,
  gutter({
    class: "cm-changes",
    lineMarker: ({ state }, { from, to }) => {
      const change = changeAt(state, from, to);
      return change === undefined ? null : marks[change];
    },
    lineMarkerChange: ({ startState, state }) => startState.field(changes) !== state.field(changes),
  }),
];
