/** Nodes of the graph in words: names for eyes, and for screen readers. */
import { plural } from "../words/figures.ts";
import type { DrawnNode } from "./model.ts";

export const nameOf = (node: DrawnNode): string => {
  switch (node.kind) {
    case "module":
    case "ghost":
      return node.module.slice(node.module.lastIndexOf("/") + 1);
    case "folder":
      return node.folder.slice(node.folder.lastIndexOf("/", node.folder.length - 2) + 1, -1);
    case "slot":
    case "external":
      return node.label;
    default:
      return node satisfies never;
  }
};

/** From afar the name is all that a card tells: an old generation is told apart by its number. */
export const nameFromAfar = (node: DrawnNode): string =>
  node.kind === "ghost" ? `${nameOf(node)} #${node.generation}` : nameOf(node);

export const nodeWords = (node: DrawnNode): string => {
  switch (node.kind) {
    case "module": {
      const unused = node.rows.filter(({ count }) => count === 0).length;
      return [
        `Module ${node.module}, generation ${node.generation}`,
        node.rows.length > 0 ? plural(node.rows.length, "function") : plural(node.count, "reference"),
        ...(unused > 0 ? [`${unused} unreferenced`] : []),
        ...(node.status === "running" ? [] : [node.status]),
      ].join(", ");
    }
    case "slot":
      return `Slot ${node.label}`;
    case "external":
      return `${node.label}, outside the workspace`;
    case "ghost":
      return `Old generation ${node.generation} of ${node.module}, ${node.status}${node.holder === "" ? "" : `, held by ${node.holder}`}`;
    case "folder":
      return `Folder ${node.folder}, ${plural(node.modules, "module")}; press Enter to ${node.isOpen ? "close" : "open"}`;
    default:
      return node satisfies never;
  }
};
