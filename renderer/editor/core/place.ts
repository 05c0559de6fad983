/** Positions and addresses as the language server writes them, and as the editor counts them. */
import type { Text } from "@codemirror/state";
import { getState } from "../../store/store.ts";

/** From 0, in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export const positionAt = (doc: Text, offset: number): Position => {
  const line = doc.lineAt(offset);
  return { line: line.number - 1, character: offset - line.from };
};

/** What lies outside of the text is brought to its edge: an answer may be about a text of a moment ago. */
export const offsetAt = (doc: Text, { line, character }: Position): number => {
  if (line < 0) return 0;
  if (line >= doc.lines) return doc.length;
  const { from, to } = doc.line(line + 1);
  return Math.min(from + Math.max(character, 0), to);
};

const folderPath = (): string => {
  const folder = (getState().workspace?.folder ?? "").replaceAll("\\", "/");
  return folder.startsWith("/") ? folder : `/${folder}`;
};

export const uriOf = (id: string): string => {
  const url = new URL("file:///");
  url.pathname = `${folderPath()}/${id}`.replaceAll("%", "%25").replaceAll("?", "%3F").replaceAll("#", "%23");
  return url.href;
};

/** @returns undefined for what is no file of the workspace */
export const idOf = (uri: string): string | undefined => {
  const path = decodeURIComponent(new URL(uri).pathname);
  const folder = `${folderPath()}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : undefined;
};

export const nameOfUri = (uri: string): string =>
  idOf(uri) ?? decodeURIComponent(new URL(uri).pathname.split("/").at(-1) ?? uri);
