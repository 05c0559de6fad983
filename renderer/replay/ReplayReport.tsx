/** What came of a trial, in words and counts. */
import { ProblemView } from "../loop/ProblemView.tsx";
import type { ReplayUnder } from "../store/state.ts";
import { cx } from "../ui/cx.ts";
import { formatCount, formatDuration, plural } from "../words/figures.ts";
import styles from "./ReplayDialog.module.css";
import { turnsThatDiffer } from "./replay-rows.ts";
import { type EndedTrial, type Trial, stretches } from "./trial.ts";

export const Story = ({ trial, under }: { readonly trial: Trial; readonly under: ReplayUnder }) => {
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

export const Report = ({ trial: { report } }: { readonly trial: EndedTrial }) => (
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

export const Stretches = ({
  stretch,
  onChoose,
}: {
  readonly stretch: number;
  readonly onChoose: (stretch: number) => void;
}) => (
  <div className={styles.stretches} role="group" aria-label="How many of the last events">
    {stretches.map((count) => (
      <button
        key={count}
        type="button"
        className={cx(styles.stretch, count === stretch && styles.chosen)}
        aria-pressed={count === stretch}
        onClick={() => onChoose(count)}
      >
        {formatCount(count)}
      </button>
    ))}
    <span className={styles.quiet}>events</span>
  </div>
);
