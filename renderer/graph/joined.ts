/** What lights up around a node: its own lines, and what they join it to. */
import { directEdges } from "./model.ts";
import { type Line, lineBetween, type Picture, type Placed } from "./picture.ts";
import type { Program } from "./program.ts";

export interface Joined {
  readonly lines: readonly Line[];
  readonly placed: readonly Placed[];
  /** Of the nodes, the one in the middle included. */
  readonly ids: ReadonlySet<string>;
}

/** @param row only lines that lead to this function of it */
export const joinedTo = (program: Program, picture: Picture, id: string, row: string | undefined): Joined => {
  const { byId, drawn, lineOf, lines: all } = picture;
  const ghosts = all.filter(({ edge }) => edge.kind === "ghost" && (edge.from === id || edge.to === id));
  const own = directEdges(program, drawn, id, (each) => byId.has(each))
    .filter((edge) => row === undefined || edge.row === undefined || edge.from === id || edge.row === row)
    .flatMap((edge) => lineOf.get(edge.id) ?? lineBetween(edge, byId));
  const lines = [...own, ...ghosts];
  const ids = new Set([id, ...lines.flatMap(({ edge }) => [edge.from, edge.to]), ...insideOf(picture, id)]);
  return { lines, ids, placed: [...ids].flatMap((each) => byId.get(each) ?? []) };
};

/** An open folder is lit with all that is in it. */
const insideOf = ({ drawn }: Pick<Picture, "drawn">, id: string): readonly string[] => {
  const inner = drawn.containers.find((container) => container.id === id && id !== "");
  return inner === undefined ? [] : inner.nodes.flatMap((node) => [node.id, ...insideOf({ drawn }, node.id)]);
};
