/** What the graph's own controls say; the selection is the window's. */
import { create } from "zustand";

interface GraphView {
  /** `auto`: functions while the workspace is small. */
  readonly level: "auto" | "functions" | "modules";
  readonly isFocused: boolean;
  readonly isTree: boolean;
  readonly search: string;
  readonly expanded: ReadonlySet<string>;
  /** Node under the pointer or with the keyboard's focus. */
  readonly hover: string | null;
}

export const useGraphView = create<GraphView>()(() => ({
  level: "auto",
  isFocused: false,
  isTree: false,
  search: "",
  expanded: new Set(),
  hover: null,
}));

export const setGraphView = useGraphView.setState;

export const toggleFolder = (folder: string): void =>
  setGraphView(({ expanded }) => {
    const next = new Set(expanded);
    if (!next.delete(folder)) next.add(folder);
    return { expanded: next };
  });

/** Above this many modules cards without functions are easier to read. */
const mostForFunctions = 60;

export const levelOf = (level: GraphView["level"], modules: number): "functions" | "modules" =>
  level === "auto" ? (modules <= mostForFunctions ? "functions" : "modules") : level;
