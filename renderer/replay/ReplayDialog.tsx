import { useState } from "react";
import { closeDialog, swap } from "../store/actions.ts";
import type { ReplayUnder } from "../store/state.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { listWords } from "../words/figures.ts";
import { Impurities } from "./Impurities.tsx";
import styles from "./ReplayDialog.module.css";
import { Report, Story, Stretches } from "./ReplayReport.tsx";
import { ReplayRows } from "./ReplayRows.tsx";
import { usePurity, useReplay } from "./trial.ts";

/** What a stretch of history would have done under other code, turn by turn; then one swaps, or thinks again. */
export const ReplayDialog = ({ under }: { readonly under: ReplayUnder }) => {
  const [stretch, setStretch] = useState<number>(500);
  const trial = useReplay(under, stretch);
  const purity = usePurity(stretch, trial.kind === "ended");
  const canSwap = under.kind === "files" && trial.kind === "ended" && trial.report.ok;
  return (
    <Dialog
      title={`Replay under ${underWords(under)}`}
      size="large"
      onClose={closeDialog}
      footer={
        <>
          <Button data-autofocus onClick={closeDialog}>
            {canSwap ? "Think again" : "Close"}
          </Button>
          {canSwap && (
            <Button
              look="accent"
              onClick={() => {
                closeDialog();
                void swap(under.ids, trial.edited);
              }}
            >
              Swap
            </Button>
          )}
        </>
      }
    >
      <div className={styles.dialog}>
        <div className={styles.head}>
          <p className={styles.story} role="status">
            <Story trial={trial} under={under} />
          </p>
          <Stretches stretch={stretch} onChoose={setStretch} />
        </div>
        {trial.kind === "ended" && <Report trial={trial} />}
        {purity !== undefined && <Impurities report={purity} />}
        {trial.kind === "ended" && trial.rows.length > 0 && <ReplayRows rows={trial.rows} more={trial.report.more} />}
      </div>
    </Dialog>
  );
};

const underWords = (under: ReplayUnder): string => {
  switch (under.kind) {
    case "files":
      return `the new ${listWords(under.ids)}`;
    case "generation":
      return `${under.id} #${under.generation}`;
    case "current":
      return "the code that runs";
    default:
      return under satisfies never;
  }
};
