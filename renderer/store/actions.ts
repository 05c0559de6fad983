/** Everything the window asks of the engine. Each reports what goes wrong as a message in the corner. */
import type { Certificate, SwapReport } from "../../electron/engine/summary.ts";
import type { Settings } from "../../electron/ipc/contract.ts";
import { hasSomethingToSwap } from "../words/status.ts";
import { formatCount, plural } from "../words/figures.ts";
import { call, WorkbenchError } from "../workbench-api.ts";
import { fadeMs, ghostsFaded, ghostsTold, problemsListed } from "./deltas.ts";
import type { CentreTab, OpenDialog, Selection } from "./state.ts";
import { partsToAsk, withPart } from "./graph-part.ts";
import { getState, setState } from "./store.ts";

let toasts = 0;

/** Shows one sentence in the corner. */
export const say = (text: string, tone: "error" | "info" = "info"): void => {
  const id = ++toasts;
  setState(({ toasts }) => ({
    toasts: [...toasts.filter((toast) => toast.text !== text).slice(-3), { id, tone, text }],
  }));
  if (tone === "info") setTimeout(() => closeToast(id), 5000);
};

export const tell = (error: unknown): void => say(error instanceof Error ? error.message : String(error), "error");

export const closeToast = (id: number): void =>
  setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

/** Runs an action for its effect; its failure is told. */
export const attempt = async (action: () => Promise<unknown>): Promise<void> => {
  try {
    await action();
  } catch (error) {
    tell(error);
  }
};

// Workspace

export const openFolder = (folder: string): Promise<void> => attempt(() => call("app.open", { folder }));
export const openDialog = (): Promise<void> => attempt(() => call("app.openDialog"));
export const openSample = (name: string): Promise<void> => attempt(() => call("app.openSample", { name }));
export const trustWorkspace = (): Promise<void> => attempt(() => call("app.trust"));

/** Everything that happened, and the texts that it needs, as one file. */
export const saveSession = (): Promise<void> =>
  attempt(async () => {
    const saved = await call("app.saveSession");
    if (saved === null) return;
    const { file, bytes, turns } = saved;
    say(`${plural(turns, "turn")} saved to ${file} (${formatCount(Math.max(1, Math.round(bytes / 1000)))} kB).`);
  });
export const openSession = (): Promise<void> => attempt(() => call("app.openSession"));

export const resetSample = (): Promise<void> =>
  attempt(async () => {
    const name = getState().workspace?.sample;
    if (name === undefined) return;
    await call("app.resetSample", { name });
    say("The sample is as it was shipped.");
  });

// Modules

/** @param sources texts to take in place of files */
export const swap = (ids: readonly string[], sources: Readonly<Record<string, string>> = {}): Promise<void> =>
  attempt(async () => {
    if (ids.length === 0) {
      say("Nothing to swap: every module runs what its file says.");
      return;
    }
    setState(({ swapping }) => ({ swapping: new Set([...swapping, ...ids]), askedSwap: ids }));
    try {
      const isEdited = Object.keys(sources).length > 0;
      await call("modules.swap", { ids: [...ids], ...(isEdited ? { sources: { ...sources } } : {}) });
    } finally {
      setState(({ swapping }) => ({ swapping: new Set([...swapping].filter((id) => !ids.includes(id))) }));
    }
  });

/** Swaps a module with a text in place of its file. */
export const swapText = (id: string, text: string): Promise<void> => swap([id], { [id]: text });

/** Of what changed, what swapping a module would do; nothing is committed. */
export const previewSwap = (id: string): void => setState({ dialog: { kind: "preview", ids: [id] } });

export const changedIds = (): readonly string[] => {
  const { modules, moduleIds } = getState();
  return moduleIds.filter((id) => {
    const module = modules[id];
    return module !== undefined && hasSomethingToSwap(module);
  });
};

export const swapAllChanged = (): Promise<void> => swap(changedIds());

export const swapSelected = (): Promise<void> => {
  const id = selectedModule(getState().selection);
  if (id !== undefined) return swap([id]);
  say("Select a module to swap it.");
  return Promise.resolve();
};

/**
 * Undoes, or does again, the last swap of this window, the whole of its transaction.
 * @returns undefined where there was nothing to be done, or it failed
 */
export const undoSwap = async (way: "modules.undo" | "modules.redo"): Promise<SwapReport | undefined> => {
  let report: SwapReport | undefined;
  await attempt(async () => {
    const last = getState().swaps.findLast(({ report }) => report.ok && report.modules.length > 0);
    const id = last?.report.modules[0]?.id ?? selectedModule(getState().selection);
    if (id === undefined) say("Nothing was swapped yet.");
    else report = await call(way, { id });
  });
  return report;
};

export const unload = (id: string): Promise<void> =>
  attempt(async () => {
    setState({ askedSwap: [id] });
    await call("modules.unload", { ids: [id] });
  });

export const revive = (id: string): Promise<void> =>
  attempt(async () => {
    await call("modules.revive", { id });
    say(`${id} handles events again.`);
  });

/** Drives a collection, and says what came of it; whoever shows the generation is told by the engine. */
export const prove = (id: string, generation: number): Promise<void> =>
  attempt(async () => {
    const { status } = await call("references.certificate", { id, generation });
    say(`${id} #${generation} is ${status}.`);
    refreshGhostsSoon(id);
  });

