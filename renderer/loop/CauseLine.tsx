import type { Cause } from "../../electron/engine/summary.ts";
import { select } from "../store/actions.ts";
import { lookAt } from "../store/time.ts";
import { causeWords } from "../words/cause.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./CauseLine.module.css";

/** Who queued an event; the turn in which that was is one press away. */
export const CauseLine = ({
  cause,
  type,
  isInList = false,
}: {
  readonly cause: Cause;
  readonly type: string;
  /** The list has its own keys: its rows are no stops of the Tab key. */
  readonly isInList?: boolean;
}) => {
  const tabIndex = isInList ? -1 : 0;
  const { how, by, turn, edited } = causeWords(cause, type);
  return (
    <span className={styles.cause}>
      {how}
      {by !== undefined && (
        <>
          {" "}
          <button
            type="button"
            tabIndex={tabIndex}
            className={styles.link}
            onClick={(event) => {
              event.stopPropagation();
              select({ kind: "function", module: by.module, name: by.function });
            }}
          >
            {by.module} <span className={styles.generation}>#{by.generation}</span> {by.function}
          </button>
        </>
      )}
      {turn !== undefined && (
        <>
          {" in "}
          <TurnLink turn={turn} tabIndex={tabIndex} />
        </>
      )}
      {edited && <span className={styles.edited}>, edited by hand</span>}
    </span>
  );
};

/** A turn by its number; pressed, it is looked at. */
export const TurnLink = ({
  turn,
  text,
  tabIndex = 0,
}: {
  readonly turn: number;
  readonly text?: string;
  readonly tabIndex?: 0 | -1;
}) => (
  <button
    type="button"
    tabIndex={tabIndex}
    className={styles.turn}
    onClick={(event) => {
      event.stopPropagation();
      lookAt(turn);
    }}
  >
    {text ?? `turn ${formatCount(turn)}`}
  </button>
);
