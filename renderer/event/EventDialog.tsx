import { Plus, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { Event, Plain } from "../../electron/engine/plain.ts";
import type { Cause } from "../../electron/engine/summary.ts";
import { CauseLine } from "../loop/CauseLine.tsx";
import { closeDialog, tell } from "../store/actions.ts";
import { editQueue, emit, step } from "../store/loop.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Check, Field } from "../ui/Field.tsx";
import { formatCount } from "../words/figures.ts";
import { call } from "../workbench-api.ts";
import styles from "./EventDialog.module.css";
import { type DeclaredField, declaredFields } from "./declared-fields.ts";
import { type FieldKind, kindOf, knownFields, textOf, valueOf } from "./known-fields.ts";

interface Entry {
  readonly name: string;
  readonly kind: FieldKind;
  readonly text: string;
}

/** Sends an event by hand, or puts another in the place of one that waits; the fields are those that its type is known to have. */
export const EventDialog = ({ event, number }: { readonly event: Event | null; readonly number: number | null }) => {
  const waiting = useWaiting(number);
  if (number === null) return <EventForm given={event} number={null} />;
  if (waiting === "gone") {
    return (
      <Dialog title="Edit an event" onClose={closeDialog}>
        <p>It does not wait any more: it was handled, or dropped.</p>
      </Dialog>
    );
  }
  return waiting === undefined ? null : <EventForm given={waiting.event} number={number} cause={waiting.cause} />;
};

/** The whole event: lists tell it in brief. */
const useWaiting = (number: number | null): { readonly event: Event; readonly cause: Cause } | "gone" | undefined => {
  const [found, setFound] = useState<{ readonly event: Event; readonly cause: Cause } | "gone">();
  useEffect(() => {
    if (number === null) return;
    call("loop.waiting", { number, limit: 1 }).then(({ waiting: [one] }) => setFound(one ?? "gone"), tell);
  }, [number]);
  return found;
};

const entryOf = (name: string, value: Plain | undefined): Entry => ({
  name,
  kind: kindOf(value),
  text: textOf(value),
});

const entriesOf = (event: Event): readonly Entry[] =>
  Object.entries(event).flatMap(([name, value]) =>
    name === "type" || value === undefined ? [] : [entryOf(name, value)],
  );

const EventForm = ({
  given,
  number,
  cause,
}: {
  readonly given: Event | null;
  readonly number: number | null;
  readonly cause?: Cause;
}) => {
  const [type, setType] = useState(given?.type ?? "");
  const [entries, setEntries] = useState<readonly Entry[]>(() => (given === null ? [] : entriesOf(given)));
  const [added, setAdded] = useState("");
  const slots = useWorkbench((state) => state.status?.slots);
  const isPaused = useWorkbench((state) => state.status?.mode === "paused");
  const declared = useDeclared();
  const types = [...new Set([...(slots ?? []).map(({ event }) => event), ...declared.keys()])].filter(
    (name) => name !== "any",
  );
  const choose = (next: string): void => {
    setType(next);
    // What a person wrote stays; a form that is untouched, or of another type, is made anew.
    void fieldsOf(next, declared).then((fields) => {
      if (fields !== undefined) setEntries(fields);
    }, tell);
  };
  const change = (name: string, text: string): void =>
    setEntries((entries) => entries.map((entry) => (entry.name === name ? { ...entry, text } : entry)));
  const flaws = new Map(
    entries.flatMap(({ name, kind, text }) => {
      const value = valueOf(kind, text);
      return "flaw" in value ? [[name, value.flaw] as const] : [];
    }),
  );
  const isWhole = type.trim() !== "" && flaws.size === 0;
  const made = (): Event => {
    const fields = entries.flatMap(({ name, kind, text }) => {
      const value = valueOf(kind, text);
      return "value" in value ? [[name, value.value] as const] : [];
    });
    return { ...Object.fromEntries(fields), type: type.trim() };
  };
  const send = async (thenSteps: boolean): Promise<void> => {
    const done = number === null ? await emit(made()) : await editQueue({ edit: "replace", number, event: made() });
    if (!done) return;
    closeDialog();
    if (thenSteps) await step({ unit: "event" });
  };
  const add = (): void => {
    const name = added.trim();
    if (name === "" || name === "type" || entries.some((entry) => entry.name === name)) return;
    setEntries([...entries, { name, kind: declaredKind(declared, type, name), text: "" }]);
    setAdded("");
  };
  return (
    <Dialog
      title={number === null ? "Send an event" : `Edit event ${formatCount(number)} of the queue`}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          {number === null && isPaused && (
            <Button disabled={!isWhole} onClick={() => void send(true)}>
              Send and step
            </Button>
          )}
          <Button look="accent" disabled={!isWhole} onClick={() => void send(false)}>
            {number === null ? "Send" : "Put in its place"}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) void send(false);
        }}
      >
        {cause !== undefined && (
          <p className={styles.cause}>
            <CauseLine cause={cause} type={type} />
          </p>
        )}
        <Field label="type" value={type} onChange={choose} choices={types} isFirst placeholder="beat" />
        {entries.map(({ name, kind, text }) => (
          <EntryField
            key={name}
            name={name}
            kind={kind}
            text={text}
            flaw={flaws.get(name)}
            onChange={(next) => change(name, next)}
            onRemove={() => setEntries(entries.filter((entry) => entry.name !== name))}
          />
        ))}
        <Field
          label="another field"
          value={added}
          onChange={setAdded}
          choices={(declared.get(type) ?? []).map(({ name }) => name)}
          placeholder="name"
          tools={
            <Button icon={<Plus size={13} />} disabled={added.trim() === ""} onClick={add}>
              Add
            </Button>
          }
        />
        {/* Enter in any field sends. */}
        <button type="submit" hidden>
          Send
        </button>
      </form>
    </Dialog>
  );
};

