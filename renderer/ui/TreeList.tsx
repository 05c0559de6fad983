import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./TreeList.module.css";

export interface TreeRow {
  readonly key: string;
  /** 0 for the outermost. */
  readonly depth: number;
  /** Absent for a leaf. */
  readonly isExpanded?: boolean;
}

/**
 * A tree as a virtual list of its visible rows: thousands scroll, arrow keys walk and fold, one stop for the Tab key.
 * The caller flattens; the tree only shows.
 */
export const TreeList = <R extends TreeRow>({
  label,
  rows,
  selected,
  onSelect,
  onToggle,
  onActivate,
  renderRow,
  rowHeight = 21,
}: {
  readonly label: string;
  readonly rows: readonly R[];
  /** Key of the selected row; leave it out to let the tree remember it. */
  readonly selected?: string | undefined;
  readonly onSelect?: (row: R) => void;
  readonly onToggle: (row: R) => void;
  /** Enter or a double click. */
  readonly onActivate?: (row: R) => void;
  readonly renderRow: (row: R) => ReactNode;
  readonly rowHeight?: number;
}) => {
  const scroll = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<string>();
  const treeId = useId();
  const current = selected ?? own;
  const at = useMemo(() => rows.findIndex((row) => row.key === current), [rows, current]);
  // Another function would have all rows measured anew.
  const keyAt = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: keyAt,
    overscan: 16,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
    // Only another selection scrolls.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);

  const choose = (row: R | undefined): void => {
    if (row === undefined) return;
    setOwn(row.key);
    onSelect?.(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[at];
    const handled = (): void => event.preventDefault();
    switch (event.key) {
      case "ArrowDown":
        choose(rows[Math.min(at + 1, rows.length - 1)]);
        return handled();
      case "ArrowUp":
        choose(rows[Math.max(at - 1, 0)]);
        return handled();
      case "Home":
        choose(rows[0]);
        return handled();
      case "End":
        choose(rows.at(-1));
        return handled();
      case "ArrowRight":
        if (row?.isExpanded === false) onToggle(row);
        else if (row?.isExpanded === true) choose(rows[at + 1]);
        return handled();
      case "ArrowLeft":
        if (row?.isExpanded === true) onToggle(row);
        else if (row !== undefined) {
          choose(rows.findLast((other, index) => index < at && other.depth < row.depth));
        }
        return handled();
      case "Enter":
        if (row !== undefined) (onActivate ?? onToggle)(row);
        return handled();
      default:
    }
  };

  return (
    <div
      ref={scroll}
      className={styles.tree}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `${treeId}-${at}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget && at < 0 && selected === undefined) choose(rows[0]);
      }}
    >
      <div role="presentation" className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={item.key}
              id={`${treeId}-${item.index}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-expanded={row.isExpanded}
              aria-selected={item.index === at}
              className={cx(styles.row, item.index === at && styles.selected)}
              style={{ height: item.size, transform: `translateY(${item.start}px)`, paddingLeft: 4 + row.depth * 14 }}
              onClick={() => choose(row)}
              onDoubleClick={() => (onActivate ?? onToggle)(row)}
            >
              {row.isExpanded === undefined ? (
                <span className={styles.twig} />
              ) : (
                <span
                  className={styles.twig}
                  onClick={(event) => {
                    event.stopPropagation();
                    choose(row);
                    onToggle(row);
                  }}
                >
                  {row.isExpanded ? <ChevronDown size={12} /> : <ChevronRight size={12} />}
                </span>
              )}
              {renderRow(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
};
