import { Camera, Maximize } from "lucide-react";
import { runCommand } from "../commands/run-command.ts";
import { say } from "../store/actions.ts";
import { getState } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { saveFile } from "../ui/save-file.ts";
import { Tip } from "../ui/Tip.tsx";
import { drawStage, stageHeight, stageWidth } from "./draw.ts";
import { shownFrame } from "./frames.ts";

/** Saves the stage as a PNG of twice its units, whatever size it has on the screen. */
const saveScreenshot = (): void => {
  const canvas = document.createElement("canvas");
  canvas.width = stageWidth * 2;
  canvas.height = stageHeight * 2;
  const context = canvas.getContext("2d");
  const frame = shownFrame();
  if (context === null || frame.length === 0) {
    say("Nothing is drawn yet.");
    return;
  }
  drawStage(context, canvas.width, canvas.height, frame);
  canvas.toBlob((blob) => {
    if (blob === null) return;
    const { workspace, status } = getState();
    saveFile(`${workspace?.name ?? "stage"}-${status?.turn ?? 0}.png`, blob);
  }, "image/png");
};

export const StageTools = () => (
  <>
    <Tip text="Save a picture of the stage">
      <Button
        look="quiet"
        icon={<Camera size={14} />}
        aria-label="Save a picture of the stage"
        onClick={saveScreenshot}
      />
    </Tip>
    <Tip text="Stage on full screen" keys="Alt+Enter">
      <Button
        look="quiet"
        icon={<Maximize size={14} />}
        aria-label="Stage on full screen"
        onClick={() => runCommand("view.stageFullScreen")}
      />
    </Tip>
  </>
);
