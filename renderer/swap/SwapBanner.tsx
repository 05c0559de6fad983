import { CircleAlert, CircleCheck, X } from "lucide-react";
import { swapAsShown } from "../editor/editor-commands.ts";
import { openDialogOf, swap } from "../store/actions.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { CodeFrame } from "../ui/CodeFrame.tsx";
import { cx } from "../ui/cx.ts";
import { listWords, plural } from "../words/figures.ts";
import { advice } from "../words/status.ts";
import { swapStory, usersOf } from "../words/swap.ts";
import { OldGeneration } from "./OldGeneration.tsx";
import { Spans } from "./Spans.tsx";
import styles from "./SwapBanner.module.css";

const putAway = (): void => setState({ toldSwap: null });

/** The story of the last swap, until it is put away or another one has its own. */
export const SwapBanner = () => {
  const record = useWorkbench((state) => state.swaps.find((each) => each.number === state.toldSwap));
  const modules = useWorkbench((state) => state.modules);
  if (record === undefined) return null;
  const { report, number, asked } = record;
  const users = report.ok ? [] : usersOf(report);
  const story = swapStory(report, (id) => modules[id]?.generation ?? 0, asked);
  const [problem] = report.problems;
  const only = report.modules.length === 1 ? report.modules[0] : undefined;
  return (
    <section className={cx(styles.banner, !report.ok && styles.refused)} aria-label="The last swap">
      <div className={styles.line}>
        {report.ok ? <CircleCheck size={14} aria-hidden="true" /> : <CircleAlert size={14} aria-hidden="true" />}
        <p className={styles.story}>
          <Spans spans={story} />
          {report.ok && only !== undefined && only.from > 0 && (
            <OldGeneration key={`${only.id} ${only.from}`} id={only.id} generation={only.from} />
          )}
        </p>
        {report.ok && report.stale.length > 0 && (
          <Button size="small" onClick={() => void swap(report.stale)}>
            Swap {report.stale.length === 1 ? "it" : `these ${plural(report.stale.length, "importer")}`} too
          </Button>
        )}
        {users.length > 0 && asked.length > 0 && (
          <Button size="small" onClick={() => void swapAsShown([...new Set([...asked, ...users])])}>
            Swap {listWords(users)} too
          </Button>
        )}
        <button
          type="button"
          className={styles.link}
          onClick={() => openDialogOf({ kind: "swap-report", swap: number })}
        >
          Report
        </button>
        <Button look="quiet" size="small" icon={<X size={13} />} aria-label="Put this away" onClick={putAway} />
      </div>
      {!report.ok && problem !== undefined && (
        <div className={styles.refusal}>
          {problem.lineText !== undefined && problem.lineText.trim() !== "" && problem.line > 0 && (
            <CodeFrame line={problem.line} column={problem.column} text={problem.lineText} />
          )}
          <p>{advice[problem.code]}</p>
        </div>
      )}
    </section>
  );
};
