/** What the window knows: a mirror of the engine, kept up to date by deltas, and what the person looks at. */
import type { Event } from "../../electron/engine/plain.ts";
import type {
  Breakpoint,
  BreakpointSummary,
  Certificate,
  Graph,
  HistoryMarks,
  LogEntry,
  LoopStatus,
  ModuleSummary,
  PastMoment,
  Problem,
  SwapReport,
  TurnFilter,
  TurnSummary,
  WaitingSummary,
} from "../../electron/engine/summary.ts";
import type { EngineNotifications } from "../../electron/engine/notifications.ts";
import type { AppResults, OpenWorkspace, Settings } from "../../electron/ipc/contract.ts";
import type { Toast } from "../ui/Toasts.tsx";

export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "module"; readonly id: string }
  | { readonly kind: "function"; readonly module: string; readonly name: string }
  | { readonly kind: "slot"; readonly event: string }
  | { readonly kind: "external"; readonly name: string };

export type CentreTab = "stage" | "graph" | "source";
export type InspectorTab = "references" | "state" | "generations";
export type BottomTab = "turns" | "queue" | "breakpoints" | "replay" | "problems" | "log" | "prompt" | "performance";

export type OpenDialog =
  | { readonly kind: "palette" }
  | { readonly kind: "go-to-module" }
  | { readonly kind: "help" }
  | { readonly kind: "about" }
  | { readonly kind: "swap-report"; readonly swap: number }
  | { readonly kind: "preview"; readonly ids: readonly string[] }
  | { readonly kind: "certificate"; readonly id: string; readonly generation: number }
  | { readonly kind: "old-text"; readonly id: string; readonly generation: number; readonly line: number }
  /** An event to send; or, with its number, one that waits and is to be another. */
  | { readonly kind: "event"; readonly event: Event | null; readonly number: number | null }
  /** Where the loop is to stop; with a place in the list, one that is there already. */
  | { readonly kind: "breakpoint"; readonly breakpoint: Breakpoint; readonly index: number | null }
  | { readonly kind: "steps" }
  | { readonly kind: "new-workspace" }
  /** `folder`: what a name begins with. */
  | { readonly kind: "new-module"; readonly folder: string }
  | { readonly kind: "rename-module"; readonly id: string }
  | { readonly kind: "delete-module"; readonly id: string }
  | { readonly kind: "replay"; readonly under: ReplayUnder };

/** The code that a stretch of history is run again under. */
export type ReplayUnder =
  /** The files as they are, of these modules. */
  | { readonly kind: "files"; readonly ids: readonly string[] }
  | { readonly kind: "generation"; readonly id: string; readonly generation: number }
  | { readonly kind: "current" };

/** A problem with a key that is the same each time it happens; its newest occurrence is kept. */
export interface ProblemRecord {
  readonly key: string;
  readonly problem: Problem;
}

export interface SwapRecord {
  /** 1, 2, 3 … in this window. */
  readonly number: number;
  readonly report: SwapReport;
  /** What was asked for; a refusal does not name it. */
  readonly asked: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A log line with a number of its own, so that a list can tell equal lines apart. */
export interface LogRecord extends LogEntry {
  readonly number: number;
}

export interface EngineMirror {
  readonly modules: Readonly<Record<string, ModuleSummary>>;
  /** In order of code units. */
  readonly moduleIds: readonly string[];
  readonly status: LoopStatus | null;
  /** Ascending; with gaps where a frame had more turns than are told. */
  readonly turns: readonly TurnSummary[];
  /** The head of what waits; null until it was asked for. */
  readonly queue: WaitingSummary | null;
  readonly breakpoints: readonly BreakpointSummary[];
  readonly problems: readonly ProblemRecord[];
  readonly log: readonly LogRecord[];
  readonly swaps: readonly SwapRecord[];
  /** The whole graph at the level of functions; null until it was asked for. */
  readonly graph: Graph | null;
  /** Old generations that are alive, and for a moment those that have just gone. */
  readonly ghosts: readonly Certificate[];
  readonly progress: EngineNotifications["workspace.progress"] | null;
  /** Changes of code on the timeline and branches of it; null until they were asked for. */
  readonly marks: HistoryMarks | null;
}

export interface AppMirror {
  readonly info: AppResults["app.info"] | null;
  readonly workspace: OpenWorkspace | null;
  /** Whether it is clear by now that no workspace is about to be opened. */
  readonly settled: boolean;
  readonly settings: Settings;
  readonly samples: AppResults["app.samples"];
  readonly recent: AppResults["app.recent"];
}

export interface ViewState {
  readonly selection: Selection;
  readonly centre: CentreTab;
  readonly inspector: InspectorTab;
  readonly bottom: BottomTab;
  readonly moduleFilter: string;
  /** Which turns are listed; without a field all of them. */
  readonly turnFilter: TurnFilter;
  /** The turn that is looked at: stage, states and queue are shown as they were after it. Null: how it is now. */
  readonly turn: number | null;
  /** How it was after `turn`, without states; null until that came, and while it is now. */
  readonly past: PastMoment | null;
  readonly dialog: OpenDialog | null;
  /** Shown instead of the workspace; also when none is open. */
  readonly welcome: boolean;
  /** The swap whose story is told above the stage; null once it was put away. */
  readonly toldSwap: number | null;
  /** Functions (`functionKey`) whose text changed a moment ago. */
  readonly lit: ReadonlySet<string>;
  /** Modules whose swap was asked for and has not ended. */
  readonly swapping: ReadonlySet<string>;
  /** Modules of the swap that was asked for last. */
  readonly askedSwap: readonly string[];
  /** Place in a module's source that was asked to be shown. */
  readonly sourceLine: { readonly id: string; readonly line: number } | null;
  /** The stage covers the whole screen. */
  readonly stageFull: boolean;
  /** Events that were sent by hand, newest first. */
  readonly sent: readonly Event[];
  readonly toasts: readonly Toast[];
}

export type State = EngineMirror & AppMirror & ViewState;

export const functionKey = (module: string, name: string): string => `${module}\n${name}`;

export const emptyMirror: EngineMirror = {
  modules: {},
  moduleIds: [],
  status: null,
  turns: [],
  queue: null,
  breakpoints: [],
  problems: [],
  log: [],
  swaps: [],
  graph: null,
  ghosts: [],
  progress: null,
  marks: null,
};

export const initialState: State = {
  ...emptyMirror,
  info: null,
  workspace: null,
  settled: false,
  settings: {
    theme: "system",
    welcomeSeen: false,
    layout: {},
    callTimeoutMs: 1000,
    saveSwaps: true,
    formatOnSave: false,
    liveValues: true,
  },
  samples: [],
  recent: [],
  selection: { kind: "none" },
  centre: "stage",
  inspector: "references",
  bottom: "turns",
  moduleFilter: "",
  turnFilter: {},
  turn: null,
  past: null,
  dialog: null,
  welcome: false,
  toldSwap: null,
  lit: new Set(),
  swapping: new Set(),
  askedSwap: [],
  sourceLine: null,
  stageFull: false,
  sent: [],
  toasts: [],
};
