/** What is written down when the program hangs for good, for the next start to tell. */
import { readFileSync, rmSync } from "node:fs";

export interface HangNote {
  /** When it stopped to turn, in milliseconds since 1970. */
  readonly at: number;
  /** The workspace that was open. */
  readonly folder: string;
  /** Seen at it. */
  readonly culprit?: { readonly id: string; readonly generation: number; readonly function?: string };
  /** Was at work last. */
  readonly suspect?: { readonly id: string; readonly generation: number };
}

/** What the program hung in when it was ended by force; undefined when it was not. Asked once: the note is deleted. */
export const takeHangNote = (file: string): HangNote | undefined => {
  try {
    const note: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isNote(note) ? note : undefined;
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
};

const isNote = (note: unknown): note is HangNote =>
  typeof note === "object" && note !== null && "at" in note && typeof note.at === "number" && "folder" in note;

/** One sentence about it. */
export const wordsOfHang = ({ culprit, suspect }: HangNote): string => {
  if (culprit) {
    const where = culprit.function === undefined ? culprit.id : `\`${culprit.function}\` of ${culprit.id}`;
    return `Graft was ended while it hung in ${where}: code after an \`await\`, or a native call, that does not end cannot be cut.`;
  }
  return suspect
    ? `Graft was ended while it hung; ${suspect.id} was at work last.`
    : "Graft was ended while it hung; nobody knows in what.";
};
