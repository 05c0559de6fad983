/** Places for what is drawn: layered from holders to what they hold, computed in a worker. */
import ELK, { type ElkEdgeSection, type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk-api.js";
import elkWorkerUrl from "elkjs/lib/elk-worker.min.js?worker&url";
import { type Drawn, type DrawnNode, sizeOf, sizes } from "./model.ts";
import { type Route, smoothRoute } from "./route.ts";
import { trustedWorker } from "./trusted-worker.ts";

export interface Layout {
  readonly nodes: ReadonlyMap<string, Point>;
  /** Lines that go round the cards in their way. */
  readonly edges: ReadonlyMap<string, Route>;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "28",
  "elk.layered.spacing.nodeNodeBetweenLayers": "72",
  "elk.spacing.componentComponent": "36",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.edgeRouting": "POLYLINE",
  // The order in which things are told breaks ties, so that a small edit moves little.
  "elk.layered.considerModelOrder.strategy": "PREFER_EDGES",
  "elk.aspectRatio": "1.6",
} as const;

let elk: InstanceType<typeof ELK> | undefined;

const engine = (): InstanceType<typeof ELK> => {
  elk ??= new ELK({ workerFactory: () => trustedWorker(elkWorkerUrl) });
  return elk;
};

export const layout = async (drawn: Drawn): Promise<Layout> => {
  const placed = await engine().layout(elkGraph(drawn), { layoutOptions: options });
  const edges = (placed.edges ?? []) as readonly ElkExtendedEdge[];
  return {
    nodes: new Map(placed.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]) ?? []),
    edges: new Map(
      edges.flatMap(({ id, sections }) => {
        const [section] = sections ?? [];
        return section === undefined ? [] : [[id, routeOf(section)]];
      }),
    ),
  };
};

const routeOf = ({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): Route =>
  smoothRoute([startPoint, ...bendPoints, endPoint]);

const outPort = (node: string): string => `${node}\nout`;
const inPort = (node: string, row: string | undefined): string => `${node}\nin\n${row ?? ""}`;

const elkGraph = ({ nodes, edges }: Drawn): ElkNode => ({
  id: "graph",
  children: nodes.map((node) => {
    const size = sizeOf(node);
    return {
      id: node.id,
      ...size,
      layoutOptions: { "elk.portConstraints": "FIXED_POS", ...layerOf(node) },
      ports: [
        { id: outPort(node.id), x: size.width, y: Math.min(size.height / 2, sizes.head / 2), ...side("EAST") },
        { id: inPort(node.id, undefined), x: 0, y: Math.min(size.height / 2, sizes.head / 2), ...side("WEST") },
        ...(node.kind === "module" ? node.rows : []).map(({ name }, index) => ({
          id: inPort(node.id, name),
          x: 0,
          y: sizes.head + (index + 0.5) * sizes.row,
          ...side("WEST"),
        })),
      ],
    };
  }),
  edges: edges.map((edge) => ({
    id: edge.id,
    sources: [outPort(edge.from)],
    targets: [inPort(edge.to, edge.row)],
  })),
});

const side = (name: "EAST" | "WEST") => ({ layoutOptions: { "elk.port.side": name } });

/** Slots begin the story and what lies outside the workspace ends it. */
const layerOf = (node: DrawnNode): Record<string, string> => {
  if (node.kind === "slot") return { "elk.layered.layering.layerConstraint": "FIRST" };
  return node.kind === "external" ? { "elk.layered.layering.layerConstraint": "LAST" } : {};
};
