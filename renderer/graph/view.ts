/** What the graph's own controls say; the selection is the window's. */
import { create } from "zustand";

interface GraphView {
  /** `auto`: functions while the workspace is small. */
  readonly level: "auto" | "functions" | "modules";
  /** Only what is joined to the selected module in so many steps; 0 for all of the workspace. */
  readonly focus: 0 | 1 | 2 | 3;
  readonly isTree: boolean;
  readonly search: string;
  /** Folders that are open; null until somebody opened or closed one. */
  readonly open: ReadonlySet<string> | null;
  /** Node under the pointer. */
  readonly hover: string | null;
  /** Node that arrow keys walk from. */
  readonly current: string | null;
  /** Node that the view is asked to go to, with a number that counts the requests. */
  readonly goal: { readonly id: string; readonly isFrame: boolean; readonly number: number } | null;
}

const initial: GraphView = {
  level: "auto",
  focus: 0,
  isTree: false,
  search: "",
  open: null,
  hover: null,
  current: null,
  goal: null,
};

export const useGraphView = create<GraphView>()(() => initial);

export const setGraphView = useGraphView.setState;

/** For another workspace: of the last one's folders nothing is known. */
export const forgetFolders = (): void => setGraphView({ open: null, hover: null, current: null, goal: null, focus: 0 });

/** Moves the view to a node, once it is drawn. */
export const goTo = (id: string, { isFrame = false } = {}): void =>
  setGraphView(({ goal }) => ({ goal: { id, isFrame, number: (goal?.number ?? 0) + 1 }, current: id }));
