import { join } from "node:path";
import { app } from "electron";

/** A folder of its own for all that is kept, so that a test neither sees the person's settings nor changes them. */
export const setUpPaths = (): void => {
  app.setName("Graft");
  const userData = process.env["GRAFT_USER_DATA"];
  if (userData !== undefined && userData !== "") app.setPath("userData", userData);
};

/** Where the built parts lie. Not `import.meta.dirname`: the bundler may put this module's text into any file. */
export const builtFile = (...parts: readonly string[]): string => join(app.getAppPath(), "out", ...parts);

export const pluginsFolder = (): string => join(app.getAppPath(), "plugins");

export const userFile = (...parts: readonly string[]): string => join(app.getPath("userData"), ...parts);
