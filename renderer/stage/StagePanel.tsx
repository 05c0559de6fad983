import { Monitor } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { runCommand } from "../commands/run-command.ts";
import { fillScreen } from "../store/actions.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { call } from "../workbench-api.ts";
import { drawStage } from "./draw.ts";
import { acknowledgeFrame, listenForFrames, shownFrame } from "./frames.ts";
import { isForWindow, keyEvent, pointerEvent, type PointerPhase } from "./input.ts";
import styles from "./StagePanel.module.css";

export const StagePanel = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isEmpty, setEmpty] = useState(() => shownFrame().length === 0);
  const isFull = useWorkbench((state) => state.stageFull);
  useEffect(() => (canvas.current === null ? undefined : showFrames(canvas.current, setEmpty)), []);
  useEffect(() => (canvas.current === null ? undefined : takeInput(canvas.current)), []);
  useEffect(() => {
    if (isFull) canvas.current?.focus();
  }, [isFull]);
  return (
    <div className={cx(styles.stage, isFull && styles.full)}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        tabIndex={0}
        role="application"
        aria-label="Stage: what the program draws. It takes keyboard and pointer while it has the focus."
        data-takes-keys
        data-autofocus
        data-testid="stage"
      />
      {isEmpty && <NothingDrawn />}
    </div>
  );
};

const NothingDrawn = () => {
  const mode = useWorkbench((state) => state.status?.mode);
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  return (
    <div className={styles.empty}>
      <EmptyState
        icon={<Monitor size={26} />}
        title="Nothing is drawn"
        actions={
          <>
            {trusted && mode === "paused" && <Button onClick={() => runCommand("run.run")}>Run the loop</Button>}
            <Button onClick={() => runCommand("view.graph")}>Show the graph</Button>
          </>
        }
      >
        {mode === "paused" ? (
          "The loop is paused."
        ) : (
          <>
            A handler draws by returning an effect <code>{'{ type: "draw", shapes: […] }'}</code>.
          </>
        )}
      </EmptyState>
    </div>
  );
};

/** Draws the newest frame at the display's rate, in device pixels; only when there is a new one, or another size. */
const showFrames = (canvas: HTMLCanvasElement, onEmpty: (isEmpty: boolean) => void): (() => void) => {
  const context = canvas.getContext("2d");
  let scheduled = 0;
  let fresh = false;
  const draw = (): void => {
    scheduled = 0;
    const ratio = window.devicePixelRatio;
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const frame = shownFrame();
    if (context !== null) drawStage(context, width, height, frame);
    onEmpty(frame.length === 0);
    if (fresh) {
      fresh = false;
      acknowledgeFrame();
    }
  };
  const schedule = (): void => {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  };
  const observer = new ResizeObserver(schedule);
  observer.observe(canvas);
  const stop = listenForFrames(() => {
    fresh = true;
    schedule();
  });
  // Text is drawn anew once its font is there.
  void document.fonts.ready.then(schedule);
  return () => {
    stop();
    observer.disconnect();
    cancelAnimationFrame(scheduled);
  };
};

/** Sends keys and pointer to the loop. Moves are sent once a frame, the newest only. */
const takeInput = (canvas: HTMLCanvasElement): (() => void) => {
  const ends = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(name: K, listener: (event: HTMLElementEventMap[K]) => void) =>
    canvas.addEventListener(name, listener, { signal: ends.signal });
  // What cannot be queued (the loop is paused and its queue full, nothing is open) is not worth a message a key press.
  const send = (event: ReturnType<typeof keyEvent>): void => {
    // Who looks at the past does not play on in the present.
    if (getState().past === null) call("stage.input", { event }).catch(() => undefined);
  };
  let move: PointerEvent | undefined;
  let scheduled = 0;
  const sendMove = (): void => {
    scheduled = 0;
    if (move !== undefined) point("move", move);
    move = undefined;
  };
  const point = (phase: PointerPhase, event: PointerEvent): void =>
    send(pointerEvent(phase, event, canvas.getBoundingClientRect()));
  const flushMove = (): void => {
    cancelAnimationFrame(scheduled);
    sendMove();
  };

  listen("keydown", (event) => {
    if (event.key === "Escape" && document.fullscreenElement === null && canvas.closest(`.${styles.full}`) !== null) {
      void fillScreen(false);
      return;
    }
    if (isForWindow(event)) return;
    event.preventDefault();
    send(keyEvent("keyDown", event));
  });
  listen("keyup", (event) => {
    if (!isForWindow(event)) send(keyEvent("keyUp", event));
  });
  listen("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    flushMove();
    point("down", event);
  });
  listen("pointerup", (event) => {
    flushMove();
    point("up", event);
  });
  listen("pointermove", (event) => {
    move = event;
    if (scheduled === 0) scheduled = requestAnimationFrame(sendMove);
  });
  listen("pointerleave", (event) => {
    flushMove();
    point("leave", event);
  });
  return () => {
    ends.abort();
    cancelAnimationFrame(scheduled);
  };
};