export const reveal = (id: string, how: "editor" | "folder"): Promise<void> =>
  attempt(() => call("app.reveal", { id, how }));

// What is read again when it may have changed

/** Waits a moment, so that many reasons are one reading. */
export const later = (delayMs: number, action: () => Promise<void>): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void action();
    }, delayMs);
  };
};

const isOpen = (): boolean => getState().workspace !== null;

/** Modules whose part of the graph may be another than the mirror says; null: all of it. */
let unread: Set<string> | null = null;
/** More parts than this cost more than the whole. */
const mostParts = 400;

const refreshGraph = later(120, () =>
  attempt(async () => {
    const { graph, modules } = getState();
    const ids = graph === null || unread === null ? null : partsToAsk(graph, modules, unread);
    unread = new Set();
    if (!isOpen()) return;
    if (ids === null || ids.length > mostParts) {
      setState({ graph: await call("references.graph", { level: "function" }) });
      return;
    }
    const part = await call("references.graph", { level: "function", ids: [...ids] });
    setState(({ graph }) => (graph === null ? {} : { graph: withPart(graph, ids, part) }));
  }),
);

/** @param ids of the modules that changed; leave it out to read all of the graph */
export const refreshGraphSoon = (ids?: readonly string[]): void => {
  if (ids === undefined) unread = null;
  else for (const id of ids) unread?.add(id);
  refreshGraph();
};

/** Modules whose old generations may be others than the mirror says. */
const uncertain = new Set<string>();
const refreshGhosts = later(100, () =>
  attempt(async () => {
    const ids = [...uncertain];
    uncertain.clear();
    if (!isOpen()) return;
    const told = await Promise.all(ids.map(livingOf));
    setState(ghostsTold(ids, told.flat()));
    setTimeout(() => setState(ghostsFaded), fadeMs);
  }),
);

/** Its old generations that are alive; none of one that was renamed or deleted, of which the mirror may not know yet. */
const livingOf = async (id: string): Promise<readonly Certificate[]> => {
  try {
    return id in getState().modules ? await call("references.certificates", { id, living: true }) : [];
  } catch (error) {
    if (error instanceof WorkbenchError && error.code === "refused") return [];
    throw error;
  }
};

/** Reads anew which old generations of a module are alive. */
export const refreshGhostsSoon = (id: string): void => {
  uncertain.add(id);
  refreshGhosts();
};

export const refreshProblemsSoon = later(150, () =>
  attempt(async () => {
    if (isOpen()) setState(problemsListed(await call("problems.list")));
  }),
);

// View

export const selectedModule = (selection: Selection): string | undefined => {
  if (selection.kind === "module") return selection.id;
  return selection.kind === "function" ? selection.module : undefined;
};

export const select = (selection: Selection): void => setState({ selection });
export const showCentre = (centre: CentreTab): void => setState({ centre });
export const openDialogOf = (dialog: OpenDialog): void => setState({ dialog });
export const closeDialog = (): void => setState({ dialog: null });

/** Shows a line of a module's source. */
export const showSource = (id: string, line: number): void =>
  setState({ selection: { kind: "module", id }, centre: "source", sourceLine: { id, line } });

/** Shows a line of a generation's text: of what runs in the source, of an old one by itself. */
export const showTextOf = (id: string, generation: number | undefined, line: number): void => {
  const runs = getState().modules[id]?.generation;
  if (generation === undefined || generation === runs) {
    closeDialog();
    showSource(id, line);
  } else openDialogOf({ kind: "old-text", id, generation, line });
};

/** Lets the stage cover the whole screen, or gives it back its place. */
export const fillScreen = (full: boolean): Promise<void> =>
  attempt(async () => {
    setState(full ? { stageFull: true, centre: "stage", welcome: false } : { stageFull: false });
    await call("app.fullScreen", { on: full });
  });

// Settings

export const saveSettings = (settings: Partial<Settings>): Promise<void> =>
  attempt(async () => {
    setState((state) => ({ settings: { ...state.settings, ...settings } }));
    const { theme, welcomeSeen, layout, callTimeoutMs, saveSwaps, formatOnSave, liveValues } = settings;
    await call("app.setSettings", {
      ...(theme === undefined ? {} : { theme }),
      ...(welcomeSeen === undefined ? {} : { welcomeSeen }),
      ...(callTimeoutMs === undefined ? {} : { callTimeoutMs }),
      ...(saveSwaps === undefined ? {} : { saveSwaps }),
      ...(formatOnSave === undefined ? {} : { formatOnSave }),
      ...(liveValues === undefined ? {} : { liveValues }),
      ...(layout === undefined ? {} : { layout: mutableLayout(layout) }),
    });
  });

const mutableLayout = (layout: Settings["layout"]): Record<string, number[]> =>
  Object.fromEntries(Object.entries(layout).map(([group, sizes]) => [group, [...sizes]]));

export const closeWelcome = (): void => {
  setState({ welcome: false });
  if (!getState().settings.welcomeSeen) void saveSettings({ welcomeSeen: true });
};

export const copyText = (text: string, what: string): Promise<void> =>
  attempt(async () => {
    await call("app.copy", { text });
    say(`${what} copied.`);
  });

export const copyDiagnostics = (): Promise<void> =>
  attempt(async () => {
    await call("app.copyDiagnostics");
    say("Diagnostics copied to the clipboard.");
  });
