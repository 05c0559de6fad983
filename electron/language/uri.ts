import { isAbsolute, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const uriOf = (folder: string, id: string): string => pathToFileURL(resolve(folder, id)).href;

/** @returns undefined for what is no file of the folder */
export const idOf = (folder: string, uri: string): string | undefined => {
  if (!uri.startsWith("file:")) return undefined;
  const path = relative(folder, fileURLToPath(uri));
  if (path === "" || path.startsWith("..") || isAbsolute(path)) return undefined;
  return path.split(sep).join("/");
};
