import { X } from "lucide-react";
import { useEffect, useState } from "react";
import type { CallSummary, TurnSummary } from "../../electron/engine/summary.ts";
import { select, selectTurn, showSource, tell } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { formatCount, formatMs } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import { call } from "../workbench-api.ts";
import { ProblemView } from "./ProblemView.tsx";
import styles from "./TurnDetails.module.css";

/** One turn in full: its event, each call with what it returned. */
export const TurnDetails = ({ turn: number }: { readonly turn: number }) => {
  const listed = useWorkbench((state) => state.turns.find((each) => each.turn === number));
  const turn = useWholeTurn(number) ?? listed;
  return (
    <section className={styles.details} tabIndex={0} aria-label={`Turn ${formatCount(number)}`}>
      <header className={styles.head}>
        <h3 className={styles.title}>Turn {formatCount(number)}</h3>
        <Button
          look="quiet"
          size="small"
          icon={<X size={13} />}
          aria-label="Close and follow the newest turn"
          onClick={() => selectTurn(null)}
        />
      </header>
      {turn === undefined ? (
        <p className={styles.quiet}>This turn is not kept any more.</p>
      ) : (
        <>
          <pre className={styles.data}>{plainText(turn.event, 2000)}</pre>
          {turn.calls.length === 0 && <p className={styles.quiet}>Nobody listens for this event.</p>}
          <ol>
            {turn.calls.map((each, index) => (
              // The same handler is called once a turn, in this order.
              // eslint-disable-next-line react/no-array-index-key
              <li key={index}>
                <Call call={each} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
};

/** The turn with all that lists leave out; undefined until it came, or where the engine does not keep it any more. */
const useWholeTurn = (number: number): TurnSummary | undefined => {
  const [turn, setTurn] = useState<TurnSummary>();
  useEffect(() => {
    let stale = false;
    call("history.list", { from: number, limit: 1 }).then(([found]) => {
      if (!stale) setTurn(found);
    }, tell);
    return () => {
      stale = true;
    };
  }, [number]);
  return turn?.turn === number ? turn : undefined;
};

const Call = ({ call: { module, function: name, generation, ms, outcome, error } }: { readonly call: CallSummary }) => (
  <>
    <p className={styles.call}>
      <button
        type="button"
        className={styles.link}
        onClick={() => select({ kind: "function", module, name })}
        onDoubleClick={() => showSource(module, error?.line ?? 1)}
      >
        {module} <span className={styles.quiet}>#{generation}</span> {name}
      </button>
      <span className={styles.ms}>{formatMs(ms)} ms</span>
    </p>
    {error !== undefined && <ProblemView problem={error} />}
    {outcome === undefined && error === undefined && <p className={styles.quiet}>returned nothing</p>}
    {outcome !== undefined && (
      <dl className={styles.outcome}>
        {outcome.state !== undefined && <Part name="state" text={plainText(outcome.state, 600)} />}
        {outcome.emit?.map((event, index) => (
          // eslint-disable-next-line react/no-array-index-key
          <Part key={`emit ${index}`} name="emit" text={plainText(event, 300)} />
        ))}
        {outcome.effects?.slice(0, 40).map((effect, index) => (
          // eslint-disable-next-line react/no-array-index-key
          <Part key={`effect ${index}`} name="effect" text={plainText(effect, 300)} />
        ))}
      </dl>
    )}
  </>
);

const Part = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <div className={styles.part}>
    <dt>{name}</dt>
    <dd>{text}</dd>
  </div>
);
