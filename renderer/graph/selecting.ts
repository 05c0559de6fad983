/** From what stands in the graph to the window's selection, and back. */
import { select } from "../store/actions.ts";
import type { Selection } from "../store/state.ts";
import { setState } from "../store/store.ts";
import { toggleFolder } from "./looking.ts";
import { type DrawnNode, standInOf } from "./model.ts";
import type { Hit, Picture } from "./picture.ts";
import { setGraphView } from "./view.ts";

/** What a click does; one beside everything selects nothing. */
export const selectHit = (hit: Pick<Hit, "node" | "row"> | undefined): void => {
  if (hit === undefined) {
    select({ kind: "none" });
    return;
  }
  setGraphView({ current: hit.node.id });
  selectNode(hit.node, hit.row);
};

const selectNode = (node: DrawnNode, row: string | undefined): void => {
  switch (node.kind) {
    case "module":
      if (row === undefined) select({ kind: "module", id: node.module });
      else select({ kind: "function", module: node.module, name: row });
      return;
    case "slot":
      select({ kind: "slot", event: node.label });
      return;
    case "external":
      select({ kind: "external", name: node.label });
      return;
    case "ghost":
      setState({ selection: { kind: "module", id: node.module }, inspector: "generations" });
      return;
    case "folder":
      toggleFolder(node.folder);
      return;
    default:
      node satisfies never;
  }
};

/** The node that stands for what is selected in the window. */
export const selectedNode = (selection: Selection, { byId, drawn }: Picture): string | undefined => {
  const isDrawn = (id: string): boolean => byId.has(id);
  switch (selection.kind) {
    case "none":
      return undefined;
    case "module":
      return standInOf(selection.id, isDrawn);
    case "function":
      return standInOf(selection.module, isDrawn);
    case "slot":
      return drawn.nodes.find((node) => node.kind === "slot" && node.label === selection.event)?.id;
    case "external":
      return drawn.nodes.find((node) => node.kind === "external" && node.label === selection.name)?.id;
    default:
      return selection satisfies never;
  }
};
