/** Draws on canvases what stands above the lines: what is lit, and from afar the cards, which then are too small to be elements. */
import { type Camera, seenBy, type Size } from "./camera.ts";
import type { Rect } from "./geometry.ts";
import { dashOf, paintTip } from "./ground.ts";
import type { DrawnNode } from "./model.ts";
import type { Palette } from "./palette.ts";
import { isFrame, type Line, partIn, type Picture, type Placed } from "./picture.ts";
import { type Scene, toDrawing, toPanel } from "./scene.ts";
import { nameFromAfar } from "./words.ts";

const mostCounts = 70;
/** In pixels of the panel. */
const smallestBox = 6;

/** Near the counts on lines, from afar the cards. */
export const paintCards = (pen: CanvasRenderingContext2D, scene: Scene): void => {
  const { picture, camera, size, palette, isNear } = scene;
  const window = seenBy(camera, size, 4);
  toDrawing(pen, scene);
  if (isNear) {
    const lines = partIn(picture.lines, ({ bounds }) => bounds, window);
    if (lines.length <= mostCounts) paintCounts(pen, lines, palette);
  } else
    paintBoxes(
      pen,
      partIn(picture.placed, ({ rect }) => rect, window),
      scene,
    );
};

/** What somebody points at or has selected: its lines, and from afar its card and those it is joined to. */
export const paintLight = (
  pen: CanvasRenderingContext2D,
  lines: readonly Line[],
  placed: readonly Placed[],
  isPointed: boolean,
  scene: Scene,
  /** From 1 to 0 while it fades. */
  strength = 1,
): void => {
  const { camera, palette, isNear } = scene;
  toDrawing(pen, scene);
  const thin = 1 / camera.k;
  for (const { edge, path, backTip } of lines) {
    pen.strokeStyle = edge.kind === "slot" ? palette.info : edge.kind === "ghost" ? palette.ghost : palette.accent;
    // Of a hub each line steps back, so that the cards under them can be seen.
    pen.globalAlpha = strength * Math.max(0.3, Math.min(0.95, Math.sqrt(26 / lines.length)));
    pen.lineWidth = Math.max(1.6, 1.3 * thin);
    pen.setLineDash(edge.star || edge.kind !== "import" ? dashOf(edge.kind, edge.star) : []);
    pen.stroke(path);
    if (backTip !== undefined) paintTip(pen, backTip, pen.strokeStyle);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  if (isNear) {
    if (isPointed && lines.length <= mostCounts) paintCounts(pen, lines, palette);
  } else if (isPointed)
    paintBoxes(
      pen,
      placed.filter(({ node }) => !isFrame(node)),
      { ...scene, matches: undefined },
    );
};

const paintCounts = (pen: CanvasRenderingContext2D, lines: readonly Line[], palette: Palette): void => {
  pen.font = `10px "JetBrains Mono Variable", "JetBrains Mono", monospace`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const { edge, middle } of lines) {
    if (edge.count < 2) continue;
    const text = String(edge.count);
    const width = text.length * 6.1 + 6;
    pen.fillStyle = palette.bg;
    pen.beginPath();
    pen.roundRect(middle.x - width / 2, middle.y - 6.5, width, 13, 3);
    pen.fill();
    pen.fillStyle = palette.muted;
    pen.fillText(text, middle.x, middle.y + 0.5);
  }
};

const paintBoxes = (pen: CanvasRenderingContext2D, placed: readonly Placed[], scene: Scene): void => {
  const { picture, palette, camera, matches, selected } = scene;
  const thin = 1 / camera.k;
  const most = picture.placed.reduce((sum, { node }) => (node.kind === "module" ? Math.max(sum, node.count) : sum), 1);
  for (const { node, rect } of placed) {
    if (isFrame(node)) continue;
    const isMissed = matches !== undefined && !matches.has(node.id);
    const isMarked = node.id === selected || (matches !== undefined && !isMissed);
    const colours = coloursOf(node, palette);
    const share = node.kind === "module" ? Math.log1p(node.count) / Math.log1p(most) : 0;
    if (rect.height * camera.k < smallestBox && node.id !== selected && node.kind === "module") {
      // Too small for an outline: a mark, the darker the more refer to it.
      pen.globalAlpha = isMissed ? 0.12 : isMarked ? 0.9 : 0.3 + 0.5 * share;
      pen.fillStyle = isMarked ? palette.accent : colours.stroke === palette.faint ? palette.muted : colours.stroke;
      pen.fillRect(rect.x, rect.y, rect.width, rect.height);
      continue;
    }
    pen.globalAlpha = isMissed ? 0.25 : 1;
    pen.fillStyle = colours.fill;
    pen.strokeStyle = isMarked ? palette.accent : colours.stroke;
    pen.lineWidth = (node.id === selected ? 1.8 : 1) * thin;
    pen.beginPath();
    pen.roundRect(rect.x, rect.y, rect.width, rect.height, node.kind === "slot" ? 12 : 6);
    pen.fill();
    pen.globalAlpha *= 0.34 * share;
    pen.fillStyle = palette.muted;
    pen.fill();
    pen.globalAlpha = isMissed ? 0.25 : 1;
    pen.stroke();
  }
  pen.globalAlpha = 1;
  paintNames(pen, placed, scene);
};

