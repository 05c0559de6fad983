import type { Evaluation, Problem } from "../../electron/engine/summary.ts";
import { ProblemView } from "../loop/ProblemView.tsx";
import { Chip } from "../ui/Chip.tsx";
import { CodeFrame } from "../ui/CodeFrame.tsx";
import { formatDuration } from "../words/figures.ts";
import type { Entry } from "./prompt-store.ts";
import styles from "./Prompt.module.css";
import { ShownTree } from "./ShownTree.tsx";

/** What was typed, and under it what came of it. */
export const EntryView = ({ entry: { id, text, outcome } }: { readonly entry: Entry }) => (
  <li className={styles.entry}>
    <div className={styles.typed}>
      <span className={styles.mark} aria-hidden="true">
        ›
      </span>
      <code className={styles.text}>{text}</code>
      <span className={styles.where}>
        {id}
        {outcome.kind === "told" && outcome.evaluation.generation > 0 && ` #${outcome.evaluation.generation}`}
        {outcome.kind === "told" && outcome.evaluation.ms >= 1 && ` · ${formatDuration(outcome.evaluation.ms)}`}
      </span>
    </div>
    {outcome.kind === "running" && <p className={styles.quiet}>runs…</p>}
    {outcome.kind === "refused" && <p className={styles.problem}>{outcome.message}</p>}
    {outcome.kind === "told" && <Told evaluation={outcome.evaluation} text={text} />}
  </li>
);

const Told = ({
  evaluation: { problem, value, stateSet },
  text,
}: {
  readonly evaluation: Evaluation;
  readonly text: string;
}) => (
  <>
    {value !== undefined && <ShownTree value={value} />}
    {stateSet && (
      <p className={styles.note}>
        <Chip tone="accent">state set</Chip>
      </p>
    )}
    {problem !== undefined && <Failure problem={problem} text={text} />}
    {problem === undefined && value === undefined && !stateSet && <p className={styles.quiet}>done, without a value</p>}
  </>
);

const Failure = ({ problem, text }: { readonly problem: Problem; readonly text: string }) => {
  // With a line of its own text it was the module's code that threw.
  if (problem.lineText !== undefined) return <ProblemView problem={problem} />;
  const lineText = text.split("\n")[problem.line - 1];
  return (
    <div className={styles.problem}>
      <p>
        {problem.message}
        {problem.line > 0 && (
          <span className={styles.place}>
            line {problem.line}, column {problem.column}
          </span>
        )}
      </p>
      {lineText !== undefined && <CodeFrame line={problem.line} column={problem.column} text={lineText} />}
    </div>
  );
};
