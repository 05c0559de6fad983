import { ArrowRight, MousePointerClick, Package } from "lucide-react";
import { useMemo } from "react";
import { HolderLine } from "../graph/HolderLine.tsx";
import type { Holder } from "../graph/tree.ts";
import { totalOf } from "../graph/tree.ts";
import { select } from "../store/actions.ts";
import type { Selection, State } from "../store/state.ts";
import { useWorkbench } from "../store/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatCount, plural } from "../words/figures.ts";
import { kindWords, statusMeaning } from "../words/status.ts";
import { referencesOf, type Use } from "./facts.ts";
import styles from "./Inspector.module.css";
import { Resources } from "./Resources.tsx";

export const References = () => {
  const selection = useWorkbench((state) => state.selection);
  const graph = useWorkbench((state) => state.graph);
  const subtitle = useWorkbench((state) => subtitleOf(selection, state));
  const facts = useMemo(() => (graph === null ? undefined : referencesOf(graph, selection)), [graph, selection]);
  if (selection.kind === "none") {
    return (
      <EmptyState icon={<MousePointerClick size={22} />} title="Nothing is selected">
        Select a module, a function or a slot, in the list or in the graph, to see who refers to it.
      </EmptyState>
    );
  }
  return (
    <div className={styles.page} tabIndex={0} role="region" aria-label="References of what is selected">
      <h2 className={styles.title}>{titleOf(selection)}</h2>
      <p className={styles.subtitle}>{subtitle}</p>
      {facts !== undefined && (
        <>
          {selection.kind !== "slot" && (
            <Holders
              title={selection.kind === "module" ? "Held as a whole" : "Held by"}
              holders={facts.holders}
              isQuiet={selection.kind === "module"}
            />
          )}
          {facts.functions.map(({ name, holders }) => (
            <Holders key={name} title={name} holders={holders} isCode />
          ))}
          {selection.kind === "module" && facts.functions.length === 0 && facts.holders.length === 0 && (
            <p className={styles.none}>Nobody refers to it.</p>
          )}
          {selection.kind === "module" && <Resources key={selection.id} id={selection.id} />}
          {facts.uses.length > 0 && (
            <>
              <h3 className={styles.section}>
                {selection.kind === "slot" ? "Handlers, in order" : "Refers to"} · {formatCount(facts.uses.length)}
              </h3>
              <ul>
                {facts.uses.map((use) => (
                  <li key={`${use.module ?? ""} ${use.name}`} className={styles.line}>
                    <UseLine use={use} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </div>
  );
};

const titleOf = (selection: Exclude<Selection, { readonly kind: "none" }>): string => {
  switch (selection.kind) {
    case "module":
      return selection.id;
    case "function":
      return `${selection.module} · ${selection.name}`;
    case "slot":
      return selection.event;
    case "external":
      return selection.name;
    default:
      return selection satisfies never;
  }
};

const subtitleOf = (selection: Selection, { modules, status }: State): string => {
  switch (selection.kind) {
    case "module": {
      const module = modules[selection.id];
      if (module === undefined) return "This module is not in the workspace any more.";
      const references = plural(module.references.total, "reference");
      return module.status === "running"
        ? `generation ${module.generation}, ${references}`
        : `${statusMeaning[module.status]} ${references}`;
    }
    case "function": {
      const module = modules[selection.module];
      const item = module?.functions.find((each) => each.name === selection.name);
      if (module === undefined || item === undefined) return "The running generation does not export it.";
      return `${kindWords[item.kind]} of generation ${module.generation}`;
    }
    case "slot": {
      const handlers = status?.slots.find((slot) => slot.event === selection.event)?.handlers.length ?? 0;
      return `slot with ${plural(handlers, "handler")}`;
    }
    case "external":
      return "outside the workspace";
    case "none":
      return "";
    default:
      return selection satisfies never;
  }
};

const Holders = ({
  title,
  holders,
  isQuiet = false,
  isCode = false,
}: {
  readonly title: string;
  readonly holders: readonly Holder[];
  /** Says nothing where there is nothing. */
  readonly isQuiet?: boolean;
  readonly isCode?: boolean;
}) => {
  if (isQuiet && holders.length === 0) return null;
  return (
    <>
      <h3 className={styles.section}>
        {isCode ? <code className={styles.code}>{title}</code> : title} · {formatCount(totalOf(holders))}
      </h3>
      {holders.length === 0 && <p className={styles.none}>Nobody refers to it.</p>}
      <ul>
        {holders.map((holder) => (
          <li key={`${holder.what} ${holder.name} ${holder.edge}`} className={styles.line}>
            <HolderLine holder={holder} isReachable />
          </li>
        ))}
      </ul>
    </>
  );
};

const UseLine = ({ use: { module, name, count } }: { readonly use: Use }) => (
  <>
    {module === undefined ? (
      <Package size={13} className={styles.none} aria-hidden="true" />
    ) : (
      <ArrowRight size={13} className={styles.none} aria-hidden="true" />
    )}
    <button
      type="button"
      className={styles.link}
      onClick={() => {
        if (module === undefined) select({ kind: "external", name });
        else if (name === "") select({ kind: "module", id: module });
        else select({ kind: "function", module, name });
      }}
    >
      {module}
      {module !== undefined && name !== "" && " · "}
      {module === undefined ? name : <code>{name}</code>}
    </button>
    {count > 1 && <span className={styles.right}>{formatCount(count)}</span>}
  </>
);
