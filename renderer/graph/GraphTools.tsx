import { Download, ListTree } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { announcePlace } from "../commands/places.ts";
import { selectedModule, tell } from "../store/actions.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Menu, MenuHeading, MenuItem } from "../ui/Menu.tsx";
import { SearchField } from "../ui/SearchField.tsx";
import { Tip } from "../ui/Tip.tsx";
import { formatCount, plural } from "../words/figures.ts";
import styles from "./GraphTools.module.css";
import { jumpTo, levelOf } from "./looking.ts";
import { type GraphFormat, saveGraph } from "./save-graph.ts";
import { modulesFound } from "./search.ts";
import { setGraphView, useGraphView } from "./view.ts";

const formats: readonly (readonly [GraphFormat, string])[] = [
  ["svg", "a drawing that scales"],
  ["png", "a picture"],
  ["dot", "for Graphviz"],
  ["json", "nodes, references, old generations"],
];

/** The module after the selected one among those found, round and round. */
const goToFound = (found: readonly string[], by: 1 | -1): void => {
  const at = found.indexOf(selectedModule(getState().selection) ?? "");
  const next = found[at < 0 ? 0 : (at + by + found.length) % found.length];
  if (next !== undefined) jumpTo(next);
};

export const GraphTools = () => {
  const view = useGraphView();
  const { focus, isTree } = view;
  const graph = useWorkbench((state) => state.graph);
  const focused = useWorkbench((state) => selectedModule(state.selection));
  const level = graph === null ? "functions" : levelOf(graph, focused, view);
  const name = focused?.slice(focused.lastIndexOf("/") + 1);
  return (
    <>
      <Finder />
      <Toggle
        on={level === "functions"}
        onClick={() => setGraphView({ level: level === "functions" ? "modules" : "functions" })}
      >
        functions
      </Toggle>
      <Tip text="Only the selected module and its neighbours">
        <Toggle on={focus > 0} onClick={() => setGraphView({ focus: focus > 0 ? 0 : 1 })}>
          focus{focus > 0 ? `: ${name ?? "nothing selected"}` : ""}
        </Toggle>
      </Tip>
      {focus > 0 && (
        <Tip text="How far from it: one, two or three steps">
          <Toggle on onClick={() => setGraphView({ focus: nextDepth[focus] })}>
            {plural(focus, "step")}
          </Toggle>
        </Tip>
      )}
      <Menu
        align="end"
        trigger={
          <Button look="quiet" size="small" icon={<Download size={14} />} aria-label="Save the graph as a file" />
        }
      >
        <MenuHeading>Save the graph as</MenuHeading>
        {formats.map(([format, hint]) => (
          <MenuItem key={format} hint={hint} onSelect={() => void saveGraph(format).catch(tell)}>
            {format.toUpperCase()}
          </MenuItem>
        ))}
      </Menu>
      <Tip text="The same as a tree">
        <Button
          look="quiet"
          size="small"
          icon={<ListTree size={14} />}
          aria-label="Show as a tree"
          aria-pressed={isTree}
          className={cx(isTree && styles.pressed)}
          onClick={() => setGraphView({ isTree: !isTree })}
        />
      </Tip>
    </>
  );
};

const nextDepth = [1, 2, 3, 1] as const;

const Finder = () => {
  const search = useGraphView((view) => view.search);
  const graph = useWorkbench((state) => state.graph);
  const selected = useWorkbench((state) => selectedModule(state.selection));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => announcePlace("find", () => field.current?.select()), []);
  const found = useMemo(() => (graph === null ? [] : modulesFound(graph, search)), [graph, search]);
  const at = selected === undefined ? -1 : found.indexOf(selected);
  return (
    <>
      <div className={styles.search}>
        <SearchField
          ref={field}
          label="Find in graph"
          value={search}
          onChange={(search) => setGraphView({ search })}
          onKeyDown={(event) => {
            if (event.key === "Enter") goToFound(found, event.shiftKey ? -1 : 1);
          }}
        />
      </div>
      {search !== "" && (
        <span className={styles.found} aria-live="polite">
          {at < 0 ? "" : `${formatCount(at + 1)} of `}
          {formatCount(found.length)}
          <span className="visually-hidden"> found; Enter goes to the next</span>
        </span>
      )}
    </>
  );
};

const Toggle = ({ on, ...rest }: { readonly on: boolean } & React.ComponentProps<"button">) => (
  <button type="button" {...rest} className={cx(styles.toggle, on && styles.on)} aria-pressed={on} />
);
