import type { SwapReport, SwappedModule, SwapTimings } from "../../electron/engine/summary.ts";
import { ProblemView } from "../loop/ProblemView.tsx";
import { swapAsShown } from "../editor/editor-commands.ts";
import { closeDialog, swap } from "../store/actions.ts";
import { useSwap } from "../store/selectors.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Chip, type Tone } from "../ui/Chip.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { formatCount, formatMs, listWords } from "../words/figures.ts";
import { swapStory, usersOf } from "../words/swap.ts";
import { OldGeneration } from "./OldGeneration.tsx";
import { Spans } from "./Spans.tsx";
import styles from "./SwapReportDialog.module.css";

export const SwapReportDialog = ({ number }: { readonly number: number }) => {
  const record = useSwap(number);
  const modules = useWorkbench((state) => state.modules);
  if (record === undefined) return null;
  const { report, asked } = record;
  const users = report.ok ? [] : usersOf(report);
  return (
    <Dialog
      title={report.ok ? "Swap report" : "The swap was refused"}
      wide
      onClose={closeDialog}
      footer={
        <>
          {report.ok && report.stale.length > 0 && (
            <Button
              onClick={() => {
                closeDialog();
                void swap(report.stale);
              }}
            >
              Swap {listWords(report.stale)} too
            </Button>
          )}
          {users.length > 0 && asked.length > 0 && (
            <Button
              onClick={() => {
                closeDialog();
                void swapAsShown([...new Set([...asked, ...users])]);
              }}
            >
              Swap {listWords(users)} too
            </Button>
          )}
          <Button look="accent" data-autofocus onClick={closeDialog}>
            Close
          </Button>
        </>
      }
    >
      <p className={styles.story}>
        <Spans spans={swapStory(report, (id) => modules[id]?.generation ?? 0, asked)} />
      </p>
      {report.turn > 0 && <p className={styles.quiet}>Between turn {formatCount(report.turn)} and the next.</p>}
      {report.problems.map((problem) => (
        <ProblemView key={`${problem.file} ${problem.line} ${problem.message}`} problem={problem} />
      ))}
      {report.ok && report.modules.map((module) => <ModulePart key={module.id} module={module} />)}
      {report.stale.length > 0 && <StalePart report={report} />}
      <TimingsPart timings={report.timings} />
    </Dialog>
  );
};

export const ModulePart = ({
  module: { id, from, to, exports, state, handlers, variables, followers },
  isDryRun = false,
}: {
  readonly isDryRun?: boolean;
  readonly module: SwappedModule;
}) => (
  <section className={styles.part}>
    <h3 className={styles.heading}>
      {id} <code>{from === 0 ? `#${to}` : `#${from} → #${to}`}</code>
      {from > 0 && !isDryRun && <OldGeneration id={id} generation={from} />}
    </h3>
    <dl className={styles.facts}>
      <Names what="Changed" names={exports.changed} tone="accent" />
      <Names what="Added" names={exports.added} tone="info" />
      <Names what="Removed" names={exports.removed} tone="warn" />
      <Names what="Same" names={exports.same} />
      <Names what="Handles" names={handlers} />
      <Names what="State kept" names={state.kept.map(pathWords)} />
      <Names what="State added" names={state.added.map(pathWords)} tone="info" />
      <Names what="State dropped" names={state.dropped.map(pathWords)} tone="warn" />
      <Names what="Variables begun anew" names={variables} tone="warn" />
      <Names what="Importers that follow" names={followers} />
    </dl>
  </section>
);

const pathWords = (path: string): string => (path === "" ? "the whole state" : path);

/** Of a long list the beginning is shown. */
const shownNames = 60;

const Names = ({
  what,
  names,
  tone = "plain",
}: {
  readonly what: string;
  readonly names: readonly string[];
  readonly tone?: Tone;
}) =>
  names.length > 0 && (
    <div className={styles.fact}>
      <dt>{what}</dt>
      <dd>
        {names.slice(0, shownNames).map((name) => (
          <Chip key={name} mono tone={tone}>
            {name}
          </Chip>
        ))}
        {names.length > shownNames && <span>and {formatCount(names.length - shownNames)} more</span>}
      </dd>
    </div>
  );

export const StalePart = ({ report }: { readonly report: SwapReport }) => (
  <section className={styles.part}>
    <h3 className={styles.heading}>Stale importers</h3>
    <p className={styles.quiet}>
      They used an import while they were themselves evaluated, and keep what they computed from the old code until they
      are swapped too.
    </p>
    <dl className={styles.facts}>
      <Names what="Stale" names={report.stale} tone="warn" />
    </dl>
  </section>
);

const phases = ["compile", "link", "evaluate", "migrate", "commit"] as const;

const TimingsPart = ({ timings }: { readonly timings: SwapTimings }) => (
  <section className={styles.part}>
    <h3 className={styles.heading}>
      Time <code>{formatMs(timings.total)} ms</code>
    </h3>
    <dl className={styles.timings}>
      {phases
        .filter((phase) => timings[phase] > 0)
        .map((phase) => (
          <div key={phase} className={styles.timing}>
            <dt>{phase}</dt>
            <dd>{formatMs(timings[phase])} ms</dd>
          </div>
        ))}
    </dl>
  </section>
);
