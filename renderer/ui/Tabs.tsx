import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./Tabs.module.css";

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

/** A panel with tabs in its head; only the chosen one is in the document. */
export const Tabs = <Id extends string>({
  label,
  tabs,
  value,
  onChange,
  tools,
  between,
}: {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** At the right end of the head. */
  readonly tools?: ReactNode;
  /** Between head and content, whichever tab is chosen. */
  readonly between?: ReactNode;
}) => (
  <Radix.Root className={styles.root} value={value} onValueChange={(id) => onChange(id as Id)}>
    <div className={styles.head}>
      <Radix.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className={styles.tab}>
            {tab.icon}
            <span className={styles.label}>{tab.label}</span>
            {tab.badge}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tools !== undefined && <div className={styles.tools}>{tools}</div>}
    </div>
    {between}
    {tabs.map((tab) => (
      <Radix.Content key={tab.id} value={tab.id} className={cx(styles.content)} tabIndex={-1}>
        {tab.content}
      </Radix.Content>
    ))}
  </Radix.Root>
);
