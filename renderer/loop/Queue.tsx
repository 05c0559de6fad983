import { Inbox, Send } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Event } from "../../electron/engine/plain.ts";
import { announcePlace } from "../commands/places.ts";
import { emit, refreshQueue } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatCount } from "../words/figures.ts";
import { payloadText } from "../words/plain.ts";
import { parseEvent } from "./parse-event.ts";
import styles from "./Queue.module.css";

const refreshMs = 250;
/** Of a long queue the head is shown. */
const shownEvents = 200;

export const Queue = () => {
  const queue = useWorkbench((state) => state.queue);
  const queued = useWorkbench((state) => state.status?.queued ?? 0);
  const inTurn = useWorkbench((state) => state.status?.inTurn);
  useEffect(() => {
    void refreshQueue();
    let told = -1;
    const timer = setInterval(() => {
      const { status } = useWorkbench.getState();
      // Nothing queued then, nothing queued now: nothing to ask.
      if (status?.queued === 0 && told === 0) return;
      told = status?.queued ?? 0;
      void refreshQueue();
    }, refreshMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className={styles.queue}>
      <EmitForm />
      {inTurn !== undefined && (
        <p className={styles.inTurn}>
          The loop stands inside turn {formatCount(inTurn.turn)}, <code>{inTurn.event.type}</code>: next is call{" "}
          {inTurn.nextCall + 1} of {inTurn.calls}.
        </p>
      )}
      {queue.length === 0 ? (
        <EmptyState icon={<Inbox size={22} />} title="Nothing waits">
          Events that modules, sources and the clock make wait here for their turn.
        </EmptyState>
      ) : (
        <ol className={styles.list} tabIndex={0} aria-label="Queue, next first">
          {queue.slice(0, shownEvents).map((event, index) => (
            // A queue is its order.
            // eslint-disable-next-line react/no-array-index-key
            <li key={index} className={styles.item}>
              <span className={styles.index}>{index === 0 ? "next" : index + 1}</span>
              <span className={styles.type}>{event.type}</span>
              <span className={styles.payload}>{payloadText(event, 200)}</span>
            </li>
          ))}
          {queued > shownEvents && <li className={styles.item}>{formatCount(queued - shownEvents)} more</li>}
        </ol>
      )}
    </div>
  );
};

const EmitForm = () => {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const types = useWorkbench((state) => state.status?.slots);
  useEffect(() => announcePlace("emit", () => input.current?.select()), []);
  const send = (event: Event): void => {
    setText("");
    setProblem("");
    void emit(event).then(refreshQueue);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const parsed = parseEvent(text);
        if (parsed.ok) send(parsed.event);
        else setProblem(parsed.message);
      }}
    >
      <input
        ref={input}
        className={styles.input}
        value={text}
        list="event-types"
        spellCheck={false}
        autoComplete="off"
        aria-label="Event to emit: its type, then its payload as JSON"
        aria-invalid={problem !== ""}
        aria-describedby="emit-problem"
        placeholder='Emit an event: beat {"bar": 1}'
        onChange={(event) => {
          setText(event.target.value);
          setProblem("");
        }}
      />
      <datalist id="event-types">
        {types
          ?.filter((slot) => slot.event !== "any")
          .map((slot) => (
            <option key={slot.event} value={slot.event}>
              {slot.event}
            </option>
          ))}
      </datalist>
      <Button type="submit" size="small" icon={<Send size={12} />} disabled={text.trim() === ""}>
        Emit
      </Button>
      <span id="emit-problem" className={styles.problem} role="status">
        {problem}
      </span>
    </form>
  );
};
