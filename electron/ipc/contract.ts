/**
 * The contract: every method and notification once, with the schema of its params and the type of its result.
 * Everything else (the transports, the renderer's API, the schemas' checks) is derived from these tables.
 */
import * as v from "valibot";
import type { EngineNotifications } from "../engine/notifications.ts";
import type { LanguageStatus } from "../language/status.ts";
import type { Event, Plain } from "../engine/plain.ts";
import type {
  BreakpointSummary,
  Certificate,
  Completion,
  Drawing,
  Evaluation,
  DropReport,
  ExplainCost,
  FoundTurns,
  GenerationSummary,
  Graph,
  HandlerFigures,
  HistoryMarks,
  LogEntry,
  LoopStatus,
  PauseOn,
  WaitingSummary,
  MeasureReport,
  ModuleSummary,
  PastMoment,
  PendingSession,
  PerformanceSummary,
  Problem,
  Provenance,
  PurityReport,
  ReplayReport,
  RetentionPoint,
  RevokeReport,
  SavedSummary,
  ShownValue,
  SourceSummary,
  SwapReport,
  TurnSummary,
  WorkspaceOptions,
  WorkspaceSummary,
} from "../engine/summary.ts";

/** How long a call may take before it is cut. */
export const callTimeoutLimits = { leastMs: 50, mostMs: 60_000 } as const;
export const callTimeoutMs = v.pipe(
  v.number(),
  v.minValue(callTimeoutLimits.leastMs),
  v.maxValue(callTimeoutLimits.mostMs),
);

const none = v.optional(v.strictObject({}), {});
const id = v.pipe(v.string("`id` must be the id of a module."), v.nonEmpty("`id` must not be empty."));
const ids = v.pipe(v.array(id), v.nonEmpty("`ids` must name at least one module."));
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const turn = v.pipe(v.number(), v.integer(), v.minValue(1, "Turns begin with 1."));
const turnOrNone = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Checked in depth by the engine, which says where it is not plain data. */
const event = v.custom<Event>(() => true);
/** Where the loop stops: where every field that is given fits. */
const breakpoint = v.strictObject({
  event: v.optional(v.string()),
  module: v.optional(v.string()),
  function: v.optional(v.string()),
  effect: v.optional(v.string()),
  path: v.optional(v.string()),
  error: v.optional(v.boolean()),
  condition: v.optional(v.string()),
  log: v.optional(v.union([v.boolean(), v.string()])),
  enabled: v.optional(v.boolean()),
});

