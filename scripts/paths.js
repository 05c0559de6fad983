import { homedir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** Where things are kept that cost minutes to get again, outside the project, so that `npm ci` does not take them away. */
export const cacheFolder = () => join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "graft");

/**
 * A folder that the person named, as they meant it: npm starts scripts in the package's folder, wherever it was called.
 *
 * @param {string} folder
 */
export const asTyped = (folder) => resolve(process.env["INIT_CWD"] ?? process.cwd(), folder);
