import { X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Event, Plain } from "../../electron/engine/plain.ts";
import type { PastMoment, TurnSummary } from "../../electron/engine/summary.ts";
import { tell } from "../store/actions.ts";
import { comeBack } from "../store/time.ts";
import { turnStore } from "../store/turns.ts";
import { Button } from "../ui/Button.tsx";
import { formatCount } from "../words/figures.ts";
import { plainText } from "../words/plain.ts";
import { call } from "../workbench-api.ts";
import { CallView } from "./CallView.tsx";
import { CauseLine, TurnLink } from "./CauseLine.tsx";
import styles from "./TurnDetails.module.css";

/** One turn in full: its event and why it came, each call with what it returned, and what came of it. */
export const TurnDetails = ({
  turn: number,
  isChosen,
}: {
  readonly turn: number;
  /** Somebody looks at it; else it is shown because it is the newest. */
  readonly isChosen: boolean;
}) => {
  const whole = useWholeTurn(number);
  const turn = whole ?? turnStore.get(number);
  const before = useStatesBefore(whole);
  return (
    <section className={styles.details} tabIndex={0} aria-label={`Turn ${formatCount(number)}`}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          Turn {formatCount(number)}
          {turn !== undefined && <code className={styles.type}>{turn.event.type}</code>}
        </h2>
        {isChosen && (
          <Button
            look="quiet"
            size="small"
            icon={<X size={13} />}
            aria-label="Close and come back to now"
            onClick={comeBack}
          />
        )}
      </header>
      {turn === undefined ? (
        <p className={styles.quiet}>{number === 0 ? "Before the first turn." : "This turn is not kept any more."}</p>
      ) : (
        <>
          <p className={styles.why}>
            <CauseLine cause={turn.cause} type={turn.event.type} />
          </p>
          <EventText key={number} event={turn.event} />
          {turn.calls.length === 0 && <p className={styles.quiet}>Nobody listens for this event.</p>}
          <ol>
            {turn.calls.map((each, index) => (
              // The same handler is called once a turn, in this order.
              // eslint-disable-next-line react/no-array-index-key
              <li key={index}>
                <CallView call={each} event={turn.event.type} before={before?.[index]} />
              </li>
            ))}
          </ol>
          <Consequences turn={turn} />
        </>
      )}
    </section>
  );
};

const shortEvent = 400;

/** The event as it was; of a long one the beginning, until all of it is asked for. */
export const EventText = ({ event }: { readonly event: Event }) => {
  const [isWhole, setWhole] = useState(false);
  const text = plainText(event, isWhole ? 100_000 : shortEvent);
  return (
    <pre className={styles.data}>
      {text}
      {!isWhole && text.length > shortEvent && (
        <button type="button" className={styles.all} onClick={() => setWhole(true)}>
          show all
        </button>
      )}
    </pre>
  );
};

/** The turn with all that lists leave out; undefined until it came, or where the engine does not keep it any more. */
const useWholeTurn = (number: number): TurnSummary | undefined => {
  const [turn, setTurn] = useState<TurnSummary>();
  useEffect(() => {
    let stale = false;
    if (number < 1) return;
    call("history.list", { from: number, limit: 1 }).then(([found]) => {
      if (!stale) setTurn(found);
    }, tell);
    return () => {
      stale = true;
    };
  }, [number]);
  return turn?.turn === number ? turn : undefined;
};

/** The state that each call was given; undefined until they came, or where they are not kept any more. */
const useStatesBefore = (turn: TurnSummary | undefined): readonly (Plain | undefined)[] | undefined => {
  const [told, setTold] = useState<{ readonly of: TurnSummary; readonly states: PastMoment["states"] }>();
  useEffect(() => {
    let stale = false;
    if (turn === undefined) return;
    const modules = turn.calls.filter(({ outcome }) => outcome?.state !== undefined).map(({ module }) => module);
    if (modules.length === 0) return;
    call("history.at", { turn: turn.turn - 1, modules: [...new Set(modules)] }).then(
      ({ states }) => {
        if (!stale) setTold({ of: turn, states });
      },
      // The turn before the oldest one is not there.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [turn]);
  return useMemo(() => {
    if (turn === undefined || told?.of !== turn) return undefined;
    const states = new Map(Object.entries(told.states));
    return turn.calls.map(({ module, outcome }) => {
      const given = states.get(module);
      if (outcome?.state !== undefined) states.set(module, outcome.state);
      return given;
    });
  }, [turn, told]);
};

const mostConsequences = 200;
const shownConsequences = 24;

const Consequences = ({ turn }: { readonly turn: TurnSummary }) => {
  const [found, setFound] = useState<{ readonly of: TurnSummary; readonly turns: readonly TurnSummary[] }>();
  useEffect(() => {
    let stale = false;
    call("history.find", { causedBy: turn.turn, from: turn.turn, limit: mostConsequences, brief: true }).then(
      ({ turns }) => {
        if (!stale) setFound({ of: turn, turns });
      },
      tell,
    );
    return () => {
      stale = true;
    };
  }, [turn]);
  const turns = found?.of === turn ? found.turns : [];
  if (turns.length === 0) return null;
  return (
    <p className={styles.consequences}>
      <span className={styles.quiet}>Of it came </span>
      {turns.slice(0, shownConsequences).map((each, index) => (
        <span key={each.turn}>
          {index > 0 && ", "}
          <code className={styles.type}>{each.event.type}</code> <span className={styles.quiet}>in</span>{" "}
          <TurnLink turn={each.turn} />
        </span>
      ))}
      {turns.length > shownConsequences && ` and ${turns.length - shownConsequences} more`}
    </p>
  );
};
