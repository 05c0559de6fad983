import { resolve } from "node:path";
import { app } from "electron";

/** The folder that was named on the command line, as a whole path. */
export const folderArgument = (): string | undefined => {
  const words = process.argv.slice(1).filter((word) => !word.startsWith("-"));
  // A packaged program's first word is the person's own; before that it is the folder of the program.
  const folder = app.isPackaged ? words[0] : words[1];
  return folder === undefined ? undefined : resolve(folder);
};