/** Methods of the engine; both transports serve all of them. */
export const engineMethods = {
  "workspace.open": v.strictObject({ folder: v.pipe(v.string(), v.nonEmpty("`folder` must not be empty.")) }),
  "workspace.status": none,
  /** Without params: tells them. */
  "workspace.options": v.optional(
    v.strictObject({
      /** Undoes a swap by itself when what it brought fails so often in its first second; `null`: never. */
      autoUndo: v.optional(
        v.nullable(v.strictObject({ failures: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)) })),
      ),
      /** Swaps a module when its file is saved. */
      swapOnSave: v.optional(v.boolean()),
      /** Refuses the swap of a text with type errors. */
      refuseTypeErrors: v.optional(v.boolean()),
    }),
    {},
  ),
  /** What an earlier run of the open workspace left, until somebody says what to do with it. */
  "session.pending": none,
  /** Goes on from it; the loop runs again if it ran then. */
  "session.resume": none,
  /** Forgets it; where it is what is open, opens the folder afresh. */
  "session.discard": none,
  "modules.list": none,
  /** The text of the file; or of an old generation, as long as that is kept. */
  "modules.source": v.strictObject({ id, generation: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
  "modules.swap": v.strictObject({
    ids,
    sources: v.optional(v.record(v.string(), v.string())),
    dryRun: v.optional(v.boolean()),
    /** Modules that get another id, from old to new: the state goes along, and the old one is unloaded. */
    moves: v.optional(v.record(v.string(), id)),
  }),
  "modules.undo": v.strictObject({ id, state: v.optional(v.picklist(["restore", "keep"])) }),
  "modules.redo": v.strictObject({ id, state: v.optional(v.picklist(["restore", "keep"])) }),
  "modules.unload": v.strictObject({ ids }),
  /** Takes a runaway out of quarantine. */
  "modules.revive": v.strictObject({ id }),
  /** `generation`: only that one, in detail even where the list sums it up. */
  "modules.generations": v.strictObject({
    id,
    generation: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
  /** Evaluates what a person types in the scope of the generation that runs. */
  "modules.evaluate": v.strictObject({ id, text: v.string() }),
  /** What can follow at an offset of what is typed. */
  "modules.complete": v.strictObject({ id, text: v.string(), offset: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  "references.certificate": v.strictObject({ id, generation: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /** The certificate with the path, however large the heap is. */
  "references.explain": v.strictObject({ id, generation: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  "references.explainCost": none,
  "references.cancelExplain": none,
  /** All records; of one module, or of every one; `living`: only of generations that are not reclaimed. */
  "references.certificates": v.optional(v.strictObject({ id: v.optional(id), living: v.optional(v.boolean()) }), {}),
  /** Looks in the heap how much of it each generation is responsible for; costs what `explain` does. */
  "references.measure": none,
  /** How many old generations were retained when. */
  "references.trend": v.strictObject({ id }),
  /** Lets go of an old generation's calls in flight, and disposes of what they have made. */
  "references.drop": v.strictObject({ id, generation: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /** Makes what an old generation's code uses next throw; may be said again with another `how`. */
  "references.revoke": v.strictObject({
    id,
    generation: v.pipe(v.number(), v.integer(), v.minValue(1)),
    /** What its exported functions do: throw too, or go on in the current generation. */
    how: v.picklist(["throw", "forward"], "`how` must be `throw` or `forward`."),
  }),
  "references.graph": v.strictObject({ level: v.picklist(["module", "function"]), ids: v.optional(v.array(id)) }),
  "loop.status": none,
  "loop.run": none,
  "loop.pause": none,
  "loop.step": v.optional(
    v.strictObject({
      count: v.optional(count),
      /** `turn` ends the one under way, or takes one. */
      unit: v.optional(v.picklist(["event", "handler", "turn"])),
      /** Stops there sooner; an expression is a breakpoint's condition. Then `count` is 100,000 if it is left out. */
      until: v.optional(v.union([v.string(), breakpoint])),
      /** How many turns are told at the most, the last ones. */
      limit: v.optional(count),
      /** When nothing waits, puts the clock forward to the next `tick` or `after`. */
      advance: v.optional(v.boolean()),
      brief: v.optional(v.boolean()),
    }),
    {},
  ),
  "loop.emit": v.strictObject({ event }),
  "loop.queue": none,
  /** What waits, with why and how long: a stretch of it, or one; and the `after`s whose time has not come. */
  "loop.waiting": v.optional(
    v.strictObject({
      /** How many from the head are left out; default 0. */
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      /** From that event on, in place of `from`; nothing where it does not wait any more. */
      number: v.optional(v.pipe(v.number(), v.integer())),
      /** Default 1000. */
      limit: v.optional(count),
      brief: v.optional(v.boolean()),
    }),
    {},
  ),
  /** Events by their numbers in `loop.waiting`. */
  "loop.editQueue": v.variant("edit", [
    v.strictObject({ edit: v.literal("drop"), numbers: v.array(v.number()) }),
    /** `before`: `null` for the queue's end. */
    v.strictObject({ edit: v.literal("move"), number: v.number(), before: v.nullable(v.number()) }),
    v.strictObject({ edit: v.literal("replace"), number: v.number(), event }),
  ]),
  /** Slow motion: at most so many turns a second, `null` for as fast as it can. Its own clock goes slower too. */
  "loop.speed": v.strictObject({
    turnsPerSecond: v.nullable(v.pipe(v.number(), v.minValue(0.05), v.maxValue(10_000))),
  }),
  /** What pauses it; without params: tells it. */
  "loop.pauseOn": v.optional(v.strictObject({ error: v.optional(v.boolean()), swap: v.optional(v.boolean()) }), {}),
  /** `set` replaces the list; without it: tells it. */
  "loop.breakpoints": v.optional(v.strictObject({ set: v.optional(v.array(breakpoint)) }), {}),
  /** From now on the handlers of these modules, and of no others, are told of as `loop.calls`. */
  "loop.watch": v.strictObject({ modules: v.pipe(v.array(id), v.maxLength(200)) }),
  /** Queues the event once more that a handler of a watched module failed with last. */
  "loop.again": v.strictObject({ module: id, function: v.string() }),
  "loop.clock": v.strictObject({ hz: v.pipe(v.number(), v.minValue(0.1), v.maxValue(240)) }),
  "state.get": v.strictObject({ id }),
  /** A part of a module's state (`bars[2].pitch`; the whole is ``) as a tree that is bounded; `null` where there is none. */
  "state.part": v.strictObject({ id, path: v.string() }),
  /** Who wrote last what is at a path (absent: the whole), and each of its fields; as of a turn, or now. */
  "state.provenance": v.strictObject({ id, path: v.optional(v.string()), turn: v.optional(turnOrNone) }),
  "history.list": v.optional(
    v.strictObject({
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      limit: v.optional(count),
      /** Without states, and with long lists replaced by `{ length }`. */
      brief: v.optional(v.boolean()),
    }),
    {},
  ),
  /** Turns that fit; says where the history begins, too. */
  "history.find": v.optional(
    v.strictObject({
      event: v.optional(v.string()),
      module: v.optional(v.string()),
      function: v.optional(v.string()),
      /** In the event: in a field's name, or in a value as it is written. */
      text: v.optional(v.string()),
      /** Turns in which a call failed. */
      errors: v.optional(v.boolean()),
      /** Turns whose event that turn brought about. */
      causedBy: v.optional(turnOrNone),
      /** The first turn that is looked at; with it the first ones that fit are told, else the last ones. */
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      to: v.optional(turnOrNone),
      /** How many are told at the most. Default 100. */
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
      brief: v.optional(v.boolean()),
      /** Tells the numbers of all that fit. */
      numbers: v.optional(v.boolean()),
    }),
    {},
  ),
  /** Changes of code and new beginnings on the timeline, how far the history goes, and the branches that were left. */
  "history.marks": none,
  /** How everything stood after a turn; changes nothing. `modules`: whose states and generations are wanted; absent: all. */
  "history.at": v.strictObject({ turn: turnOrNone, modules: v.optional(v.array(id)) }),
  /** Everything but the code as it was after a turn. The newest turn is the way back. */
  "history.rewind": v.strictObject({ turn: turnOrNone }),
  /** To the end of a future that was left when the loop went on from an earlier turn. */
  "history.branch": v.strictObject({ branch: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /**
   * What those turns would do on a copy: under the code that runs now, with texts or earlier generations in place of
   * some, or, `recorded`, under the code that ran then. One under `sources` takes the place of one that is under way.
   */
  "history.replay": v.pipe(
    v.strictObject({
      from: turn,
      to: v.optional(turnOrNone),
      sources: v.optional(v.record(v.string(), v.string())),
      generations: v.optional(v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(1)))),
      recorded: v.optional(v.boolean()),
    }),
    v.forward(
      v.check(
        ({ sources, generations, recorded }) =>
          [sources, generations, recorded || undefined].filter(Boolean).length <= 1,
        "Say at most one of `sources`, `generations` and `recorded`.",
      ),
      ["sources"],
    ),
  ),
  "history.cancelReplay": none,
  /** Makes each call of those turns again, under its own code: which handlers are no functions of state and event? */
  "history.purity": v.strictObject({ from: turn, to: v.optional(turnOrNone) }),
  /** Writes history, states, texts, what waits and breakpoints to one file. */
  "history.save": v.strictObject({ file: v.pipe(v.string(), v.nonEmpty("`file` must not be empty.")) }),
  /** Unpacks a saved session into a folder (absent: a new one beside the file), and opens that where the session ended. */
  "history.open": v.strictObject({
    file: v.pipe(v.string(), v.nonEmpty("`file` must not be empty.")),
    folder: v.optional(v.pipe(v.string(), v.nonEmpty("`folder` must not be empty."))),
  }),
  "stage.get": none,
  /** Input on the stage: `keyDown`, `keyUp`, `pointer`. Queued only while some handler listens for it. */
  "stage.input": v.strictObject({ event }),
  "problems.list": none,
  "log.list": none,
  /** What the program takes, and how the loop keeps up. */
  "performance.get": none,
} as const;

export interface EngineResults {
  "workspace.open": WorkspaceSummary;
  "workspace.status": WorkspaceSummary;
  "workspace.options": WorkspaceOptions;
  "session.pending": PendingSession | null;
  "session.resume": LoopStatus;
  "session.discard": WorkspaceSummary;
  "modules.list": readonly ModuleSummary[];
  "modules.source": SourceSummary;
  "modules.swap": SwapReport;
  "modules.undo": SwapReport;
  "modules.redo": SwapReport;
  "modules.unload": SwapReport;
  "modules.revive": ModuleSummary;
  "modules.generations": readonly GenerationSummary[];
  "modules.evaluate": Evaluation;
  "modules.complete": readonly Completion[];
  "references.certificate": Certificate;
  "references.explain": Certificate;
  "references.explainCost": ExplainCost;
  "references.cancelExplain": null;
  "references.certificates": readonly Certificate[];
  "references.measure": MeasureReport;
  "references.trend": readonly RetentionPoint[];
  "references.drop": DropReport;
  "references.revoke": RevokeReport;
  "references.graph": Graph;
  "loop.status": LoopStatus;
  "loop.run": LoopStatus;
  "loop.pause": LoopStatus;
  "loop.step": readonly TurnSummary[];
  "loop.emit": { readonly queued: number };
  "loop.queue": readonly Event[];
  "loop.waiting": WaitingSummary;
  "loop.editQueue": { readonly queued: number };
  "loop.speed": LoopStatus;
  "loop.pauseOn": PauseOn;
  "loop.breakpoints": readonly BreakpointSummary[];
  "loop.watch": readonly HandlerFigures[];
  "loop.again": { readonly queued: number };
  "loop.clock": LoopStatus;
  "state.get": Plain;
  "state.part": ShownValue | null;
  "state.provenance": Provenance;
  "history.list": readonly TurnSummary[];
  "history.find": FoundTurns;
  "history.marks": HistoryMarks;
  "history.at": PastMoment;
  "history.rewind": LoopStatus;
  "history.branch": LoopStatus;
  "history.replay": ReplayReport;
  "history.cancelReplay": { readonly cancelled: number };
  "history.purity": PurityReport;
  "history.save": SavedSummary;
  "history.open": WorkspaceSummary;
  "stage.get": readonly Drawing[];
  "stage.input": { readonly queued: number };
  "problems.list": readonly Problem[];
  "log.list": readonly LogEntry[];
  "performance.get": PerformanceSummary;
}

/** Methods of the desktop application; only Electron IPC serves them. */
export const appMethods = {
  "app.info": none,
  /** Shows the system's folder dialog and opens what was chosen; `null` when the person cancelled. */
  "app.openDialog": none,
  /** Opens a folder; runs nothing of it unless it was trusted before. */
  "app.open": v.strictObject({ folder: v.pipe(v.string(), v.nonEmpty()) }),
  /** Shows the system's dialog and saves the session there; `null` when the person cancelled. */
  "app.saveSession": none,
  /** Shows the system's dialog and opens the session that was chosen, in a folder beside its file. */
  "app.openSession": none,
  "app.openSample": v.strictObject({ name: v.string() }),
  /** Puts a sample's files back to how they were shipped. */
  "app.resetSample": v.strictObject({ name: v.string() }),
  /** Trusts the open folder and loads its modules. */
  "app.trust": none,
  "app.recent": none,
  "app.samples": none,
  "app.settings": none,
  "app.setSettings": v.partial(
    v.strictObject({
      theme: v.picklist(["system", "dark", "light"]),
      welcomeSeen: v.boolean(),
      layout: v.record(v.string(), v.array(v.number())),
      callTimeoutMs,
      saveSwaps: v.boolean(),
      formatOnSave: v.boolean(),
      liveValues: v.boolean(),
    }),
  ),
  /** A module's file as it is on disk. With the hash of what is known already it is read only where it differs. */
  "app.readFile": v.strictObject({ id, known: v.optional(v.string()) }),
  /** Writes a module's file, unless it is not what the writer believes it to be; `null`: that it is not there. */
  "app.writeFile": v.strictObject({ id, text: v.string(), expected: v.nullable(v.string()) }),
  /** Writes a new module's file; a name without an ending gets `.ts`. Nothing of it runs before it is swapped. */
  "app.createModule": v.strictObject({ name: v.string(), text: v.string() }),
  /**
   * Gives a module another name. `texts`: its own text and those of its importers as they are to be, each with the hash of
   * the file that it was made from.
   */
  "app.renameModule": v.strictObject({
    id,
    name: v.string(),
    texts: v.record(v.string(), v.strictObject({ text: v.string(), expected: v.string() })),
  }),
  /** Unloads a module and deletes its file; refused while others import it. */
  "app.deleteModule": v.strictObject({ id }),
  /** Shows the system's dialog for the place, makes a workspace there and opens it; `null` when the person cancelled. */
  "app.newWorkspace": v.strictObject({ name: v.string() }),
  /** The text of a file that the language server leads to and that is no module: types of libraries. */
  "app.readTypes": v.strictObject({ uri: v.string() }),
  /** One message of the Language Server Protocol to TypeScript's server; answers come as `app.languageMessage`. */
  "app.languageSend": v.strictObject({ message: v.string() }),
  "app.languageStatus": none,
  /** Starts the language server again. */
  "app.languageStart": none,
  /** The type errors of every module that has some. */
  "app.typeErrors": none,
  /** Opens a module's file in the person's own editor, or shows it in the file manager. */
  "app.reveal": v.strictObject({ id, how: v.picklist(["editor", "folder"]) }),
  "app.copyDiagnostics": none,
  /** Puts text on the clipboard; the window itself has no permission to. */
  "app.copy": v.strictObject({ text: v.string() }),
  "app.fullScreen": v.strictObject({ on: v.boolean() }),
  /** Shows the system's About box. */
  "app.about": none,
} as const;

export interface Settings {
  readonly theme: "system" | "dark" | "light";
  readonly welcomeSeen: boolean;
  /** Sizes of the panels in percent, by group. */
  readonly layout: Readonly<Record<string, readonly number[]>>;
  /** How long a call of a module may take before it is cut, in ms; counts for workspaces that are opened from then on. */
  readonly callTimeoutMs: number;
  /** Saving in the editor swaps the module too. */
  readonly saveSwaps: boolean;
  readonly formatOnSave: boolean;
  /** What handlers do is shown in the editor's text. */
  readonly liveValues: boolean;
}

/** A module's file; `hash` names its bytes. */
export type ModuleFile =
  | { readonly kind: "text"; readonly text: string; readonly hash: string }
  /** It has the hash that was named. */
  | { readonly kind: "same" }
  | { readonly kind: "gone" }
  | { readonly kind: "unreadable"; readonly message: string };

export type WriteOutcome =
  | { readonly kind: "written"; readonly hash: string }
  /** Somebody else wrote it: nothing was done. */
  | { readonly kind: "changed"; readonly file: ModuleFile };

/** What came of giving a module another name. */
export interface ModuleRenamed {
  /** The name that it has now; where the report is a refusal, the old one. */
  readonly id: string;
  /** Null where nothing of it ran. */
  readonly report: SwapReport | null;
}

export type { SwapReport };

/** The type errors of one module; of none when the list is empty. */
export interface ModuleTypeErrors {
  readonly id: string;
  readonly problems: readonly Problem[];
}

/** The workspace as the application sees it. */
export interface OpenWorkspace {
  readonly folder: string;
  readonly name: string;
  /** Name of the sample, when it is one. */
  readonly sample?: string;
  readonly trusted: boolean;
  /** Files that would be loaded; told also before the folder is trusted. */
  readonly files: readonly string[];
}

export interface AppResults {
  "app.info": {
    readonly version: string;
    readonly electron: string;
    readonly node: string;
    readonly v8: string;
    readonly chrome: string;
    readonly platform: string;
    readonly workspace: OpenWorkspace | null;
  };
  "app.openDialog": OpenWorkspace | null;
  "app.open": OpenWorkspace;
  "app.saveSession": SavedSummary | null;
  "app.openSession": OpenWorkspace | null;
  "app.openSample": OpenWorkspace;
  "app.resetSample": OpenWorkspace;
  "app.trust": OpenWorkspace;
  "app.recent": readonly { readonly folder: string; readonly name: string }[];
  "app.samples": readonly { readonly name: string; readonly title: string; readonly description: string }[];
  "app.settings": Settings;
  "app.setSettings": Settings;
  "app.reveal": null;
  /** The text that was put on the clipboard. */
  "app.copyDiagnostics": { readonly text: string };
  "app.copy": null;
  "app.fullScreen": null;
  "app.about": null;
  "app.readFile": ModuleFile;
  "app.writeFile": WriteOutcome;
  "app.createModule": { readonly id: string };
  "app.renameModule": ModuleRenamed;
  "app.deleteModule": {
    readonly report: SwapReport | null;
    /** Where the file is now; empty where the report is a refusal. */
    readonly where: string;
  };
  "app.newWorkspace": OpenWorkspace | null;
  "app.readTypes": { readonly text: string };
  "app.languageSend": null;
  "app.languageStatus": LanguageStatus;
  "app.languageStart": null;
  "app.typeErrors": readonly ModuleTypeErrors[];
}

/** Notifications of the application, Electron only. */
export interface AppNotifications {
  "app.workspace": OpenWorkspace | null;
  /** What is drawn, newest frame only. */
  "stage.frame": { readonly drawings: readonly Drawing[] };
  "app.languageStatus": LanguageStatus;
  /** One message of the Language Server Protocol, an answer of TypeScript's server. */
  "app.languageMessage": { readonly message: string };
  "app.typeErrors": { readonly modules: readonly ModuleTypeErrors[] };
  /** A menu item that the window carries out, by the id of its command. */
  "app.command": { readonly command: string };
}

export const allMethods = { ...engineMethods, ...appMethods };

export type EngineMethod = keyof typeof engineMethods;
export type AppMethod = keyof typeof appMethods;
export type Method = EngineMethod | AppMethod;
export type Params<M extends Method> = v.InferInput<(typeof allMethods)[M]>;
export type Results = EngineResults & AppResults;
export type Result<M extends Method> = Results[M];
export type Notifications = EngineNotifications & AppNotifications;
export type Notification = keyof Notifications;

/** What an implementation of some methods looks like; params have been parsed. */
export type Handlers<M extends Method> = {
  readonly [K in M]: (params: v.InferOutput<(typeof allMethods)[K]>) => Result<K> | Promise<Result<K>>;
};

/** An error reply. `message` is one sentence that a person can act on; callers decide by `code`. */
export interface ErrorReply {
  readonly code: "unknown-method" | "invalid-params" | "refused" | "failed";
  readonly message: string;
}
