import { plural } from "../words/figures.ts";
import type { Naming } from "./changes.ts";
import styles from "./New.module.css";

/** The modules that name one, with the line of the first time. */
export const Namers = ({ naming }: { readonly naming: Naming | undefined }) => {
  if (naming === undefined) return <p className={styles.quiet}>Looks through the files…</p>;
  const { namers } = naming;
  if (namers.length === 0) return <p className={styles.quiet}>No module imports it.</p>;
  return (
    <div className={styles.namers}>
      <p className={styles.quiet}>
        {namers.length === 1 ? "One module imports it:" : `${namers.length} modules import it:`}
      </p>
      <ul>
        {namers.map(({ id, count, line, needsIt }) => (
          <li key={id}>
            <code>
              {id}:{line}
            </code>
            <span className={styles.quiet}>
              {plural(count, "time")}
              {needsIt ? "" : ", types only or not running"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
};
