import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Edge,
  type Node,
} from "@xyflow/react";
import { Maximize2, Minus, Plus } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { select } from "../store/actions.ts";
import type { Selection } from "../store/state.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { plural } from "../words/figures.ts";
import { GraphEdge } from "./GraphEdge.tsx";
import { ghostsOf } from "./ghosts.ts";
import styles from "./GraphCanvas.module.css";
import { ExternalNode, FolderNode, GhostNode, ModuleNode, SlotNode } from "./GraphNodes.tsx";
import type { Layout } from "./layout.ts";
import type { Route } from "./route.ts";
import { type Drawn, type DrawnEdge, type DrawnNode, nearOf, sizeOf, structureOf } from "./model.ts";
import { tell } from "../store/actions.ts";
import { NearContext, SelectedNodeContext } from "./near.ts";
import { keepPlaces, lastPlaces, type Places, placesOf } from "./places.ts";
import { setGraphView, toggleFolder, useGraphView } from "./view.ts";

const nodeTypes = { ghost: GhostNode, module: ModuleNode, slot: SlotNode, external: ExternalNode, folder: FolderNode };
const edgeTypes = { reference: GraphEdge };

export type FlowNode = Node<{ readonly node: DrawnNode }>;
export type FlowEdge = Edge<{ readonly edge: DrawnEdge; readonly route: Route | undefined }>;

export const GraphCanvas = ({ drawn }: { readonly drawn: Drawn }) => (
  <ReactFlowProvider>
    <Canvas drawn={drawn} />
  </ReactFlowProvider>
);

/** Places for the drawn graph; those of before as long as nothing structural changed, and while new ones are computed. */
const usePlaces = (drawn: Drawn, structure: string): Places | undefined => {
  const [places, setPlaces] = useState(lastPlaces());
  useEffect(() => {
    if (lastPlaces()?.structure === structure) return undefined;
    let stale = false;
    placesOf(drawn).then((places) => {
      if (stale) return;
      keepPlaces(places);
      setPlaces(places);
    }, tell);
    return () => {
      stale = true;
    };
  }, [structure, drawn]);
  return places;
};

const Canvas = ({ drawn }: { readonly drawn: Drawn }) => {
  const wanted = useMemo(() => structureOf(drawn), [drawn]);
  const places = usePlaces(drawn, wanted);
  const flow = useReactFlow();
  const selection = useWorkbench((state) => state.selection);
  const hover = useGraphView((view) => view.hover);
  const selectedId = selectedNode(selection, drawn);

  const certificates = useWorkbench((state) => state.ghosts);
  const ghosts = useMemo(
    () => ghostsOf(certificates, drawn, places?.layout.nodes ?? new Map()),
    [certificates, drawn, places],
  );
  const near = useMemo(
    () => (hover === null ? undefined : nearOf(hover, [...drawn.edges, ...ghosts.edges])),
    [hover, drawn, ghosts],
  );
  const nodes = useMemo(
    () => [
      ...drawn.nodes.flatMap((node) => flowNode(node, places?.layout.nodes.get(node.id))),
      ...ghosts.nodes.flatMap(({ node, position }) => flowNode(node, position)),
    ],
    [drawn, places, ghosts],
  );
  const edges = useMemo(
    () => [...drawn.edges, ...ghosts.edges].map((edge) => flowEdge(edge, places?.layout)),
    [drawn, places, ghosts],
  );
  /** A view that somebody chose by hand is not moved for a ghost. */
  const isChosen = useRef(false);
  const ghostCount = ghosts.nodes.length;
  useEffect(() => {
    if (ghostCount === 0 || isChosen.current) return undefined;
    const frame = requestAnimationFrame(() => void flow.fitView(fitting));
    return () => cancelAnimationFrame(frame);
  }, [flow, ghostCount]);

  const structure = places?.structure;
  useEffect(() => {
    if (structure !== undefined) requestAnimationFrame(() => void flow.fitView(fitting));
  }, [flow, structure]);
  useEffect(() => {
    if (selectedId === undefined || hover !== null) return;
    showNode(flow, selectedId);
    // Only another selection moves the view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [flow, selectedId]);

  const zoom = (by: () => Promise<boolean>): void => {
    isChosen.current = true;
    void by();
  };
  return (
    <NearContext value={near}>
      <SelectedNodeContext value={selectedId}>
        <div className={styles.canvas} role="region" aria-label="Reference graph">
          <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            nodesFocusable
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            minZoom={0.15}
            maxZoom={1.6}
            fitView
            fitViewOptions={fitting}
            zoomOnDoubleClick={false}
            proOptions={{ hideAttribution: true }}
            onMoveEnd={(event) => {
              if (event !== null) isChosen.current = true;
            }}
            onNodeClick={(_, { data }) => selectNode(data.node)}
            onNodeMouseEnter={(_, { id }) => setGraphView({ hover: id })}
            onNodeMouseLeave={() => setGraphView({ hover: null })}
            onPaneClick={() => select({ kind: "none" })}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              const id = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node")?.dataset["id"];
              const node = drawn.nodes.find((each) => each.id === id);
              if (node === undefined) return;
              event.preventDefault();
              selectNode(node);
            }}
          >
            <Background variant={BackgroundVariant.Dots} gap={21} size={1.4} className={styles.dots ?? ""} />
          </ReactFlow>
          <div className={styles.controls} role="group" aria-label="Zoom">
            <Button look="quiet" icon={<Plus size={14} />} aria-label="Zoom in" onClick={() => zoom(flow.zoomIn)} />
            <Button look="quiet" icon={<Minus size={14} />} aria-label="Zoom out" onClick={() => zoom(flow.zoomOut)} />
            <Button
              look="quiet"
              icon={<Maximize2 size={13} />}
              aria-label="Show all of it"
              onClick={() => {
                isChosen.current = false;
                void flow.fitView(fitting);
              }}
            />
          </div>
          {places?.structure !== wanted && <p className={styles.layingOut}>Laying out…</p>}
          {drawn.hidden > 0 && <p className={styles.hidden}>{plural(drawn.hidden, "module")} not drawn one by one</p>}
        </div>
      </SelectedNodeContext>
    </NearContext>
  );
};

