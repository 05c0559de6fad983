/** Writes the graph to a file, as it is drawn now. */
import { selectedModule, say } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { saveFile, saveText } from "../ui/save-file.ts";
import { graphDot, graphJson, graphSvg, type Palette, type Picture } from "./export.ts";
import { ghostsOf } from "./ghosts.ts";
import { type Drawn, drawnGraph, mostNodes } from "./model.ts";
import { placesOf } from "./places.ts";
import { levelOf, useGraphView } from "./view.ts";

export type GraphFormat = "svg" | "png" | "dot" | "json";

/** Pixels for each of the drawing's units, so that text stays sharp; of a large one fewer. */
const scale = 2;
/** A canvas larger than this stays empty. */
const mostPixels = 8192;

export const saveGraph = async (format: GraphFormat): Promise<void> => {
  const { graph, ghosts, workspace } = getState();
  const drawn = drawnNow();
  if (graph === null || drawn === undefined) {
    say("There is no graph to save yet.");
    return;
  }
  const name = `${workspace?.name ?? "graft"}-graph.${format}`;
  if (format === "json") {
    saveText(name, graphJson(graph, ghosts), "application/json");
    return;
  }
  const { layout } = await placesOf(drawn);
  const placed = ghostsOf(ghosts, drawn, layout.nodes);
  if (format === "dot") {
    saveText(name, graphDot(drawn, placed), "text/vnd.graphviz");
    return;
  }
  const picture = graphSvg(drawn, layout, placed, themeNow());
  if (format === "svg") saveText(name, picture.svg, "image/svg+xml");
  else saveFile(name, await pngOf(picture));
};

/** By the same choices as the panel's. */
const drawnNow = (): Drawn | undefined => {
  const { graph, moduleIds, selection } = getState();
  const { level, isFocused, expanded } = useGraphView.getState();
  if (graph === null) return undefined;
  const count = moduleIds.length;
  const selected = isFocused || count > mostNodes ? selectedModule(selection) : undefined;
  const focus = isFocused ? selected : undefined;
  return drawnGraph(graph, { level: levelOf(level, isFocused ? 0 : count), selected, focus, expanded });
};

const tokens = ["bg", "raised", "panel", "line", "text", "muted", "accent", "info", "warn", "error", "ghost"] as const;

const themeNow = (): Palette => {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(tokens.map((token) => [token, style.getPropertyValue(`--${token}`).trim()])) as Palette;
};

const pngOf = async ({ svg, width, height }: Picture): Promise<Blob> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const factor = Math.min(scale, mostPixels / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * factor);
  canvas.height = Math.ceil(height * factor);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("The picture is too large to be made.");
  return blob;
};
