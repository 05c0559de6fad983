/**
 * What the engine tells of itself: plain data only, so that it can cross any process border.
 * Every type here is a result or a notification of the contract (`electron/ipc/contract.ts`).
 */
import type { Event, Outcome, Plain } from "./plain.ts";

export type * from "./history/summary.ts";

/** `any` of the words of design: what an export is, told by its name and by where it was declared. */
export type FunctionKind = "handler" | "performer" | "source" | "lifecycle" | "function";

/** How many holders of each kind refer to a function or a module. `total` is the sum of the others. */
export interface ReferenceCounts {
  readonly total: number;
  readonly slots: number;
  readonly imports: number;
  readonly resources: number;
  readonly calls: number;
}

export interface FunctionSummary {
  readonly name: string;
  readonly kind: FunctionKind;
  /** The type of event it is spliced for; `any` for `onAny`. Handlers only. */
  readonly slot?: string;
  readonly references: ReferenceCounts;
}

/**
 * - `new`: listed, never loaded
 * - `running`: its newest generation is what the file says
 * - `changed`: the file says something else than what runs
 * - `failed`: the last load or swap was refused, or the file as it is does not compile; an older generation may run
 * - `deleted`: the file is gone, the module runs on
 * - `quarantined`: cut as a runaway; its handlers are skipped
 */
export type ModuleStatus = "new" | "running" | "changed" | "failed" | "deleted" | "quarantined";

export interface ModuleSummary {
  /** Its path in the workspace, with `/`. */
  readonly id: string;
  readonly status: ModuleStatus;
  /** Number of the current generation; 0 while there is none. */
  readonly generation: number;
  /** Every callable export of the current generation, in order of declaration. */
  readonly functions: readonly FunctionSummary[];
  readonly references: ReferenceCounts;
  /** Specifiers resolved: ids of modules, `node:fs`, names of packages. */
  readonly imports: readonly string[];
  /** Ids of the modules that import this one. */
  readonly importers: readonly string[];
  readonly problem?: Problem;
}

export type ProblemCode =
  | "folder-missing"
  | "folder-unreadable"
  | "folder-empty"
  | "folder-gone"
  | "file-unreadable"
  | "file-not-utf8"
  | "file-too-large"
  | "file-name-clash"
  | "not-trusted"
  | "unknown-module"
  | "nothing-to-undo"
  | "nothing-to-redo"
  | "nothing-to-resume"
  /** A turn, a text or a branch that the history does not have, or has no longer. */
  | "not-in-history"
  | "replay-cancelled"
  /** Under other code events came without end. */
  | "replay-stopped"
  /** A file that is no saved session, or is torn, or was written by a newer Graft. */
  | "session-file"
  | "syntax"
  | "top-level-await"
  | "compiler-stopped"
  | "unresolved-import"
  | "missing-export"
  | "ambiguous-export"
  | "circular-export"
  | "dependency-failed"
  | "export-in-use"
  | "still-imported"
  | "performer-clash"
  | "evaluate-threw"
  | "evaluate-timeout"
  | "init-threw"
  | "init-timeout"
  | "init-not-plain"
  | "migrate-threw"
  | "migrate-timeout"
  | "migrate-not-plain"
  | "source-threw"
  | "source-not-plain"
  | "disposer-threw"
  | "handler-threw"
  | "handler-timeout"
  | "outcome-not-plain"
  | "outcome-invalid"
  | "unknown-effect"
  | "effect-invalid"
  | "performer-threw"
  | "performer-timeout"
  | "performer-not-plain"
  | "resource-threw"
  | "resource-timeout"
  /** Little of the memory is left that the process may have. */
  | "memory-low"
  /** A single call took so much memory that the process would have died of it. */
  | "memory-cut"
  /** What was typed at a module's prompt. */
  | "prompt-threw"
  | "prompt-timeout"
  | "prompt-state"
  | "event-invalid"
  | "breakpoint-invalid"
  /** The expression of a breakpoint threw, or did not end. */
  | "breakpoint-threw"
  | "breakpoint-timeout"
  /** An event that was to be edited has been handled meanwhile. */
  | "not-waiting"
  /** Another process keeps this workspace's journal. */
  | "journal-owned"
  | "journal-failed"
  /** States are so large that they are saved less often than every 250 ms. */
  | "journal-slow"
  | "journal-damaged"
  /** Records of old generations cannot be written to the disk. */
  | "records-failed"
  /** A state is nested too deeply to be saved. */
  | "state-unsaved"
  /** A fresh generation failed, and its swap was undone as the workspace's options say. */
  | "swap-undone"
  | "not-revoked"
  /** An old generation that should be gone is still there. */
  | "generation-retained"
  | "queue-full"
  /** Thrown where no call of the loop is to blame: in a callback of a package, in a promise that nobody awaits. */
  | "uncaught"
  /** Of a text that its workspace's options do not let be swapped so. */
  | "type-error"
  /** They would have been looked for, and could not be. */
  | "types-unchecked";

