import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Plain } from "../../electron/engine/plain.ts";
import { closeDialog } from "../store/actions.ts";
import { lookAt } from "../store/time.ts";
import { cx } from "../ui/cx.ts";
import { formatCount, plural } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import { messageTexts } from "./message-texts.ts";
import type { ReplayRow } from "./replay-rows.ts";
import styles from "./ReplayRows.module.css";

const rowHeight = 22;
const headHeight = 30;

/** What differs, turn by turn: before on the left, after on the right. */
export const ReplayRows = ({ rows, more }: { readonly rows: readonly ReplayRow[]; readonly more: number }) => {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length + (more > 0 ? 1 : 0),
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (rows[index]?.kind === "turn" ? headHeight : rowHeight),
    overscan: 12,
  });
  return (
    <div ref={scroll} className={styles.rows} role="table" aria-label="What differs, turn by turn" tabIndex={0}>
      <div role="rowgroup" className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            <div
              key={item.key}
              role="row"
              className={cx(styles.row, row?.kind === "turn" && styles.head)}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {row === undefined ? (
                <span role="cell" className={styles.quiet}>
                  and {plural(more, "difference")} more that {more === 1 ? "is" : "are"} not listed
                </span>
              ) : (
                <Cells row={row} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
};

const Cells = ({ row }: { readonly row: ReplayRow }) => {
  switch (row.kind) {
    case "turn":
      return (
        <span role="cell" className={styles.turn}>
          {row.turn === null ? (
            "At the start, by what the swap makes of the states"
          ) : (
            <button
              type="button"
              className={styles.link}
              onClick={() => {
                closeDialog();
                lookAt(row.turn);
              }}
            >
              Turn {formatCount(row.turn)}
            </button>
          )}
        </span>
      );
    case "state":
      return (
        <Line
          kind="state"
          where={row.module}
          what={row.path === "" ? "the whole state" : row.path}
          {...sides(row, valueText)}
        />
      );
    case "emit":
    case "effect":
      return (
        <Line
          kind={row.kind === "emit" ? "emits" : "effect"}
          where={row.module}
          what={row.function}
          {...messageTexts(row)}
        />
      );
    case "event":
      return (
        <Line
          kind="event"
          where=""
          what={row.after === undefined ? "does not come" : row.before === undefined ? "comes" : "is another"}
          {...messageTexts(row)}
        />
      );
    case "error":
      return (
        <Line
          kind="error"
          where={row.module}
          what={row.function}
          {...(row.before === undefined ? {} : { before: row.before.message })}
          {...(row.after === undefined ? {} : { after: row.after.message })}
          isError
        />
      );
    default:
      return row satisfies never;
  }
};

const sides = <T,>(
  { before, after }: { readonly before?: T; readonly after?: T },
  textOf: (value: T) => string,
): { readonly before?: string; readonly after?: string } => ({
  ...(before === undefined ? {} : { before: textOf(before) }),
  ...(after === undefined ? {} : { after: textOf(after) }),
});

const valueText = (value: Plain): string => plainText(value, 120);

const Line = ({
  kind,
  where,
  what,
  before,
  after,
  isError = false,
}: {
  readonly kind: string;
  readonly where: string;
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
  readonly isError?: boolean;
}) => (
  <>
    <span role="cell" className={styles.kind}>
      {kind}
    </span>
    <span role="cell" className={styles.what} title={`${where} ${what}`.trim()}>
      {where !== "" && <span className={styles.quiet}>{where} </span>}
      {what}
    </span>
    <span role="cell" className={cx(styles.before, before === undefined && styles.nothing)} title={before}>
      {before ?? "–"}
    </span>
    <span
      role="cell"
      className={cx(
        styles.after,
        after === undefined && styles.nothing,
        isError && after !== undefined && styles.error,
      )}
      title={after}
    >
      {after ?? "–"}
    </span>
  </>
);
