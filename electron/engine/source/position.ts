/** From a place in evaluated code back to the author's line and column. */
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import type { Compiled, OutputPosition } from "./compiled.ts";

/** Lines and columns from 1, as editors count them; 0 where the map knows nothing. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** What ends a line in an author's file, by the source maps' count. */
export const lineBreak = /\r\n?|[\n\u2028\u2029]/;

/** A longer line of an author's file is not told with a problem, in UTF-16 code units: it is no code that anybody reads. */
export const longestLineShown = 1000;

/** @param map esbuild's source map as JSON. */
export const positionInSource = (map: string, at: OutputPosition): SourcePosition => {
  const { line, column } = originalPositionFor(new TraceMap(map), { line: at.line + 1, column: at.column });
  return line === null ? { line: 0, column: 0 } : { line, column: column + 1 };
};

/**
 * @param line of the code that was made, from 1, as stack traces count
 * @param column from 1
 */
export const positionOfCode = (
  { map, edits }: Pick<Compiled, "map" | "edits">,
  line: number,
  column: number,
): SourcePosition => positionInSource(map, { line: line - 1, column: undoEdits(edits, line - 1, column - 1) });

/** The column in esbuild's output of a column in the code, both from 0. */
const undoEdits = (edits: readonly number[], line: number, column: number): number => {
  let shift = 0;
  for (let i = 0; i < edits.length; i += 4) {
    const [editLine, editColumn, before, after] = edits.slice(i, i + 4) as [number, number, number, number];
    if (editLine < line) continue;
    const start = editColumn + shift;
    if (editLine > line || start > column) break;
    if (column < start + after) return editColumn;
    shift += after - before;
  }
  return column - shift;
};
