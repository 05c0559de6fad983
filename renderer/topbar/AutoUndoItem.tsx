import { useEffect, useState } from "react";
import type { WorkspaceOptions } from "../../electron/engine/summary.ts";
import { say, tell } from "../store/actions.ts";
import { MenuItem } from "../ui/Menu.tsx";
import { call } from "../workbench-api.ts";

/** Often enough to be no accident; a handler of every tick fails so often within a twentieth of a second. */
const failures = 3;

/** Whether the open workspace undoes a swap by itself when what it brought fails at once. */
export const AutoUndoItem = () => {
  const [options, setOptions] = useState<WorkspaceOptions>();
  useEffect(() => {
    call("workspace.options").then(setOptions, tell);
  }, []);
  if (options === undefined) return null;
  const { autoUndo } = options;
  const toggle = async (): Promise<void> => {
    try {
      const next = await call("workspace.options", { autoUndo: autoUndo === null ? { failures } : null });
      say(
        next.autoUndo === null ? "Swaps stand, whatever they bring." : "A swap that fails at once is undone by itself.",
      );
    } catch (error) {
      tell(error);
    }
  };
  return (
    <MenuItem
      checked={autoUndo !== null}
      hint={`when it fails ${autoUndo?.failures ?? failures} times in its first second`}
      onSelect={() => void toggle()}
    >
      Undo a failing swap by itself
    </MenuItem>
  );
};
