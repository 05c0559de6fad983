/** The graph as a file: a picture, a text for Graphviz, or its data. Pure. */
import type { Certificate, Graph } from "../../electron/engine/summary.ts";
import { around, type Point, type Rect } from "./geometry.ts";
import type { Ghosts } from "./ghosts.ts";
import { type Drawn, type DrawnEdge, type DrawnNode, sizes } from "./model.ts";
import type { Palette } from "./palette.ts";
import { directRoute, type Places } from "./places.ts";
import { middleOf, svgPath } from "./route.ts";

export interface GraphImage {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const sans = "Inter, system-ui, sans-serif";
const mono = "JetBrains Mono, ui-monospace, monospace";

export const graphJson = (graph: Graph, ghosts: readonly Certificate[]): string =>
  `${JSON.stringify({ ...graph, oldGenerations: ghosts }, null, 2)}\n`;

/** What is drawn, for Graphviz: cards as records with a port for each function. */
export const graphDot = ({ nodes, edges }: Drawn, ghosts: Ghosts): string => {
  const all = [...nodes, ...ghosts.nodes.map(({ node }) => node)];
  const ports = new Map(
    all.flatMap((node) =>
      node.kind === "module" ? node.rows.map(({ name }, index) => [`${node.id}\n${name}`, `:f${index}`] as const) : [],
    ),
  );
  return `${[
    "digraph graft {",
    "  rankdir=LR;",
    "  node [shape=box, fontname=sans];",
    ...all.map((node) => `  ${quoted(node.id)} [${dotAttributes(node)}];`),
    ...[...edges, ...ghosts.edges].map((edge) => dotEdge(edge, ports)),
    "}",
  ].join("\n")}\n`;
};

const dotAttributes = (node: DrawnNode): string => {
  switch (node.kind) {
    case "module": {
      if (node.rows.length === 0) return `label=${quoted(`${node.module} #${node.generation}`)}`;
      const rows = node.rows.map(({ name, count }, index) => `<f${index}> ${recordText(`${name} ${count}`)}`);
      const label = [recordText(`${node.module} #${node.generation}`), ...rows].join(" | ");
      // Escapes of a record are Graphviz's own: they are not escaped once more.
      return `shape=record, label="${label.replaceAll('"', '\\"')}"`;
    }
    case "ghost":
      return `style=dashed, label=${quoted(`${node.module} #${node.generation} ${node.status}`)}`;
    case "slot":
      return `shape=oval, label=${quoted(node.label)}`;
    case "external":
      return `style=rounded, label=${quoted(node.label)}`;
    case "folder":
      return `shape=folder, label=${quoted(`${node.folder} (${node.modules})`)}`;
    default:
      return node satisfies never;
  }
};

const dotEdge = (
  { from, to, row, kind, count, star }: DrawnEdge,
  /** Of functions, by card and name. */
  ports: ReadonlyMap<string, string>,
): string => {
  const style =
    star || kind === "ghost" ? ", style=dashed" : kind === "import" || kind === "slot" ? "" : ", style=dotted";
  const label = kind === "ghost" ? "holds" : count > 1 ? `${kind} ×${count}` : kind;
  const port = row === undefined ? "" : (ports.get(`${to}\n${row}`) ?? "");
  return `  ${quoted(from)} -> ${quoted(to)}${port} [label=${quoted(label)}${style}];`;
};

const quoted = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
const recordText = (text: string): string => text.replace(/[\\{}|<> ]/g, "\\$&");

/** What is drawn, as it is drawn. */
export const graphSvg = (drawn: Drawn, places: Places, ghosts: Ghosts, palette: Palette): GraphImage => {
  const placed = new Map<string, Placed>([
    ...drawn.nodes.flatMap((node): [string, Placed][] => {
      const rect = places.rects.get(node.id);
      return rect === undefined ? [] : [[node.id, { node, rect }]];
    }),
    ...ghosts.nodes.map((ghost): [string, Placed] => [ghost.node.id, ghost]),
  ]);
  const rects = new Map([...placed].map(([id, { rect }]) => [id, rect]));
  const bounds = around([...placed.values()].map(roomFor)) ?? { x: 0, y: 0, width: 0, height: 0 };
  const width = Math.ceil(bounds.width + 2 * margin);
  const height = Math.ceil(bounds.height + 2 * margin);
  const left = bounds.x - margin;
  const top = bounds.y - margin;
  const lines = [...drawn.edges, ...ghosts.edges].map((edge) => {
    const from = placed.get(edge.from);
    const to = placed.get(edge.to);
    const route = places.routes.get(edge.id) ?? (from && to && directRoute(rects, from.node, to.node, edge.row));
    return route === undefined ? "" : lineSvg(edge, route, palette);
  });
  const group = ({ node, rect }: Placed): string =>
    `<g transform="translate(${rect.x} ${rect.y})">${nodeSvg(node, rect, palette)}</g>`;
  const all = [...placed.values()];
  return {
    width,
    height,
    svg: [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="${sans}" font-size="12">`,
      `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${palette.bg}"/>`,
      ...all.filter(({ node }) => isOpen(node)).map(group),
      ...lines,
      ...all.filter(({ node }) => !isOpen(node)).map(group),
      "</svg>\n",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  };
};

interface Placed {
  readonly node: DrawnNode;
  readonly rect: Rect;
}

const isOpen = (node: DrawnNode): boolean => node.kind === "folder" && node.isOpen;

/** A ghost takes more room than its card: below it stands who holds it. */
const roomFor = ({ node, rect }: Placed): Rect =>
  node.kind === "ghost"
    ? { ...rect, width: Math.max(rect.width, heldBy(node).length * 6), height: rect.height + 20 }
    : rect;

const lineSvg = (edge: DrawnEdge, route: readonly Point[], palette: Palette): string => {
  const middle = middleOf(route);
  const stroke = {
    import: palette.muted,
    slot: palette.info,
    resource: palette.warn,
    call: palette.warn,
    ghost: palette.ghost,
  }[edge.kind];
  const dash =
    edge.kind === "import" || edge.kind === "slot"
      ? edge.star
        ? ' stroke-dasharray="5 4"'
        : ""
      : ' stroke-dasharray="4 3"';
  const count =
    edge.count > 1
      ? svgText(
          edge.count.toString(),
          middle.x,
          middle.y - 3,
          palette.muted,
          `font-family="${mono}" font-size="10" text-anchor="middle"`,
        )
      : "";
  return `<path d="${svgPath(route)}" fill="none" stroke="${stroke}" stroke-width="1.2"${dash}/>${count}`;
};

const nodeSvg = (node: DrawnNode, { width, height }: Rect, palette: Palette): string => {
  const box = (fill: string, stroke: string, radius = 6, more = ""): string =>
    `<rect width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}"${more}/>`;
  switch (node.kind) {
    case "module": {
      const stroke =
        node.status === "changed"
          ? palette.warn
          : node.status === "failed" || node.status === "quarantined"
            ? palette.error
            : palette.line;
      return [
        box(palette.raised, stroke),
        headSvg(node.module, `#${node.generation}`, width, palette.text, palette.muted),
        ...node.rows.map(({ name, count }, index) => rowSvg(name, count.toString(), index, width, palette.text)),
        node.more > 0 ? rowSvg(`and ${node.more} more`, "", node.rows.length, width, palette.muted) : "",
      ].join("");
    }
    case "ghost":
      return [
        box(palette.bg, palette.ghost, 6, ' stroke-dasharray="4 3"'),
        headSvg(node.module, `#${node.generation} ${node.status}`, width, palette.muted, palette.ghost),
        ...node.rows.map((name, index) => rowSvg(name, "", index, width, palette.ghost)),
        svgText(heldBy(node), 0, height + 16, palette.ghost, 'font-size="11"'),
      ].join("");
    case "slot":
      return `${box(palette.bg, palette.info, height / 2)}${svgText(node.label, width / 2, height / 2 + 4, palette.info, `font-family="${mono}" font-size="11" text-anchor="middle"`)}`;
    case "external":
      return `${box(palette.panel, palette.line)}${svgText(node.label, 9, height / 2 + 4, palette.text)}`;
    case "folder":
      if (node.isOpen)
        return `${box(palette.panel, palette.line, 10)}${svgText(node.folder, 12, 20, palette.text, 'font-weight="600"')}`;
      return `${box(palette.raised, palette.line)}${svgText(node.folder, 10, 20, palette.text, 'font-weight="600"')}${svgText(`${node.modules} modules`, 10, 36, palette.muted, 'font-size="11"')}`;
    default:
      return node satisfies never;
  }
};

const heldBy = ({ holder }: Extract<DrawnNode, { readonly kind: "ghost" }>): string =>
  holder === "" ? "" : `held by ${holder}`;

/** As many characters of a card's title as fit beside its number. */
const headSvg = (module: string, number: string, width: number, colour: string, quiet: string): string => {
  const room = Math.floor((width - 26 - number.length * 6.5) / 6.8);
  const name = module.slice(module.lastIndexOf("/") + 1);
  const shown = name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name;
  return `${svgText(shown, 9, 18, colour, 'font-weight="600"')}${svgText(number, width - 9, 18, quiet, `font-family="${mono}" font-size="10.5" text-anchor="end"`)}`;
};

const rowSvg = (name: string, count: string, index: number, width: number, colour: string): string => {
  const y = sizes.head + index * sizes.row + 13;
  const shown = name.length > 20 ? `${name.slice(0, 19)}…` : name;
  return `${svgText(shown, 9, y, colour, `font-family="${mono}" font-size="11"`)}${svgText(count, width - 9, y, colour, 'font-size="11" text-anchor="end"')}`;
};

const svgText = (text: string, x: number, y: number, colour: string, more = ""): string =>
  text === "" ? "" : `<text x="${x}" y="${y}" fill="${colour}"${more === "" ? "" : ` ${more}`}>${escaped(text)}</text>`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
