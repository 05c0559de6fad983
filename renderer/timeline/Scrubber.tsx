import { useRef, type KeyboardEvent, type PointerEvent } from "react";
import type { Mark } from "../../electron/engine/summary.ts";
import { useEnds } from "../loop/use-newest.ts";
import { useWorkbench } from "../store/store.ts";
import { comeBack, lookAt, lookFurther, looksBack } from "../store/time.ts";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import { markLabel, toneOfMark } from "./bars.ts";
import styles from "./Timeline.module.css";

/** Marks that lie closer than this to the one before are not drawn: they would be one. */
const closest = 0.002;

/** The whole history as a line; by pointer and by keyboard one looks at any turn of it. */
export const Scrubber = () => {
  const line = useRef<HTMLDivElement>(null);
  const looked = useWorkbench((state) => state.turn);
  const { first, last } = useEnds(false);
  const stands = useWorkbench((state) => state.status?.rewound !== undefined);
  const isBack = useWorkbench(looksBack);
  const now = useWorkbench((state) => (stands ? (state.status?.turn ?? 0) : last));
  const marks = useWorkbench((state) => state.marks?.marks);
  const at = looked ?? now;
  const from = Math.max(first - 1, 0);
  const placeOf = (turn: number): number =>
    last === from ? 1 : Math.min(Math.max((turn - from) / (last - from), 0), 1);
  const point = ({ clientX }: PointerEvent): void => {
    const box = line.current?.getBoundingClientRect();
    if (box !== undefined && box.width > 0)
      lookAt(Math.round(from + ((clientX - box.left) / box.width) * (last - from)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = event.shiftKey ? 10 : 1;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => lookFurther(-by),
      ArrowDown: () => lookFurther(-by),
      ArrowRight: () => lookFurther(by),
      ArrowUp: () => lookFurther(by),
      PageUp: () => lookFurther(100),
      PageDown: () => lookFurther(-100),
      Home: () => lookAt(from),
      End: comeBack,
      Escape: comeBack,
    };
    const move = moves[event.key];
    if (move === undefined || (event.key === "Escape" && looked === null)) return;
    event.preventDefault();
    move();
  };
  const ticks = ticksOf(marks ?? [], from, placeOf);
  const code = marks?.findLast((mark) => mark.turn < at && mark.turn > 0);
  return (
    <div
      ref={line}
      className={styles.whole}
      role="slider"
      tabIndex={0}
      aria-label="Turn that is looked at"
      aria-valuemin={from}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={`turn ${formatCount(at)} of ${formatCount(last)}${isBack || stands ? "" : ", now"}${code === undefined ? "" : `, after ${markLabel(code)}`}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) point(event);
      }}
    >
      <span className={styles.track} />
      {ticks.map(({ mark, place }) => (
        <span
          key={mark.number}
          className={cx(styles.mark, styles[toneOfMark(mark.kind)])}
          style={{ left: `${place * 100}%` }}
        />
      ))}
      <span className={cx(styles.hand, (isBack || stands) && styles.past)} style={{ left: `${placeOf(at) * 100}%` }} />
    </div>
  );
};

interface Tick {
  readonly mark: Mark;
  readonly place: number;
}

const ticksOf = (marks: readonly Mark[], from: number, placeOf: (turn: number) => number): readonly Tick[] => {
  const ticks: Tick[] = [];
  for (const mark of marks) {
    const place = placeOf(mark.turn);
    const before = ticks.at(-1)?.place ?? -1;
    // What was loaded before the first turn is no change of anything.
    if (mark.turn > 0 && mark.turn >= from && place - before >= closest) ticks.push({ mark, place });
  }
  return ticks;
};
