import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpToLine, Inbox, Pencil, Trash2 } from "lucide-react";
import { memo, useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import type { Event } from "../../electron/engine/plain.ts";
import type { Waiting, WaitingSummary } from "../../electron/engine/summary.ts";
import { openDialogOf } from "../store/actions.ts";
import { editQueue, lookAtQueue, moveInQueue, numberInQueue, refreshQueue } from "../store/loop.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { looksBack } from "../store/time.ts";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatCount, formatDuration, plural } from "../words/figures.ts";
import { payloadText } from "../words/plain.ts";
import { CauseLine } from "./CauseLine.tsx";
import { EmitLine } from "./EmitLine.tsx";
import styles from "./Queue.module.css";

const refreshMs = 250;
const rowHeight = 22;
/** Fetched beyond what is in sight, so that scrolling on finds it there. */
const margin = 40;
/** As many lie on a sheet that the browser can lay out; the others come up as these are taken. */
const mostRows = 1_400_000;

/** What waits, and why; how it was, while one looks back. */
export const Queue = () => {
  const isBack = useWorkbench(looksBack);
  const past = useWorkbench((state) => state.past);
  return (
    <div className={styles.queue}>
      {isBack ? past !== null && <PastQueue queue={past.queue} queued={past.queued} turn={past.turn} /> : <Now />}
    </div>
  );
};

const Now = () => {
  const queue = useWorkbench((state) => state.queue);
  useEffect(() => {
    void refreshQueue();
    let told: unknown;
    const timer = setInterval(() => {
      const { status } = getState();
      // Nothing queued then, nothing queued now: nothing to ask.
      const at = `${status?.queued} ${status?.turn} ${status?.mode}`;
      if (at === told) return;
      told = at;
      void refreshQueue();
    }, refreshMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <EmitLine />
      {queue === null || (queue.queued === 0 && queue.afters.length === 0) ? (
        <EmptyState icon={<Inbox size={22} />} title="Nothing waits">
          Events that modules, sources and the clock make wait here for their turn.
        </EmptyState>
      ) : (
        <>
          <Summary queue={queue} />
          <Rows queue={queue} />
        </>
      )}
    </>
  );
};

const Summary = ({ queue: { queued, afters } }: { readonly queue: WaitingSummary }) => (
  <p className={styles.summary}>
    <strong>{plural(queued, "event")}</strong> {queued === 1 ? "waits" : "wait"}
    {afters.length > 0 && `, ${formatCount(afters.length)} asked for later`}
    {queued > mostRows && ` · the first ${formatCount(mostRows)} are listed`}
  </p>
);

/** Who is chosen, and how many waited before it when it was seen last. */
interface Chosen {
  readonly number: number;
  readonly index: number;
}

/** What waits, next first, then what is asked for later; only what is in sight is fetched. */
const Rows = ({ queue }: { readonly queue: WaitingSummary }) => {
  const { waiting, from, afters } = queue;
  const listed = Math.min(queue.queued, mostRows);
  const [chosen, setChosen] = useState<Chosen>();
  const [target, setTarget] = useState<number>();
  const dragged = useRef<Chosen>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: listed + afters.length,
    getScrollElement: () => list.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    lookAtQueue(Math.max(0, first - margin), last - first + 1 + 2 * margin);
  }, [first, last]);
  const oneAt = (index: number): WaitingSummary["waiting"][number] | undefined => waiting[index - from];
  // It comes nearer to the head while turns are taken; out of sight it is where it was seen last.
  const seen = waiting.findIndex(({ number }) => number === chosen?.number);
  const isGone = chosen !== undefined && seen < 0 && oneAt(chosen.index) !== undefined;
  const at = chosen === undefined || isGone ? -1 : seen < 0 ? chosen.index : seen + from;
  const choose = async (index: number): Promise<void> => {
    const within = Math.min(Math.max(index, 0), listed - 1);
    if (within < 0) return setChosen(undefined);
    virtual.scrollToIndex(within);
    const number = await numberInQueue(within);
    if (number !== undefined) setChosen({ number, index: within });
  };
  const shift = async ({ number, index }: Chosen, to: number): Promise<void> => {
    if (to < 0 || to >= queue.queued || to === index) return;
    setChosen({ number, index: to });
    if (await moveInQueue(number, index, to)) virtual.scrollToIndex(Math.min(to, listed - 1));
  };
  const drop = async ({ number, index }: Chosen): Promise<void> => {
    const next = (await numberInQueue(index + 1)) ?? (await numberInQueue(index - 1));
    if (await editQueue({ edit: "drop", numbers: [number] }))
      setChosen(next === undefined ? undefined : { number: next, index: Math.min(index, listed - 2) });
    list.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const one = chosen && at >= 0 ? { number: chosen.number, index: at } : undefined;
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / rowHeight) - 1);
    const keys: Readonly<Record<string, () => unknown>> = event.altKey
      ? {
          ArrowUp: () => one && shift(one, at - 1),
          ArrowDown: () => one && shift(one, at + 1),
          Home: () => one && shift(one, 0),
          End: () => one && shift(one, queue.queued - 1),
        }
      : {
          ArrowDown: () => choose(at + 1),
          ArrowUp: () => choose(at - 1),
          PageDown: () => choose(at + page),
          PageUp: () => choose(at - page),
          Home: () => choose(0),
          End: () => choose(listed - 1),
          Delete: () => one && drop(one),
          Enter: () => one && edit(one.number),
          F2: () => one && edit(one.number),
        };
    const key = keys[event.key];
    if (key === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    void key();
  };
  const onDrop = (before: Chosen): void => {
    const one = dragged.current;
    setTarget(undefined);
    dragged.current = undefined;
    if (one !== undefined && one.number !== before.number)
      void editQueue({ edit: "move", number: one.number, before: before.number });
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="grid"
      tabIndex={0}
      aria-rowcount={listed + afters.length}
      aria-label="Queue, next first. Enter edits, Delete drops, Alt and arrows move, Alt+Home and Alt+End to either end."
      aria-activedescendant={
        seen >= 0 && items.some(({ index }) => index === at) ? `waiting-${chosen?.number}` : undefined
      }
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const place = { top: start, row: index + 1 };
          const after = afters[index - listed];
          if (after !== undefined) return <After key={`after ${index - listed}`} after={after} place={place} />;
          const one = oneAt(index);
          if (one === undefined) return <Coming key={`place ${index}`} index={index} place={place} />;
          const me = { number: one.number, index };
          return (
            <Row
              key={one.number}
              one={one}
              index={index}
              place={place}
              isChosen={index === at}
              isTarget={one.number === target}
              waited={one.waitedMs}
              onChoose={() => setChosen(me)}
              onMove={(to) => void shift(me, to === "head" ? 0 : to === "end" ? queue.queued - 1 : index + to)}
              onDrop={() => void drop(me)}
              drag={{
                onDragStart: () => (dragged.current = me),
                onDragOver: (event) => {
                  if (dragged.current === undefined) return;
                  event.preventDefault();
                  setTarget(one.number);
                },
                onDragEnd: () => setTarget(undefined),
                onDrop: () => onDrop(me),
              }}
            />
          );
        })}
      </div>
    </div>
  );
};

