import { CircleCheck } from "lucide-react";
import { useProblems } from "../store/selectors.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { StatusGlyph } from "../ui/StatusGlyph.tsx";
import styles from "./Problems.module.css";
import { ProblemView } from "./ProblemView.tsx";

export const Problems = () => {
  const problems = useProblems();
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={22} />} title="No problems">
        What does not compile, throws or returns what is not plain data is told here, with its line.
      </EmptyState>
    );
  }
  return (
    <ul className={styles.problems} tabIndex={0} aria-label="Problems, newest first">
      {problems.toReversed().map(({ key, problem }) => (
        <li key={key} className={styles.item}>
          <StatusGlyph glyph="triangle" tone="error" />
          <div className={styles.content}>
            <ProblemView problem={problem} />
          </div>
        </li>
      ))}
    </ul>
  );
};
