import { Check, ChevronRight, Circle, CircleAlert } from "lucide-react";
import type { CallSummary, InTurn as Standing, SlotSummary } from "../../electron/engine/summary.ts";
import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import { CallView, FunctionLink } from "./CallView.tsx";
import { CauseLine } from "./CauseLine.tsx";
import styles from "./InTurn.module.css";
import { EventText } from "./TurnDetails.tsx";
import details from "./TurnDetails.module.css";
import { type Called, handlersOf } from "./handlers-of.ts";

const reveal = (next: HTMLElement | null): void => next?.scrollIntoView({ block: "nearest" });

/** The turn inside which the loop stands: which calls were made, which comes next and what it is given, which are to come. */
export const InTurn = ({ standing }: { readonly standing: Standing }) => {
  const slots = useWorkbench((state) => state.status?.slots);
  const { turn, event, cause, made, nextCall, calls } = standing;
  return (
    <section className={details.details} tabIndex={0} aria-label={`Inside turn ${formatCount(turn)}`}>
      <header className={details.head}>
        <h2 className={details.title}>
          Inside turn {formatCount(turn)}
          <code className={details.type}>{event.type}</code>
        </h2>
        <span className={styles.progress}>
          {nextCall} of {calls} called
        </span>
      </header>
      <p className={details.why}>
        <CauseLine cause={cause} type={event.type} />
      </p>
      <EventText key={turn} event={event} />
      <ol className={styles.calls}>
        {made.map((call, index) => (
          // Calls of one turn are never reordered.
          // eslint-disable-next-line react/no-array-index-key
          <li key={index} className={styles.call}>
            <Mark call={call} />
            <div className={styles.content}>
              <CallView call={call} event={event.type} />
            </div>
          </li>
        ))}
        {standing.next !== undefined && (
          <li key={`next ${nextCall}`} ref={reveal} className={cx(styles.call, styles.next)} aria-current="step">
            <ChevronRight size={13} aria-label="Next" className={styles.mark} />
            <div className={styles.content}>
              <p className={details.call}>
                <FunctionLink
                  module={standing.next.module}
                  name={standing.next.function}
                  generation={standing.next.generation}
                />
                <span className={styles.word}>next</span>
              </p>
              <dl className={details.outcome}>
                <div className={details.part}>
                  <dt>state</dt>
                  <dd>{plainText(standing.next.state, 240)}</dd>
                </div>
              </dl>
            </div>
          </li>
        )}
        {toCome(standing, slots).map(({ module, function: name, generation }) => (
          <li key={`${module} ${name}`} className={styles.call}>
            <Circle size={11} aria-label="To come" className={styles.mark} />
            <div className={styles.content}>
              <p className={details.call}>
                <FunctionLink module={module} name={name} generation={generation} />
                <span className={details.quiet}>to come</span>
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};

const Mark = ({ call }: { readonly call: CallSummary }) =>
  call.error === undefined ? (
    <Check size={13} aria-label="Called" className={cx(styles.mark, styles.done)} />
  ) : (
    <CircleAlert size={13} aria-label="Failed" className={cx(styles.mark, styles.failed)} />
  );

/** What the slots say is behind the next call. */
const toCome = ({ event, nextCall, calls }: Standing, slots: readonly SlotSummary[] | undefined): readonly Called[] => {
  const all = handlersOf(event.type, slots ?? []);
  return all.length === calls ? all.slice(nextCall + 1) : [];
};