const EntryField = ({
  name,
  kind,
  text,
  flaw,
  onChange,
  onRemove,
}: {
  readonly name: string;
  readonly kind: FieldKind;
  readonly text: string;
  readonly flaw: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onRemove: () => void;
}) => {
  const remove = <Button look="quiet" icon={<X size={13} />} aria-label={`Leave ${name} out`} onClick={onRemove} />;
  if (kind === "yes or no") {
    return (
      <div className={styles.yesOrNo}>
        <Check label={name} checked={text === "true"} onChange={(checked) => onChange(String(checked))} />
        {remove}
      </div>
    );
  }
  return (
    <Field
      label={name}
      value={text}
      onChange={onChange}
      flaw={flaw === undefined ? undefined : `${name} ${flaw}.`}
      lines={kind === "data" && text.length > 60 ? 4 : 1}
      placeholder={kind === "data" ? "JSON" : kind}
      tools={remove}
    />
  );
};

/** What the open modules declare of their events. */
const useDeclared = (): ReadonlyMap<string, readonly DeclaredField[]> => {
  const [declared, setDeclared] = useState<ReadonlyMap<string, readonly DeclaredField[]>>(new Map());
  useEffect(() => {
    let stale = false;
    const ids = getState().moduleIds.slice(0, mostRead);
    Promise.all(
      ids.map((id) =>
        call("modules.source", { id }).then(
          ({ text }) => declaredFields(text),
          () => [],
        ),
      ),
    )
      .then((each) => {
        if (!stale) setDeclared(new Map(each.flatMap((fields) => [...fields])));
      })
      .catch(tell);
    return () => {
      stale = true;
    };
  }, []);
  return declared;
};

/** Of a program with thousands of modules the declarations of so many are read. */
const mostRead = 300;

const declaredKind = (declared: ReadonlyMap<string, readonly DeclaredField[]>, type: string, name: string): FieldKind =>
  declared.get(type)?.find((field) => field.name === name)?.kind ?? "text";

/** As many of the newest turns are looked through for an event of the type. */
const lookedThrough = 2000;

/** Fields of the newest such event that there was, and those that are declared; undefined where nothing is known. */
const fieldsOf = async (
  type: string,
  declared: ReadonlyMap<string, readonly DeclaredField[]>,
): Promise<readonly Entry[] | undefined> => {
  const told = getState().turns.findLast(({ event }) => event.type === type)?.turn;
  const near = told ?? (await lastTurnOf(type));
  const [turn] = near === undefined ? [] : await call("history.list", { from: near, limit: 1 });
  const known = turn?.event.type === type ? knownFields(type, [turn.event]) : [];
  const others = (declared.get(type) ?? []).filter(({ name }) => !known.some((field) => field.name === name));
  if (known.length === 0 && others.length === 0 && !declared.has(type) && turn === undefined) return undefined;
  return [
    ...known.map(({ name, value }) => entryOf(name, value)),
    ...others.map(({ name, kind }) => ({ name, kind, text: kind === "yes or no" ? "false" : "" })),
  ];
};

const lastTurnOf = async (type: string): Promise<number | undefined> => {
  const isKnown = getState().status?.slots.some(({ event }) => event === type) ?? false;
  if (!isKnown) return undefined;
  const turns = await call("history.list", { limit: lookedThrough, brief: true });
  return turns.findLast(({ event }) => event.type === type)?.turn;
};
