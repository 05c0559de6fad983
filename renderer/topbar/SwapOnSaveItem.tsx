import { useEffect, useState } from "react";
import { say, tell } from "../store/actions.ts";
import { MenuItem } from "../ui/Menu.tsx";
import { call } from "../workbench-api.ts";

/** Whether modules of the open workspace are swapped as soon as their files are saved. */
export const SwapOnSaveItem = () => {
  const [isOn, setIsOn] = useState<boolean>();
  useEffect(() => {
    call("workspace.options").then(({ swapOnSave }) => setIsOn(swapOnSave), tell);
  }, []);
  if (isOn === undefined) return null;
  const toggle = async (): Promise<void> => {
    try {
      const { swapOnSave } = await call("workspace.options", { swapOnSave: !isOn });
      say(swapOnSave ? "A module is swapped when its file is saved." : "Saved files wait for Swap.");
    } catch (error) {
      tell(error);
    }
  };
  return (
    <MenuItem checked={isOn} hint="as soon as it compiles" onSelect={() => void toggle()}>
      Swap on save
    </MenuItem>
  );
};
