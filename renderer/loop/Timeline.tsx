import { useEffect, useRef } from "react";
import { openDialogOf, selectTurn } from "../store/actions.ts";
import { type State } from "../store/state.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { type Bar, barOf, swapMarks } from "./timeline-bars.ts";
import styles from "./Timeline.module.css";

const barWidth = 8;
const barGap = 3.5;
const pitch = barWidth + barGap;
/** Left for the labels of swaps. */
const labelHeight = 10;

/** The newest turns as bars, the newest at the right; drawn on a canvas, since it moves with every frame. */
export const Timeline = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : keepDrawn(canvas.current)), []);
  return (
    <canvas
      ref={canvas}
      className={styles.timeline}
      role="img"
      aria-label="The newest turns as bars, as high as they took long; the table below tells the same."
      onClick={(event) => {
        const state = getState();
        const { left, width } = event.currentTarget.getBoundingClientRect();
        const at = barAt(state, event.clientX - left, width);
        if (at === undefined) return;
        if (at.swap === undefined) selectTurn(at.turn);
        else openDialogOf({ kind: "swap-report", swap: at.swap });
      }}
    />
  );
};

const visibleBars = ({ turns }: State, width: number): readonly Bar[] =>
  turns.slice(-Math.floor((width - 24) / pitch)).map(barOf);

/** The swap whose label, or the turn whose bar, is under a point. */
const barAt = (
  state: State,
  x: number,
  width: number,
): { readonly turn: number; readonly swap?: number } | undefined => {
  const bars = visibleBars(state, width);
  const bar = bars[Math.floor((x - 12) / pitch)];
  if (bar === undefined) return undefined;
  const mark = swapMarks(state.swaps).find((each) => each.turn === bar.turn);
  return mark === undefined ? bar : { turn: bar.turn, swap: mark.number };
};

const keepDrawn = (canvas: HTMLCanvasElement): (() => void) => {
  let scheduled = 0;
  const schedule = (): void => {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  };
  const draw = (): void => {
    scheduled = 0;
    drawTimeline(canvas, getState());
  };
  const stop = useWorkbench.subscribe((state, before) => {
    if (
      state.turns !== before.turns ||
      state.swaps !== before.swaps ||
      state.turn !== before.turn ||
      state.settings !== before.settings
    ) {
      schedule();
    }
  });
  const observer = new ResizeObserver(schedule);
  observer.observe(canvas);
  const theme = new MutationObserver(schedule);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  schedule();
  return () => {
    stop();
    observer.disconnect();
    theme.disconnect();
    cancelAnimationFrame(scheduled);
  };
};

const drawTimeline = (canvas: HTMLCanvasElement, state: State): void => {
  const context = canvas.getContext("2d");
  const { clientWidth: width, clientHeight: height } = canvas;
  if (context === null || width === 0) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name);
  const colours: Readonly<Record<Bar["tone"], string>> = {
    quiet: colour("--bar"),
    emits: colour("--accent"),
    input: colour("--info"),
    error: colour("--error"),
  };
  const bars = visibleBars(state, width);
  const room = height - labelHeight - 4;
  const marks = new Map(swapMarks(state.swaps).map((mark) => [mark.turn, mark]));
  for (const [index, bar] of bars.entries()) {
    const x = 12 + index * pitch;
    const tall = Math.max(bar.height * room, 3);
    context.globalAlpha = state.turn === null || bar.turn <= state.turn ? 1 : 0.35;
    context.fillStyle = colours[bar.tone];
    context.beginPath();
    context.roundRect(x, height - 2 - tall, barWidth, tall, 1.5);
    context.fill();
    context.globalAlpha = 1;
    const mark = marks.get(bar.turn);
    if (mark !== undefined) drawMark(context, x - barGap / 2, height, mark.label, width, colour("--warn"));
  }
};

const drawMark = (
  context: CanvasRenderingContext2D,
  x: number,
  height: number,
  label: string,
  width: number,
  colour: string,
): void => {
  context.fillStyle = colour;
  context.fillRect(Math.round(x), 1, 1, height - 2);
  context.font = '10px "JetBrains Mono Variable"';
  const room = context.measureText(label).width + 6;
  const isLeft = x + room > width;
  context.textAlign = isLeft ? "right" : "left";
  context.textBaseline = "top";
  context.fillText(label, isLeft ? x - 4 : x + 5, 1);
};
