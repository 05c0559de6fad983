import { ChevronDown, FilePlus, Folder, FolderOpen, FolderPlus, LayoutGrid, RotateCcw } from "lucide-react";
import { runCommand } from "../commands/run-command.ts";
import { openFolder, openSample } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../ui/Menu.tsx";
import { AutoUndoItem } from "./AutoUndoItem.tsx";
import { SwapOnSaveItem } from "./SwapOnSaveItem.tsx";
import styles from "./WorkspaceMenu.module.css";

export const WorkspaceMenu = () => {
  const workspace = useWorkbench((state) => state.workspace);
  const samples = useWorkbench((state) => state.samples);
  const recent = useWorkbench((state) => state.recent);
  return (
    <Menu
      trigger={
        <Button icon={<Folder size={14} />}>
          <span className={styles.name}>{workspace?.name ?? "No workspace"}</span>
          <ChevronDown size={14} />
        </Button>
      }
    >
      <MenuItem
        icon={<FolderPlus size={14} />}
        keys="CmdOrCtrl+Shift+N"
        onSelect={() => runCommand("file.newWorkspace")}
      >
        New workspace…
      </MenuItem>
      {workspace !== null && (
        <MenuItem icon={<FilePlus size={14} />} keys="CmdOrCtrl+N" onSelect={() => runCommand("file.newModule")}>
          New module…
        </MenuItem>
      )}
      <MenuItem icon={<FolderOpen size={14} />} keys="CmdOrCtrl+O" onSelect={() => runCommand("file.openFolder")}>
        Open folder…
      </MenuItem>
      <MenuItem icon={<LayoutGrid size={14} />} keys="CmdOrCtrl+Shift+O" onSelect={() => runCommand("file.samples")}>
        Sample gallery
      </MenuItem>
      {workspace?.sample !== undefined && (
        <MenuItem icon={<RotateCcw size={14} />} onSelect={() => runCommand("file.resetSample")}>
          Reset this sample
        </MenuItem>
      )}
      {workspace?.trusted === true && (
        <>
          <MenuLine />
          <SwapOnSaveItem />
          <AutoUndoItem />
        </>
      )}
      {samples.length > 0 && (
        <>
          <MenuLine />
          <MenuHeading>Samples</MenuHeading>
          {samples.map((sample) => (
            <MenuItem
              key={sample.name}
              checked={workspace?.sample === sample.name}
              onSelect={() => void openSample(sample.name)}
            >
              {sample.title}
            </MenuItem>
          ))}
        </>
      )}
      {recent.length > 0 && (
        <>
          <MenuLine />
          <MenuHeading>Recent</MenuHeading>
          {recent.slice(0, 8).map(({ folder, name }) => (
            <MenuItem
              key={folder}
              checked={workspace?.folder === folder}
              hint={folder}
              onSelect={() => void openFolder(folder)}
            >
              {name}
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  );
};
