import { app } from "electron";

/** Ends with the command that started it, also when that was killed and could not say so: its end of the pipe closes then. */
export const setUpLifeline = (): void => {
  if (process.env["GRAFT_LIFELINE"] !== "stdin") return;
  process.stdin.on("end", () => app.quit());
  process.stdin.on("error", () => app.quit());
  process.stdin.resume();
};
