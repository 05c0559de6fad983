import { readFileSync } from "node:fs";
import { arch, cpus, homedir, platform, release, totalmem } from "node:os";
import { app } from "electron";
import { logFile } from "./log.ts";
import type { Engine } from "./workbench.ts";

const logLines = 40;

/** What a report of a bug needs, as text that a person reads before sending it themselves. Names no home folder. */
export const diagnostics = async ({ methods }: Engine): Promise<string> => {
  const { electron, chrome, node, v8 } = process.versions;
  const workspace = await methods["workspace.status"]({});
  // Without a workspace there is no loop.
  const loop = workspace.folder === "" ? undefined : await methods["loop.status"]({});
  const problems = await methods["problems.list"]({});
  const text = [
    `Graft ${app.getVersion()} on Electron ${electron}, Chromium ${chrome}, Node ${node}, V8 ${v8}`,
    `${platform()} ${release()} ${arch()}, ${cpus().length} processors, ${gigabytes(totalmem())} GB`,
    `Workspace: ${workspace.folder || "none"}, ${workspace.modules} modules`,
    loop === undefined
      ? "Loop: none"
      : `Loop: ${loop.mode}, turn ${loop.turn}, ${loop.queued} queued, ${loop.dropped} dropped, clock ${loop.hz} Hz`,
    `Memory: ${gigabytes(process.memoryUsage().rss)} GB`,
    "",
    `Problems: ${problems.length}`,
    ...problems.map(({ code, file, line, column, message }) => `  ${code} ${file}:${line}:${column} ${message}`),
    "",
    `Log, last ${logLines} lines:`,
    ...lastLines(),
  ].join("\n");
  return text.replaceAll(homedir(), "~");
};

const gigabytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

const lastLines = (): readonly string[] => {
  try {
    return readFileSync(logFile(), "utf8").trimEnd().split("\n").slice(-logLines);
  } catch {
    return [];
  }
};