/** One thing that went wrong in what the user wrote. `message` is one sentence that says what to do or what goes on. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** Id of the module, or the path of the folder; empty where there is no file to blame. */
  readonly file: string;
  /** 1-based; 0 where the place inside the file is not known. */
  readonly line: number;
  /** 1-based, in UTF-16 code units; 0 where not known. */
  readonly column: number;
  /** The generation in whose text the place is, where that is not what ran when it happened. */
  readonly generation?: number;
  /** The line of source that is meant, for a code frame. */
  readonly lineText?: string;
  /** Turn in which it happened, where it happened in one. */
  readonly turn?: number;
  /** How often it has happened, when more than once. */
  readonly count?: number;
}

export interface CallSummary {
  readonly module: string;
  readonly function: string;
  readonly generation: number;
  readonly ms: number;
  readonly outcome?: Outcome;
  readonly error?: Problem;
}

/** The call that something came of. */
export interface Asker {
  readonly turn: number;
  readonly module: string;
  readonly function: string;
  readonly generation: number;
}

/**
 * Who put an event into the queue.
 * - `handler`: by `emit` in its outcome · `effect emit`: by the effect · `after`: by the effect, when its time had come
 * - `performer`: answered; `turn` is the one whose effect it performed
 * - `source`: a module's subscription
 * - `outside`: a person, a script, input · `host`: the engine (`start`, `tick`, `swap`)
 *
 * `edited`: a person put another event in its place while it waited.
 */
export type Cause = { readonly edited?: true } & (
  | (Asker & { readonly by: "handler" | "effect emit" | "performer" })
  /** `dueMs`: when its time had come, on the loop's clock. */
  | (Asker & { readonly by: "after"; readonly dueMs: number })
  | { readonly by: "source"; readonly module: string; readonly function: string; readonly generation: number }
  | { readonly by: "outside" | "host" }
);

export interface TurnSummary {
  /** 1, 2, 3 … */
  readonly turn: number;
  readonly event: Event;
  readonly cause: Cause;
  /** The turn that was under way, or else had ended last, when the event was queued. */
  readonly queuedAfter: number;
  /** When it began, on the loop's clock. */
  readonly clockMs: number;
  readonly calls: readonly CallSummary[];
}

/** What one handler does, while somebody looks at its module. */
export interface HandlerFigures {
  readonly module: string;
  readonly function: string;
  /** Of the last call. */
  readonly generation: number;
  /** Where it is declared in that generation's text, from 1; 0 where that is not known. */
  readonly line: number;
  /** Calls a second, since it was told last. */
  readonly rate: number;
  /** Since somebody looks. */
  readonly calls: number;
  /** What a call took, over those that `rate` counts. */
  readonly meanMs: number;
  readonly last?: {
    readonly turn: number;
    /** When its turn began, on the loop's clock. */
    readonly clockMs: number;
    /** Event and outcome in brief. */
    readonly event: Event;
    readonly ms: number;
    readonly outcome?: Outcome;
    readonly failed?: true;
  };
  /** The last call that failed, until its event went well. */
  readonly failure?: {
    readonly turn: number;
    readonly generation: number;
    readonly event: Event;
    readonly problem: Problem;
  };
}

/** Every field that is given has to fit; those of calls the same call. */
export interface TurnFilter {
  /** Type of the event. */
  readonly event?: string;
  readonly module?: string;
  readonly function?: string;
  /** In the event: in a field's name, or in a value as it is written; in whatever case. */
  readonly text?: string;
  /** Turns in which a call failed. */
  readonly errors?: boolean;
  /** Turns whose event that turn brought about. */
  readonly causedBy?: number;
}

