import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef, type KeyboardEvent } from "react";
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { lookAt } from "../store/time.ts";
import { useTurns } from "../store/turns.ts";
import { cx } from "../ui/cx.ts";
import { formatCount, formatMs } from "../words/figures.ts";
import { payloadText } from "../words/plain.ts";
import type { TurnList } from "./turn-list.ts";
import { effectsText, emittedText, errorWord, msOf } from "./turn-words.ts";
import styles from "./Turns.module.css";

const rowHeight = 22;
const headingHeight = 21;
/** The list measures all its rows anew when their number changes; so it changes seldom, and what is beyond is not shown. */
const measuredRows = 4096;

/** Turns as rows, newest first; only those in sight are fetched. */
export const TurnTable = ({
  rows,
  chosen,
  onScrolled,
}: {
  readonly rows: TurnList;
  readonly chosen: number | null;
  /** Whether the head of the list is out of sight. */
  readonly onScrolled: (isScrolled: boolean) => void;
}) => {
  const scroll = useRef<HTMLDivElement>(null);
  const count = rows.count + (rows.first === undefined ? 0 : 1);
  const virtual = useVirtualizer({
    count: Math.ceil(count / measuredRows) * measuredRows,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollMargin: headingHeight,
    scrollPaddingStart: headingHeight,
  });
  const at = chosen === null ? -1 : rows.rowOf(chosen);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [virtual, at]);
  const items = virtual.getVirtualItems().filter(({ index }) => index < count);
  const inSight = items.flatMap(({ index }) => (index < rows.count ? [rows.at(index)] : [])).toReversed();
  const turnOf = useTurns("list", inSight);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.count - 1,
    };
    const to = moves[event.key];
    if (event.key === "Escape" && chosen !== null) {
      event.preventDefault();
      lookAt(null);
    }
    if (to === undefined || rows.count === 0) return;
    event.preventDefault();
    lookAt(rows.at(Math.min(Math.max(to, 0), rows.count - 1)));
  };
  return (
    <div
      ref={scroll}
      className={styles.table}
      role="grid"
      aria-label="Turns, newest first"
      aria-rowcount={count}
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `turn-${chosen}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop >= 4 * rowHeight)}
    >
      <div role="row" className={cx(styles.row, styles.headings)}>
        <span role="columnheader" className={styles.number}>
          turn
        </span>
        <span role="columnheader">event</span>
        <span role="columnheader">calls</span>
        <span role="columnheader">emitted</span>
        <span role="columnheader">effects</span>
        <span role="columnheader" className={styles.ms}>
          ms
        </span>
      </div>
      <div role="presentation" className={styles.sheet} style={{ height: count * rowHeight }}>
        {items.map((item) => {
          const number = rows.at(item.index);
          const top = item.start - headingHeight;
          if (item.index >= rows.count) return <Beginning key={item.key} top={top} first={rows.first ?? 1} />;
          return (
            <TurnRow
              key={item.key}
              number={number}
              turn={turnOf(number)}
              top={top}
              isChosen={item.index === at}
              index={item.index}
            />
          );
        })}
      </div>
    </div>
  );
};

const Beginning = ({ top, first }: { readonly top: number; readonly first: number }) => (
  <div
    role="row"
    className={cx(styles.row, styles.turn, styles.beginning)}
    style={{ transform: `translateY(${top}px)` }}
  >
    <span role="gridcell" className={styles.whole}>
      {first <= 1
        ? "Here the history begins."
        : `Here the history begins: the ${formatCount(first - 1)} turns before are not kept any more.`}
    </span>
  </div>
);

const TurnRow = memo(
  ({
    number,
    turn,
    top,
    isChosen,
    index,
  }: {
    readonly number: number;
    readonly turn: TurnSummary | undefined;
    readonly top: number;
    readonly isChosen: boolean;
    readonly index: number;
  }) => {
    const failed = turn === undefined ? undefined : errorWord(turn);
    return (
      <div
        role="row"
        id={`turn-${number}`}
        aria-rowindex={index + 2}
        aria-selected={isChosen}
        className={cx(styles.row, styles.turn, isChosen && styles.chosen)}
        style={{ transform: `translateY(${top}px)` }}
        onClick={() => lookAt(isChosen ? null : number)}
      >
        <span role="gridcell" className={styles.number}>
          {formatCount(number)}
        </span>
        {turn === undefined ? (
          <span role="gridcell" className={styles.dash}>
            …
          </span>
        ) : (
          <Cells turn={turn} failed={failed} />
        )}
      </div>
    );
  },
);

const Cells = ({ turn, failed }: { readonly turn: TurnSummary; readonly failed: string | undefined }) => {
  const emitted = emittedText(turn);
  const effects = effectsText(turn);
  const [first] = turn.calls;
  return (
    <>
      <span role="gridcell" className={styles.event} title={payloadText(turn.event, 300)}>
        {turn.event.type}
      </span>
      <span role="gridcell">
        {first === undefined ? (
          <Dash />
        ) : (
          <>
            {first.module} <span className={styles.generation}>#{first.generation}</span> {first.function}
            {turn.calls.length > 1 && <span className={styles.more}> +{turn.calls.length - 1}</span>}
            {failed !== undefined && <span className={styles.error}> {failed}</span>}
          </>
        )}
      </span>
      <span role="gridcell">{emitted === "" ? <Dash /> : emitted}</span>
      <span role="gridcell" className={styles.effects}>
        {effects === "" ? <Dash /> : effects}
      </span>
      <span role="gridcell" className={styles.ms}>
        {formatMs(msOf(turn))}
      </span>
    </>
  );
};

const Dash = () => <span className={styles.dash}>–</span>;
