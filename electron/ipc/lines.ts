/** Lines of a stream of bytes, as newline-delimited JSON has them. */
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** A longer one is skipped, in UTF-16 code units. */
const longestLine = 128 * 1024 * 1024;

export type Line = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * Only a line feed ends a line: `node:readline` would also end it at U+2028 and U+2029, which JSON allows in a string.
 * Lines of nothing but white space are left out, as is a byte order mark. The last line need not be ended. Reads no
 * further than it is asked to; a stream that breaks has ended.
 */
export async function* linesOf(input: Readable): AsyncGenerator<Line, void, void> {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let length = 0;
  let isFirst = true;
  const end = (): Line | undefined => {
    const joined = parts.join("");
    const text = isFirst && joined.startsWith("\uFEFF") ? joined.slice(1) : joined;
    const isTooLong = length > longestLine;
    parts = [];
    length = 0;
    isFirst = false;
    if (isTooLong)
      return {
        ok: false,
        message: `A request may be ${longestLine / 1024 / 1024} MB long; this one was skipped: send less at once.`,
      };
    return text.trim() === "" ? undefined : { ok: true, text };
  };
  const add = (part: string): void => {
    length += part.length;
    if (length > longestLine) parts = [];
    else parts.push(part);
  };
  try {
    for await (const chunk of input as AsyncIterable<Buffer | string>) {
      const pieces = (typeof chunk === "string" ? chunk : decoder.write(chunk)).split("\n");
      const rest = pieces.pop() as string;
      for (const piece of pieces) {
        add(piece);
        const line = end();
        if (line) yield line;
      }
      add(rest);
    }
  } catch {
    // The terminal or the other process is gone.
  }
  add(decoder.end());
  const line = end();
  if (line) yield line;
}
