import { ChevronDown, Folder, Package } from "lucide-react";
import { memo } from "react";
import { ModuleStatusGlyph } from "../modules/ModuleStatusGlyph.tsx";
import { useModule } from "../store/selectors.ts";
import { functionKey } from "../store/state.ts";
import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatCount, plural } from "../words/figures.ts";
import { kindWords } from "../words/status.ts";
import { useFailing } from "./failing.ts";
import styles from "./GraphCards.module.css";
import type { DrawnNode } from "./model.ts";
import type { FunctionRow } from "./program.ts";
import { nameOf } from "./words.ts";

/** What stands in a card; the canvas around it knows where, and answers to pointer and keys. */
export const Card = ({ node }: { readonly node: DrawnNode }) => {
  switch (node.kind) {
    case "module":
      return <ModuleCard node={node} />;
    case "slot":
      return <div className={styles.slot}>{node.label}</div>;
    case "external":
      return (
        <div className={styles.external}>
          <Package size={12} />
          <span className={styles.name}>{node.label}</span>
        </div>
      );
    case "ghost":
      return <GhostCard node={node} />;
    case "folder":
      return node.isOpen ? <FrameTitle node={node} /> : <FolderCard node={node} />;
    default:
      return node satisfies never;
  }
};

const ModuleCard = memo(({ node }: { readonly node: Extract<DrawnNode, { kind: "module" }> }) => {
  const { id, rows } = node;
  const summary = useModule(id);
  const status = summary?.status ?? node.status;
  const generation = summary?.generation ?? node.generation;
  const failing = useFailing(id);
  return (
    <div
      className={cx(
        styles.card,
        (status === "failed" || status === "quarantined" || failing.size > 0) && styles.failed,
        status === "changed" && styles.changed,
        node.count === 0 && rows.every(({ count }) => count === 0) && styles.unreferencedCard,
      )}
    >
      <header className={cx(styles.head, rows.length === 0 && styles.alone)} title={id}>
        {status !== "running" && <ModuleStatusGlyph status={status} />}
        <span className={styles.name}>
          {node.parent !== "" && <span className={styles.parent}>{node.parent}</span>}
          {nameOf(node)}
        </span>
        {rows.length === 0 && node.count > 0 && (
          <span className={styles.total} title={plural(node.count, "reference")}>
            {formatCount(node.count)}
          </span>
        )}
        {generation > 0 && <code className={styles.generation}>#{generation}</code>}
      </header>
      {rows.map((row) => (
        <Row key={row.name} module={id} row={row} isFailing={failing.has(row.name)} />
      ))}
      {node.more > 0 && <div className={cx(styles.row, styles.more)}>and {formatCount(node.more)} more</div>}
    </div>
  );
});

const Row = ({
  module,
  row,
  isFailing,
}: {
  readonly module: string;
  readonly row: FunctionRow;
  readonly isFailing: boolean;
}) => {
  const isLit = useWorkbench((state) => state.lit.has(functionKey(module, row.name)));
  const isSelected = useWorkbench(
    ({ selection }) => selection.kind === "function" && selection.module === module && selection.name === row.name,
  );
  const isUnreferenced = row.count === 0;
  return (
    <div
      className={cx(styles.row, isSelected && styles.selectedRow, isUnreferenced && styles.unreferenced)}
      title={`${kindWords[row.kind]} ${row.name}: ${isUnreferenced ? "nobody refers to it" : plural(row.count, "reference")}${isFailing ? "; its last call failed" : ""}`}
    >
      <code className={cx(styles.function, isLit && styles.lit, isFailing && styles.failingName)}>{row.name}</code>
      {isFailing && <span className="visually-hidden"> failed</span>}
      <span className={styles.count}>{formatCount(row.count)}</span>
    </div>
  );
};

const GhostCard = memo(({ node }: { readonly node: Extract<DrawnNode, { kind: "ghost" }> }) => (
  <div
    className={cx(styles.ghost, node.status === "reclaimed" && styles.fading)}
    title={`#${node.generation} of ${node.module} is ${node.status}`}
  >
    <header className={cx(styles.head, styles.ghostHead, node.rows.length === 0 && styles.alone)}>
      <span className={styles.name}>{nameOf(node)}</span>
      <code className={styles.ghostStatus}>
        #{node.generation} {node.status}
      </code>
    </header>
    {node.rows.map((name) => (
      <div key={name} className={styles.row}>
        <code className={styles.function}>{name}</code>
      </div>
    ))}
    {node.status !== "reclaimed" && node.holder !== "" && <span className={styles.heldBy}>held by {node.holder}</span>}
  </div>
));

const FolderCard = ({ node }: { readonly node: Extract<DrawnNode, { kind: "folder" }> }) => (
  <div className={cx(styles.card, styles.folder)} title="Click to open this folder in the graph">
    <Folder size={14} />
    <span className={styles.folderText}>
      <span className={styles.name}>{nameOf(node)}</span>
      <span className={styles.hint}>{plural(node.modules, "module")}</span>
    </span>
  </div>
);

const FrameTitle = ({ node }: { readonly node: Extract<DrawnNode, { kind: "folder" }> }) => (
  <div className={styles.frameTitle} title="Click to close this folder in the graph">
    <ChevronDown size={13} />
    <span className={styles.name}>{nameOf(node)}</span>
    <span className={styles.hint}>{plural(node.modules, "module")}</span>
  </div>
);
