import type { RetentionPoint } from "../../electron/engine/summary.ts";
import { useAsked } from "../store/asked.ts";
import { useWorkbench } from "../store/store.ts";
import { useNow } from "../ui/now.ts";
import { call } from "../workbench-api.ts";
import { trendText } from "../words/generation.ts";
import styles from "./Trend.module.css";

const everyMs = 3000;
const ask = (id: string): Promise<readonly RetentionPoint[]> => call("references.trend", { id });
const width = 240;
const height = 28;

/** How many old generations of a module were retained over time, and what is overdue; nothing where none ever was. */
export const Trend = ({ id }: { readonly id: string }) => {
  const answer = useAsked(id, ask, everyMs);
  const now = useNow(everyMs);
  const alarms = useWorkbench((state) => state.problems);
  const overdue = alarms.filter(({ problem }) => problem.code === "generation-retained" && problem.file === id);
  const points = answer.kind === "told" ? answer.value : [];
  if (points.length === 0) return null;
  return (
    <div className={styles.trend}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Retained old generations over time: ${trendText(points)}`}
      >
        <path d={stepPath(points, now, true)} className={styles.area} />
        <path d={stepPath(points, now, false)} className={styles.line} />
      </svg>
      <span className={styles.words}>{trendText(points)}</span>
      {overdue.map(({ key, problem }) => (
        <p key={key} className={styles.alarm}>
          {problem.message}
        </p>
      ))}
    </div>
  );
};

/** A step at each change, from the first to now. */
const stepPath = (points: readonly RetentionPoint[], now: number, isArea: boolean): string => {
  const first = points[0]?.at ?? now;
  // A piece of the time before, so that the first step is seen as one.
  const start = first - (now - first) * 0.06 - 1;
  const most = Math.max(1, ...points.map(({ retained }) => retained));
  const x = (at: number): string => (((at - start) / Math.max(1, now - start)) * width).toFixed(1);
  const y = (retained: number): string => (height - 2 - (retained / most) * (height - 4)).toFixed(1);
  const steps = points.map(({ at, retained }) => `H${x(at)} V${y(retained)}`).join(" ");
  return `M0 ${y(0)} ${steps} H${width}${isArea ? ` V${y(0)} Z` : ""}`;
};
