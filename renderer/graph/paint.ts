/** Draws the graph on a canvas: lines at every zoom, and from afar the cards too, which then are too small to be elements. */
import { type Camera, seenBy, type Size } from "./camera.ts";
import type { Rect } from "./geometry.ts";
import type { DrawnNode } from "./model.ts";
import type { Palette } from "./palette.ts";
import { nameFromAfar } from "./words.ts";
import { isFrame, type Line, partIn, type Picture, type Placed } from "./picture.ts";

export interface Scene {
  readonly picture: Picture;
  readonly camera: Camera;
  readonly size: Size;
  readonly palette: Palette;
  /** Cards are elements: only lines and frames are painted. */
  readonly isNear: boolean;
  /** What a search found; undefined while nobody searches. */
  readonly matches: ReadonlySet<string> | undefined;
  readonly selected: string | undefined;
}

/** Beyond this many lines each is fainter, so that what many have in common stands out. */
const quietLines = 36;
const mostCounts = 70;
/** In pixels of the panel. */
const smallestBox = 6;

export const paintGround = (pen: CanvasRenderingContext2D, scene: Scene): void => {
  const { picture, camera, size, palette, isNear } = scene;
  const window = seenBy(camera, size, 4);
  paintDots(pen, scene);
  toDrawing(pen, camera);
  for (const { node, rect } of partIn(picture.placed, ({ rect }) => rect, window)) {
    if (isFrame(node)) paintFrame(pen, rect, scene);
  }
  const lines = partIn(picture.lines, ({ bounds }) => bounds, window);
  paintLines(pen, lines, scene);
  if (isNear) {
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
  toDrawing(pen, camera);
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

const toDrawing = (pen: CanvasRenderingContext2D, { x, y, k }: Camera): void => {
  const ratio = devicePixelRatio;
  pen.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio);
};

const toPanel = (pen: CanvasRenderingContext2D): void => {
  pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
};

const paintDots = (pen: CanvasRenderingContext2D, { camera, size, palette }: Scene): void => {
  toPanel(pen);
  let step = 21 * camera.k;
  while (step < 18) step *= 2;
  pen.fillStyle = palette.faint;
  pen.globalAlpha = 0.26;
  for (let x = camera.x % step; x < size.width; x += step) {
    for (let y = camera.y % step; y < size.height; y += step) pen.fillRect(x, y, 1.2, 1.2);
  }
  pen.globalAlpha = 1;
};

const paintFrame = (pen: CanvasRenderingContext2D, { x, y, width, height }: Rect, { palette, camera }: Scene): void => {
  pen.beginPath();
  pen.roundRect(x, y, width, height, 10);
  pen.globalAlpha = 0.45;
  pen.fillStyle = palette.panel;
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = palette.line;
  pen.lineWidth = Math.max(1, 1 / camera.k);
  pen.stroke();
};

const dashOf = (kind: Line["edge"]["kind"], star: boolean): readonly number[] => {
  if (kind === "resource" || kind === "call") return [2, 3];
  if (kind === "ghost") return [4, 3];
  return star ? [5, 4] : [];
};

const paintLines = (
  pen: CanvasRenderingContext2D,
  lines: readonly Line[],
  { palette, camera, picture }: Scene,
): void => {
  const most = lines.reduce((largest, { edge }) => Math.max(largest, edge.count), 1);
  const quiet = Math.min(1, Math.sqrt(quietLines / Math.max(1, picture.lines.length)));
  const colours = {
    import: palette.muted,
    slot: palette.info,
    resource: palette.warn,
    call: palette.warn,
    ghost: palette.ghost,
  } as const;
  pen.lineCap = "butt";
  const thinnest = 0.6 / camera.k;
  // From afar a pixel holds many lines: one path a colour is drawn ten times as fast as a path a line.
  if (lines.length > 1500) {
    for (const kind of ["import", "slot", "ghost"] as const) {
      const all = new Path2D();
      for (const { edge, path } of lines) if (edge.kind === kind) all.addPath(path);
      pen.globalAlpha = Math.max(0.1, 0.42 * quiet);
      pen.strokeStyle = colours[kind];
      pen.lineWidth = Math.max(0.9, thinnest);
      pen.stroke(all);
    }
    pen.globalAlpha = 1;
    return;
  }
  for (const { edge, path, backTip } of lines) {
    const share = Math.log1p(edge.count) / Math.log1p(most);
    pen.strokeStyle = colours[edge.kind];
    pen.globalAlpha = edge.kind === "import" ? Math.max(0.13, 0.62 * quiet * (0.35 + 0.65 * share)) : 0.8;
    pen.lineWidth = Math.max(thinnest, 1.1 + (edge.count > 2 ? 1.3 * share : 0));
    pen.setLineDash(camera.k > 0.25 ? dashOf(edge.kind, edge.star) : []);
    pen.stroke(path);
    if (backTip !== undefined && camera.k > 0.3) paintTip(pen, backTip, colours[edge.kind]);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
};

/** Lines lead from left to right; where one does not, a tip says so. It arrives at a right side. */
const paintTip = (
  pen: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  colour: string,
): void => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + 7, y - 3.5);
  pen.lineTo(x + 7, y + 3.5);
  pen.fill();
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
    pen.beginPath();
    if (rect.height * camera.k < smallestBox && !isMarked && node.kind === "module") {
      // Too small for an outline: a mark, the darker the more refer to it.
      pen.globalAlpha = isMissed ? 0.12 : 0.3 + 0.5 * share;
      pen.fillStyle = colours.stroke === palette.faint ? palette.muted : colours.stroke;
      pen.fillRect(rect.x, rect.y, rect.width, rect.height);
      continue;
    }
    pen.globalAlpha = isMissed ? 0.25 : 1;
    pen.fillStyle = colours.fill;
    pen.strokeStyle = isMarked ? palette.accent : colours.stroke;
    pen.lineWidth = (node.id === selected ? 1.8 : 1) * thin;
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
const paintNames = (
  pen: CanvasRenderingContext2D,
  placed: readonly Placed[],
  { palette, camera, matches, selected }: Scene,
): void => {
  toPanel(pen);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  const rank = ({ node }: Placed): number =>
    (node.id === selected ? 1e9 : 0) + (matches?.has(node.id) === true ? 1e8 : 0) + weightOf(node);
  const taken = new Taken();
  let painted = 0;
  for (const { node, rect } of [...placed].sort((a, b) => rank(b) - rank(a))) {
    if (painted > mostNames) break;
    if (matches !== undefined && !matches.has(node.id) && node.kind !== "folder") continue;
    const isTitle = isFrame(node);
    const size = node.kind === "folder" ? 12 : Math.min(12, Math.max(10, 12 * camera.k));
    pen.font = `${node.kind === "folder" ? 600 : 500} ${size}px "Inter Variable", Inter, sans-serif`;
    const text = nameFromAfar(node);
    const width = pen.measureText(text).width;
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
