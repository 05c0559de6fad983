/** Wraps, once for the process, what of Node makes things that outlive a call, so that each is booked to its maker. */
import { wrapHandles } from "./handles.ts";
import { wrapListeners } from "./listeners.ts";
import { wrapTimers } from "./timers.ts";
import { publish } from "./wrap.ts";

let isDone = false;

export const bookWhatIsMade = (): void => {
  if (isDone) return;
  isDone = true;
  // First: it loads modules of Node's, which take the timers that they use themselves, and whose timers are nobody's.
  wrapHandles();
  wrapListeners();
  wrapTimers();
  publish();
};