/** Lists tell events in brief; the whole one is asked for. */
const edit = (number: number): void => openDialogOf({ kind: "event", event: null, number });

/** Where a row stands on the sheet, and its number for whoever hears the list. */
interface Place {
  readonly top: number;
  readonly row: number;
}

const rowOf = ({ top, row }: Place) => ({
  role: "row" as const,
  "aria-rowindex": row,
  style: { transform: `translateY(${top}px)` },
});

/** One that has not been fetched yet. */
const Coming = ({ index, place }: { readonly index: number; readonly place: Place }) => (
  <div {...rowOf(place)} className={styles.item}>
    <span role="gridcell" className={styles.index}>
      {formatCount(index + 1)}
    </span>
    <span role="gridcell" className={styles.payload}>
      …
    </span>
  </div>
);

interface Drag {
  readonly onDragStart: () => void;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
  readonly onDrop: () => void;
}

const Row = memo(
  ({
    one,
    index,
    place,
    isChosen,
    isTarget,
    waited,
    onChoose,
    onMove,
    onDrop,
    drag,
  }: {
    readonly one: Waiting;
    readonly index: number;
    readonly place: Place;
    readonly isChosen: boolean;
    /** What is dragged would come before it. */
    readonly isTarget: boolean;
    readonly waited: number;
    readonly onChoose: () => void;
    /** To either end, or so many places on. */
    readonly onMove: (to: 1 | -1 | "head" | "end") => void;
    readonly onDrop: () => void;
    readonly drag: Drag;
  }) => (
    <div
      id={`waiting-${one.number}`}
      {...rowOf(place)}
      aria-selected={isChosen}
      className={cx(styles.item, isChosen && styles.chosen, isTarget && styles.target)}
      draggable
      {...drag}
      onClick={onChoose}
      onDoubleClick={() => edit(one.number)}
    >
      <span role="gridcell" className={styles.index}>
        {index === 0 ? "next" : formatCount(index + 1)}
      </span>
      <span role="gridcell" className={styles.type}>
        {one.event.type}
      </span>
      <span role="gridcell" className={styles.payload}>
        {payloadText(one.event, 200)}
      </span>
      <span role="gridcell" className={styles.why}>
        <CauseLine cause={one.cause} type={one.event.type} isInList />
      </span>
      <span role="gridcell" className={styles.waited}>
        {formatDuration(waited)}
      </span>
      <span role="gridcell" className={styles.tools}>
        <Tool label="Edit" icon={<Pencil size={12} />} onClick={() => edit(one.number)} />
        <Tool label="To the head" icon={<ArrowUpToLine size={12} />} onClick={() => onMove("head")} />
        <Tool label="Earlier" icon={<ArrowUp size={12} />} onClick={() => onMove(-1)} />
        <Tool label="Later" icon={<ArrowDown size={12} />} onClick={() => onMove(1)} />
        <Tool label="To the end" icon={<ArrowDownToLine size={12} />} onClick={() => onMove("end")} />
        <Tool label="Drop" icon={<Trash2 size={12} />} onClick={onDrop} />
      </span>
    </div>
  ),
);

