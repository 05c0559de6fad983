/** Draws what all else stands on: dots, the frames of open folders, lines. In the window, or in a worker where they are many. */
import { seenBy } from "./camera.ts";
import type { Rect } from "./geometry.ts";
import { isFrame, type Line, partIn, type Picture } from "./picture.ts";
import { type Pen, type Sight, toDrawing, toPanel } from "./scene.ts";

export interface GroundScene extends Sight {
  readonly picture: Picture;
}

/** Beyond this many lines each is fainter, so that what many have in common stands out. */
const quietLines = 36;

export const paintGround = (pen: Pen, scene: GroundScene): void => {
  const { picture, camera, size } = scene;
  const window = seenBy(camera, size, 4);
  paintDots(pen, scene);
  toDrawing(pen, scene);
  for (const { node, rect } of partIn(picture.placed, ({ rect }) => rect, window)) {
    if (isFrame(node)) paintFrame(pen, rect, scene);
  }
  paintLines(
    pen,
    partIn(picture.lines, ({ bounds }) => bounds, window),
    scene,
  );
};

/** Lines that the worker knows nothing of. */
export const paintGhostLines = (pen: Pen, scene: GroundScene): void => {
  toDrawing(pen, scene);
  paintLines(
    pen,
    scene.picture.lines.filter(({ edge }) => edge.kind === "ghost"),
    scene,
  );
};

const paintDots = (pen: Pen, scene: GroundScene): void => {
  const { camera, size, palette } = scene;
  toPanel(pen, scene);
  let step = 21 * camera.k;
  while (step < 18) step *= 2;
  pen.fillStyle = palette.faint;
  pen.globalAlpha = 0.26;
  for (let x = camera.x % step; x < size.width; x += step) {
    for (let y = camera.y % step; y < size.height; y += step) pen.fillRect(x, y, 1.2, 1.2);
  }
  pen.globalAlpha = 1;
};

const paintFrame = (pen: Pen, { x, y, width, height }: Rect, { palette, camera }: GroundScene): void => {
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

export const dashOf = (kind: Line["edge"]["kind"], star: boolean): readonly number[] => {
  if (kind === "resource" || kind === "call") return [2, 3];
  if (kind === "ghost") return [4, 3];
  return star ? [5, 4] : [];
};

const paintLines = (pen: Pen, lines: readonly Line[], { palette, camera, picture }: GroundScene): void => {
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
export const paintTip = (pen: Pen, { x, y }: { readonly x: number; readonly y: number }, colour: string): void => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + 7, y - 3.5);
  pen.lineTo(x + 7, y + 3.5);
  pen.fill();
};
