import { X } from "lucide-react";
import { createPortal } from "react-dom";
import { Button } from "./Button.tsx";
import { cx } from "./cx.ts";
import styles from "./Toasts.module.css";
import { useTopDialog } from "./top-dialog.ts";

export interface Toast {
  readonly id: number;
  readonly tone: "error" | "info";
  readonly text: string;
}

interface Props {
  readonly toasts: readonly Toast[];
  readonly onClose: (id: number) => void;
}

/** Short messages in the corner, above the dialog that is open. Each is one sentence; errors stay until they are closed. */
export const Toasts = (props: Props) => {
  const dialog = useTopDialog();
  return dialog === undefined ? <Stack {...props} /> : createPortal(<Stack {...props} />, dialog);
};

const Stack = ({ toasts, onClose }: Props) => (
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
