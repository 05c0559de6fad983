import { useVirtualizer } from "@tanstack/react-virtual";
import { Activity } from "lucide-react";
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { TurnSummary } from "../../electron/engine/summary.ts";
import { runCommand } from "../commands/run-command.ts";
import { selectTurn } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatCount, formatMs } from "../words/figures.ts";
import { payloadText } from "../words/plain.ts";
import { Timeline } from "./Timeline.tsx";
import { TurnDetails } from "./TurnDetails.tsx";
import { effectsText, emittedText, errorWord, msOf } from "./turn-words.ts";
import styles from "./Turns.module.css";

/** Rows that change more often than this cannot be read. */
const refreshMs = 120;

/** The turns, newest first; while one is chosen the list stands still, but for gaps that are filled and for steps. */
const useShownTurns = (): readonly TurnSummary[] => {
  const [turns, setTurns] = useState(() => useWorkbench.getState().turns);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (): void => {
      timer = undefined;
      setTurns(useWorkbench.getState().turns);
    };
    const stop = useWorkbench.subscribe((state, before) => {
      const standsStill = state.turn !== null && before.turn !== null && state.status?.mode === "running";
      if (state.turnsFilled === before.turnsFilled && standsStill) return;
      if (state.turns !== before.turns || state.turn !== before.turn) timer ??= setTimeout(show, refreshMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return useMemo(() => turns.toReversed(), [turns]);
};

export const Turns = () => {
  const turns = useShownTurns();
  const chosen = useWorkbench((state) => state.turn);
  if (turns.length === 0) return <NoTurns />;
  return (
    <div className={styles.turns}>
      <Timeline />
      <div className={styles.split}>
        <TurnTable turns={turns} chosen={chosen} />
        {chosen !== null && <TurnDetails turn={chosen} />}
      </div>
    </div>
  );
};

const NoTurns = () => {
  const mode = useWorkbench((state) => state.status?.mode);
  return (
    <EmptyState
      icon={<Activity size={22} />}
      title="No event was handled yet"
      actions={
        mode === "paused" && (
          <>
            <Button onClick={() => runCommand("run.run")}>Run</Button>
            <Button onClick={() => runCommand("run.stepEvent")}>Step one event</Button>
          </>
        )
      }
    >
      {mode === "paused" ? "The loop is paused." : "Turns appear here as soon as an event comes."}
    </EmptyState>
  );
};

const rowHeight = 22;
const headingHeight = 21;

const TurnTable = ({ turns, chosen }: { readonly turns: readonly TurnSummary[]; readonly chosen: number | null }) => {
  const scroll = useRef<HTMLDivElement>(null);
  const at = chosen === null ? -1 : turns.findIndex((turn) => turn.turn === chosen);
  const virtual = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => turns[index]?.turn ?? index,
    overscan: 6,
    scrollMargin: headingHeight,
    scrollPaddingStart: headingHeight,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [virtual, at]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = turns.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (event.key === "Escape" && chosen !== null) {
      event.preventDefault();
      selectTurn(null);
    }
    if (to === undefined) return;
    event.preventDefault();
    const turn = turns[Math.min(Math.max(to, 0), last)];
    if (turn !== undefined) selectTurn(turn.turn);
  };
  return (
    <div
      ref={scroll}
      className={styles.table}
      role="grid"
      aria-label="Turns, newest first"
      aria-rowcount={turns.length + 1}
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `turn-${chosen}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        // Whoever scrolls back wants to read: the list stands still until it is told to follow.
        const top = Math.floor(event.currentTarget.scrollTop / rowHeight);
        const turn = turns[Math.min(top + 1, turns.length - 1)];
        if (chosen === null && top >= 4 && turn !== undefined) selectTurn(turn.turn);
      }}
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
      <div role="presentation" className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const turn = turns[item.index];
          if (turn === undefined) return null;
          const top = item.start - headingHeight;
          return <TurnRow key={item.key} turn={turn} top={top} isChosen={item.index === at} index={item.index} />;
        })}
      </div>
    </div>
  );
};

const TurnRow = memo(
  ({
    turn,
    top,
    isChosen,
    index,
  }: {
    readonly turn: TurnSummary;
    readonly top: number;
    readonly isChosen: boolean;
    readonly index: number;
  }) => {
    const emitted = emittedText(turn);
    const effects = effectsText(turn);
    const [first] = turn.calls;
    const failed = errorWord(turn);
    return (
      <div
        role="row"
        id={`turn-${turn.turn}`}
        aria-rowindex={index + 2}
        aria-selected={isChosen}
        className={cx(styles.row, styles.turn, isChosen && styles.chosen, failed !== undefined && styles.failed)}
        style={{ transform: `translateY(${top}px)` }}
        onClick={() => selectTurn(isChosen ? null : turn.turn)}
      >
        <span role="gridcell" className={styles.number}>
          {formatCount(turn.turn)}
        </span>
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
      </div>
    );
  },
);

const Dash = () => <span className={styles.dash}>–</span>;
