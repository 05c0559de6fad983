/** What each command of the table does; menus, palette, keys and buttons all come here. */
import type { CommandId } from "../../electron/ipc/commands.ts";
import * as act from "../store/actions.ts";
import { neighbourProblem, nextChanged } from "../store/selectors.ts";
import { getState, setState } from "../store/store.ts";
import { focusPlace } from "./places.ts";

/** Steps of the clock, in Hz, for slower and faster. */
export const clockSteps = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240] as const;

const shiftClock = (by: 1 | -1): Promise<void> => {
  const hz = getState().status?.hz ?? 60;
  const next = by === 1 ? clockSteps.find((step) => step > hz * 1.01) : clockSteps.findLast((step) => step < hz * 0.99);
  return next === undefined ? Promise.resolve() : act.setClock(next);
};

const ofSelected = (action: (id: string) => unknown): void => {
  const id = act.selectedModule(getState().selection);
  if (id === undefined) act.say("Select a module first.");
  else action(id);
};

const showBottom = (bottom: "turns" | "queue" | "problems" | "log"): void => {
  setState({ bottom });
  focusPlace("bottom");
};

const showCentre = (centre: "stage" | "graph" | "source"): void => {
  act.showCentre(centre);
  focusPlace("centre");
};

const actions: Readonly<Record<CommandId, () => unknown>> = {
  "file.openFolder": act.openDialog,
  "file.samples": () => setState({ welcome: true }),
  "file.resetSample": act.resetSample,
  "file.openInEditor": () => ofSelected((id) => act.reveal(id, "editor")),
  "file.reveal": () => ofSelected((id) => act.reveal(id, "folder")),
  "edit.find": () => focusPlace("find"),
  "edit.filterModules": () => focusPlace("filter"),
  "view.stage": () => showCentre("stage"),
  "view.graph": () => showCentre("graph"),
  "view.editor": () => showCentre("source"),
  "view.modules": () => focusPlace("modules"),
  "view.inspector": () => focusPlace("inspector"),
  "view.turns": () => showBottom("turns"),
  "view.queue": () => showBottom("queue"),
  "view.problems": () => showBottom("problems"),
  "view.log": () => showBottom("log"),
  "view.stageFullScreen": () => act.fillScreen(!getState().stageFull),
  "view.themeSystem": () => act.saveSettings({ theme: "system" }),
  "view.themeDark": () => act.saveSettings({ theme: "dark" }),
  "view.themeLight": () => act.saveSettings({ theme: "light" }),
  "run.run": act.run,
  "run.pause": act.pause,
  "run.stop": act.pause,
  "run.stepEvent": () => act.step("event"),
  "run.stepHandler": () => act.step("handler"),
  "run.slower": () => shiftClock(-1),
  "run.faster": () => shiftClock(1),
  "run.emit": () => {
    setState({ bottom: "queue" });
    focusPlace("emit");
  },
  "swap.module": act.swapSelected,
  "swap.all": act.swapAllChanged,
  "swap.preview": () => ofSelected(act.previewSwap),
  "swap.undo": () => act.undoSwap("modules.undo"),
  "swap.redo": () => act.undoSwap("modules.redo"),
  "swap.unload": () => ofSelected(act.unload),
  "swap.saveAndSwap": act.swapSelected,
  "swap.report": () => {
    const last = getState().swaps.at(-1);
    if (last === undefined) act.say("Nothing was swapped yet.");
    else act.openDialogOf({ kind: "swap-report", swap: last.number });
  },
  "go.module": () => act.openDialogOf({ kind: "go-to-module" }),
  "go.commands": () => act.openDialogOf({ kind: "palette" }),
  "go.nextProblem": () => {
    const problem = neighbourProblem(getState());
    if (problem === undefined) act.say("There is no problem.");
    else act.showSource(problem.file, problem.line);
  },
  "go.nextChanged": () => {
    const id = nextChanged(getState());
    if (id === undefined) act.say("Every module runs what its file says.");
    else act.select({ kind: "module", id });
  },
  "help.welcome": () => setState({ welcome: true }),
  "help.keys": () => act.openDialogOf({ kind: "help" }),
  "help.copyDiagnostics": act.copyDiagnostics,
  "help.about": () => act.openDialogOf({ kind: "about" }),
};

export const runCommand = (id: CommandId): void => {
  actions[id]();
};

/** A command named by somebody else (the application's menu); unknown names do nothing. */
export const runNamedCommand = (name: string): void => {
  if (Object.hasOwn(actions, name)) runCommand(name as CommandId);
};