export interface FoundTurns {
  /** Numbers of the oldest and the newest turn that can be told; 0 while there is none. */
  readonly first: number;
  readonly last: number;
  /** How many fit. */
  readonly matches: number;
  /** Some of them, ascending. */
  readonly turns: readonly TurnSummary[];
  /** The numbers of all of them, if asked for. */
  readonly numbers?: readonly number[];
}

/** An event that waits for its turn. */
export interface Waiting {
  /** It keeps it as long as it waits, wherever in the queue. */
  readonly number: number;
  readonly event: Event;
  readonly cause: Cause;
  /** As in `TurnSummary`. */
  readonly queuedAfter: number;
}

/** What waits for the loop, and for its clock. */
export interface WaitingSummary {
  /** How many events wait in all. */
  readonly queued: number;
  readonly waiting: readonly (Waiting & {
    /** How long it has waited so far. */
    readonly waitedMs: number;
  })[];
  readonly afters: readonly {
    readonly event: Event;
    /** Who asked for it. */
    readonly by: Asker;
    /** When its time will have come, on the loop's clock from now. */
    readonly inMs: number;
  }[];
}

/** What a person does to the queue; events by their numbers. */
export type QueueEdit =
  | { readonly edit: "drop"; readonly numbers: readonly number[] }
  /** `before`: `null` for the queue's end. */
  | { readonly edit: "move"; readonly number: number; readonly before: number | null }
  | { readonly edit: "replace"; readonly number: number; readonly event: unknown };

/**
 * Where the loop stops: where every field that is given fits. With `effect`, `path`, `error`, or a condition over
 * `outcome`, after a call; with `module`, `function`, or a condition over `state`, before a call; else before the turn.
 */
export interface Breakpoint {
  /** Type of the event. */
  readonly event?: string | undefined;
  readonly module?: string | undefined;
  readonly function?: string | undefined;
  /** Type of an effect that a call asks for. */
  readonly effect?: string | undefined;
  /** Of the state, that a call changes: `bars[2].pitch`; the whole state is `""`. */
  readonly path?: string | undefined;
  /** A call that fails. */
  readonly error?: boolean | undefined;
  /** An expression over `event`, `state` (what the call sees) and `outcome` (what it returned). */
  readonly condition?: string | undefined;
  /** Logs in place of stopping; a text may have `${…}` in it. */
  readonly log?: boolean | string | undefined;
  /** Default true. */
  readonly enabled?: boolean | undefined;
}

export interface BreakpointSummary extends Breakpoint {
  /** How often it fitted since it was set. */
  readonly hits: number;
  /** Why its expressions are not tried any more. */
  readonly problem?: Problem;
}

/** Why the loop stopped by itself. */
export type Stop =
  | {
      /** What a person set; or what the step was to go on until. */
      readonly by: "breakpoint" | "until";
      readonly breakpoint: Breakpoint;
      /** Its place in the list. */
      readonly index?: number;
      /** The turn that was about to begin, or was rolled back: its event is at the queue's head. */
      readonly turn: number;
      readonly event: Event;
      /** The call that was about to be made, or was made. */
      readonly call?: { readonly module: string; readonly function: string; readonly generation: number };
      /** Of a call that was made. */
      readonly outcome?: Outcome;
      readonly problem?: Problem;
    }
  | { readonly by: "error"; readonly problem: Problem }
  | { readonly by: "swap"; readonly modules: readonly string[] };

/** What else pauses the loop. */
export interface PauseOn {
  /** A turn in which something failed. */
  readonly error: boolean;
  /** A swap; an undo and a redo too. */
  readonly swap: boolean;
}

/** The turn inside which the loop stands. */
export interface InTurn {
  readonly turn: number;
  readonly event: Event;
  readonly cause: Cause;
  /** Place of the handler that is called next, and how many there are. */
  readonly nextCall: number;
  readonly calls: number;
  readonly next?: {
    readonly module: string;
    readonly function: string;
    readonly generation: number;
    /** What it will be called with. */
    readonly state: Plain;
  };
  /** The calls so far, with their outcomes. */
  readonly made: readonly CallSummary[];
}

export interface SlotSummary {
  readonly event: string;
  readonly handlers: readonly { readonly module: string; readonly function: string; readonly generation: number }[];
}

