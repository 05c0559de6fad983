import { MemoryFigure } from "../performance/MemoryFigure.tsx";
import { useProblems, useTotals } from "../store/selectors.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatCount, formatDuration, plural } from "../words/figures.ts";
import { FrameRate } from "../stage/FrameRate.tsx";
import styles from "./StatusBar.module.css";

export const StatusBar = () => {
  const mode = useWorkbench((state) => state.status?.mode);
  const isOpen = useWorkbench((state) => state.workspace !== null);
  const totals = useTotals();
  const problems = useProblems().length;
  const lastSwap = useWorkbench((state) => state.swaps.findLast((swap) => swap.report.ok)?.report.timings.total);
  const alive = useWorkbench((state) => state.ghosts.filter(({ status }) => status === "retained").length);
  const retained = useWorkbench((state) => state.ghosts.find(({ status }) => status === "retained")?.id);
  const info = useWorkbench((state) => state.info);
  return (
    <footer className={styles.bar} aria-label="Status">
      {isOpen && (
        <>
          <span className={cx(styles.dot, mode === "running" && styles.running)} aria-hidden="true" />
          <span className="visually-hidden">{mode === "running" ? "The loop runs." : "The loop is paused."}</span>
          <span>
            {plural(totals.modules, "module")} · {plural(totals.functions, "function")} ·{" "}
            {plural(totals.references, "reference")}
          </span>
          {retained !== undefined && (
            <button
              type="button"
              className={styles.retained}
              onClick={() => setState({ selection: { kind: "module", id: retained }, inspector: "generations" })}
            >
              {plural(alive, "old generation")} alive
            </button>
          )}
          {problems > 0 && (
            <button type="button" className={styles.problems} onClick={() => setState({ bottom: "problems" })}>
              {plural(problems, "problem")}
            </button>
          )}
        </>
      )}
      <span className={styles.space} />
      {lastSwap !== undefined && <span className={styles.data}>swap {formatDuration(lastSwap)}</span>}
      {isOpen && <FrameRate />}
      {isOpen && <MemoryFigure />}
      {info !== null && <span className={styles.data}>Electron {formatCount(Number.parseInt(info.electron, 10))}</span>}
    </footer>
  );
};
