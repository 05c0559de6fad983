import { Download, FoldVertical, ListTree } from "lucide-react";
import { useEffect, useRef } from "react";
import { announcePlace } from "../commands/places.ts";
import { select, selectedModule, tell } from "../store/actions.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Menu, MenuHeading, MenuItem } from "../ui/Menu.tsx";
import { SearchField } from "../ui/SearchField.tsx";
import { Tip } from "../ui/Tip.tsx";
import { rankModules } from "../modules/filter.ts";
import styles from "./GraphTools.module.css";
import { type GraphFormat, saveGraph } from "./save-graph.ts";
import { levelOf, setGraphView, useGraphView } from "./view.ts";

const formats: readonly (readonly [GraphFormat, string])[] = [
  ["svg", "a drawing that scales"],
  ["png", "a picture"],
  ["dot", "for Graphviz"],
  ["json", "nodes, references, old generations"],
];

export const GraphTools = () => {
  const view = useGraphView();
  const modules = useWorkbench((state) => state.moduleIds.length);
  const focused = useWorkbench((state) => selectedModule(state.selection));
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => announcePlace("find", () => search.current?.select()), []);
  const level = levelOf(view.level, modules);
  const name = focused?.slice(focused.lastIndexOf("/") + 1);
  return (
    <>
      <div className={styles.search}>
        <SearchField
          ref={search}
          label="Find in graph"
          value={view.search}
          onChange={(search) => setGraphView({ search })}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            const found = rankModules(getState().moduleIds, view.search);
            const selected = selectedModule(getState().selection) ?? "";
            const id = found[(found.indexOf(selected) + 1) % found.length];
            if (view.search !== "" && id !== undefined) select({ kind: "module", id });
          }}
        />
      </div>
      <Toggle
        on={level === "functions"}
        onClick={() => setGraphView({ level: level === "functions" ? "modules" : "functions" })}
      >
        functions
      </Toggle>
      <Tip text="Only the selected module and its neighbours">
        <Toggle on={view.isFocused} onClick={() => setGraphView({ isFocused: !view.isFocused })}>
          focus{view.isFocused ? `: ${name ?? "nothing selected"}` : ""}
        </Toggle>
      </Tip>
      {view.expanded.size > 0 && (
        <Tip text="Close all folders">
          <Button
            look="quiet"
            size="small"
            icon={<FoldVertical size={14} />}
            aria-label="Close all folders"
            onClick={() => setGraphView({ expanded: new Set() })}
          />
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
          aria-pressed={view.isTree}
          className={cx(view.isTree && styles.pressed)}
          onClick={() => setGraphView({ isTree: !view.isTree })}
        />
      </Tip>
    </>
  );
};

const Toggle = ({ on, ...rest }: { readonly on: boolean } & React.ComponentProps<"button">) => (
  <button type="button" {...rest} className={cx(styles.toggle, on && styles.on)} aria-pressed={on} />
);
