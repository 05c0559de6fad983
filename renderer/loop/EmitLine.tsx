import { ListPlus, Send } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Event } from "../../electron/engine/plain.ts";
import { announcePlace } from "../commands/places.ts";
import { openDialogOf } from "../store/actions.ts";
import { emit } from "../store/loop.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Tip } from "../ui/Tip.tsx";
import { payloadText } from "../words/plain.ts";
import { parseEvent } from "./parse-event.ts";
import styles from "./Queue.module.css";

/** Sends an event by hand: typed on one line, made with a form, or one of those that were sent before. */
export const EmitLine = () => {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const slots = useWorkbench((state) => state.status?.slots);
  const sent = useWorkbench((state) => state.sent);
  useEffect(() => announcePlace("emit", () => input.current?.select()), []);
  const send = async (event: Event): Promise<void> => {
    if (await emit(event)) setText("");
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const parsed = parseEvent(text);
        if (parsed.ok) void send(parsed.event);
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
        {slots
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
      <Button
        size="small"
        icon={<ListPlus size={13} />}
        onClick={() => {
          const parsed = parseEvent(text);
          openDialogOf({ kind: "event", event: parsed.ok ? parsed.event : null, number: null });
        }}
      >
        Form…
      </Button>
      {problem === "" && sent.length > 0 && (
        <span className={styles.sent}>
          {sent.map((event) => (
            <Tip key={JSON.stringify(event)} text="Send it again" side="top">
              <button type="button" className={styles.again} onClick={() => void emit(event)}>
                <span className={styles.againType}>{event.type}</span> {payloadText(event, 24)}
              </button>
            </Tip>
          ))}
        </span>
      )}
      <span id="emit-problem" className={styles.problem} role="status">
        {problem}
      </span>
    </form>
  );
};
