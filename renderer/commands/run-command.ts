/** What each command of the table does; menus, palette, keys and buttons all come here. */
import type { Breakpoint } from "../../electron/engine/summary.ts";
import { type Command, type CommandId, commands } from "../../electron/ipc/commands.ts";
import * as act from "../store/actions.ts";
import * as loop from "../store/loop.ts";
import { doInText, findInEditor, saveAndSwap, swapShown, toggleGenerations } from "../editor/editor-commands.ts";
import { activeModule, factsOf, getEditor } from "../editor/editor-store.ts";
import { neighbourProblem, nextChanged } from "../store/selectors.ts";
import { runLastFailureAgain } from "../live/live-store.ts";
import { undoSwap } from "../new/undo.ts";
import type { BottomTab } from "../store/state.ts";
import { getState, setState } from "../store/store.ts";
import * as time from "../store/time.ts";
import { focusPlace } from "./places.ts";

/** Steps of the clock, in Hz, for slower and faster. */
export const clockSteps = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240] as const;

const shiftClock = (by: 1 | -1): Promise<void> => {
  const hz = getState().status?.hz ?? 60;
  const next = by === 1 ? clockSteps.find((step) => step > hz * 1.01) : clockSteps.findLast((step) => step < hz * 0.99);
  return next === undefined ? Promise.resolve() : loop.setClock(next);
};

const ofSelected = (action: (id: string) => unknown): void => {
  const id = act.selectedModule(getState().selection);
  if (id === undefined) act.say("Select a module first.");
  else action(id);
};

const showBottom = (bottom: BottomTab): void => {
  setState({ bottom });
  focusPlace("bottom");
};

const showCentre = (centre: "stage" | "graph" | "source"): void => {
  act.showCentre(centre);
  focusPlace("centre");
};

/** At what is selected: a handler, else its module. */
const breakpointHere = (): Breakpoint => {
  const { selection } = getState();
  if (selection.kind === "function") return { module: selection.module, function: selection.name };
  if (selection.kind === "slot") return { event: selection.event };
  return selection.kind === "module" ? { module: selection.id } : {};
};

/** What is being edited, else what changed on disk, else what is selected. */
const replayHere = (): void => {
  const shown = activeModule(getEditor());
  if (getState().centre === "source" && shown !== undefined && factsOf(shown).isDirty) {
    act.openDialogOf({ kind: "replay", under: { kind: "files", ids: [shown] } });
    return;
  }
  const changed = act.changedIds();
  const id = act.selectedModule(getState().selection);
  const ids = changed.length > 0 ? changed : id === undefined ? [] : [id];
  act.openDialogOf({ kind: "replay", under: ids.length === 0 ? { kind: "current" } : { kind: "files", ids } });
};