const coloursOf = (node: DrawnNode, palette: Palette): { readonly fill: string; readonly stroke: string } => {
  switch (node.kind) {
    case "slot":
      return { fill: palette.panel, stroke: palette.info };
    case "ghost":
      return { fill: palette.bg, stroke: palette.ghost };
    case "external":
      return { fill: palette.panel, stroke: palette.line };
    case "folder":
      return { fill: palette.raised, stroke: palette.muted };
    case "module": {
      const isFailing = node.status === "failed" || node.status === "quarantined";
      return {
        fill: palette.raised,
        stroke: isFailing ? palette.error : node.status === "changed" ? palette.warn : palette.faint,
      };
    }
    default:
      return node satisfies never;
  }
};

const weightOf = (node: DrawnNode): number => {
  if (node.kind === "folder") return 1e6 + node.modules;
  return node.kind === "module" ? node.count : 1e5;
};

const mostNames = 160;

/** Names keep their size however far away: those of what matters most, as many as there is room for. */
const paintNames = (pen: CanvasRenderingContext2D, placed: readonly Placed[], scene: Scene): void => {
  const { palette, camera, matches, selected } = scene;
  toPanel(pen, scene);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  const rank = ({ node }: Placed): number =>
    (node.id === selected ? 1e9 : 0) + (matches?.has(node.id) === true ? 1e8 : 0) + weightOf(node);
  const taken = new Taken();
  let painted = 0;
  let fontNow = "";
  for (const { node, rect } of [...placed].sort((a, b) => rank(b) - rank(a))) {
    if (painted > mostNames) break;
    if (matches !== undefined && !matches.has(node.id) && node.kind !== "folder") continue;
    const isTitle = isFrame(node);
    const size = node.kind === "folder" ? 12 : Math.round(2 * Math.min(12, Math.max(10, 12 * camera.k))) / 2;
    const font = `${node.kind === "folder" ? 600 : 500} ${size}px "Inter Variable", Inter, sans-serif`;
    if (font !== fontNow) pen.font = fontNow = font;
    const text = nameFromAfar(node);
    const width = widthOf(pen, font, text);
    const room = rect.width * camera.k;
    const x =
      rect.x * camera.k + camera.x + (room > width + 8 || isTitle ? Math.min(8, 9 * camera.k) : (room - width) / 2);
    const y = rect.y * camera.k + camera.y + (isTitle ? 15 * camera.k : (rect.height * camera.k) / 2);
    // A name that is wider than its box wants room around it, so that from afar there are few and not many.
    const isWider = room < width + 4;
    const around = isWider ? 12 : 3;
    const place = { x: x - around, y: y - 7 - around / 2, width: width + 2 * around, height: 14 + around };
    if (!taken.claim(place)) continue;
    painted++;
    if (isWider || rect.height * camera.k < 13) {
      pen.strokeStyle = palette.bg;
      pen.lineWidth = 4;
      pen.lineJoin = "round";
      pen.globalAlpha = 0.85;
      pen.strokeText(text, x, y + 0.5);
      pen.globalAlpha = 1;
    }
    pen.fillStyle = node.kind === "slot" ? palette.info : node.kind === "ghost" ? palette.ghost : palette.text;
    pen.fillText(text, x, y + 0.5);
  }
};

/** By font and text: to measure thousands anew takes longer than to paint them. */
const widths = new Map<string, Map<string, number>>();

const widthOf = (pen: CanvasRenderingContext2D, font: string, text: string): number => {
  let known = widths.get(font);
  if (known === undefined) widths.set(font, (known = new Map()));
  let width = known.get(text);
  if (width === undefined) {
    width = pen.measureText(text).width;
    known.set(text, width);
  }
  return width;
};

/** The fonts are others, or there by now; or it is another workspace. */
export const forgetWidths = (): void => widths.clear();

/** Places that names have taken; a grid, so that thousands are asked at once. */
class Taken {
  readonly #cells = new Map<string, Rect[]>();

  claim(rect: Rect): boolean {
    const cells: string[] = [];
    for (let x = Math.floor(rect.x / 100); x <= Math.floor((rect.x + rect.width) / 100); x++) {
      for (let y = Math.floor(rect.y / 40); y <= Math.floor((rect.y + rect.height) / 40); y++) cells.push(`${x} ${y}`);
    }
    const isFree = cells.every((cell) =>
      (this.#cells.get(cell) ?? []).every(
        (other) =>
          other.x >= rect.x + rect.width ||
          rect.x >= other.x + other.width ||
          other.y >= rect.y + rect.height ||
          rect.y >= other.y + other.height,
      ),
    );
    if (!isFree) return false;
    for (const cell of cells) {
      const list = this.#cells.get(cell);
      if (list === undefined) this.#cells.set(cell, [rect]);
      else list.push(rect);
    }
    return true;
  }
}

/** From here on cards are elements, as long as there are not too many of them. */
const nearZoom = 0.5;
const mostElements = 260;

/** What is to be drawn as elements: nothing from afar. */
export const elementsIn = (picture: Picture, camera: Camera, size: Size): readonly Placed[] | undefined => {
  if (camera.k < nearZoom) return undefined;
  // Half a panel around, so that a drag shows cards and no gaps.
  const found = partIn(picture.placed, ({ rect }) => rect, seenBy(camera, size, Math.min(size.width, size.height) / 3));
  return found.length > mostElements ? undefined : found;
};
