/** Tells, after a start, what the program hung in when it was ended by force. A thread of the engine's writes it down. */
import { takeHangNote, wordsOfHang } from "../engine/index.ts";
import { log } from "./log.ts";
import { notice } from "./notice.ts";
import { userFile } from "./paths.ts";
import type { Shell } from "./window.ts";

/** There while the main process hangs. */
export const hangFile = (): string => userFile("hang.json");

export const setUpWatchdog = (shell: Shell): void => {
  const note = takeHangNote(hangFile());
  if (note === undefined) return;
  log.warn(`It hung at ${new Date(note.at).toISOString()} with ${note.folder} open.`, note);
  notice(shell, "warn", wordsOfHang(note));
};
