import { app } from "electron";
import { log, logFile } from "./log.ts";

/**
 * What nobody caught is written down and never opens Electron's modal dialog, which would hang a run that has no person.
 * An exception of Graft's own leaves it in a state that nobody knows, so it ends with a code. One that a module's callback
 * threw does not end it, nor does a rejection: code that is being written makes them all day.
 */
export const setUpCrash = (): void => {
  process.on("uncaughtException", (error) => {
    log.error("Nobody caught this.", error);
    if (!comesFromModule(error)) end(error);
  });
  process.on("unhandledRejection", (reason) => log.error("Nobody caught this rejection.", reason));
  app.on("child-process-gone", (_event, { type, reason }) => log.warn(`A process ended: ${type}, ${reason}.`));
};

/** For a start that came to nothing: a window that nothing stands behind would say for ever that it opens. */
export const endOfStart = (error: unknown): void => {
  log.error("Graft could not start.", error);
  end(error);
};

const end = (error: unknown): void => {
  const details = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`Graft ended because of an error of its own; ${logFile()} has the details.\n${details}\n`);
  app.exit(1);
};

/** The engine evaluates a generation under the name `graft:<id>#<number>`, which then stands in its stacks. */
export const comesFromModule = (error: unknown): boolean =>
  error instanceof Error && /\bgraft:[^\s()]+#\d+:\d+/.test(error.stack ?? "");
