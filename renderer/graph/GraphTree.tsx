import { Package } from "lucide-react";
import { useMemo, useState } from "react";
import type { Graph } from "../../electron/engine/summary.ts";
import { KindIcon } from "../modules/KindIcon.tsx";
import { ModuleStatusGlyph } from "../modules/ModuleStatusGlyph.tsx";
import { select, showSource } from "../store/actions.ts";
import type { Selection } from "../store/state.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { Chip } from "../ui/Chip.tsx";
import { TreeList } from "../ui/TreeList.tsx";
import { formatCount } from "../words/figures.ts";
import { useFailing } from "./failing.ts";
import styles from "./GraphTree.module.css";
import { HolderLine } from "./HolderLine.tsx";
import { type GraphRow, graphRows } from "./tree.ts";
import { useGraphView } from "./view.ts";

export const GraphTree = ({ graph }: { readonly graph: Graph }) => {
  const search = useGraphView((view) => view.search);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(graph.nodes.length < 400 ? graph.nodes.map((node) => `${node.kind} ${node.id}`) : []),
  );
  const ghosts = useWorkbench((state) => state.ghosts);
  const rows = useMemo(() => graphRows(graph, open, search, ghosts), [graph, open, search, ghosts]);
  const selected = useWorkbench(({ selection }) => keyOf(selection, rows));
  const toggle = ({ key }: GraphRow): void =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <div className={styles.tree}>
      <TreeList
        label="References, module by module"
        rows={rows}
        selected={selected}
        onSelect={(row) => selectRow(row)}
        onToggle={toggle}
        onActivate={(row) => {
          if (row.kind === "module") showSource(row.id, 1);
          else if (row.kind === "function") showSource(row.module, 1);
          else toggle(row);
        }}
        renderRow={(row) => <Row row={row} />}
      />
    </div>
  );
};

const keyOf = (selection: Selection, rows: readonly GraphRow[]): string | undefined =>
  rows.find((row) => {
    if (selection.kind === "module") return row.kind === "module" && row.id === selection.id;
    if (selection.kind === "external") return row.kind === "external" && row.name === selection.name;
    if (selection.kind !== "function") return false;
    return row.kind === "function" && row.module === selection.module && row.name === selection.name;
  })?.key;

const selectRow = (row: GraphRow): void => {
  switch (row.kind) {
    case "module":
      select({ kind: "module", id: row.id });
      return;
    case "function":
      select({ kind: "function", module: row.module, name: row.name });
      return;
    case "external":
      select({ kind: "external", name: row.name });
      return;
    case "ghost":
      setState({ selection: { kind: "module", id: row.module }, inspector: "generations" });
      return;
    case "holder":
      return;
    default:
      row satisfies never;
  }
};

const Row = ({ row }: { readonly row: GraphRow }) => {
  switch (row.kind) {
    case "module":
      return (
        <>
          <ModuleStatusGlyph status={row.status} />
          <strong className={styles.module}>{row.id}</strong>
          {row.generation > 0 && <Chip mono>#{row.generation}</Chip>}
          <Total count={row.total} />
        </>
      );
    case "function":
      return (
        <>
          <FunctionRow row={row} />
        </>
      );
    case "external":
      return (
        <>
          <Package size={12} />
          <strong className={styles.module}>{row.name}</strong>
          <Total count={row.total} />
        </>
      );
    case "ghost":
      return (
        <>
          <Chip mono tone="ghost">
            #{row.generation}
          </Chip>
          <span className={styles.ghost}>{row.words}</span>
        </>
      );
    case "holder":
      return <HolderLine holder={row.holder} />;
    default:
      return row satisfies never;
  }
};

const FunctionRow = ({ row }: { readonly row: Extract<GraphRow, { readonly kind: "function" }> }) => {
  const isFailing = useFailing(row.module).has(row.name);
  return (
    <>
      <KindIcon kind={row.function} />
      <code>{row.name}</code>
      {isFailing && <Chip tone="error">failed</Chip>}
      {row.total === 0 && <span className={styles.unreferenced}>unreferenced</span>}
      <Total count={row.total} />
    </>
  );
};

const Total = ({ count }: { readonly count: number }) => (
  <span className={styles.total}>
    {formatCount(count)}
    <span className="visually-hidden"> references</span>
  </span>
);
