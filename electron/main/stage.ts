import { screen } from "electron";
import type { Workbench } from "../engine/index.ts";
import { paced } from "../ipc/pace.ts";
import type { Shell } from "./window.ts";

export interface Stage {
  /** The window drew the frame that it was sent last. */
  readonly frameDrawn: () => void;
}

/** How long after the last turn the stage is still looked at: a frame may be drawn after the turn was told. */
const restAfterMs = 500;
/** Of drawings, so that a large one does not fill the line. */
const mostBytesPerSecond = 9_000_000;

/**
 * Sends what modules drew: the newest only, at most at the display's rate, and nothing before the window has drawn what it
 * was sent. A slow window therefore skips frames instead of falling behind; a still program costs nothing.
 */
export const setUpStage = (workbench: Workbench, shell: Shell): Stage => {
  let sent: number | undefined;
  let awaitsWindow = false;
  let isHeld = false;
  let lastTurnMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const look = (): void => {
    timer = undefined;
    if (!awaitsWindow && !isHeld && sent !== workbench.stage.version) send();
    if (performance.now() - lastTurnMs < restAfterMs) timer = setTimeout(look, frameMs());
  };
  const send = (): void => {
    sent = workbench.stage.version;
    awaitsWindow = true;
    pace.sent(shell.tell("stage.frame", { drawings: workbench.stage.drawings() }));
  };
  const wake = (): void => {
    lastTurnMs = performance.now();
    timer ??= setTimeout(look, 0);
  };

  const pace = paced({
    bytesPerSecond: mostBytesPerSecond,
    now: () => performance.now(),
    hold: (held) => {
      isHeld = held;
      if (!held) wake();
    },
  });

  // The next workspace numbers its draws anew.
  workbench.on("ready", () => (sent = undefined));
  for (const name of ["ready", "loop.turn", "loop.changed", "modules.swapped"] as const) workbench.on(name, wake);
  // A page that was loaded again has drawn nothing, and will never answer for what its predecessor was sent.
  shell.window.webContents.on("did-finish-load", () => {
    sent = undefined;
    awaitsWindow = false;
    wake();
  });
  shell.window.once("closed", () => {
    clearTimeout(timer);
    pace.end();
  });
  return {
    frameDrawn: () => {
      awaitsWindow = false;
      wake();
    },
  };
};

const frameMs = (): number => 1000 / (screen.getPrimaryDisplay().displayFrequency || 60);
