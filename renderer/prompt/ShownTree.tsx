import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { ShownValue } from "../../electron/engine/summary.ts";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./ShownTree.module.css";

/** A value that opens part by part. */
export const ShownTree = ({
  value,
  name,
  isOpen = false,
}: {
  readonly value: ShownValue;
  /** Of the field that it is; absent for the whole. */
  readonly name?: string;
  readonly isOpen?: boolean;
}) => {
  const [open, setOpen] = useState(isOpen);
  const { entries = [], more = 0 } = value;
  const words = (
    <>
      {name !== undefined && <span className={styles.name}>{name}: </span>}
      <span className={cx(styles.text, styles[value.kind])}>{value.text}</span>
    </>
  );
  if (entries.length === 0)
    return (
      <div className={styles.leaf}>
        {words}
        {more > 0 && <span className={styles.more}> {formatCount(more)} inside</span>}
      </div>
    );
  return (
    <div>
      <button type="button" className={styles.branch} aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={12} className={cx(styles.twig, open && styles.down)} aria-hidden="true" />
        <span className={styles.line}>{words}</span>
      </button>
      {open && (
        <ul className={styles.parts}>
          {entries.map(({ key, value: part }, index) => (
            // Keys of a Map may look alike; the order is what tells them apart.
            // eslint-disable-next-line react/no-array-index-key
            <li key={index}>
              <ShownTree value={part} name={key} />
            </li>
          ))}
          {more > 0 && <li className={cx(styles.leaf, styles.more)}>and {formatCount(more)} more</li>}
        </ul>
      )}
    </div>
  );
};
