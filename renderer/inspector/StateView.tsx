import { ClipboardCopy, Copy } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { Plain } from "../../electron/engine/plain.ts";
import { copyText } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { shownMoment, shownState } from "../store/shown-state.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { SearchField } from "../ui/SearchField.tsx";
import { Tip } from "../ui/Tip.tsx";
import { TreeList } from "../ui/TreeList.tsx";
import { numberText, plainText } from "../words/plain.ts";
import { Provenance } from "./Provenance.tsx";
import { changedRows, type StateRow, stateRows } from "./state-rows.ts";
import styles from "./StateView.module.css";

/** Paths that were opened, by module: they survive turns, swaps, and looking at something else. */
const openedPaths = new Map<string, ReadonlySet<string>>();

/** Not more often than this; a large state, which takes long to come, less often. */
const shortestPauseMs = 100;

/** The module's state, read again while turns go by. Undefined until it came; a refusal is kept as text. */
const useModuleState = (id: string): { readonly value: Plain } | { readonly refusal: string } | undefined => {
  const [state, setState] = useState<{ readonly value: Plain } | { readonly refusal: string }>();
  useEffect(() => {
    const stops = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let readAt: unknown;
    const read = async (): Promise<void> => {
      const at = shownMoment(id);
      const began = performance.now();
      if (at !== readAt) {
        readAt = at;
        const next = await shownState(id).then(
          (value) => ({ value }),
          (error: Error) => ({ refusal: error.message }),
        );
        if (!stops.signal.aborted) setState(next);
      }
      const took = performance.now() - began;
      if (!stops.signal.aborted) timer = setTimeout(() => void read(), Math.max(shortestPauseMs, took * 8));
    };
    void read();
    return () => {
      stops.abort();
      clearTimeout(timer);
    };
  }, [id]);
  return state;
};

/** How often each row has changed; its parity restarts the flash. */
const useChanges = (rows: readonly StateRow[]): ReadonlyMap<string, number> => {
  const [seen, setSeen] = useState<Seen>({ rows, changes: new Map() });
  // Compared while rendering, so that a value and its flash come in the same frame.
  if (seen.rows !== rows) {
    const changes = new Map(seen.changes);
    for (const key of changedRows(seen.rows, rows)) changes.set(key, (changes.get(key) ?? 0) + 1);
    setSeen({ rows, changes });
    return changes;
  }
  return seen.changes;
};

interface Seen {
  readonly rows: readonly StateRow[];
  readonly changes: ReadonlyMap<string, number>;
}

export const StateView = ({ id }: { readonly id: string }) => {
  const module = useModule(id);
  const state = useModuleState(id);
  if (module === undefined || state === undefined) return null;
  if ("refusal" in state) return <EmptyState title="No state to show">{state.refusal}</EmptyState>;
  if (state.value === null) {
    return (
      <EmptyState title={`${id} keeps no state`}>
        Export <code>init</code> and return the first state from it; handlers return the next one.
      </EmptyState>
    );
  }
  return <StateTree id={id} value={state.value} />;
};

const StateTree = ({ id, value }: { readonly id: string; readonly value: Plain }) => {
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<StateRow>();
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openedPaths.get(id) ?? new Set([""]));
  const rows = useMemo(() => stateRows(value, open, search), [value, open, search]);
  const changes = useChanges(rows);
  const toggle = ({ key }: StateRow): void => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    openedPaths.set(id, next);
    setOpen(next);
  };
  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <SearchField label="Search in state" value={search} onChange={setSearch} />
        <Tip text="Copy the whole state">
          <Button
            look="quiet"
            size="small"
            icon={<ClipboardCopy size={13} />}
            aria-label="Copy the whole state"
            onClick={() => void copyText(JSON.stringify(value, null, 2), "State")}
          />
        </Tip>
      </div>
      <div className={styles.tree}>
        <TreeList
          label={`State of ${id}`}
          rows={rows}
          onToggle={toggle}
          onSelect={setChosen}
          renderRow={(row) => <Row row={row} changes={changes.get(row.key) ?? 0} />}
        />
      </div>
      <Provenance id={id} path={chosen?.key ?? ""} name={chosen?.name ?? "state"} />
      <p className="visually-hidden">Ctrl C copies the chosen value.</p>
    </div>
  );
};

const Row = ({ row, changes }: { readonly row: StateRow; readonly changes: number }) => (
  <>
    <span className={styles.name}>{row.name}</span>
    <span
      className={cx(
        styles.value,
        toneOf(row.value),
        changes > 0 && (changes % 2 === 0 ? styles.flashA : styles.flashB),
      )}
    >
      {row.isExpanded === true ? sizeText(row.value) : shortText(row.value)}
    </span>
    <span className={styles.copies}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.copy}
        title="Copy value"
        aria-label={`Copy the value of ${row.name}`}
        onClick={() => void copyText(JSON.stringify(row.value, null, 2), "Value")}
      >
        <Copy size={11} />
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={styles.copy}
        title="Copy path"
        aria-label={`Copy the path of ${row.name}`}
        onClick={() =>
          void copyText(row.key === "" ? "state" : `state.${row.key}`.replace("state.[", "state["), "Path")
        }
      >
        path
      </button>
    </span>
  </>
);

const toneOf = (value: Plain): string | undefined => {
  if (typeof value === "string") return styles.string;
  if (typeof value === "number") return styles.number;
  return typeof value === "boolean" || value === null ? styles.word : styles.branch;
};

const sizeText = (value: Plain): string =>
  Array.isArray(value) ? `[${value.length}]` : `{${Object.keys(value ?? {}).length}}`;

const shortText = (value: Plain): string => {
  if (Array.isArray(value)) return value.length > 8 ? `[${value.length}]` : plainText(value, 40);
  return typeof value === "number" ? numberText(value) : plainText(value, 60);
};
