import type { Shape } from "graft";

// What things look like and where they are. Change a shape, press Swap.

/** How round the cells are: 4 is square, 20 a pill. */
const ROUND = 8;

/** Free space between two cells. */
const GAP = 6;

/** Colours of the rows, as degrees of the colour wheel: of the highest note and of the lowest. */
const HUES = [168, 322] as const;

const GRID = { x: 92, y: 176, w: 860, h: 336 };

export interface Cell {
  readonly row: number;
  readonly step: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Which cell lies under a place on the stage. */
export const cellAt = (x: number, y: number, steps: number, rows: number): Cell | null => {
  const step = Math.floor(((x - GRID.x) / GRID.w) * steps);
  const row = Math.floor(((y - GRID.y) / GRID.h) * rows);
  return step >= 0 && step < steps && row >= 0 && row < rows ? { row, step } : null;
};

/** Where a cell lies. The step may lie between two, as the playhead does. */
export const boxOf = ({ row, step }: Cell, steps: number, rows: number): Box => {
  const w = GRID.w / steps;
  const h = GRID.h / rows;
  return { x: GRID.x + step * w + GAP / 2, y: GRID.y + row * h + GAP / 2, w: w - GAP, h: h - GAP };
};

export const hueOf = (row: number, rows: number): number => {
  const [high, low] = HUES;
  return high + ((low - high) * row) / Math.max(1, rows - 1);
};

/** A cell of the grid: loud cells are bright, and `glow` (0 to 1) is left by the playhead. */
export const cell = (box: Box, hue: number, velocity: number, glow: number, onBeat: boolean): readonly Shape[] => {
  const { x, y, w, h } = box;
  const empty: Shape = { kind: "rect", x, y, w, h, r: ROUND, fill: "#ffffff", alpha: onBeat ? 0.075 : 0.04 };
  if (velocity === 0) return [empty];
  const grow = 5 * glow;
  const grown = { x: x - grow, y: y - grow, w: w + 2 * grow, h: h + 2 * grow };
  return [
    { kind: "rect", ...grown, r: ROUND + grow, fill: hsl(hue, 75, 60), alpha: 0.1 + 0.35 * glow },
    { kind: "rect", x, y, w, h, r: ROUND, fill: hsl(hue, 62, 56 + 32 * glow), alpha: 0.3 + 0.7 * velocity },
  ];
};

/** A ring that widens and fades while a note of `life` (1 at its start, 0 at its end) rings out. */
export const ripple = ({ x, y, w, h }: Box, hue: number, velocity: number, life: number): readonly Shape[] => {
  const middle = { x: x + w / 2, y: y + h / 2 };
  const reach = (1 - life ** 2) * 70 * velocity;
  return [
    { kind: "circle", ...middle, r: 14 + reach, stroke: hsl(hue, 85, 68), width: 0.5 + 3 * life, alpha: 0.75 * life },
    { kind: "circle", ...middle, r: 8 + reach * 0.55, stroke: hsl(hue, 85, 80), width: 1.2, alpha: 0.4 * life },
  ];
};

/** The column of light that runs over the grid. */
export const playhead = (step: number, steps: number): readonly Shape[] => {
  const column = GRID.w / steps;
  const x = GRID.x + step * column;
  const tail = Array.from({ length: 24 }, (_, n): Shape => {
    const from = Math.max(GRID.x, x - (column * (n + 1)) / 9);
    return { kind: "rect", x: from, y: GRID.y - 8, w: x - from, h: GRID.h + 16, fill: "#cfe8ff", alpha: 0.006 };
  });
  const line = { x1: x, y1: GRID.y - 14, x2: x, y2: GRID.y + GRID.h + 14 };
  return [...tail, { kind: "line", ...line, stroke: "#eaf4ff", width: 1.6, alpha: 0.85 }];
};

/** A wave across the stage; `height` tells how high it stands at each place, from 0 (left) to 1 (right). */
export const wave = (height: (place: number) => number, stroke: string, width: number, alpha: number): Shape => {
  const points: number[] = [];
  for (let n = 0; n <= 140; n++) {
    const ends = Math.sin((Math.PI * n) / 140) ** 0.6;
    points.push(GRID.x + (GRID.w * n) / 140, 92 - ends * height(n / 140));
  }
  return { kind: "path", points, stroke, width, alpha };
};

export const label = (text: string, row: number, rows: number): Shape => {
  const { y, h } = boxOf({ row, step: 0 }, 1, rows);
  return {
    kind: "text",
    x: GRID.x - 18,
    y: y + h / 2 + 4.5,
    text,
    size: 13,
    align: "right",
    fill: "#ffffff",
    alpha: 0.55,
  };
};

export const caption = (text: string, keys: string): readonly Shape[] => [
  { kind: "text", x: GRID.x, y: 552, text, size: 17, fill: "#ffffff", alpha: 0.92 },
  { kind: "text", x: GRID.x, y: 577, text: keys, size: 12.5, fill: "#ffffff", alpha: 0.55 },
];

export const hsl = (hue: number, saturation: number, lightness: number): string =>
  `hsl(${Math.round(hue)}, ${saturation}%, ${Math.round(lightness)}%)`;
