import { runCommand } from "../commands/run-command.ts";
import { EllipsisVertical, Eye, History } from "lucide-react";
import { useEffect, useState } from "react";
import { previewSwap, reveal, saveSettings, say, tell } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { cx } from "../ui/cx.ts";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../ui/Menu.tsx";
import { Tip } from "../ui/Tip.tsx";
import { call } from "../workbench-api.ts";
import { hasSomethingToSwap, statusWords } from "../words/status.ts";
import { activeTab, useEditor } from "./editor-store.ts";
import { editorDo, toggleGenerations } from "./editor-commands.ts";
import styles from "./EditorTools.module.css";

/** At the right end of the panel's head, for the module that is shown. */
export const EditorTools = () => {
  const tab = useEditor(activeTab);
  return tab === undefined || tab.kind === "types" ? null : <ToolsOf id={tab.id} />;
};

const ToolsOf = ({ id }: { readonly id: string }) => {
  const module = useModule(id);
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  const isDirty = useEditor((state) => state.facts[id]?.isDirty === true);
  const isAsItRuns = useEditor((state) => state.facts[id]?.changedLines === 0) && (module?.generation ?? 0) > 0;
  const isGenerationsShown = useEditor((state) => state.isGenerationsShown);
  const isNews = isDirty ? !isAsItRuns : module !== undefined && hasSomethingToSwap(module);
  return (
    <>
      {module?.status === "changed" && (
        <span className={styles.status}>
          <Chip tone="warn">{statusWords(module)}</Chip>
        </span>
      )}
      {trusted && (
        <Button look={isNews ? "accent" : "plain"} size="small" onClick={() => editorDo("swap")}>
          <span>Swap{isDirty && <span className={styles.more}> unsaved</span>}</span>
        </Button>
      )}
      <Button size="small" disabled={!isDirty} onClick={() => editorDo("save")}>
        Save
      </Button>
      {trusted && (
        <Tip text="Preview swap">
          <Button
            look="quiet"
            size="small"
            className={cx(styles.button)}
            icon={<Eye size={13} />}
            onClick={() => previewSwap(id)}
          >
            <span className={styles.word}>Preview swap</span>
          </Button>
        </Tip>
      )}
      <Tip text="Generations">
        <Button
          look="quiet"
          size="small"
          className={cx(styles.button)}
          icon={<History size={13} />}
          aria-pressed={isGenerationsShown}
          onClick={toggleGenerations}
        >
          <span className={styles.word}>Generations</span>
        </Button>
      </Tip>
      <EditorMenu id={id} />
    </>
  );
};

const EditorMenu = ({ id }: { readonly id: string }) => {
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  const isGenerationsShown = useEditor((state) => state.isGenerationsShown);
  const { saveSwaps, formatOnSave, liveValues } = useWorkbench((state) => state.settings);
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size="small" icon={<EllipsisVertical size={13} />} aria-label="More of the editor" />
      }
    >
      <MenuItem keys="F2" onSelect={() => editorDo("rename")}>
        Rename symbol…
      </MenuItem>
      <MenuItem keys="F12" onSelect={() => editorDo("definition")}>
        Go to definition
      </MenuItem>
      <MenuItem keys="Shift+F12" onSelect={() => editorDo("references")}>
        Find references
      </MenuItem>
      <MenuItem keys="Shift+Alt+F" onSelect={() => editorDo("format")}>
        Format document
      </MenuItem>
      <MenuLine />
      {trusted && <MenuItem onSelect={() => previewSwap(id)}>Preview swap…</MenuItem>}
      <MenuItem checked={isGenerationsShown} onSelect={toggleGenerations}>
        Generations
      </MenuItem>
      <MenuItem checked={liveValues} keys="CmdOrCtrl+Alt+V" onSelect={() => runCommand("view.liveValues")}>
        Values in the text
      </MenuItem>
      <MenuLine />
      <MenuHeading>When saving</MenuHeading>
      <MenuItem checked={saveSwaps} onSelect={() => void saveSettings({ saveSwaps: !saveSwaps })}>
        Swap too
      </MenuItem>
      <MenuItem checked={formatOnSave} onSelect={() => runCommand("edit.formatOnSave")}>
        Format first
      </MenuItem>
      <MenuLine />
      <MenuHeading>Type errors, in this workspace</MenuHeading>
      <RefuseItem />
      <MenuLine />
      <MenuItem onSelect={() => void reveal(id, "editor")}>Open in your own editor</MenuItem>
      <MenuItem onSelect={() => void reveal(id, "folder")}>Show in folder</MenuItem>
    </Menu>
  );
};

const RefuseItem = () => {
  const [isOn, setIsOn] = useState<boolean>();
  useEffect(() => {
    call("workspace.options").then(({ refuseTypeErrors }) => setIsOn(refuseTypeErrors), tell);
  }, []);
  if (isOn === undefined) return null;
  const toggle = (): void => {
    call("workspace.options", { refuseTypeErrors: !isOn }).then(
      ({ refuseTypeErrors }) =>
        say(
          refuseTypeErrors
            ? "A module with type errors is not swapped any more."
            : "Type errors are shown, and keep nothing from being swapped.",
        ),
      tell,
    );
  };
  return (
    <MenuItem checked={isOn} hint="else they only warn" onSelect={toggle}>
      Refuse the swap
    </MenuItem>
  );
};
