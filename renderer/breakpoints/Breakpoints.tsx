import { Ban, CircleDot, Pencil, Plus, ScrollText, Trash2 } from "lucide-react";
import { useEffect } from "react";
import type { BreakpointSummary } from "../../electron/engine/summary.ts";
import { openDialogOf, tell } from "../store/actions.ts";
import { refreshBreakpointsSoon, setBreakpoints, setPauseOn } from "../store/loop.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { Spans } from "../swap/Spans.tsx";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Check } from "../ui/Field.tsx";
import { Tip } from "../ui/Tip.tsx";
import { breakpointWords } from "../words/breakpoint.ts";
import { formatCount, plural } from "../words/figures.ts";
import { spansText } from "../words/swap.ts";
import styles from "./Breakpoints.module.css";

/** Hits are not told; while somebody looks they are asked for as often as this. */
const refreshMs = 500;

export const Breakpoints = () => {
  const breakpoints = useWorkbench((state) => state.breakpoints);
  const stopped = useWorkbench((state) =>
    state.status?.stopped?.by === "breakpoint" ? state.status.stopped.index : undefined,
  );
  useEffect(() => {
    refreshBreakpointsSoon();
    const timer = setInterval(() => {
      if (getState().breakpoints.length > 0) refreshBreakpointsSoon();
    }, refreshMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <Button
          size="small"
          icon={<Plus size={13} />}
          onClick={() => openDialogOf({ kind: "breakpoint", breakpoint: {}, index: null })}
        >
          Add breakpoint…
        </Button>
        <PauseOn />
        {breakpoints.length > 0 && (
          <Button
            className={styles.clear}
            look="quiet"
            size="small"
            icon={<Ban size={13} />}
            onClick={() => void setBreakpoints([]).catch(tell)}
          >
            Remove all
          </Button>
        )}
      </div>
      {breakpoints.length === 0 ? (
        <EmptyState icon={<CircleDot size={22} />} title="No breakpoints">
          One stops the loop, or logs, at an event, a handler, an effect, a change of the state, or where an expression
          is true.
        </EmptyState>
      ) : (
        <ol className={styles.list} aria-label="Breakpoints">
          {breakpoints.map((breakpoint, index) => (
            // A breakpoint has no identity but its place.
            // eslint-disable-next-line react/no-array-index-key
            <li key={index} className={cx(styles.item, index === stopped && styles.stopped)}>
              <Line breakpoint={breakpoint} index={index} isStopped={index === stopped} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
};

const PauseOn = () => {
  const error = useWorkbench((state) => state.status?.pauseOn.error === true);
  const swap = useWorkbench((state) => state.status?.pauseOn.swap === true);
  return (
    <div className={styles.pauseOn} role="group" aria-label="Pause by itself">
      <Check label="Pause on error" checked={error} onChange={(on) => void setPauseOn({ error: on })} />
      <Check label="Pause on swap" checked={swap} onChange={(on) => void setPauseOn({ swap: on })} />
    </div>
  );
};

const change = (index: number, to: Partial<BreakpointSummary> | null): void => {
  const { breakpoints } = getState();
  const next =
    to === null
      ? breakpoints.filter((_, at) => at !== index)
      : breakpoints.map((each, at) => (at === index ? { ...each, ...to } : each));
  setBreakpoints(next).catch(tell);
};

const Line = ({
  breakpoint,
  index,
  isStopped,
}: {
  readonly breakpoint: BreakpointSummary;
  readonly index: number;
  readonly isStopped: boolean;
}) => {
  const { enabled = true, hits, log, problem } = breakpoint;
  const words = breakpointWords(breakpoint);
  const name = spansText(words);
  return (
    <>
      <input
        type="checkbox"
        className={styles.enabled}
        checked={enabled}
        aria-label={`${enabled ? "On" : "Off"}: ${name}`}
        onChange={() => change(index, { enabled: !enabled })}
      />
      <span className={styles.number}>{index + 1}</span>
      <div className={styles.words}>
        <span className={cx(!enabled && styles.off)}>
          <Spans spans={words} />
        </span>
        {log !== undefined && log !== false && (
          <span className={styles.log}>
            <ScrollText size={12} aria-label="logs" /> {typeof log === "string" ? <code>{log}</code> : "logs"}
          </span>
        )}
        {isStopped && <span className={styles.here}>the loop stands here</span>}
        {problem !== undefined && <p className={styles.problem}>{problem.message}</p>}
      </div>
      <span className={styles.hits} title="How often it fitted since it was set">
        {formatCount(hits)}
        <span className={styles.hitsWord}> {hits === 1 ? "hit" : "hits"}</span>
      </span>
      <Tip text="Edit" side="top">
        <Button
          look="quiet"
          size="small"
          icon={<Pencil size={12} />}
          aria-label={`Edit breakpoint ${index + 1}, ${plural(hits, "hit")}`}
          onClick={() => openDialogOf({ kind: "breakpoint", breakpoint, index })}
        />
      </Tip>
      <Tip text="Remove" side="top">
        <Button
          look="quiet"
          size="small"
          icon={<Trash2 size={12} />}
          aria-label={`Remove breakpoint ${index + 1}`}
          onClick={() => change(index, null)}
        />
      </Tip>
    </>
  );
};