export interface LoopStatus {
  readonly mode: "running" | "paused";
  /** Number of the last turn that ended; 0 before the first. */
  readonly turn: number;
  readonly queued: number;
  /** Events from sources that were dropped because the queue was full, since the workspace was opened. */
  readonly dropped: number;
  /** The clock that makes `tick` events, in Hz. */
  readonly hz: number;
  /** Turns in the last second. */
  readonly rate: number;
  /** How long the last event waited in the queue, in ms. */
  readonly delayMs: number;
  readonly slots: readonly SlotSummary[];
  /** Present while everything stands after an earlier turn than the newest. */
  readonly rewound?: {
    /** The newest turn: the end of the future, which stays until the next turn. */
    readonly newest: number;
    /** Events of sources and performers that are held back meanwhile. */
    readonly held: number;
    /** Modules that ran other code in that turn than they run now. */
    readonly otherCode: readonly string[];
  };
  /** Where the loop stands inside a turn, when stepping by handler. */
  readonly inTurn?: InTurn;
  /** Number of the oldest turn of the history; 0 while there is none. */
  readonly first: number;
  /** Slow motion: turns a second at the most; `null`: as fast as it can. */
  readonly speed: number | null;
  readonly pauseOn: PauseOn;
  /** A step is under way that takes a while. */
  readonly stepping?: true;
  /** Why it stopped by itself, until it goes on. */
  readonly stopped?: Stop;
}

export interface SwapTimings {
  readonly compile: number;
  readonly link: number;
  readonly evaluate: number;
  readonly migrate: number;
  readonly commit: number;
  readonly total: number;
}

export interface SwappedModule {
  readonly id: string;
  /** Generation before (0: none) and after (0: unloaded). */
  readonly from: number;
  readonly to: number;
  readonly exports: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
    readonly same: readonly string[];
  };
  /** Paths of fields (`bars[2].pitch`); the whole state is the path `""`. */
  readonly state: {
    readonly kept: readonly string[];
    readonly added: readonly string[];
    readonly dropped: readonly string[];
  };
  /** Slots its handlers were spliced into. */
  readonly handlers: readonly string[];
  /** Top-level variables that began anew. */
  readonly variables: readonly string[];
  /** Importers whose imports now reach the new generation. */
  readonly followers: readonly string[];
  /** State before and after; in dry runs only. */
  readonly preview?: { readonly before: Plain; readonly after: Plain };
}

export interface SwapReport {
  readonly ok: boolean;
  /** What it was asked for: the modules that were named, or that an undo or redo is about. */
  readonly asked?: readonly string[];
  readonly dryRun: boolean;
  /** Last turn before the swap. */
  readonly turn: number;
  readonly modules: readonly SwappedModule[];
  /** Importers that keep what they computed from an old generation while they were themselves evaluated. */
  readonly stale: readonly string[];
  /** When `ok` is false the reasons; else what went wrong without stopping the swap (a source that did not start). */
  readonly problems: readonly Problem[];
  readonly timings: SwapTimings;
  /** Of an undo or redo that brings states back: how many turns' changes it sets aside. */
  readonly setAside?: number;
}

export type GenerationStatus = "current" | "draining" | "reclaimed" | "retained";

/** A moment in the life of the program. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The last turn before it. */
  readonly turn: number;
}

export interface Holder {
  readonly kind: "slot" | "import" | "resource" | "call" | "source" | "closure";
  readonly label: string;
  readonly module?: string;
  readonly generation?: number;
  /** Since when it holds the generation; of what was found in the heap, when it was seen first. */
  readonly since?: Moment;
}

/** Who held a generation and let go of it. */
export interface PastHolder extends Holder {
  readonly since: Moment;
  /** Of what was found in the heap, when it was seen no more. */
  readonly until: Moment;
  /** How often between the two, when more than once. */
  readonly times?: number;
}

/** One step of the way on which something keeps a generation. */
export interface PathStep {
  /** In the author's words: `b.ts`, `variable kept`, `array [0]`, `f of a.ts #2`. */
  readonly label: string;
  readonly module?: string;
  readonly generation?: number;
  readonly variable?: string;
  readonly function?: string;
  /** In the text of that generation, from 1. */
  readonly line?: number;
}

/** What keeps a generation that the ledger knows no holder of. */
export interface Explanation {
  /** `b.ts → variable kept → array [0] → f of a.ts #2`. */
  readonly path: string;
  readonly steps: readonly PathStep[];
}

/** What a search through the heap would cost; the program stands still for a part of it. */
export interface ExplainCost {
  readonly heapBytes: number;
  readonly blockedMs: number;
  readonly ms: number;
  /** Why it would not even be begun: one sentence. */
  readonly refused?: string;
}

