import type { Plain } from "../../electron/engine/plain.ts";
import type { CallSummary } from "../../electron/engine/summary.ts";
import { CircleDot } from "lucide-react";
import { openDialogOf, select, showSource } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { formatMs, plural } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import { stateDiff } from "../swap/state-diff.ts";
import { ProblemView } from "./ProblemView.tsx";
import styles from "./TurnDetails.module.css";

/** Of a call with many effects the first are written out. */
const shownEffects = 40;

/** One call of a handler, and all it returned. */
export const CallView = ({
  call: { module, function: name, generation, ms, outcome, error },
  event,
  before,
}: {
  readonly call: CallSummary;
  /** The state that it was given; absent: not known (yet). */
  readonly before?: Plain | undefined;
  /** Type of the event that it was called for. */
  readonly event?: string;
}) => (
  <>
    <p className={styles.call}>
      <FunctionLink module={module} name={name} generation={generation} line={error?.line} />
      <span className={styles.tools}>
        <Button
          look="quiet"
          size="small"
          className={styles.break}
          icon={<CircleDot size={12} />}
          aria-label={`Stop at ${name} of ${module}…`}
          onClick={() =>
            openDialogOf({
              kind: "breakpoint",
              breakpoint: { module, function: name, ...(event === undefined ? {} : { event }) },
              index: null,
            })
          }
        />
        <span className={styles.ms}>{formatMs(ms)} ms</span>
      </span>
    </p>
    {error !== undefined && <ProblemView problem={error} />}
    {outcome === undefined && error === undefined && <p className={styles.quiet}>returned nothing</p>}
    {outcome !== undefined && (
      <dl className={styles.outcome}>
        {outcome.state !== undefined &&
          (before === undefined ? (
            <Part name="state" text={plainText(outcome.state, 300)} />
          ) : (
            <Changes before={before} after={outcome.state} />
          ))}
        {outcome.emit?.map((event, index) => (
          // eslint-disable-next-line react/no-array-index-key
          <Part key={`emit ${index}`} name="emit" text={plainText(event, 300)} />
        ))}
        {outcome.effects?.slice(0, shownEffects).map((effect, index) => (
          // eslint-disable-next-line react/no-array-index-key
          <Part key={`effect ${index}`} name="effect" text={plainText(effect, 300)} />
        ))}
        {(outcome.effects?.length ?? 0) > shownEffects && (
          <Part name="" text={`and ${plural((outcome.effects?.length ?? 0) - shownEffects, "more effect")}`} />
        )}
      </dl>
    )}
  </>
);

export const FunctionLink = ({
  module,
  name,
  generation,
  line,
}: {
  readonly module: string;
  readonly name: string;
  readonly generation: number;
  readonly line?: number | undefined;
}) => (
  <button
    type="button"
    className={styles.link}
    onClick={() => select({ kind: "function", module, name })}
    onDoubleClick={() => showSource(module, line ?? 1)}
  >
    {module} <span className={styles.quiet}>#{generation}</span> {name}
  </button>
);

const Part = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <div className={styles.part}>
    <dt>{name}</dt>
    <dd>{text}</dd>
  </div>
);

const shownChanges = 12;

/** What a call made of the state, path by path; a state that hardly has parts is told whole. */
const Changes = ({ before, after }: { readonly before: Plain; readonly after: Plain }) => {
  const rows = stateDiff(before, after).filter(({ kind }) => kind !== "kept");
  if (rows.length === 0) return <Part name="state" text="as it was" />;
  return (
    <>
      {rows.slice(0, shownChanges).map(({ path, before, after }, index) => (
        <div key={path} className={styles.part}>
          <dt>{index === 0 ? "state" : ""}</dt>
          <dd>
            {path !== "" && <span className={styles.path}>{path} </span>}
            <span className={styles.was}>{before === undefined ? "–" : plainText(before, 60)}</span>
            <span className={styles.quiet}> → </span>
            <span className={styles.is}>{after === undefined ? "–" : plainText(after, 60)}</span>
          </dd>
        </div>
      ))}
      {rows.length > shownChanges && <Part name="" text={`and ${plural(rows.length - shownChanges, "more change")}`} />}
    </>
  );
};
