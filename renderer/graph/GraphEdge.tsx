import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from "@xyflow/react";
import { use } from "react";
import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./GraphEdge.module.css";
import type { FlowEdge } from "./GraphCanvas.tsx";
import type { DrawnEdge } from "./model.ts";
import { SelectedNodeContext, useIsDim } from "./near.ts";

/** A line from holder to held, by kind; its count stands on it where it is more than one. */
export const GraphEdge = ({ id, source, target, data, ...ends }: EdgeProps<FlowEdge>) => {
  const edge = data?.edge;
  const isDim = useIsDim(source, target);
  const selectedNode = use(SelectedNodeContext);
  const selectedName = useWorkbench(({ selection }) => (selection.kind === "function" ? selection.name : undefined));
  const isChosen = edge !== undefined && isAtSelection(edge, selectedNode, selectedName);
  const isLit = useWorkbench((state) => edge?.row !== undefined && state.lit.has(`${edge.to}\n${edge.row}`));
  if (edge === undefined) return null;
  const [path, { x, y }] = data?.route === undefined ? straightRoute(ends) : [data.route.path, data.route.middle];
  const classes = cx(
    styles.edge,
    styles[edge.kind],
    edge.star && styles.star,
    edge.count > 2 && styles.thick,
    isChosen && styles.chosen,
    isLit && styles.lit,
    isDim && styles.dim,
  );
  return (
    <>
      <BaseEdge id={id} path={path} className={classes} interactionWidth={0} />
      {edge.count > 1 && (
        <EdgeLabelRenderer>
          <span
            className={cx(styles.count, isDim && styles.dim)}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {formatCount(edge.count)}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
};

/** While the way round the cards is not known yet. */
const straightRoute = (ends: Parameters<typeof getBezierPath>[0]) => {
  const [path, x, y] = getBezierPath(ends);
  return [path, { x, y }] as const;
};

/** Lines of the selected node; with a function selected, those that lead to it. */
const isAtSelection = (edge: DrawnEdge, node: string | undefined, name: string | undefined): boolean => {
  if (node === undefined || (edge.from !== node && edge.to !== node)) return false;
  return name === undefined || edge.row === undefined || (edge.to === node && edge.row === name);
};
