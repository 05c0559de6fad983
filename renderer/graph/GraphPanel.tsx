import { Workflow } from "lucide-react";
import { useMemo } from "react";
import type { Graph } from "../../electron/engine/summary.ts";
import { runCommand } from "../commands/run-command.ts";
import { selectedModule } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { GraphCanvas } from "./GraphCanvas.tsx";
import { GraphTree } from "./GraphTree.tsx";
import "./forget.ts";
import { drawnOf } from "./looking.ts";
import { useGraphView } from "./view.ts";

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
  return isTree ? <GraphTree graph={graph} /> : <DrawnGraph graph={graph} />;
};

const DrawnGraph = ({ graph }: { readonly graph: Graph }) => {
  const level = useGraphView((view) => view.level);
  const focus = useGraphView((view) => view.focus);
  const open = useGraphView((view) => view.open);
  const selectedId = useWorkbench((state) => selectedModule(state.selection));
  // A selection changes what is drawn only where it decides who stands apart.
  const selected = focus > 0 ? selectedId : undefined;
  const drawn = useMemo(() => drawnOf(graph, selected, { level, focus, open }), [graph, level, selected, focus, open]);
  return <GraphCanvas drawn={drawn} graph={graph} />;
};
