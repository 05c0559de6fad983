/** What is looked at: from the engine's graph, the selection and the controls to what is drawn. */
import type { Graph } from "../../electron/engine/summary.ts";
import { select, selectedModule } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { type Drawn, drawnGraph, folderId } from "./model.ts";
import { openAtFirst, parentOf, programOf } from "./program.ts";
import { goTo, levelOf, setGraphView, useGraphView } from "./view.ts";

type Looks = Pick<ReturnType<typeof useGraphView.getState>, "level" | "focus" | "open">;

/** The drawing of a graph; the last one as long as it would be the same. */
export const drawnOf = (graph: Graph, selected: string | undefined, { level, focus, open }: Looks): Drawn => {
  const isFocused = focus > 0 && selected !== undefined;
  const modules = programOf(graph).modules.size;
  return drawnGraph(graph, {
    level: levelOf(level, isFocused ? 0 : modules),
    focus: isFocused ? { id: selected, depth: focus } : undefined,
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
  for (let folder = parentOf(id); folder !== ""; folder = parentOf(folder)) open.add(folder);
  setGraphView({ open });
  select({ kind: "module", id });
  goTo(id);
};
