import log from "electron-log/main";
import { userFile } from "./paths.ts";

/** One file, on this machine only. The console stays quiet: what is written there, a person reads. */
export const setUpLog = (): void => {
  log.transports.file.resolvePathFn = logFile;
  log.transports.file.level = "info";
  log.transports.file.maxSize = 1_000_000;
  log.transports.console.level = false;
};

export const logFile = (): string => userFile("logs", "main.log");

export { log };
