/** What was to be seen on the stage after any turn. */
import { Stage } from "../loop/stage.ts";
import type { Drawing } from "../summary.ts";
import type { History } from "./history.ts";

/** Low layers first. Of modules that did not run then nothing is shown. */
export const drawingsAfter = (history: History, turn: number): readonly Drawing[] => {
  const stage = new Stage();
  const code = history.marks.codeIn(turn + 1);
  for (const [module, effect] of history.drawingsAfter(turn) ?? [])
    if (code === undefined || code.size === 0 || code.has(module)) stage.draw(module, effect, "");
  return stage.drawings();
};
