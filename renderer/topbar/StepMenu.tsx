import { ChevronDown } from "lucide-react";
import type { CommandId } from "../../electron/ipc/commands.ts";
import { commandOf, runCommand } from "../commands/run-command.ts";
import { setPauseOn } from "../store/loop.ts";
import { useWorkbench } from "../store/store.ts";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../ui/Menu.tsx";
import styles from "./TopBar.module.css";

const steps: readonly CommandId[] = ["run.stepEvent", "run.stepHandler", "run.stepTurn", "run.stepMany"];

/** Every way to step, and what else pauses the loop. */
export const StepMenu = () => {
  const error = useWorkbench((state) => state.status?.pauseOn.error === true);
  const swap = useWorkbench((state) => state.status?.pauseOn.swap === true);
  return (
    <Menu
      trigger={
        <button type="button" className={styles.segment} aria-label="More ways to step">
          <ChevronDown size={14} />
        </button>
      }
    >
      {steps.map((id) => (
        <MenuItem key={id} keys={commandOf(id).accelerator} onSelect={() => runCommand(id)}>
          {commandOf(id).label}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuHeading>Pause by itself</MenuHeading>
      <MenuItem checked={error} onSelect={() => void setPauseOn({ error: !error })}>
        On error
      </MenuItem>
      <MenuItem checked={swap} onSelect={() => void setPauseOn({ swap: !swap })}>
        When a module is swapped
      </MenuItem>
      <MenuItem onSelect={() => runCommand("run.breakpoint")} keys={commandOf("run.breakpoint").accelerator}>
        At a breakpoint…
      </MenuItem>
    </Menu>
  );
};
