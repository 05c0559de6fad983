import { CircleDot, FileCode, Package } from "lucide-react";
import { select } from "../store/actions.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./HolderLine.module.css";
import type { Holder } from "./tree.ts";

const through: Readonly<Record<Holder["edge"], string>> = {
  import: "imports it",
  slot: "slot",
  resource: "resource",
  call: "call in flight",
};

/** One that refers to a function or module: a slot, an importer, a resource, a call. Its name selects it. */
export const HolderLine = ({
  holder,
  isReachable = false,
}: {
  readonly holder: Holder;
  /** By the Tab key; inside a tree the tree itself is the one stop. */
  readonly isReachable?: boolean;
}) => (
  <span className={styles.line}>
    {holder.what === "slot" ? (
      <CircleDot size={13} className={styles.slot} aria-hidden="true" />
    ) : holder.what === "module" ? (
      <FileCode size={13} aria-hidden="true" />
    ) : (
      <Package size={13} aria-hidden="true" />
    )}
    {holder.what === "slot" && "slot "}
    <button
      type="button"
      tabIndex={isReachable ? 0 : -1}
      className={holder.what === "slot" ? styles.slotName : styles.name}
      onClick={(event) => {
        event.stopPropagation();
        selectHolder(holder);
      }}
    >
      {holder.name}
    </button>
    {holder.what !== "slot" && (
      <span className={styles.how}>
        {through[holder.edge]}
        {holder.star && " through *"}
      </span>
    )}
    <span className={styles.count}>{formatCount(holder.count)}</span>
  </span>
);

const selectHolder = ({ what, name }: Holder): void => {
  if (what === "slot") select({ kind: "slot", event: name });
  else if (what === "module") select({ kind: "module", id: name });
  else select({ kind: "external", name });
};
