/** What is looked at: from the engine's graph, the selection and the controls to what is drawn. */
import type { Graph } from "../../electron/engine/summary.ts";
import { select, selectedModule } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { type Drawn, drawnGraph, folderId } from "./model.ts";
import { neighbourhood, openAtFirst, parentOf, programOf } from "./program.ts";
import { goTo, setGraphView, useGraphView } from "./view.ts";

/** Above this many modules cards without functions are easier to read. */
const mostForFunctions = 40;

type Looks = Pick<ReturnType<typeof useGraphView.getState>, "level" | "focus" | "open">;

/** Cards with functions while there are few of them, or as somebody chose. */
export const levelOf = (
  graph: Graph,
  selected: string | undefined,
  { level, focus }: Looks,
): "functions" | "modules" => {
  if (level !== "auto") return level;
  const program = programOf(graph);
  const isFocused = focus > 0 && selected !== undefined;
  const modules = isFocused ? neighbourhood(program, selected, focus).size : program.modules.size;
  return modules <= mostForFunctions ? "functions" : "modules";
};

export const drawnOf = (graph: Graph, selected: string | undefined, looks: Looks): Drawn => {
  const { focus, open } = looks;
  return drawnGraph(graph, {
    level: levelOf(graph, selected, looks),
    focus: focus > 0 && selected !== undefined ? { id: selected, depth: focus } : undefined,
    open: open ?? openAtFirst(programOf(graph)),
  });
};

/** What the panel shows now. */
export const drawnNow = (): Drawn | undefined => {
  const { graph, selection } = getState();
  return graph === null ? undefined : drawnOf(graph, selectedModule(selection), useGraphView.getState());
};

const openNow = (): ReadonlySet<string> => {
  const { graph } = getState();
  return useGraphView.getState().open ?? (graph === null ? new Set() : openAtFirst(programOf(graph)));
};

/** Opens a folder, or closes it with all that is in it. */
export const toggleFolder = (folder: string): void => {
  const open = new Set(openNow());
  if (open.has(folder)) {
    for (const each of open) if (each.startsWith(folder)) open.delete(each);
    setGraphView({ open });
    return;
  }
  open.add(folder);
  setGraphView({ open });
  goTo(folderId(folder), { isFrame: true });
};

export const closeFolders = (): void => setGraphView({ open: new Set([""]) });

export const openFolders = (): void => {
  const { graph } = getState();
  if (graph !== null) setGraphView({ open: new Set(programOf(graph).folders.keys()) });
};

/** Selects a module and shows it: the folders that it is in are opened, and the view goes there. */
export const jumpTo = (id: string): void => {
  const open = new Set(openNow());
  const before = open.size;
  for (let folder = parentOf(id); folder !== ""; folder = parentOf(folder)) open.add(folder);
  // Another set is another drawing, which would be laid out again.
  if (open.size > before) setGraphView({ open });
  select({ kind: "module", id });
  goTo(id);
};
