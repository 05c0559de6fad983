import { useEffect, useRef, type PointerEvent } from "react";
import type { Mark } from "../../electron/engine/summary.ts";
import { openDialogOf } from "../store/actions.ts";
import type { State } from "../store/state.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { lookAt, newestTurn } from "../store/time.ts";
import { turnStore } from "../store/turns.ts";
import { type Bar, barOf, markLabel, shownRange, toneOfMark } from "./bars.ts";
import styles from "./Timeline.module.css";

const barWidth = 8;
const barGap = 3.5;
const pitch = barWidth + barGap;
const side = 12;
/** Left for the labels of marks. */
const labelHeight = 12;
/** What is missing is asked for no more often than this. */
const askMs = 120;

/** Last turn of the strip; kept, so that it stands still while one looks around in it. */
let shownTo = 0;

const rangeIn = (state: State, width: number): { readonly from: number; readonly to: number } => {
  const last = newestTurn(state.status);
  const at = state.turn ?? state.status?.turn ?? 0;
  const room = Math.max(1, Math.floor((width - 2 * side + barGap) / pitch));
  const range = shownRange({ first: Math.max(state.status?.first ?? 1, 1), last, at }, room, shownTo);
  shownTo = range.to;
  return range;
};

/** The turns around where one looks, as high as they took long; drawn on a canvas, since they move with every frame. */
export const Bars = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : keepDrawn(canvas.current)), []);
  const point = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const { from, to } = rangeIn(getState(), width);
    const turn = Math.min(Math.max(from + Math.floor((event.clientX - left - side) / pitch), from), to);
    const mark = event.type === "pointerdown" && event.clientY - top < labelHeight ? markBefore(turn) : undefined;
    const swap = mark === undefined ? undefined : getState().swaps.find(({ report }) => report.turn === mark.turn);
    if (swap === undefined) lookAt(turn);
    else openDialogOf({ kind: "swap-report", swap: swap.number });
  };
  return (
    <canvas
      ref={canvas}
      className={styles.bars}
      role="img"
      aria-label="Turns as bars, as high as they took long; the table below tells the same."
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        point(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) point(event);
      }}
    />
  );
};

/** A label stretches over the bars behind its mark. */
const labelTurns = 14;
const markBefore = (turn: number): Mark | undefined =>
  getState().marks?.marks.findLast((mark) => mark.turn < turn && turn - mark.turn <= labelTurns);

const keepDrawn = (canvas: HTMLCanvasElement): (() => void) => {
  let scheduled = 0;
  let askedAt = -Infinity;
  let asking: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    asking = undefined;
    askedAt = performance.now();
    const { from, to } = rangeIn(getState(), canvas.clientWidth);
    const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
    turnStore.want("timeline", shown);
  };
  const schedule = (): void => {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  };
  const draw = (): void => {
    scheduled = 0;
    drawBars(canvas, getState());
    asking ??= setTimeout(ask, Math.max(0, askedAt + askMs - performance.now()));
  };
  const stop = useWorkbench.subscribe((state, before) => {
    if (
      state.status !== before.status ||
      state.marks !== before.marks ||
      state.turn !== before.turn ||
      state.settings !== before.settings
    ) {
      schedule();
    }
  });
  const stopTurns = turnStore.subscribe(schedule);
  const observer = new ResizeObserver(schedule);
  observer.observe(canvas);
  const theme = new MutationObserver(schedule);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  schedule();
  return () => {
    stop();
    stopTurns();
    observer.disconnect();
    theme.disconnect();
    clearTimeout(asking);
    cancelAnimationFrame(scheduled);
  };
};

const drawBars = (canvas: HTMLCanvasElement, state: State): void => {
  const context = canvas.getContext("2d");
  const { clientWidth: width, clientHeight: height } = canvas;
  if (context === null || width === 0) return;
  const ratio = window.devicePixelRatio;
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  // A canvas that is given a size is made anew, also where it has that size already.
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name);
  const colours: Readonly<Record<Bar["tone"], string>> = {
    quiet: colour("--bar"),
    emits: colour("--accent"),
    input: colour("--info"),
    error: colour("--error"),
  };
  const { from, to } = rangeIn(state, width);
  const at = state.turn ?? state.status?.turn ?? 0;
  const room = height - labelHeight - 4;
  for (let turn = from; turn <= to; turn++) {
    const known = turnStore.get(turn);
    const bar = known === undefined ? undefined : barOf(known);
    const x = side + (turn - from) * pitch;
    const tall = Math.max((bar?.height ?? 0.12) * room, 3);
    // What comes after the turn that one looks at is still there, as a shadow.
    context.globalAlpha = turn <= at ? 1 : 0.32;
    context.fillStyle = colours[bar?.tone ?? "quiet"];
    context.beginPath();
    context.roundRect(x, height - 2 - tall, barWidth, tall, 1.5);
    context.fill();
    context.globalAlpha = 1;
    if (turn === at && at < to) {
      context.fillStyle = colour("--text");
      context.fillRect(x, height - 1, barWidth, 1);
    }
  }
  const tones = { code: colour("--warn"), undone: colour("--ghost"), line: colour("--info") };
  let free = -Infinity;
  for (const mark of state.marks?.marks ?? []) {
    // Modules that were loaded before the first turn are no change of anything.
    if (mark.turn < from - 1 || mark.turn >= to || mark.turn === 0) continue;
    const x = side + (mark.turn + 1 - from) * pitch - barGap / 2;
    free = drawMark(context, { x, height, width, free, label: markLabel(mark), colour: tones[toneOfMark(mark.kind)] });
  }
};

interface DrawnMark {
  readonly x: number;
  readonly height: number;
  readonly width: number;
  /** Where the label before it ends; one that would lie on it is left out. */
  readonly free: number;
  readonly label: string;
  readonly colour: string;
}

/** @returns where its label ends. */
const drawMark = (context: CanvasRenderingContext2D, { x, height, width, free, label, colour }: DrawnMark): number => {
  context.fillStyle = colour;
  context.fillRect(Math.round(x), 1, 1, height - 2);
  context.font = "10px 'JetBrains Mono Variable', monospace";
  const room = context.measureText(label).width + 4;
  const left = x + room > width ? x - room : x + 4;
  if (left < free) return free;
  context.textBaseline = "top";
  context.fillText(label, left, 1);
  return left + room + 4;
};
