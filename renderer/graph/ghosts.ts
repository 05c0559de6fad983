/** Old generations that are still alive, beside the modules that hold them. Pure. */
import type { Certificate } from "../../electron/engine/summary.ts";
import { type Drawn, type DrawnEdge, type DrawnNode, sizeOf, sizes } from "./model.ts";

type Ghost = Extract<DrawnNode, { readonly kind: "ghost" }>;

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Ghosts {
  readonly nodes: readonly { readonly node: Ghost; readonly position: Point }[];
  readonly edges: readonly DrawnEdge[];
}

const gap = { x: 40, y: 44 } as const;
/** More than these are counted in the inspector; here they would hide what runs. */
const mostGhosts = 24;
const mostRows = 5;

/**
 * Ghosts stand below everything, each under its own module as far as there is room: they come and go, and must not move
 * what runs. Held by a module that is drawn, a line leads to it.
 */
export const ghostsOf = (
  certificates: readonly Certificate[],
  drawn: Drawn,
  places: ReadonlyMap<string, Point>,
): Ghosts => {
  const cards = new Set(drawn.nodes.map((node) => node.id));
  const bottom = Math.max(
    0,
    ...drawn.nodes.flatMap((node) => {
      const place = places.get(node.id);
      return place === undefined ? [] : [place.y + sizeOf(node).height];
    }),
  );
  const wanted = certificates
    .filter(({ id }) => places.has(id))
    .slice(-mostGhosts)
    .map((certificate) => ({ certificate, x: places.get(certificate.id)?.x ?? 0 }))
    .sort((a, b) => a.x - b.x || a.certificate.generation - b.certificate.generation);
  let free = Number.NEGATIVE_INFINITY;
  const nodes = wanted.map(({ certificate, x }) => {
    const position = { x: Math.max(x, free), y: bottom + gap.y };
    free = position.x + sizes.card + gap.x;
    return { node: ghostOf(certificate), position };
  });
  const edges = wanted.flatMap(({ certificate }): DrawnEdge[] => {
    const to = ghostId(certificate);
    return holderModules(certificate)
      .filter((from) => cards.has(from))
      .map((from) => ({ id: `${from}\n${to}`, from, to, kind: "ghost", count: 1, star: false }));
  });
  return { nodes, edges };
};

const ghostId = ({ id, generation }: Certificate): string => `ghost:${id}#${generation}`;

const ghostOf = (certificate: Certificate): Ghost => {
  const { id, generation, status, functions, holders, path } = certificate;
  const alive = functions.filter((each) => each.status !== "reclaimed").map(({ name }) => name);
  const rows =
    alive.length > mostRows ? [...alive.slice(0, mostRows - 1), `${alive.length - mostRows + 1} more`] : alive;
  return {
    kind: "ghost",
    id: ghostId(certificate),
    module: id,
    generation,
    status,
    rows,
    // A closure that nobody has looked for has no name yet; the inspector offers to look.
    holder: holders[0]?.kind === "closure" && path === undefined ? "" : (holders[0]?.label ?? ""),
  };
};

const holderModules = ({ holders }: Certificate): readonly string[] => [
  ...new Set(holders.flatMap(({ module }) => (module === undefined ? [] : [module]))),
];
