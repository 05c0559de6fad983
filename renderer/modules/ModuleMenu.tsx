import { ContextMenu } from "radix-ui";
import type { ReactNode } from "react";
import type { CommandId } from "../../electron/ipc/commands.ts";
import { commandOf, runCommand } from "../commands/run-command.ts";
import { useWorkbench } from "../store/store.ts";
import { Keys } from "../ui/Keys.tsx";
import menu from "../ui/Menu.module.css";

/** What the list is wrapped in: its context menu is that of what is selected. Not modal, or Radix would break the CSP. */
export const ModuleMenu = ({ children }: { readonly children: ReactNode }) => {
  const isTrusted = useWorkbench((state) => state.workspace?.trusted === true);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={menu.menu} collisionPadding={8} loop>
          {isTrusted && (
            <>
              <Item id="swap.module" />
              <Item id="swap.preview" />
              <Item id="swap.unload" />
              <ContextMenu.Separator className={menu.line} />
            </>
          )}
          <Item id="view.editor" />
          <Item id="view.prompt" />
          <Item id="file.reveal" />
          <ContextMenu.Separator className={menu.line} />
          <Item id="file.newModule" />
          <Item id="file.renameModule" />
          <Item id="file.deleteModule" />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
};

const Item = ({ id }: { readonly id: CommandId }) => {
  const { label, accelerator } = commandOf(id);
  return (
    <ContextMenu.Item className={menu.item} onSelect={() => runCommand(id)}>
      <span className={menu.icon} />
      <span className={menu.text}>{label}</span>
      {accelerator !== undefined && <Keys keys={accelerator} />}
    </ContextMenu.Item>
  );
};
