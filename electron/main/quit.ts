import { app } from "electron";
import type { Workbench } from "../engine/index.ts";
import { log } from "./log.ts";
import type { SettingsStore } from "./settings.ts";

const closeWithinMs = 2000;

/** Ends with the window: sources stopped, settings on the disk; and ends all the same when user code does not let go. */
export const setUpQuit = ({
  workbench,
  settings,
}: {
  readonly workbench: Workbench;
  readonly settings: SettingsStore;
}): void => {
  let state: "open" | "closing" | "closed" = "open";
  const close = async (): Promise<void> => {
    settings.flush();
    await Promise.race([workbench.close(), new Promise((resolve) => setTimeout(resolve, closeWithinMs))]);
  };
  app.on("window-all-closed", () => app.quit());
  // Ctrl+C in the terminal closes the window; it does not kill the program.
  process.on("SIGINT", () => app.quit());
  app.on("will-quit", (event) => {
    if (state === "closed") return;
    event.preventDefault();
    if (state === "closing") return;
    state = "closing";
    void close()
      .catch((error: unknown) => log.error("The workspace did not close.", error))
      .finally(() => {
        state = "closed";
        app.exit(0);
      });
  });
};