const actions: Readonly<Record<CommandId, () => unknown>> = {
  "file.newWorkspace": () => act.openDialogOf({ kind: "new-workspace" }),
  "file.newModule": () => {
    const id = act.selectedModule(getState().selection) ?? "";
    if (getState().workspace === null) act.openDialogOf({ kind: "new-workspace" });
    else act.openDialogOf({ kind: "new-module", folder: id.slice(0, id.lastIndexOf("/") + 1) });
  },
  "file.renameModule": () => ofSelected((id) => act.openDialogOf({ kind: "rename-module", id })),
  "file.deleteModule": () => ofSelected((id) => act.openDialogOf({ kind: "delete-module", id })),
  "file.openFolder": act.openDialog,
  "file.samples": () => setState({ welcome: true }),
  "file.saveSession": act.saveSession,
  "file.openSession": act.openSession,
  "file.resetSample": act.resetSample,
  "file.openInEditor": () => ofSelected((id) => act.reveal(id, "editor")),
  "file.reveal": () => ofSelected((id) => act.reveal(id, "folder")),
  "edit.find": () => findInEditor() || focusPlace("find"),
  "edit.filterModules": () => focusPlace("filter"),
  "edit.rename": () => doInText("rename"),
  "edit.format": () => doInText("format"),
  "edit.formatOnSave": () => {
    const formatOnSave = !getState().settings.formatOnSave;
    void act.saveSettings({ formatOnSave });
    act.say(formatOnSave ? "A text is formatted when it is saved." : "A text is saved as it is written.");
  },
  "view.stage": () => showCentre("stage"),
  "view.graph": () => showCentre("graph"),
  "view.editor": () => showCentre("source"),
  "view.modules": () => focusPlace("modules"),
  "view.inspector": () => focusPlace("inspector"),
  "view.turns": () => showBottom("turns"),
  "view.queue": () => showBottom("queue"),
  "view.breakpoints": () => showBottom("breakpoints"),
  "view.replay": () => showBottom("replay"),
  "view.problems": () => showBottom("problems"),
  "view.log": () => showBottom("log"),
  "view.generations": toggleGenerations,
  "view.liveValues": () => {
    const liveValues = !getState().settings.liveValues;
    void act.saveSettings({ liveValues });
    act.say(liveValues ? "What handlers do is shown in the text." : "The text is shown without values.");
  },
  "view.prompt": () => {
    setState({ bottom: "prompt" });
    focusPlace("prompt");
  },
  "view.stageFullScreen": () => act.fillScreen(!getState().stageFull),
  "view.themeSystem": () => act.saveSettings({ theme: "system" }),
  "view.themeDark": () => act.saveSettings({ theme: "dark" }),
  "view.themeLight": () => act.saveSettings({ theme: "light" }),
  "run.run": loop.run,
  "run.pause": loop.pause,
  "run.stop": loop.pause,
  "run.stepEvent": () => loop.step({ unit: "event" }),
  "run.stepHandler": () => loop.step({ unit: "handler" }),
  "run.stepTurn": () => loop.step({ unit: "turn" }),
  "run.stepMany": () => act.openDialogOf({ kind: "steps" }),
  "run.breakpoint": () => act.openDialogOf({ kind: "breakpoint", breakpoint: breakpointHere(), index: null }),
  "run.pauseOnError": () => loop.setPauseOn({ error: getState().status?.pauseOn.error !== true }),
  "run.pauseOnSwap": () => loop.setPauseOn({ swap: getState().status?.pauseOn.swap !== true }),
  "run.again": () => runLastFailureAgain(act.selectedModule(getState().selection)),
  "run.slower": () => shiftClock(-1),
  "run.faster": () => shiftClock(1),
  "run.emit": () => {
    setState({ bottom: "queue" });
    focusPlace("emit");
  },
  "swap.module": swapShown,
  "swap.all": act.swapAllChanged,
  "swap.preview": () => ofSelected(act.previewSwap),
  "swap.replay": () => replayHere(),
  "swap.undo": () => undoSwap("modules.undo"),
  "swap.redo": () => undoSwap("modules.redo"),
  "swap.unload": () => ofSelected(act.unload),
  "swap.saveAndSwap": saveAndSwap,
  "swap.report": () => {
    const last = getState().swaps.at(-1);
    if (last === undefined) act.say("Nothing was swapped yet.");
    else act.openDialogOf({ kind: "swap-report", swap: last.number });
  },
  "go.module": () => act.openDialogOf({ kind: "go-to-module" }),
  "go.commands": () => act.openDialogOf({ kind: "palette" }),
  "go.findTurn": () => {
    setState({ bottom: "turns" });
    focusPlace("turns");
  },
  "go.turnBefore": () => time.lookFurther(-1),
  "go.turnAfter": () => time.lookFurther(1),
  "go.now": time.comeBack,
  "go.onFromHere": () => {
    const { turn } = getState();
    if (turn === null) act.say("Look at an earlier turn first.");
    else void time.goOnFrom(turn);
  },
  "go.definition": () => doInText("definition"),
  "go.references": () => doInText("references"),
  "go.nextProblem": () => {
    const problem = neighbourProblem(getState());
    if (problem === undefined) act.say("There is no problem.");
    else act.showTextOf(problem.file, problem.generation, problem.line);
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

export const commandOf = (id: CommandId): Command => {
  const command = commands.find((each) => each.id === id);
  if (command === undefined) throw new Error(`There is no command ${id}.`);
  return command;
};

export const runCommand = (id: CommandId): void => {
  actions[id]();
};

/** A command named by somebody else (the application's menu); unknown names do nothing. */
export const runNamedCommand = (name: string): void => {
  if (Object.hasOwn(actions, name)) runCommand(name as CommandId);
};
