import { cx } from "./cx.ts";
import styles from "./StatusGlyph.module.css";

export type Glyph = "disc" | "square" | "triangle" | "diamond" | "cross" | "hexagon";

const shapes: Readonly<Record<Glyph, string>> = {
  disc: "M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
  square: "M1.5 1.5h7v7h-7z",
  triangle: "M5 .8L9.6 9.2H.4z",
  diamond: "M5 .6L9.4 5L5 9.4L.6 5z",
  cross: "M2 2L8 8M8 2L2 8",
  hexagon: "M5 .5L9 2.75V7.25L5 9.5L1 7.25V2.75z",
};

/** A small shape that tells states apart also where colours cannot. */
export const StatusGlyph = ({
  glyph,
  tone,
}: {
  readonly glyph: Glyph;
  readonly tone: "accent" | "warn" | "error" | "info" | "muted";
}) => (
  <svg
    className={cx(styles.glyph, styles[tone], (glyph === "diamond" || glyph === "cross") && styles.hollow)}
    viewBox="0 0 10 10"
    aria-hidden="true"
  >
    <path d={shapes[glyph]} />
  </svg>
);