/** What came of measuring the memory of every generation. */
export interface MeasureReport {
  /** Generations that were measured. */
  readonly measured: number;
  /** Why it came to nothing: one sentence. */
  readonly refused?: string;
}

/** How many old generations of a module outlived a full collection, from then on. */
export interface RetentionPoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly turn: number;
  /** The newest generation then. */
  readonly generation: number;
  readonly retained: number;
}

/** What the host itself had of an old generation, and let go. */
export interface DropReport {
  readonly id: string;
  readonly generation: number;
  /** In words: `setInterval 500 ms`, `a call of performWait in flight`. */
  readonly dropped: readonly string[];
  /** What the disposers threw. */
  readonly problems: readonly Problem[];
}

/** What became of revoking an old generation. */
export interface RevokeReport {
  readonly id: string;
  readonly generation: number;
  readonly how: "throw" | "forward";
  /** Names that throw when its code uses them next: bindings of the module, specifiers of imports. */
  readonly throws: readonly string[];
  /** Exported functions that are still held, and whose calls go on in the current generation. */
  readonly forwards: readonly string[];
  /** Such that throw: at their next call, or at their next use of a name above. */
  readonly stopped: readonly string[];
  /** Such that can do neither: they run on until they use one of these names. */
  readonly unstoppable: readonly string[];
}

/** What of the memory one generation is responsible for. */
export interface GenerationMemory {
  /** Of the author's text, and of the code that was made from it; as UTF-8. */
  readonly textBytes: number;
  readonly codeBytes: number;
  /** What of V8's heap would be freed if the generation were gone, when that was looked at last; absent: not known. */
  readonly heapBytes?: number;
  readonly seen?: Moment;
}

export interface GenerationSummary {
  readonly generation: number;
  readonly status: GenerationStatus;
  readonly functions: readonly { readonly name: string; readonly status: GenerationStatus }[];
  /** Empty once it is reclaimed; of a current one who holds it now. */
  readonly holders: readonly Holder[];
  /** Who held it before and let go, by when they began; absent where nobody did, or where it is summed up. */
  readonly held?: readonly PastHolder[];
  /** How many more did, of which that is all that is known. */
  readonly heldMore?: number;
  /** Last turn before it was spliced in. */
  readonly fromTurn: number;
  /** Last turn before it was taken out. */
  readonly toTurn?: number;
  /** When it was spliced in, and when it was taken out; absent where it is summed up. */
  readonly began?: Moment;
  readonly ended?: Moment;
  /** Names that its text exports, functions or not; `* of "./m"` for a star. Absent where it is summed up. */
  readonly exports?: readonly string[];
  /** SHA-256 of the text that it was made from, in hexadecimal; absent where it is summed up. */
  readonly sourceHash?: string;
  /** Absent where it is summed up. */
  readonly memory?: GenerationMemory;
  /** Its code throws when it uses anything of its module. */
  readonly revoked?: true;
  /** What its exported functions do when they are called: throw too, or go on in the current generation. */
  readonly revokedHow?: "throw" | "forward";
  readonly proof?: {
    readonly by: "collection" | "forced collection";
    readonly atTurn: number;
    readonly at: number;
    readonly collections: number;
  };
}

/** The account of one generation's end. */
export interface Certificate
  extends
    Pick<
      GenerationSummary,
      | "functions"
      | "holders"
      | "held"
      | "heldMore"
      | "memory"
      | "began"
      | "ended"
      | "exports"
      | "fromTurn"
      | "toTurn"
      | "revoked"
      | "revokedHow"
      | "sourceHash"
    >,
    Partial<Explanation> {
  readonly id: string;
  readonly generation: number;
  readonly status: GenerationStatus;
  /** Present once it is reclaimed. */
  readonly provedBy?: "collection" | "forced collection";
  /** Last turn before the proof; milliseconds since 1970; forced collections that it took. */
  readonly provedAtTurn?: number;
  readonly provedAt?: number;
  readonly collections?: number;
  /** Why there is no path, where one was to be found: one sentence. */
  readonly pathRefused?: string;
}

