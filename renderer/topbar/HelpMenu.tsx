import { CircleQuestionMark } from "lucide-react";
import { runCommand } from "../commands/run-command.ts";
import { saveSettings } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../ui/Menu.tsx";

/** How long a call may take before it is cut, in ms. */
const limits = [250, 1000, 5000, 20_000] as const;

export const HelpMenu = () => {
  const theme = useWorkbench((state) => state.settings.theme);
  const callTimeoutMs = useWorkbench((state) => state.settings.callTimeoutMs);
  return (
    <Menu
      align="end"
      trigger={<Button look="quiet" icon={<CircleQuestionMark size={15} />} aria-label="Help and settings" />}
    >
      <MenuItem onSelect={() => runCommand("help.welcome")}>Welcome</MenuItem>
      <MenuItem keys="?" onSelect={() => runCommand("help.keys")}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={() => runCommand("help.copyDiagnostics")}>Copy diagnostics</MenuItem>
      <MenuItem onSelect={() => runCommand("help.about")}>About Graft</MenuItem>
      <MenuLine />
      <MenuHeading>Theme</MenuHeading>
      <MenuItem checked={theme === "system"} onSelect={() => runCommand("view.themeSystem")}>
        As the system
      </MenuItem>
      <MenuItem checked={theme === "dark"} onSelect={() => runCommand("view.themeDark")}>
        Dark
      </MenuItem>
      <MenuItem checked={theme === "light"} onSelect={() => runCommand("view.themeLight")}>
        Light
      </MenuItem>
      <MenuLine />
      <MenuHeading>Cut a call after (from the next opening on)</MenuHeading>
      {limits.map((ms) => (
        <MenuItem key={ms} checked={callTimeoutMs === ms} onSelect={() => void saveSettings({ callTimeoutMs: ms })}>
          {`${ms / 1000} s`}
        </MenuItem>
      ))}
    </Menu>
  );
};
