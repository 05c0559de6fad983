/**
 * Every command of the window, once: menus, palette, keys and the help sheet are made from this table.
 * Plain data without imports, so that main process and renderer can both take it.
 */

export type CommandMenu = "File" | "Edit" | "View" | "Run" | "Swap" | "Go" | "Help";

export interface Command {
  /** What `app.command` carries. */
  readonly id: string;
  readonly label: string;
  readonly menu: CommandMenu;
  /**
   * As Electron writes it (`CmdOrCtrl+Shift+P`). The menu only shows it: the window's own key handling acts on it, so that
   * an editor or a dialog that has the focus can take the key first.
   */
  readonly accelerator?: string;
  /** A line is drawn above it in its menu. */
  readonly startsGroup?: true;
}

const table = [
  { id: "file.newWorkspace", label: "New Workspace…", menu: "File", accelerator: "CmdOrCtrl+Shift+N" },
  { id: "file.newModule", label: "New Module…", menu: "File", accelerator: "CmdOrCtrl+N" },
  { id: "file.openFolder", label: "Open Folder…", menu: "File", accelerator: "CmdOrCtrl+O" },
  { id: "file.samples", label: "Sample Gallery", menu: "File", accelerator: "CmdOrCtrl+Shift+O" },
  { id: "file.saveSession", label: "Save Session…", menu: "File", accelerator: "CmdOrCtrl+Shift+S", startsGroup: true },
  { id: "file.openSession", label: "Open Session…", menu: "File" },
  { id: "file.resetSample", label: "Reset Sample", menu: "File" },
  { id: "file.openInEditor", label: "Open Module in Your Editor", menu: "File", startsGroup: true },
  { id: "file.renameModule", label: "Rename Module…", menu: "File", accelerator: "Shift+F6" },
  { id: "file.deleteModule", label: "Delete Module…", menu: "File" },
  { id: "file.reveal", label: "Show Module in File Manager", menu: "File" },

  { id: "edit.find", label: "Find…", menu: "Edit", accelerator: "CmdOrCtrl+F" },
  { id: "edit.filterModules", label: "Filter Modules…", menu: "Edit", accelerator: "CmdOrCtrl+Shift+F" },
  { id: "edit.rename", label: "Rename Symbol…", menu: "Edit", startsGroup: true },
  { id: "edit.format", label: "Format Document", menu: "Edit", accelerator: "Shift+Alt+F" },
  { id: "edit.formatOnSave", label: "Format on Save", menu: "Edit" },

  { id: "view.stage", label: "Stage", menu: "View", accelerator: "CmdOrCtrl+1" },
  { id: "view.graph", label: "Graph", menu: "View", accelerator: "CmdOrCtrl+2" },
  { id: "view.editor", label: "Editor", menu: "View", accelerator: "CmdOrCtrl+3" },
  { id: "view.modules", label: "Modules", menu: "View", accelerator: "CmdOrCtrl+4", startsGroup: true },
  { id: "view.inspector", label: "Inspector", menu: "View", accelerator: "CmdOrCtrl+5" },
  { id: "view.turns", label: "Turns", menu: "View", accelerator: "CmdOrCtrl+6" },
  { id: "view.queue", label: "Queue", menu: "View", accelerator: "CmdOrCtrl+7" },
  { id: "view.breakpoints", label: "Breakpoints", menu: "View", accelerator: "CmdOrCtrl+F9" },
  { id: "view.replay", label: "Replay while Typing", menu: "View" },
  { id: "view.problems", label: "Problems", menu: "View", accelerator: "CmdOrCtrl+8" },
  { id: "view.log", label: "Log", menu: "View", accelerator: "CmdOrCtrl+9" },
  { id: "view.generations", label: "Generations in the Editor", menu: "View" },
  { id: "view.liveValues", label: "Values in the Text", menu: "View", accelerator: "CmdOrCtrl+Alt+V" },
  { id: "view.prompt", label: "Prompt into Module", menu: "View", accelerator: "CmdOrCtrl+J" },
  {
    id: "view.stageFullScreen",
    label: "Stage on Full Screen",
    menu: "View",
    accelerator: "Alt+Enter",
    startsGroup: true,
  },
  { id: "view.themeSystem", label: "Theme of the System", menu: "View", startsGroup: true },
  { id: "view.themeDark", label: "Dark Theme", menu: "View" },
  { id: "view.themeLight", label: "Light Theme", menu: "View" },

  { id: "run.run", label: "Run or Continue", menu: "Run", accelerator: "F5" },
  { id: "run.pause", label: "Pause", menu: "Run", accelerator: "F6" },
  { id: "run.stop", label: "Stop", menu: "Run", accelerator: "Shift+F5" },
  { id: "run.stepEvent", label: "Step Event", menu: "Run", accelerator: "F10", startsGroup: true },
  { id: "run.stepHandler", label: "Step Handler", menu: "Run", accelerator: "F11" },
  { id: "run.stepTurn", label: "Step to the End of the Turn", menu: "Run", accelerator: "Shift+F11" },
  { id: "run.stepMany", label: "Step Until…", menu: "Run", accelerator: "Shift+F10" },
  { id: "run.breakpoint", label: "Add Breakpoint…", menu: "Run", accelerator: "F9", startsGroup: true },
  { id: "run.pauseOnError", label: "Pause on Error", menu: "Run" },
  { id: "run.pauseOnSwap", label: "Pause on Swap", menu: "Run" },
  { id: "run.again", label: "Run the Failed Event Again", menu: "Run", accelerator: "CmdOrCtrl+F5" },
  { id: "run.slower", label: "Slower Clock", menu: "Run", accelerator: "CmdOrCtrl+Alt+Down", startsGroup: true },
  { id: "run.faster", label: "Faster Clock", menu: "Run", accelerator: "CmdOrCtrl+Alt+Up" },
  { id: "run.emit", label: "Emit Event…", menu: "Run", accelerator: "CmdOrCtrl+E", startsGroup: true },

  { id: "swap.module", label: "Swap Module", menu: "Swap", accelerator: "CmdOrCtrl+Enter" },
  { id: "swap.all", label: "Swap All Changed", menu: "Swap", accelerator: "CmdOrCtrl+Shift+Enter" },
  { id: "swap.saveAndSwap", label: "Save and Swap", menu: "Swap", accelerator: "CmdOrCtrl+S" },
  { id: "swap.preview", label: "Preview Swap…", menu: "Swap", accelerator: "CmdOrCtrl+Alt+Enter" },
  { id: "swap.replay", label: "Replay under New Code…", menu: "Swap", accelerator: "CmdOrCtrl+Alt+R" },
  { id: "swap.undo", label: "Undo Swap", menu: "Swap", accelerator: "CmdOrCtrl+Z", startsGroup: true },
  { id: "swap.redo", label: "Redo Swap", menu: "Swap", accelerator: "CmdOrCtrl+Shift+Z" },
  { id: "swap.unload", label: "Unload Module", menu: "Swap" },
  { id: "swap.report", label: "Last Swap Report", menu: "Swap", accelerator: "CmdOrCtrl+R", startsGroup: true },

  { id: "go.module", label: "Go to Module…", menu: "Go", accelerator: "CmdOrCtrl+P" },
  { id: "go.commands", label: "Commands…", menu: "Go", accelerator: "CmdOrCtrl+Shift+P" },
  { id: "go.findTurn", label: "Find Turns…", menu: "Go", accelerator: "CmdOrCtrl+Alt+T", startsGroup: true },
  { id: "go.turnBefore", label: "Turn Before", menu: "Go", accelerator: "Alt+Left" },
  { id: "go.turnAfter", label: "Turn After", menu: "Go", accelerator: "Alt+Right" },
  { id: "go.now", label: "Come Back to Now", menu: "Go", accelerator: "Alt+End" },
  { id: "go.onFromHere", label: "Go On from Here", menu: "Go", accelerator: "Alt+Shift+Enter" },
  { id: "go.definition", label: "Go to Definition", menu: "Go", accelerator: "F12", startsGroup: true },
  { id: "go.references", label: "Find References", menu: "Go", accelerator: "Shift+F12" },
  { id: "go.nextProblem", label: "Next Problem", menu: "Go", accelerator: "F8", startsGroup: true },
  { id: "go.nextChanged", label: "Next Changed Module", menu: "Go", accelerator: "F7" },

  { id: "help.welcome", label: "Welcome", menu: "Help" },
  { id: "help.keys", label: "Keyboard Shortcuts", menu: "Help", accelerator: "F1" },
  { id: "help.copyDiagnostics", label: "Copy Diagnostics", menu: "Help", startsGroup: true },
  { id: "help.about", label: "About Graft", menu: "Help" },
] as const satisfies readonly Command[];

export type CommandId = (typeof table)[number]["id"];

export const commands: readonly (Command & { readonly id: CommandId })[] = table;
