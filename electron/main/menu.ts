import { app, Menu, type MenuItemConstructorOptions } from "electron";
import { commands, type Command, type CommandMenu } from "../ipc/commands.ts";
import { notice, sentenceOf } from "./notice.ts";
import type { SettingsStore } from "./settings.ts";
import type { Shell } from "./window.ts";
import type { Workspaces } from "./workspaces.ts";

interface MenuParts {
  readonly settings: SettingsStore;
  readonly shell: Shell;
  readonly workspaces: Workspaces;
}

type Items = readonly MenuItemConstructorOptions[];

/** Menus made from the table of commands, with what only the system can do beside them. Made anew when their content changes. */
export const setUpMenu = (parts: MenuParts): void => {
  let shown = "";
  const update = async (): Promise<void> => {
    const samples = await parts.workspaces.samples();
    const { recent } = parts.settings.get();
    const content = JSON.stringify([samples, recent]);
    if (content === shown) return;
    shown = content;
    Menu.setApplicationMenu(Menu.buildFromTemplate(template(parts, openItems(parts, recent, samples))));
  };
  void update();
  parts.settings.onChange(() => void update());
};

const template = (parts: MenuParts, open: Items): MenuItemConstructorOptions[] => {
  const menu = (label: CommandMenu, before: Items = [], after: Items = []): MenuItemConstructorOptions => ({
    label: `&${label}`,
    submenu: [...before, ...commandItems(label, parts), ...after],
  });
  return [
    ...(process.platform === "darwin" ? [{ role: "appMenu" } as const] : []),
    menu("File", [], [separator, ...open, separator, { role: "quit", accelerator: "CmdOrCtrl+Q" }]),
    menu("Edit", [...textItems, separator]),
    menu("View", [], [separator, ...viewItems]),
    menu("Run"),
    menu("Swap"),
    menu("Go"),
    menu("Help"),
  ];
};

const separator: MenuItemConstructorOptions = { type: "separator" };

/** Text fields know these keys themselves; registered here they would be taken from the editor's own history. */
const textItems: Items = (["undo", "redo", "cut", "copy", "paste", "selectAll"] as const).map((role) => ({
  role,
  registerAccelerator: false,
}));

const viewItems: Items = [
  { role: "resetZoom" },
  { role: "zoomIn" },
  { role: "zoomOut" },
  separator,
  // F11 steps a handler here.
  { role: "togglefullscreen", accelerator: process.platform === "darwin" ? "Ctrl+Cmd+F" : "CmdOrCtrl+Alt+F" },
  { role: "toggleDevTools" },
];

const commandItems = (menu: CommandMenu, parts: MenuParts): Items =>
  commands
    .filter((command) => command.menu === menu)
    .flatMap((command) =>
      command.startsGroup ? [separator, commandItem(command, parts)] : [commandItem(command, parts)],
    );

const commandItem = (command: Command, { shell }: MenuParts): MenuItemConstructorOptions => ({
  id: command.id,
  label: command.label,
  ...(command.accelerator === undefined ? {} : { accelerator: command.accelerator, registerAccelerator: false }),
  click: () => {
    // The one command that needs no page, and is wanted most when the page is broken.
    if (command.id === "help.about") app.showAboutPanel();
    else shell.tell("app.command", { command: command.id });
  },
});

const openItems = (
  { shell, workspaces }: MenuParts,
  recent: readonly { readonly folder: string; readonly name: string }[],
  samples: readonly { readonly name: string; readonly title: string }[],
): Items => {
  const openWith = (open: () => Promise<unknown>) => (): void =>
    void open().catch((error: unknown) => notice(shell, "error", sentenceOf(error)));
  return [
    {
      label: "Open Recent",
      enabled: recent.length > 0,
      submenu: recent.map(({ folder, name }) => ({
        label: `${name}  (${folder})`.replaceAll("&", "&&"),
        click: openWith(() => workspaces.open(folder, "chosen")),
      })),
    },
    {
      label: "Open Sample",
      enabled: samples.length > 0,
      submenu: samples.map(({ name, title }) => ({
        label: title.replaceAll("&", "&&"),
        click: openWith(() => workspaces.openSample(name)),
      })),
    },
  ];
};
