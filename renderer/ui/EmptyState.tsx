import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

/** Says why there is nothing here and what to do about it. */
export const EmptyState = ({
  icon,
  title,
  children,
  actions,
}: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) => (
  <div className={styles.empty}>
    {icon}
    <p className={styles.title}>{title}</p>
    {children !== undefined && <p className={styles.text}>{children}</p>}
    {actions !== undefined && <div className={styles.actions}>{actions}</div>}
  </div>
);
