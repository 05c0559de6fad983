/** What modules draw on the stage. */

/** One drawing instruction of the `draw` effect; `plugins/graft.d.ts` documents each for authors. */
export type Shape =
  | {
      readonly kind: "circle";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly r?: number;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "path";
      readonly points: readonly number[];
      readonly closed?: boolean;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size?: number;
      readonly fill?: string;
      readonly align?: "left" | "center" | "right";
      readonly mono?: boolean;
      readonly alpha?: number;
    };

/** What one module last drew. Coordinates are those of a stage of 1000 × 600 units, origin top left. */
export interface Drawing {
  readonly module: string;
  /** Draw order: low first; equal layers by module id. */
  readonly layer: number;
  /** Colour behind everything, the highest layer that names one wins. */
  readonly background?: string;
  readonly shapes: readonly Shape[];
}
