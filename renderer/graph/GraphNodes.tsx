import { Handle, Position, type NodeProps } from "@xyflow/react";
import { Folder, Package } from "lucide-react";
import { memo } from "react";
import { ModuleStatusGlyph } from "../modules/ModuleStatusGlyph.tsx";
import { select } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { functionKey } from "../store/state.ts";
import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatCount, plural } from "../words/figures.ts";
import { kindWords } from "../words/status.ts";
import type { FlowNode } from "./GraphCanvas.tsx";
import styles from "./GraphNodes.module.css";
import type { FunctionRow } from "./model.ts";
import { useIsDim } from "./near.ts";
import { useGraphView } from "./view.ts";

const Ends = () => (
  <>
    <Handle type="target" position={Position.Left} className={styles.handle} isConnectable={false} />
    <Handle type="source" position={Position.Right} className={styles.handle} isConnectable={false} />
  </>
);

const useMisses = (...words: readonly string[]): boolean => {
  const search = useGraphView((view) => view.search.toLowerCase());
  return search !== "" && !words.some((word) => word.toLowerCase().includes(search));
};

export const ModuleNode = memo(({ id, data: { node } }: NodeProps<FlowNode>) => {
  const summary = useModule(id);
  const isDim = useIsDim(id);
  const isSelected = useWorkbench(
    ({ selection }) =>
      (selection.kind === "module" && selection.id === id) ||
      (selection.kind === "function" && selection.module === id),
  );
  const rows = node.kind === "module" ? node.rows : [];
  const misses = useMisses(id, ...rows.map((row) => row.name));
  if (node.kind !== "module") return null;
  const status = summary?.status ?? node.status;
  const generation = summary?.generation ?? node.generation;
  const slash = id.lastIndexOf("/") + 1;
  return (
    <div
      className={cx(
        styles.card,
        isSelected && styles.selected,
        (status === "failed" || status === "quarantined") && styles.failed,
        status === "changed" && styles.changed,
        (isDim || misses) && styles.dim,
      )}
    >
      <header className={cx(styles.head, rows.length === 0 && styles.alone)} title={id}>
        {status !== "running" && <ModuleStatusGlyph status={status} />}
        <span className={styles.name}>
          {slash > 0 && <span className={styles.parent}>{id.slice(id.lastIndexOf("/", slash - 2) + 1, slash)}</span>}
          {id.slice(slash)}
        </span>
        {generation > 0 && <code className={styles.generation}>#{generation}</code>}
        <Handle type="target" position={Position.Left} className={styles.handle} isConnectable={false} />
        <Handle type="source" position={Position.Right} className={styles.handle} isConnectable={false} />
      </header>
      {rows.map((row) => (
        <Row key={row.name} module={id} row={row} />
      ))}
    </div>
  );
});

const Row = ({ module, row }: { readonly module: string; readonly row: FunctionRow }) => {
  const isLit = useWorkbench((state) => state.lit.has(functionKey(module, row.name)));
  const isSelected = useWorkbench(
    ({ selection }) => selection.kind === "function" && selection.module === module && selection.name === row.name,
  );
  return (
    <div
      className={cx(styles.row, isSelected && styles.selectedRow, row.count === 0 && styles.unreferenced)}
      title={`${kindWords[row.kind]} ${row.name}: ${plural(row.count, "reference")}`}
      onClick={(event) => {
        event.stopPropagation();
        select({ kind: "function", module, name: row.name });
      }}
    >
      <Handle id={row.name} type="target" position={Position.Left} className={styles.handle} isConnectable={false} />
      <code className={cx(styles.function, isLit && styles.lit)}>{row.name}</code>
      <span className={styles.count}>{formatCount(row.count)}</span>
    </div>
  );
};

export const SlotNode = memo(({ id, data: { node } }: NodeProps<FlowNode>) => {
  const label = node.kind === "slot" ? node.label : "";
  const isDim = useIsDim(id);
  const misses = useMisses(label);
  const isSelected = useWorkbench(({ selection }) => selection.kind === "slot" && selection.event === label);
  return (
    <div className={cx(styles.slot, isSelected && styles.selectedSlot, (isDim || misses) && styles.dim)}>
      {label}
      <Ends />
    </div>
  );
});

export const ExternalNode = memo(({ id, data: { node } }: NodeProps<FlowNode>) => {
  const label = node.kind === "external" ? node.label : "";
  const isDim = useIsDim(id);
  const misses = useMisses(label);
  const isSelected = useWorkbench(({ selection }) => selection.kind === "external" && selection.name === label);
  return (
    <div className={cx(styles.external, isSelected && styles.selected, (isDim || misses) && styles.dim)}>
      <Package size={12} />
      <span className={styles.name}>{label}</span>
      <Ends />
    </div>
  );
});

export const GhostNode = memo(({ id, data: { node } }: NodeProps<FlowNode>) => {
  const isDim = useIsDim(id);
  if (node.kind !== "ghost") return null;
  const slash = node.module.lastIndexOf("/") + 1;
  return (
    <div
      className={cx(styles.ghost, node.status === "reclaimed" && styles.fading, isDim && styles.dim)}
      title={`#${node.generation} of ${node.module} is ${node.status}`}
    >
      <header className={cx(styles.head, styles.ghostHead, node.rows.length === 0 && styles.alone)}>
        <span className={styles.name}>{node.module.slice(slash)}</span>
        <code className={styles.ghostStatus}>
          #{node.generation} {node.status}
        </code>
      </header>
      {node.rows.map((name) => (
        <div key={name} className={styles.row}>
          <code className={styles.function}>{name}</code>
        </div>
      ))}
      {node.status !== "reclaimed" && node.holder !== "" && (
        <span className={styles.heldBy}>held by {node.holder}</span>
      )}
      <Ends />
    </div>
  );
});

export const FolderNode = memo(({ id, data: { node } }: NodeProps<FlowNode>) => {
  const isDim = useIsDim(id);
  if (node.kind !== "folder") return null;
  return (
    <div className={cx(styles.card, styles.folder, isDim && styles.dim)} title="Click to open this folder in the graph">
      <Folder size={14} />
      <span className={styles.folderText}>
        <span className={styles.name}>{node.folder === "" ? "workspace" : node.folder.slice(0, -1)}</span>
        <span className={styles.hint}>{plural(node.modules, "module")}</span>
      </span>
      <Ends />
    </div>
  );
});
