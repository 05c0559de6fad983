import { Fragment } from "react";
import type { PathStep } from "../../electron/engine/summary.ts";
import { showTextOf } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import styles from "./PathSteps.module.css";

/** The shortest way on which something keeps a generation; a step in a module shows its line. */
export const PathSteps = ({ steps }: { readonly steps: readonly PathStep[] }) => (
  <p className={styles.path}>
    {steps.map((step, index) => (
      // A way has its order and no names.
      // eslint-disable-next-line react/no-array-index-key
      <Fragment key={index}>
        {index > 0 && <span className={styles.arrow}>{" → "}</span>}
        <Step step={step} />
      </Fragment>
    ))}
  </p>
);

const Step = ({ step: { label, module, generation, line } }: { readonly step: PathStep }) => {
  const isThere = useWorkbench((state) => module !== undefined && module in state.modules);
  if (module === undefined || !isThere) return <code>{label}</code>;
  return (
    <button
      type="button"
      className={styles.step}
      aria-label={`${label}, show ${module}${line === undefined ? "" : ` line ${line}`}`}
      onClick={() => showTextOf(module, generation, line ?? 1)}
    >
      <code>{label}</code>
    </button>
  );
};
