import { Terminal, Trash2 } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Completion } from "../../electron/engine/summary.ts";
import { announcePlace } from "../commands/places.ts";
import { select, selectedModule } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { EntryView } from "./EntryView.tsx";
import styles from "./Prompt.module.css";
import { clearEntries, definedAt, usePrompt } from "./prompt-store.ts";

/** The editor's parts are loaded when they are wanted first. */
const Input = lazy(() => import("./PromptInput.tsx").then(({ PromptInput }) => ({ default: PromptInput })));

/** The module that was asked last: it stays while something is selected that is none. */
let asked: string | undefined;

/** The module that is selected, else the one that was asked last, else the first. */
const useAskedModule = (): string | undefined => {
  const selected = useWorkbench((state) => selectedModule(state.selection));
  const first = useWorkbench(({ moduleIds, modules }) => moduleIds.find((id) => (modules[id]?.generation ?? 0) > 0));
  const isThere = useWorkbench(({ modules }) => asked !== undefined && asked in modules);
  const id = selected ?? (isThere ? asked : first);
  useEffect(() => {
    asked = id;
  }, [id]);
  return id;
};

/** A prompt into the module that is selected: what is typed runs in its scope, and is listed with what came of it. */
export const PromptPanel = () => {
  const id = useAskedModule();
  const focus = useRef<(() => void) | undefined>(undefined);
  const isWanted = useRef(false);
  useEffect(
    () =>
      announcePlace("prompt", () => {
        isWanted.current = focus.current === undefined;
        focus.current?.();
      }),
    [],
  );
  const onReady = useCallback((focusInput: () => void) => {
    focus.current = focusInput;
    if (isWanted.current) focusInput();
  }, []);
  if (id === undefined)
    return (
      <EmptyState icon={<Terminal size={24} />} title="No module runs">
        What is typed here runs in the scope of a module: its names, its imports, its state.
      </EmptyState>
    );
  return (
    <div className={styles.panel}>
      <Head id={id} />
      <Entries />
      <div className={styles.input} onClick={() => focus.current?.()}>
        <span className={styles.mark} aria-hidden="true">
          ›
        </span>
        <Suspense fallback={<div className={styles.editor} />}>
          <Input id={id} onReady={onReady} />
        </Suspense>
      </div>
    </div>
  );
};

const Head = ({ id }: { readonly id: string }) => {
  const ids = useWorkbench((state) => state.moduleIds);
  const generation = useModule(id)?.generation ?? 0;
  return (
    <header className={styles.head}>
      <label className={styles.picker}>
        <span className={styles.quiet}>Module</span>
        <select
          className={styles.select}
          value={id}
          onChange={(event) => select({ kind: "module", id: event.target.value })}
        >
          {ids.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      {generation > 0 ? <Chip mono>#{generation}</Chip> : <span className={styles.quiet}>does not run</span>}
      <Defined id={id} generation={generation} />
      <span className={styles.space} />
      <Button look="quiet" size="small" icon={<Trash2 size={13} />} onClick={clearEntries}>
        Clear
      </Button>
    </header>
  );
};

/** What was defined at this module's prompt: it goes with the generation, which it holds. */
const Defined = ({ id, generation }: { readonly id: string; readonly generation: number }) => {
  const last = usePrompt(({ entries }) => entries.at(-1)?.outcome);
  const [defined, setDefined] = useState<readonly Completion[]>([]);
  useEffect(() => {
    // What runs may define something: it is asked for when it has ended.
    if (last?.kind === "running") return;
    let isOver = false;
    void definedAt(id, generation).then((told) => isOver || setDefined(told));
    return () => {
      isOver = true;
    };
  }, [id, generation, last]);
  if (defined.length === 0) return null;
  return (
    <p className={styles.defined}>
      <span className={styles.quiet}>Defined here:</span>
      {defined.map(({ label, detail }) => (
        <code key={label} title={detail}>
          {label}
        </code>
      ))}
      <span className={styles.quiet}>
        {defined.length === 1 ? "goes" : "go"} with the next swap of {id}
      </span>
    </p>
  );
};

const Entries = () => {
  const entries = usePrompt((state) => state.entries);
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null && entries.length > 0) element.scrollTop = element.scrollHeight;
  }, [entries]);
  return (
    <div ref={list} className={styles.entries} role="log" aria-label="What was typed, and what came of it" tabIndex={0}>
      {entries.length === 0 ? (
        <p className={styles.hint}>
          Names of the module are at hand, exported or not. <code>state = …</code> sets its state,{" "}
          <code>emit({"{ type: … }"})</code> queues an event. Up and Down bring back what was typed.
        </p>
      ) : (
        <ol>
          {entries.map((entry) => (
            <EntryView key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
    </div>
  );
};
