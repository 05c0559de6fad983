import { X } from "lucide-react";
import { Button } from "./Button.tsx";
import { cx } from "./cx.ts";
import styles from "./Toasts.module.css";

export interface Toast {
  readonly id: number;
  readonly tone: "error" | "info";
  readonly text: string;
}

/** Short messages in the corner. Each is one sentence; errors stay until they are closed. */
export const Toasts = ({
  toasts,
  onClose,
}: {
  readonly toasts: readonly Toast[];
  readonly onClose: (id: number) => void;
}) => (
  <div className={styles.toasts} aria-label="Messages" role="log">
    {toasts.map((toast) => (
      <div key={toast.id} className={cx(styles.toast, styles[toast.tone])}>
        <span className={styles.text}>{toast.text}</span>
        <Button
          look="quiet"
          size="small"
          icon={<X size={13} />}
          aria-label="Close this message"
          onClick={() => onClose(toast.id)}
        />
      </div>
    ))}
  </div>
);
