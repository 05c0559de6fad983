import type { Problem } from "../../electron/engine/summary.ts";
import { showTextOf } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { CodeFrame } from "../ui/CodeFrame.tsx";
import { formatCount } from "../words/figures.ts";
import { advice } from "../words/status.ts";
import { placeText } from "../words/swap.ts";
import styles from "./ProblemView.module.css";

/** A problem with its place, its code frame, and what one can do. */
export const ProblemView = ({ problem }: { readonly problem: Problem }) => {
  const { count: times = 1 } = problem;
  const hasSource = useWorkbench((state) => problem.file in state.modules);
  return (
    <article className={styles.problem}>
      <p className={styles.message}>
        <strong>{problem.message}</strong>
        {times > 1 && <span className={styles.times}> {formatCount(times)} times</span>}
      </p>
      <p className={styles.advice}>
        {problem.file !== "" &&
          (hasSource ? (
            <button
              type="button"
              className={styles.place}
              onClick={() => showTextOf(problem.file, problem.generation, problem.line)}
            >
              {placeText(problem)}
            </button>
          ) : (
            <code>{placeText(problem)}</code>
          ))}
        {problem.generation !== undefined && <span>in the old text of #{problem.generation}</span>}
        {problem.turn !== undefined && <span>turn {formatCount(problem.turn)}</span>}
        <span>{advice[problem.code]}</span>
      </p>
      {problem.lineText !== undefined && problem.lineText.trim() !== "" && problem.line > 0 && (
        <CodeFrame line={problem.line} column={problem.column} text={problem.lineText} />
      )}
    </article>
  );
};
