import { useEffect, useState } from "react";
import type { SwapReport } from "../../electron/engine/summary.ts";
import { ProblemView } from "../loop/ProblemView.tsx";
import { closeDialog, openDialogOf, swap } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { call } from "../workbench-api.ts";
import { listWords } from "../words/figures.ts";
import { swapStory } from "../words/swap.ts";
import { Spans } from "./Spans.tsx";
import { StateDiff } from "./StateDiff.tsx";
import { ModulePart, StalePart } from "./SwapReportDialog.tsx";
import styles from "./SwapReportDialog.module.css";

type Trial =
  | { readonly kind: "under way" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "ended"; readonly report: SwapReport };

/** Tries a swap out, all but the commit, and shows what it would do. */
export const PreviewDialog = ({ ids }: { readonly ids: readonly string[] }) => {
  const [trial, setTrial] = useState<Trial>({ kind: "under way" });
  const modules = useWorkbench((state) => state.modules);
  useEffect(() => {
    let ended = false;
    call("modules.swap", { ids: [...ids], dryRun: true }).then(
      (report) => !ended && setTrial({ kind: "ended", report }),
      (error: Error) => !ended && setTrial({ kind: "failed", message: error.message }),
    );
    return () => {
      ended = true;
    };
  }, [ids]);
  const report = trial.kind === "ended" ? trial.report : undefined;
  return (
    <Dialog
      title={`Preview of swapping ${listWords(ids)}`}
      wide
      onClose={closeDialog}
      footer={
        <>
          <Button data-autofocus onClick={closeDialog}>
            Close
          </Button>
          {report?.ok === true && report.stale.length > 0 && (
            <Button onClick={() => commit([...ids, ...report.stale])}>Swap with {listWords(report.stale)}</Button>
          )}
          {report?.ok === true && (
            <Button onClick={() => openDialogOf({ kind: "replay", under: { kind: "files", ids } })}>
              Replay what happened under it…
            </Button>
          )}
          {report?.ok === true && (
            <Button look="accent" onClick={() => commit(ids)}>
              Swap
            </Button>
          )}
        </>
      }
    >
      {trial.kind === "under way" && <p className={styles.quiet}>Trying it out beside what runs…</p>}
      {trial.kind === "failed" && <p>{trial.message}</p>}
      {report !== undefined && (
        <>
          <p className={styles.story}>
            <Spans spans={swapStory(report, (id) => modules[id]?.generation ?? 0, ids)} />
          </p>
          {report.problems.map((problem) => (
            <ProblemView key={`${problem.file} ${problem.line} ${problem.message}`} problem={problem} />
          ))}
          {report.modules.map((module) => (
            <div key={module.id}>
              <ModulePart module={module} isDryRun />
              {module.preview !== undefined && module.from > 0 && <StateDiff {...module.preview} />}
            </div>
          ))}
          {report.stale.length > 0 && <StalePart report={report} />}
          {report.ok && (
            <p className={styles.note}>Nothing was changed: it was evaluated beside what runs, and let go.</p>
          )}
        </>
      )}
    </Dialog>
  );
};

const commit = (ids: readonly string[]): void => {
  closeDialog();
  void swap(ids);
};
