import { useMemo, useState } from "react";
import { rankModules } from "../modules/filter.ts";
import { Command } from "cmdk";
import { commands } from "../../electron/ipc/commands.ts";
import { closeDialog, select } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Keys } from "../ui/Keys.tsx";
import styles from "./Palette.module.css";
import { runCommand } from "./run-command.ts";

/** Closes the palette first, so that the command finds the focus where it was. */
const choose = (action: () => void): void => {
  closeDialog();
  requestAnimationFrame(action);
};

export const Palette = () => (
  <Dialog title="Commands" bare onClose={closeDialog}>
    <Command className={styles.palette} label="Commands" loop>
      <Command.Input className={styles.input} placeholder="What to do" data-autofocus />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>No command has that name.</Command.Empty>
        {commands.map((command) => (
          <Command.Item
            key={command.id}
            className={styles.item}
            value={`${command.menu} ${command.label}`}
            onSelect={() => choose(() => runCommand(command.id))}
          >
            <span className={styles.menu}>{command.menu}</span>
            <span className={styles.label}>{command.label.replace(/…$/, "")}</span>
            {command.accelerator !== undefined && <Keys keys={command.accelerator} />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  </Dialog>
);

/** Rows that are put into the list at once; typing narrows a larger workspace down. */
const shownModules = 200;

export const GoToModule = () => {
  const ids = useWorkbench((state) => state.moduleIds);
  return (
    <Dialog title="Go to module" bare onClose={closeDialog}>
      <ModuleSearch ids={ids} />
    </Dialog>
  );
};

const ModuleSearch = ({ ids }: { readonly ids: readonly string[] }) => {
  const [query, setQuery] = useState("");
  const found = useMemo(() => rankModules(ids, query).slice(0, shownModules), [ids, query]);
  return (
    <Command className={styles.palette} label="Go to module" loop shouldFilter={false}>
      <Command.Input
        className={styles.input}
        data-autofocus
        placeholder="Name of a module"
        value={query}
        onValueChange={setQuery}
      />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>No module has that name.</Command.Empty>
        {found.map((id) => (
          <Command.Item
            key={id}
            className={styles.item}
            value={id}
            onSelect={() => choose(() => select({ kind: "module", id }))}
          >
            <span className={styles.label}>{id}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
};
