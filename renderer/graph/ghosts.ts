/** Old generations that are still alive, near the modules that they were. Pure. */
import type { Certificate } from "../../electron/engine/summary.ts";
import type { Rect } from "./geometry.ts";
import { type DrawnEdge, type DrawnNode, sizeOf, sizes, standInOf } from "./model.ts";
import { freeSpot } from "./places.ts";

type Ghost = Extract<DrawnNode, { readonly kind: "ghost" }>;

export interface Ghosts {
  readonly nodes: readonly { readonly node: Ghost; readonly rect: Rect }[];
  readonly edges: readonly DrawnEdge[];
}

/** More than these are counted in the inspector; here they would hide what runs. */
const mostGhosts = 24;
const mostRows = 5;
/** Below a ghost stands who holds it. */
const wordsBelow = 22;

/**
 * Each ghost stands where there is room near its module, or near the folder that stands for it: ghosts come and go, and must
 * not move what runs. Held by a module that is drawn, a line leads to it.
 */
export const ghostsOf = (certificates: readonly Certificate[], rects: ReadonlyMap<string, Rect>): Ghosts => {
  const has = (id: string): boolean => rects.has(id);
  const taken = [...rects].flatMap(([id, rect]) => (isFrameAround(id, rects) ? [] : [rect]));
  const shown = certificates.slice(-mostGhosts).flatMap((certificate) => {
    const own = rects.get(standInOf(certificate.id, has) ?? "");
    return own === undefined ? [] : [{ certificate, own }];
  });
  const nodes = shown.map(({ certificate, own }) => {
    const node = ghostOf(certificate);
    const { width, height } = sizeOf(node);
    const wish = { x: own.x + 12, y: own.y + own.height + 28, width, height: height + wordsBelow };
    const rect = { ...freeSpot(wish, taken), width, height };
    taken.push({ ...rect, height: height + wordsBelow });
    return { node, rect };
  });
  const edges = shown.flatMap(({ certificate }): DrawnEdge[] => {
    const to = ghostId(certificate);
    const holders = new Set(holderModules(certificate).flatMap((id) => standInOf(id, has) ?? []));
    return [...holders].map((from) => ({ id: `${from}\n${to}`, from, to, kind: "ghost", count: 1, star: false }));
  });
  return { nodes, edges };
};

/** In an open folder's frame there is room; a closed folder's card takes it. */
const isFrameAround = (id: string, rects: ReadonlyMap<string, Rect>): boolean =>
  id.startsWith("folder:") && (rects.get(id)?.height ?? 0) > sizes.folder;

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
