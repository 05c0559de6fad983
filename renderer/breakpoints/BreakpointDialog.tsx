import { useState } from "react";
import type { Breakpoint } from "../../electron/engine/summary.ts";
import { closeDialog } from "../store/actions.ts";
import { setBreakpoints } from "../store/loop.ts";
import { getState, setState, useWorkbench } from "../store/store.ts";
import { Spans } from "../swap/Spans.tsx";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Check, Field } from "../ui/Field.tsx";
import { breakpointWords } from "../words/breakpoint.ts";
import styles from "./BreakpointDialog.module.css";

type Text = "event" | "module" | "function" | "effect" | "path" | "condition";

/** Where the loop is to stop, or to log. What is left empty does not matter. */
export const BreakpointDialog = ({
  breakpoint: given,
  index,
}: {
  readonly breakpoint: Breakpoint;
  readonly index: number | null;
}) => {
  const [texts, setTexts] = useState<Readonly<Record<Text, string>>>({
    event: given.event ?? "",
    module: given.module ?? "",
    function: given.function ?? "",
    effect: given.effect ?? "",
    path: given.path ?? "",
    condition: given.condition ?? "",
  });
  const [error, setError] = useState(given.error === true);
  const [anyChange, setAnyChange] = useState(given.path === "");
  const [logs, setLogs] = useState(given.log !== undefined && given.log !== false);
  const [log, setLog] = useState(typeof given.log === "string" ? given.log : "");
  const [problem, setProblem] = useState("");
  const slots = useWorkbench((state) => state.status?.slots);
  const ids = useWorkbench((state) => state.moduleIds);
  const modules = useWorkbench((state) => state.modules);
  const handlers = (texts.module === "" ? ids : [texts.module]).flatMap((id) =>
    (modules[id]?.functions ?? []).filter(({ kind }) => kind === "handler").map(({ name }) => name),
  );
  const filled = Object.fromEntries(
    Object.entries(texts)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );
  const made: Breakpoint = {
    ...filled,
    ...(anyChange && texts.path.trim() === "" ? { path: "" } : {}),
    ...(error ? { error } : {}),
    ...(logs ? { log: log.trim() === "" ? true : log } : {}),
    ...(given.enabled === undefined ? {} : { enabled: given.enabled }),
  };
  const words = breakpointWords(made);
  const write = (name: Text) => (text: string) => {
    setTexts((texts) => ({ ...texts, [name]: text }));
    setProblem("");
  };
  const save = (): void => {
    const { breakpoints } = getState();
    const next = index === null ? [...breakpoints, made] : breakpoints.map((each, at) => (at === index ? made : each));
    setBreakpoints(next).then(
      () => {
        closeDialog();
        setState({ bottom: "breakpoints" });
      },
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <Dialog
      title={index === null ? "Add a breakpoint" : `Edit breakpoint ${index + 1}`}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="accent" disabled={words.length === 0} onClick={save}>
            {index === null ? "Add" : "Save"}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words.length > 0) save();
        }}
      >
        <p className={styles.words}>
          {words.length === 0 ? (
            "Write what has to fit; what is left empty does not matter."
          ) : (
            <>
              {logs ? "Logs " : "Stops "}
              <Spans spans={words} />.
            </>
          )}
        </p>
        <Field
          label="event"
          value={texts.event}
          onChange={write("event")}
          choices={(slots ?? []).map(({ event }) => event).filter((event) => event !== "any")}
          placeholder="beat"
          isFirst
        />
        <Field label="module" value={texts.module} onChange={write("module")} choices={ids} placeholder="clock.ts" />
        <Field
          label="handler"
          value={texts.function}
          onChange={write("function")}
          choices={[...new Set(handlers)]}
          placeholder="onTick"
        />
        <Field label="effect" value={texts.effect} onChange={write("effect")} placeholder="note" />
        <Field
          label="change of state"
          value={texts.path}
          onChange={write("path")}
          placeholder="bars[2].pitch"
          tools={<Check label="any" checked={anyChange} onChange={setAnyChange} />}
        />
        <Field
          label="condition"
          value={texts.condition}
          onChange={write("condition")}
          placeholder="event.bar > 3 && state.playing"
          hint={
            <>
              TypeScript over <code>event</code>, <code>state</code> and <code>outcome</code>.
            </>
          }
          flaw={problem === "" ? undefined : problem}
        />
        <div className={styles.checks}>
          <Check label="Only calls that fail" checked={error} onChange={setError} />
          <Check label="Log instead of stopping" checked={logs} onChange={setLogs} />
        </div>
        {logs && (
          <Field
            label="text"
            value={log}
            onChange={setLog}
            // eslint-disable-next-line no-template-curly-in-string
            placeholder={"bar ${event.bar}"}
            hint={
              <>
                <code>{"${…}"}</code> is replaced; empty: the event.
              </>
            }
          />
        )}
        {/* Enter in any field saves. */}
        <button type="submit" hidden>
          Save
        </button>
      </form>
    </Dialog>
  );
};