const fitting = { padding: 0.12, maxZoom: 1.1, minZoom: 0.15 } as const;

/** Moves the view only when the node is not to be seen. */
const showNode = (flow: ReturnType<typeof useReactFlow>, id: string): void => {
  const node = flow.getNode(id);
  const pane = document.querySelector(".react-flow")?.getBoundingClientRect();
  if (node === undefined || pane === undefined) return;
  const { width = 0, height = 0 } = node;
  const at = flow.flowToScreenPosition({ x: node.position.x + width / 2, y: node.position.y + height / 2 });
  const isSeen = at.x > pane.left && at.x < pane.right && at.y > pane.top && at.y < pane.bottom;
  if (!isSeen) void flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom: flow.getZoom() });
};

const selectNode = (node: DrawnNode): void => {
  switch (node.kind) {
    case "module":
      select({ kind: "module", id: node.module });
      return;
    case "slot":
      select({ kind: "slot", event: node.label });
      return;
    case "external":
      select({ kind: "external", name: node.label });
      return;
    case "ghost":
      setState({ selection: { kind: "module", id: node.module }, inspector: "generations" });
      return;
    case "folder":
      toggleFolder(node.folder);
      return;
    default:
      node satisfies never;
  }
};

const selectedNode = (selection: Selection, { nodes }: Drawn): string | undefined => {
  switch (selection.kind) {
    case "none":
      return undefined;
    case "module":
      return selection.id;
    case "function":
      return selection.module;
    case "slot":
      return nodes.find((node) => node.kind === "slot" && node.label === selection.event)?.id;
    case "external":
      return nodes.find((node) => node.kind === "external" && node.label === selection.name)?.id;
    default:
      return selection satisfies never;
  }
};

/** Nothing is drawn before it has its place: a card that jumps is worse than one that comes a frame later. */
const flowNode = (node: DrawnNode, position: FlowNode["position"] | undefined): FlowNode[] => {
  if (position === undefined) return [];
  const size = sizeOf(node);
  return [{ id: node.id, type: node.kind, position, data: { node }, ...size, ariaLabel: nodeWords(node) }];
};

const nodeWords = (node: DrawnNode): string => {
  switch (node.kind) {
    case "module":
      return `Module ${node.module}, generation ${node.generation}, ${plural(node.rows.length, "function")}`;
    case "slot":
      return `Slot ${node.label}`;
    case "external":
      return `${node.label}, outside the workspace`;
    case "ghost":
      return `Old generation ${node.generation} of ${node.module}, ${node.status}${node.holder === "" ? "" : `, held by ${node.holder}`}`;
    case "folder":
      return `Folder ${node.folder === "" ? "of the workspace" : node.folder}, ${plural(node.modules, "module")}; press Enter to open`;
    default:
      return node satisfies never;
  }
};

const flowEdge = (edge: DrawnEdge, layout: Layout | undefined): FlowEdge => ({
  id: edge.id,
  type: "reference",
  source: edge.from,
  target: edge.to,
  targetHandle: edge.row ?? null,
  data: { edge, route: layout?.edges.get(edge.id) },
});
