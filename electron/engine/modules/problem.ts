/** Problems: what the user's module did wrong, with the place in the author's text. */
import type { Problem, ProblemCode } from "../summary.ts";
import type { Compiled, OutputPosition } from "../source/compiled.ts";
import {
  type SourcePosition,
  lineBreak,
  longestLineShown,
  positionInSource,
  positionOfCode,
} from "../source/position.ts";
import type { Source } from "./linkage.ts";

/** A problem of a whole file, or of none (`file` empty). */
export const problemOfFile = (code: ProblemCode, file: string, message: string): Problem => ({
  code,
  message,
  file,
  line: 0,
  column: 0,
});

/** What stopping something of a generation threw; it has ended all the same. */
export const problemOfDisposal = (
  { id, generation }: { readonly id: string; readonly generation: number },
  { label, error }: { readonly label: string; readonly error: unknown },
): Problem =>
  problemOfFile("disposer-threw", id, `Stopping ${label} of ${id} #${generation} threw ${wordsOfThrown(error)}.`);

/** A problem at a place of a module's text, such as an import that does not resolve. */
export const problemAt = (code: ProblemCode, source: Source, at: OutputPosition, message: string): Problem =>
  placed(code, source, message, positionInSource(source.compiled.map, at));

/** A problem of one exported function: placed where it is declared. */
export const problemAtExport = (code: ProblemCode, source: Source, name: string, message: string): Problem => {
  const entry = source.compiled.localExports.find((one) => one.name === name);
  return entry ? problemAt(code, source, entry, message) : problemOfFile(code, source.id, message);
};

/**
 * A problem that was thrown. The place is the topmost stack frame inside the workspace.
 * @param sourceOf the text of a generation, as long as it is remembered
 */
export const problemOfThrown = (
  code: ProblemCode,
  error: unknown,
  file: string,
  message: string,
  sourceOf: (id: string, generation: number) => Source | undefined,
): Problem => {
  const thrown = thrownIn(error, sourceOf);
  return thrown ? placed(code, thrown.source, message, thrown.at) : problemOfFile(code, file, message);
};

/**
 * The same, told by what runs now: a place in the text of a generation that was replaced is said to be one (L12).
 * @param currentOf the number of a module's generation that runs
 */
export const problemOfLive = (
  code: ProblemCode,
  error: unknown,
  file: string,
  message: string,
  sourceOf: (id: string, generation: number) => Source | undefined,
  currentOf: (id: string) => number | undefined,
): Problem => {
  const thrown = thrownIn(error, sourceOf);
  if (!thrown) return problemOfFile(code, file, message);
  const { source, generation, at } = thrown;
  const current = currentOf(source.id);
  if (current === generation) return placed(code, source, message, at);
  const became = current === undefined ? "was unloaded" : `#${current} replaced`;
  const words = `${message} That is old code: the text of ${source.id} #${generation}, which ${became}.`;
  return { ...placed(code, source, words, at), generation };
};

interface Thrown {
  readonly source: Source;
  readonly generation: number;
  readonly at: SourcePosition;
}

const thrownIn = (
  error: unknown,
  sourceOf: (id: string, generation: number) => Source | undefined,
): Thrown | undefined => {
  for (const [, id = "", number, line, column] of framesOf(error)) {
    const generation = Number(number);
    const source = sourceOf(id, generation);
    if (source) return { source, generation, at: positionOfCode(source.compiled, Number(line), Number(column)) };
  }
  return undefined;
};

/** Rewrites a stack trace so that it shows the author's files, lines and columns. */
export const readableStack = (
  stack: string,
  compiledOf: (id: string, generation: number) => Compiled | undefined,
): string =>
  stack.replaceAll(frame, (whole, id: string, generation: string, line: string, column: string) => {
    const compiled = compiledOf(id, Number(generation));
    if (!compiled) return whole;
    const at = positionOfCode(compiled, Number(line), Number(column));
    return `${id}:${at.line}:${at.column}`;
  });

/** What was thrown, in words; never throws itself, whatever the value is. */
export const wordsOfThrown = (error: unknown): string => {
  try {
    if (error instanceof Error) return readableMessage(`${error.name}: ${error.message}`);
    if (typeof error === "object" && error !== null)
      return `a value that is no Error (${Object.prototype.toString.call(error)})`;
    return typeof error === "string" ? error : String(error);
  } catch {
    return "a value that cannot be shown";
  }
};

const frame = /graft:([^\n]+?)#(\d+):(\d+):(\d+)/g;

const framesOf = (error: unknown): IterableIterator<RegExpMatchArray> | [] => {
  try {
    return error instanceof Error && typeof error.stack === "string" ? error.stack.matchAll(frame) : [];
  } catch {
    return [];
  }
};

/** Undoes what the rewriting of imports does to V8's messages: `(0 , $theory.scale) is not a function`. */
const readableMessage = (message: string): string =>
  message.replaceAll(/\(0 ?, ?\$+\w+\.([\w$]+)\)/g, "$1").replaceAll(/\$+\w+\.([\w$]+) is not/g, "$1 is not");

const placed = (
  code: ProblemCode,
  source: Source,
  message: string,
  { line, column }: { line: number; column: number },
): Problem => {
  const lineText = line > 0 ? source.text.split(lineBreak)[line - 1] : undefined;
  return { code, message, file: source.id, line, column, ...(isShown(lineText) ? { lineText } : {}) };
};

const isShown = (lineText: string | undefined): lineText is string =>
  lineText !== undefined && lineText.length <= longestLineShown;
