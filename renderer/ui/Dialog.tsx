import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { Button } from "./Button.tsx";
import { cx } from "./cx.ts";
import { putOnTop } from "./top-dialog.ts";
import styles from "./Dialog.module.css";

/**
 * A modal dialog of the platform: focus is kept inside, Escape closes it, the page behind is inert.
 * It is in the document only while it is open. What carries
 * `data-autofocus` has the focus first; React keeps `autoFocus` to itself, so that the platform's way does not work.
 */
export const Dialog = ({
  title,
  onClose,
  wide = false,
  size = "normal",
  bare = false,
  children,
  footer,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** For tables: as much of the window as is good. */
  readonly size?: "normal" | "large";
  /** Without heading and padding; the title is only said. */
  readonly bare?: boolean;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    const takeOff = element === null ? undefined : putOnTop(element);
    return () => {
      takeOff?.();
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={cx(styles.dialog, wide && styles.wide, size === "large" && styles.large, bare && styles.bare)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        // The dialog's own box is covered by its content: what reaches it is the backdrop.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={styles.content}>
        {bare ? (
          <h2 id={titleId} className="visually-hidden">
            {title}
          </h2>
        ) : (
          <header className={styles.head}>
            <h2 id={titleId} className={styles.title}>
              {title}
            </h2>
            <Button look="quiet" size="small" icon={<X size={14} />} aria-label="Close" onClick={onClose} />
          </header>
        )}
        <div className={styles.body}>{children}</div>
        {footer !== undefined && <footer className={styles.foot}>{footer}</footer>}
      </div>
    </dialog>
  );
};