/** For the pointer; the list's keys do the same. */
const Tool = ({
  label,
  icon,
  onClick,
}: {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly onClick: () => void;
}) => (
  <button
    type="button"
    tabIndex={-1}
    className={styles.tool}
    title={label}
    aria-label={label}
    onClick={(event) => {
      event.stopPropagation();
      onClick();
    }}
  >
    {icon}
  </button>
);

/** Asked for, with `after`; its time has not come. */
const After = ({
  after: { event, by, inMs },
  place,
}: {
  readonly after: WaitingSummary["afters"][number];
  readonly place: Place;
}) => (
  <div {...rowOf(place)} className={cx(styles.item, styles.after)}>
    <span role="gridcell" className={styles.index}>
      after
    </span>
    <span role="gridcell" className={styles.type}>
      {event.type}
    </span>
    <span role="gridcell" className={styles.payload}>
      {payloadText(event, 200)}
    </span>
    <span role="gridcell" className={styles.why}>
      <CauseLine cause={{ by: "handler", ...by }} type={event.type} isInList />
    </span>
    <span role="gridcell" className={styles.waited}>
      in {formatDuration(inMs)}
    </span>
  </div>
);

const PastQueue = ({
  queue,
  queued,
  turn,
}: {
  readonly queue: readonly Event[];
  readonly queued: number;
  readonly turn: number;
}) =>
  queue.length === 0 ? (
    <EmptyState icon={<Inbox size={22} />} title={`Nothing waited after turn ${formatCount(turn)}`} />
  ) : (
    <ol className={styles.list} tabIndex={0} aria-label={`Queue after turn ${formatCount(turn)}, next first`}>
      {queue.map((event, index) => (
        // A queue is its order.
        // eslint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.item}>
          <span className={styles.index}>{index === 0 ? "next" : formatCount(index + 1)}</span>
          <span className={styles.type}>{event.type}</span>
          <span className={styles.payload}>{payloadText(event, 300)}</span>
        </li>
      ))}
      {queued > queue.length && <li className={styles.more}>and {plural(queued - queue.length, "more event")}</li>}
    </ol>
  );
