import { type ButtonHTMLAttributes, type ReactNode, type Ref } from "react";
import styles from "./Button.module.css";
import { cx } from "./cx.ts";

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title"> {
  /** `accent` is for the one thing to do next, `plain` has a border, `quiet` has none until it is pointed at. */
  readonly look?: "plain" | "accent" | "quiet";
  readonly size?: "normal" | "small";
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
  /** Has the focus first when its dialog opens. */
  readonly "data-autofocus"?: boolean;
}

export const Button = ({ look = "plain", size = "normal", icon, className, children, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    className={cx(styles.button, styles[look], size === "small" && styles.small, !children && styles.square, className)}
  >
    {icon}
    {children}
  </button>
);
