import { Workflow } from "lucide-react";
import { useMemo } from "react";
import { runCommand } from "../commands/run-command.ts";
import { selectedModule } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { GraphCanvas } from "./GraphCanvas.tsx";
import { GraphTree } from "./GraphTree.tsx";
import { drawnGraph, mostNodes } from "./model.ts";
import { levelOf, useGraphView } from "./view.ts";

export const GraphPanel = () => {
  const graph = useWorkbench((state) => state.graph);
  const count = useWorkbench((state) => state.moduleIds.length);
  const isTree = useGraphView((view) => view.isTree);
  if (graph === null || graph.nodes.length === 0) {
    if (count > 0) return null;
    return (
      <EmptyState
        icon={<Workflow size={26} />}
        title="Nothing to show yet"
        actions={<Button onClick={() => runCommand("file.samples")}>Open a sample</Button>}
      >
        The graph shows who refers to whom, as soon as there are modules.
      </EmptyState>
    );
  }
  return isTree ? <GraphTree graph={graph} /> : <DrawnGraph />;
};

const DrawnGraph = () => {
  const graph = useWorkbench((state) => state.graph);
  const count = useWorkbench((state) => state.moduleIds.length);
  const chosenLevel = useGraphView((view) => view.level);
  const isFocused = useGraphView((view) => view.isFocused);
  const expanded = useGraphView((view) => view.expanded);
  const selectedId = useWorkbench((state) => selectedModule(state.selection));
  // A selection changes what is drawn only where it decides who stands apart.
  const selected = isFocused || count > mostNodes ? selectedId : undefined;
  const level = levelOf(chosenLevel, isFocused ? 0 : count);
  const drawn = useMemo(
    () =>
      graph === null
        ? undefined
        : drawnGraph(graph, { level, selected, focus: isFocused ? selected : undefined, expanded }),
    [graph, level, selected, isFocused, expanded],
  );
  return drawn === undefined ? null : <GraphCanvas drawn={drawn} />;
};
