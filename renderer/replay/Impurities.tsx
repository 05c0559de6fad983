import { Dices } from "lucide-react";
import type { Impurity, PurityReport } from "../../electron/engine/summary.ts";
import { closeDialog } from "../store/actions.ts";
import { lookAt } from "../store/time.ts";
import { formatCount, listWords, plural } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import styles from "./ReplayDialog.module.css";

/** Handlers that gave something else when they were called again with the same: of them a replay proves little. */
export const Impurities = ({ report: { impure, calls } }: { readonly report: PurityReport }) => {
  if (impure.length === 0) return null;
  return (
    <section className={styles.impure} aria-label="Handlers that are not functions of state and event">
      <h3 className={styles.impureHead}>
        <Dices size={14} aria-hidden="true" />
        {impure.length === 1
          ? "One handler is not a function"
          : `${formatCount(impure.length)} handlers are no functions`}{" "}
        of state and event
        <span className={styles.quiet}>, found by making {plural(calls, "call")} again under their own code</span>
      </h3>
      <ul>
        {impure.map((each) => (
          <li key={`${each.module} ${each.function} ${each.generation}`}>
            <One impurity={each} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const One = ({
  impurity: { module, function: name, generation, turn, path, before, after, reads, count, calls },
}: {
  readonly impurity: Impurity;
}) => (
  <>
    <code>
      {module} #{generation} {name}
    </code>
    {reads.length > 0 ? (
      <>
        {" reads "}
        <code>{listWords(reads)}</code>
      </>
    ) : (
      " gave something else"
    )}
    : <code>{path}</code> was <code>{plainText(before, 40)}</code> and became <code>{plainText(after, 40)}</code>, in{" "}
    {formatCount(count)} of {plural(calls, "call")}, first in{" "}
    <button
      type="button"
      className={styles.link}
      onClick={() => {
        closeDialog();
        lookAt(turn);
      }}
    >
      turn {formatCount(turn)}
    </button>
  </>
);
