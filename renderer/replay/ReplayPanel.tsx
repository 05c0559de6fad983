import { History, RotateCw } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useEditor } from "../editor/editor-store.ts";
import { swap } from "../store/actions.ts";
import type { ReplayUnder } from "../store/state.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { listWords } from "../words/figures.ts";
import { hasSomethingToSwap } from "../words/status.ts";
import styles from "./ReplayPanel.module.css";
import { Report, Story, Stretches } from "./ReplayReport.tsx";
import { ReplayRows } from "./ReplayRows.tsx";
import { hasEnded, hasRun, useLasting, useReplay } from "./trial.ts";

/** So long after the last key the text is tried. */
const quietMs = 150;

/** What the last events would have done under the texts that are being edited, while they are typed. */
export const ReplayPanel = () => {
  const ids = useEdited();
  const isTrusted = useWorkbench((state) => state.workspace?.trusted === true);
  const hasTurns = useWorkbench((state) => (state.status?.first ?? 0) > 0);
  if (!isTrusted || ids === "" || !hasTurns) {
    return (
      <EmptyState icon={<History size={22} />} title={hasTurns ? "No text is edited" : "There is no turn to run again"}>
        Edit a module: while you type, this tells turn by turn what the last events would have done under the new text.
      </EmptyState>
    );
  }
  return <Following key={ids} ids={ids} />;
};

/** Ids of the modules whose text is not what runs, saved or not, a line each. */
const useEdited = (): string => {
  const dirty = useEditor(({ facts }) =>
    Object.keys(facts)
      .filter((id) => facts[id]?.isDirty === true)
      .join("\n"),
  );
  const changed = useWorkbench(({ moduleIds, modules }) =>
    moduleIds.filter((id) => modules[id] !== undefined && hasSomethingToSwap(modules[id])).join("\n"),
  );
  return useMemo(
    () => [...new Set(`${dirty}\n${changed}`.split("\n").filter((id) => id !== ""))].sort().join("\n"),
    [dirty, changed],
  );
};

const Following = ({ ids }: { readonly ids: string }) => {
  const [stretch, setStretch] = useState<number>(500);
  const [again, setAgain] = useState(0);
  const under = useMemo(
    (): ReplayUnder & { readonly kind: "files" } => ({ kind: "files", ids: ids.split("\n") }),
    [ids],
  );
  const text = useQuiet(useEditor((state) => state.edits));
  const trial = useReplay(under, stretch, `${text} ${again}`);
  const told = useLasting(trial, hasEnded) ?? trial;
  // A text that does not compile for the moment takes nothing away.
  const run = useLasting(trial, hasRun);
  return (
    <div className={styles.panel}>
      <section className={styles.told} aria-label="Replay of the edited text">
        <h3 className={styles.title}>Under the new {listWords(under.ids)}</h3>
        <p role="status">
          <Story trial={told} under={under} />
        </p>
        {told.kind === "ended" && <Report trial={told} />}
        <div className={styles.tools}>
          <Button
            size="small"
            look="accent"
            disabled={trial !== run}
            onClick={() => run !== undefined && void swap(under.ids, run.edited)}
          >
            Swap
          </Button>
          <Button size="small" icon={<RotateCw size={12} />} onClick={() => setAgain(again + 1)}>
            Again
          </Button>
          <Stretches stretch={stretch} onChoose={setStretch} />
        </div>
      </section>
      <div className={cx(styles.rows, trial !== run && styles.old)}>
        {run !== undefined && run.rows.length > 0 && <ReplayRows rows={run.rows} more={run.report.more} />}
      </div>
    </div>
  );
};

/** The same, once it has stayed so for a moment. */
const useQuiet = (value: number): number => {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), quietMs);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
};
