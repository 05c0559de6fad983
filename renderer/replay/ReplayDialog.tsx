import { useEffect, useState } from "react";
import type { PurityReport, ReplayReport } from "../../electron/engine/summary.ts";
import { ProblemView } from "../loop/ProblemView.tsx";
import { closeDialog, swap } from "../store/actions.ts";
import type { ReplayUnder } from "../store/state.ts";
import { getState } from "../store/store.ts";
import { newestTurn } from "../store/time.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { formatCount, formatDuration, listWords, plural } from "../words/figures.ts";
import { call } from "../workbench-api.ts";
import { editedText } from "./edited-text.ts";
import { Impurities } from "./Impurities.tsx";
import { ReplayRows } from "./ReplayRows.tsx";
import { type ReplayRow, replayRows, turnsThatDiffer } from "./replay-rows.ts";
import styles from "./ReplayDialog.module.css";

type Trial =
  | { readonly kind: "under way" }
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "ended";
      readonly report: ReplayReport;
      readonly rows: readonly ReplayRow[];
      /** Texts that were tried and are not what the files say. */
      readonly edited: Readonly<Record<string, string>>;
    };

const stretches = [100, 500, 2000, 10_000] as const;

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
          <div className={styles.stretches} role="group" aria-label="How many of the last events">
            {stretches.map((count) => (
              <button
                key={count}
                type="button"
                className={cx(styles.stretch, count === stretch && styles.chosen)}
                aria-pressed={count === stretch}
                onClick={() => setStretch(count)}
              >
                {formatCount(count)}
              </button>
            ))}
            <span className={styles.quiet}>events</span>
          </div>
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

/** From where the last so many turns begin; a stretch that is longer than the history is all of it. */
const startOf = (stretch: number): number => {
  const { status } = getState();
  return Math.max(newestTurn(status) - stretch + 1, status?.first ?? 1, 1);
};

const useReplay = (under: ReplayUnder, stretch: number): Trial => {
  const [ended, setEnded] = useState<{ readonly stretch: number; readonly trial: Trial }>();
  useEffect(() => {
    let stale = false;
    const show = (trial: Trial): void => {
      if (!stale) setEnded({ stretch, trial });
    };
    replay(under, startOf(stretch)).then(
      ({ report, edited }) => show({ kind: "ended", report, rows: replayRows(report), edited }),
      (error: Error) => show({ kind: "failed", message: error.message }),
    );
    return () => {
      stale = true;
      // Whoever closes the dialog does not wait for it.
      call("history.cancelReplay").catch(() => undefined);
    };
  }, [under, stretch]);
  return ended?.stretch === stretch ? ended.trial : { kind: "under way" };
};

interface Replayed {
  readonly report: ReplayReport;
  readonly edited: Readonly<Record<string, string>>;
}

const replay = async (under: ReplayUnder, from: number): Promise<Replayed> => {
  switch (under.kind) {
    case "files": {
      const texts = await Promise.all(under.ids.map(async (id) => [id, await editedText(id)] as const));
      const sources = Object.fromEntries(texts.map(([id, { text }]) => [id, text]));
      const edited = Object.fromEntries(texts.flatMap(([id, { text, isEdited }]) => (isEdited ? [[id, text]] : [])));
      return { report: await call("history.replay", { from, sources }), edited };
    }
    case "generation": {
      const generations = { [under.id]: under.generation };
      return { report: await call("history.replay", { from, generations }), edited: {} };
    }
    case "current":
      return { report: await call("history.replay", { from }), edited: {} };
    default:
      return under satisfies never;
  }
};

/** Once the replay has ended: what of it may differ by itself. */
const usePurity = (stretch: number, mayBegin: boolean): PurityReport | undefined => {
  const [told, setTold] = useState<{ readonly stretch: number; readonly report: PurityReport }>();
  useEffect(() => {
    if (!mayBegin) return;
    let stale = false;
    call("history.purity", { from: startOf(stretch) }).then(
      (report) => !stale && setTold({ stretch, report }),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [stretch, mayBegin]);
  return told?.stretch === stretch ? told.report : undefined;
};

const Story = ({ trial, under }: { readonly trial: Trial; readonly under: ReplayUnder }) => {
  if (trial.kind === "under way") return <>Running them again on a copy…</>;
  if (trial.kind === "failed") return <>{trial.message}</>;
  const { report, rows } = trial;
  if (!report.ok) return <strong>It could not be run again{report.turns > 0 ? " to the end" : ""}.</strong>;
  const differ = turnsThatDiffer(rows);
  const turns = `turns ${formatCount(report.from)} to ${formatCount(report.to)}, in ${formatDuration(report.ms)}`;
  if (rows.length === 0) {
    return (
      <>
        <strong>Nothing differs.</strong> {plural(report.turns, "turn")} would have done just the same: {turns}.
      </>
    );
  }
  return (
    <>
      <strong>
        {differ === 0
          ? "Only the states at the start differ."
          : `${formatCount(differ)} of ${plural(report.turns, "turn")} ${under.kind === "current" ? "do" : "would have done"} something else.`}
      </strong>{" "}
      {turns.charAt(0).toUpperCase() + turns.slice(1)}. Nothing was performed.
    </>
  );
};

const Report = ({ trial: { report } }: { readonly trial: Trial & { readonly kind: "ended" } }) => (
  <>
    {report.problems.map((problem) => (
      <ProblemView key={`${problem.file} ${problem.line} ${problem.message}`} problem={problem} />
    ))}
    {report.ok && (
      <dl className={styles.counts}>
        <Count what="states" count={report.differences.length} more={report.more > 0} />
        <Count what="emitted" count={report.emitted.length} more={report.more > 0} />
        <Count what="effects" count={report.effects.length} more={report.more > 0} />
        <Count what="events" count={report.events.length} more={report.more > 0} />
        <Count what="errors" count={report.errors.length} isBad />
      </dl>
    )}
  </>
);

/** The engine tells so many differences of a kind. */
const longestList = 1000;

const Count = ({
  what,
  count,
  more = false,
  isBad = false,
}: {
  readonly what: string;
  readonly count: number;
  /** Some kind was cut; one that is as long as lists get was. */
  readonly more?: boolean;
  readonly isBad?: boolean;
}) => (
  <div className={cx(styles.count, count === 0 && styles.none, isBad && count > 0 && styles.bad)}>
    <dt>{what}</dt>
    <dd>
      {formatCount(count)}
      {more && count >= longestList && "+"}
    </dd>
  </div>
);