export type GraphNode =
  | {
      readonly id: string;
      readonly kind: "module";
      readonly label: string;
      readonly generation: number;
      readonly status: ModuleStatus;
    }
  | {
      readonly id: string;
      readonly kind: "function";
      readonly label: string;
      readonly module: string;
      readonly function: FunctionKind;
    }
  | { readonly id: string; readonly kind: "slot"; readonly label: string }
  | { readonly id: string; readonly kind: "external"; readonly label: string };

/** `from` refers to `to`, `count` times. `star` marks references through `*`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: "import" | "slot" | "resource" | "call";
  readonly count: number;
  readonly star?: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A module's text, as it is on disk and as it runs. */
export interface SourceSummary {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Absent while nothing runs. */
  readonly running?: string;
}

export interface WorkspaceSummary {
  /** Absolute path; empty while none is open. */
  readonly folder: string;
  /** A count. */
  readonly modules: number;
}

/** What an earlier run of a workspace left. */
export interface PendingSession {
  readonly folder: string;
  /**
   * - `opened`: it is what is open now, paused; it waits for a word to go on
   * - `offered`: the workspace was opened fresh, and can go on from it instead
   * - `held`: nothing runs, because the last run did not survive opening it
   */
  readonly how: "opened" | "offered" | "held";
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  readonly turn: number;
  readonly queued: number;
  /** A count. */
  readonly modules: number;
  /** Modules that could not be brought back, with the reasons. */
  readonly failed: readonly Problem[];
  /** What of it is not as it was saved, in a sentence. */
  readonly reason?: string;
}

/** What the program takes of the machine, and how its loop keeps up, at this moment. */
export interface PerformanceSummary {
  /** Turns in the last second; how long the last event waited, in ms; how many wait. */
  readonly rate: number;
  readonly delayMs: number;
  readonly queued: number;
  /** Of the whole process, with the threads of compiler and journal. */
  readonly rssBytes: number;
  /** Of the program's own heap, and what it may have at the most. */
  readonly heapBytes: number;
  readonly heapLimitBytes: number;
  /** Superseded, and not proved gone. */
  readonly oldGenerations: number;
}

/** What a person chose for one workspace; kept with its journal. */
export interface WorkspaceOptions {
  /** A swap is undone by itself when a generation of it fails so often in its first second. */
  readonly autoUndo: { readonly failures: number } | null;
  /** A module is swapped when its file is saved. */
  readonly swapOnSave: boolean;
  /** A text with type errors is not swapped. */
  readonly refuseTypeErrors: boolean;
}

export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  /** Module that wrote it; absent for the engine's own lines. */
  readonly module?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly turn: number;
}

/** One drawing instruction of the `draw` effect; `plugins/graft.d.ts` documents each for authors. */
export type Shape =
  | {
      readonly kind: "circle";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly r?: number;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "path";
      readonly points: readonly number[];
      readonly closed?: boolean;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly alpha?: number;
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size?: number;
      readonly fill?: string;
      readonly align?: "left" | "center" | "right";
      readonly mono?: boolean;
      readonly alpha?: number;
    };

/** What one module last drew. Coordinates are those of a stage of 1000 × 600 units, origin top left. */
export interface Drawing {
  readonly module: string;
  /** Draw order: low first; equal layers by module id. */
  readonly layer: number;
  /** Colour behind everything, the highest layer that names one wins. */
  readonly background?: string;
  readonly shapes: readonly Shape[];
}

/** A value as a tree, made without running any of its code: a getter is told as such. */
export interface ShownValue {
  readonly kind: "constant" | "number" | "string" | "function" | "array" | "object";
  /** In one line. */
  readonly text: string;
  readonly entries?: readonly { readonly key: string; readonly value: ShownValue }[];
  /** How many further entries there are. */
  readonly more?: number;
}

/** What became of what was typed at a module's prompt. */
export interface Evaluation {
  readonly id: string;
  readonly generation: number;
  readonly ok: boolean;
  /** Absent where it failed, or gives nothing. */
  readonly value?: ShownValue;
  /** Line and column are those of what was typed, unless the module's own code threw. */
  readonly problem?: Problem;
  /** All that is defined at this prompt now; it goes with the generation. */
  readonly defined: readonly string[];
  /** The module's state was set. */
  readonly stateSet: boolean;
  readonly ms: number;
}

/** What can follow in what is typed at a prompt. */
export interface Completion {
  readonly label: string;
  readonly kind: "defined" | "binding" | "import" | "host" | "property";
  /** In a few words, what it is now. */
  readonly detail: string;
}
