import { cx } from "./cx.ts";
import styles from "./Keys.module.css";

const mac = navigator.userAgent.includes("Mac");
const glyphs: Readonly<Record<string, string>> = mac
  ? { CmdOrCtrl: "⌘", Ctrl: "⌃", Shift: "⇧", Alt: "⌥", Left: "←", Right: "→", Enter: "↵" }
  : { CmdOrCtrl: "Ctrl", Left: "←", Right: "→" };

/** The keys of an accelerator such as `CmdOrCtrl+Shift+P`, in words: `Ctrl Shift P`. */
export const keysText = (accelerator: string): string =>
  accelerator
    .split("+")
    .map((key) => glyphs[key] ?? key)
    .join(mac ? "" : " ");

/** The keys of a command, as printed on them. */
export const Keys = ({ keys, className }: { readonly keys: string; readonly className?: string | undefined }) => (
  <kbd className={cx(styles.keys, className)}>{keysText(keys)}</kbd>
);
