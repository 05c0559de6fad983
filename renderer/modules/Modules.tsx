import { useVirtualizer } from "@tanstack/react-virtual";
import { FileCode } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { announcePlace } from "../commands/places.ts";
import { runCommand } from "../commands/run-command.ts";
import { select } from "../store/actions.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { SearchField } from "../ui/SearchField.tsx";
import { formatCount } from "../words/figures.ts";
import { filterModules } from "./filter.ts";
import styles from "./Modules.module.css";
import { ModuleMenu } from "./ModuleMenu.tsx";
import { FunctionLine, ModuleLine, ProblemLine } from "./ModuleRows.tsx";
import { isRowSelected, type ModuleRow, moduleRows, rowAfterKey, rowHeight, rowKey, rowSelection } from "./rows.ts";

const setFilter = (moduleFilter: string): void => setState({ moduleFilter });

export const Modules = () => {
  const allIds = useWorkbench((state) => state.moduleIds);
  const modules = useWorkbench((state) => state.modules);
  const filter = useWorkbench((state) => state.moduleFilter);
  const ids = useMemo(() => filterModules(allIds, modules, filter), [allIds, modules, filter]);
  const rows = useMemo(() => moduleRows(ids, modules), [ids, modules]);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => announcePlace("filter", () => search.current?.select()), []);
  useEffect(() => announcePlace("modules", () => list.current?.focus()), []);
  return (
    <nav className={styles.panel} aria-label="Modules">
      <div className={styles.head}>
        <SearchField
          ref={search}
          label="Filter modules and functions"
          value={filter}
          onChange={setFilter}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" || event.key === "Enter") list.current?.focus();
          }}
        />
        <span className={styles.count} aria-live="polite">
          <span className="visually-hidden">Modules shown: </span>
          {formatCount(ids.length)}
        </span>
      </div>
      {rows.length === 0 ? <NoModules filtered={filter !== ""} /> : <ModuleList rows={rows} listRef={list} />}
    </nav>
  );
};

const NoModules = ({ filtered }: { readonly filtered: boolean }) =>
  filtered ? (
    <EmptyState title="Nothing matches" actions={<Button onClick={() => setFilter("")}>Clear the filter</Button>}>
      No module and no function has that name.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<FileCode size={24} />}
      title="No modules"
      actions={
        <>
          <Button look="accent" onClick={() => runCommand("file.newModule")}>
            New module…
          </Button>
          <Button onClick={() => runCommand("file.openFolder")}>Open folder…</Button>
          <Button onClick={() => runCommand("file.samples")}>Samples</Button>
        </>
      }
    >
      Put a .ts or .js file into the folder: it is listed at once.
    </EmptyState>
  );

const ModuleList = ({
  rows,
  listRef,
}: {
  readonly rows: readonly ModuleRow[];
  readonly listRef: React.RefObject<HTMLDivElement | null>;
}) => {
  const selection = useWorkbench((state) => state.selection);
  const at = useMemo(() => rows.findIndex((row) => isRowSelected(row, selection)), [rows, selection]);
  // Another function would have all rows measured anew, which must be when they are others, and not with each step of the wheel.
  const keyAt = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    [rows],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => listRef.current,
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 0 : rowHeight(row);
    },
    getItemKey: keyAt,
    overscan: 6,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
    // Only a new selection scrolls: rows that come and go must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selection]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && at >= 0) {
      runCommand("view.editor");
      return;
    }
    // Of a function it would be the whole module.
    if (rows[at]?.kind === "module" && event.key === "F2") runCommand("file.renameModule");
    if (rows[at]?.kind === "module" && event.key === "Delete") runCommand("file.deleteModule");
    const next = rowAfterKey(rows, at, event.key, 12);
    const row = next === undefined ? undefined : rows[next];
    if (row === undefined) return;
    event.preventDefault();
    select(rowSelection(row));
  };

  return (
    <ModuleMenu>
      <div
        ref={listRef}
        className={styles.list}
        role="tree"
        aria-label="Modules and their functions"
        tabIndex={0}
        aria-activedescendant={at >= 0 ? rowDomId(at) : undefined}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const [first] = rows;
          const { currentTarget: list } = event;
          if (event.target !== list || selection.kind !== "none" || first === undefined) return;
          // A press of the pointer says itself which row is meant; the list must not move under it.
          if (list.matches(":focus-visible")) select(rowSelection(first));
        }}
      >
        <div role="presentation" className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                role="presentation"
                className={styles.row}
                onContextMenu={() => select(rowSelection(row))}
                style={{ top: item.start, height: item.size }}
              >
                <RowContent row={row} domId={rowDomId(item.index)} />
              </div>
            );
          })}
        </div>
      </div>
    </ModuleMenu>
  );
};

const rowDomId = (index: number): string => `module-row-${index}`;

const RowContent = ({ row, domId }: { readonly row: ModuleRow; readonly domId: string }) => {
  switch (row.kind) {
    case "module":
      return <ModuleLine id={row.id} domId={domId} />;
    case "problem":
      return <ProblemLine id={row.id} />;
    case "function":
      return <FunctionLine id={row.id} name={row.name} domId={domId} />;
    default:
      return row satisfies never;
  }
};
