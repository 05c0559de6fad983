/** Writes the graph to a file, as it is drawn now. */
import { say } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { saveFile, saveText } from "../ui/save-file.ts";
import { graphDot, type GraphImage, graphJson, graphSvg } from "./export.ts";
import { ghostsOf } from "./ghosts.ts";
import { drawnNow } from "./looking.ts";
import { paletteNow } from "./palette.ts";
import { layOut } from "./useLayout.ts";

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
  const places = await layOut(drawn);
  const placed = ghostsOf(ghosts, places.rects);
  if (format === "dot") {
    saveText(name, graphDot(drawn, placed), "text/vnd.graphviz");
    return;
  }
  const picture = graphSvg(drawn, places, placed, paletteNow());
  if (format === "svg") saveText(name, picture.svg, "image/svg+xml");
  else saveFile(name, await pngOf(picture));
};

const pngOf = async ({ svg, width, height }: GraphImage): Promise<Blob> => {
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
