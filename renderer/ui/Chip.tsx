import type { ReactNode } from "react";
import styles from "./Chip.module.css";
import { cx } from "./cx.ts";

export type Tone = "plain" | "accent" | "warn" | "error" | "info" | "ghost";

/** A word or a number in a thin frame. */
export const Chip = ({
  tone = "plain",
  mono = false,
  className,
  children,
}: {
  readonly tone?: Tone;
  readonly mono?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) => <span className={cx(styles.chip, styles[tone], mono && styles.mono, className)}>{children}</span>;
