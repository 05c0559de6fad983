import { ArrowDown, ArrowUp, Inbox, Pencil, Trash2 } from "lucide-react";
import { memo, useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import type { Event } from "../../electron/engine/plain.ts";
import type { Waiting, WaitingSummary } from "../../electron/engine/summary.ts";
import { openDialogOf } from "../store/actions.ts";
import { editQueue, refreshQueue, shownQueue } from "../store/loop.ts";
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
      {queue === null || (queue.waiting.length === 0 && queue.afters.length === 0) ? (
        <EmptyState icon={<Inbox size={22} />} title="Nothing waits">
          Events that modules, sources and the clock make wait here for their turn.
        </EmptyState>
      ) : (
        <Rows queue={queue} />
      )}
    </>
  );
};

const Rows = ({ queue: { waiting, queued, afters } }: { readonly queue: WaitingSummary }) => {
  const [chosen, setChosen] = useState<number>();
  const [target, setTarget] = useState<number>();
  const dragged = useRef<number>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const at = waiting.findIndex(({ number }) => number === chosen);
  useEffect(() => {
    if (at >= 0) document.getElementById(`waiting-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, at]);
  /** One place towards the head or the end; at either end nothing is to do. */
  const shift = async (index: number, by: 1 | -1): Promise<void> => {
    const one = waiting[index];
    if (one === undefined || waiting[index + by] === undefined) return;
    const before = by === -1 ? waiting[index - 1] : waiting[index + 2];
    await editQueue({ edit: "move", number: one.number, before: before?.number ?? null });
  };
  const drop = async (index: number): Promise<void> => {
    const one = waiting[index];
    if (one === undefined) return;
    setChosen((waiting[index + 1] ?? waiting[index - 1])?.number);
    await editQueue({ edit: "drop", numbers: [one.number] });
    list.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const [first, last] = [0, waiting.length - 1];
    const choose = (index: number): void => setChosen(waiting[Math.min(Math.max(index, first), last)]?.number);
    const keys: Readonly<Record<string, () => unknown>> = event.altKey
      ? { ArrowUp: () => shift(at, -1), ArrowDown: () => shift(at, 1) }
      : {
          ArrowDown: () => choose(at + 1),
          ArrowUp: () => choose(at - 1),
          PageDown: () => choose(at + 8),
          PageUp: () => choose(at - 8),
          Home: () => choose(first),
          End: () => choose(last),
          Delete: () => drop(at),
          Enter: () => edit(waiting[at]),
          F2: () => edit(waiting[at]),
        };
    const key = keys[event.key];
    if (key === undefined || event.target !== event.currentTarget) return;
    event.preventDefault();
    void key();
  };
  const onDrop = (before: number | null): void => {
    const number = dragged.current;
    setTarget(undefined);
    dragged.current = undefined;
    if (number !== undefined && number !== before) void editQueue({ edit: "move", number, before });
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="grid"
      tabIndex={0}
      aria-label="Queue, next first. Enter edits, Delete drops, Alt and arrows move."
      aria-activedescendant={at >= 0 ? `waiting-${chosen}` : undefined}
      onKeyDown={onKeyDown}
    >
      {waiting.map((one, index) => (
        <Row
          key={one.number}
          one={one}
          index={index}
          isChosen={index === at}
          isTarget={one.number === target}
          waited={one.waitedMs}
          onChoose={() => setChosen(one.number)}
          onShift={(by) => void shift(index, by)}
          onDrop={() => void drop(index)}
          drag={{
            onDragStart: () => (dragged.current = one.number),
            onDragOver: (event) => {
              if (dragged.current === undefined) return;
              event.preventDefault();
              setTarget(one.number);
            },
            onDragEnd: () => setTarget(undefined),
            onDrop: () => onDrop(one.number),
          }}
        />
      ))}
      {queued > shownQueue && (
        <div role="row" className={styles.more}>
          <span role="gridcell">and {plural(queued - shownQueue, "more event")} behind these</span>
        </div>
      )}
      {afters.length > 0 && <Afters afters={afters} />}
    </div>
  );
};

const edit = (one: Waiting | undefined): void => {
  // Lists tell events in brief; the whole one is asked for.
  if (one !== undefined) openDialogOf({ kind: "event", event: null, number: one.number });
};

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
    isChosen,
    isTarget,
    waited,
    onChoose,
    onShift,
    onDrop,
    drag,
  }: {
    readonly one: Waiting;
    readonly index: number;
    readonly isChosen: boolean;
    /** What is dragged would come before it. */
    readonly isTarget: boolean;
    readonly waited: number;
    readonly onChoose: () => void;
    readonly onShift: (by: 1 | -1) => void;
    readonly onDrop: () => void;
    readonly drag: Drag;
  }) => (
    <div
      id={`waiting-${one.number}`}
      role="row"
      aria-selected={isChosen}
      className={cx(styles.item, isChosen && styles.chosen, isTarget && styles.target)}
      draggable
      {...drag}
      onClick={onChoose}
      onDoubleClick={() => edit(one)}
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
        <Tool label="Edit" icon={<Pencil size={12} />} onClick={() => edit(one)} />
        <Tool label="Earlier" icon={<ArrowUp size={12} />} onClick={() => onShift(-1)} />
        <Tool label="Later" icon={<ArrowDown size={12} />} onClick={() => onShift(1)} />
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

const Afters = ({ afters }: Pick<WaitingSummary, "afters">) => (
  <div className={styles.afters} role="rowgroup" aria-label="Asked for, with after; their time has not come">
    {afters.map(({ event, by, inMs }, index) => (
      // Those of one moment keep their order.
      // eslint-disable-next-line react/no-array-index-key
      <div key={index} role="row" className={cx(styles.item, styles.after)}>
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
    ))}
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
      {queue.slice(0, shownQueue).map((event, index) => (
        // A queue is its order.
        // eslint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.item}>
          <span className={styles.index}>{index === 0 ? "next" : formatCount(index + 1)}</span>
          <span className={styles.type}>{event.type}</span>
          <span className={styles.payload}>{payloadText(event, 300)}</span>
        </li>
      ))}
      {queued > shownQueue && <li className={styles.more}>and {plural(queued - shownQueue, "more event")}</li>}
    </ol>
  );
