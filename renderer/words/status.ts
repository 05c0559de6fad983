import type { FunctionKind, ModuleStatus, ModuleSummary, ProblemCode } from "../../electron/engine/summary.ts";

/** What the modules panel says beside a module's name; running ones need no word. */
export const statusWords = ({ status, generation }: ModuleSummary): string => {
  switch (status) {
    case "new":
      return "new";
    case "running":
      return "running";
    case "changed":
      return "edited";
    case "failed":
      return generation > 0 ? `failed · #${generation} runs` : "failed";
    case "deleted":
      return "file deleted";
    case "quarantined":
      return "quarantined";
    default:
      return status satisfies never;
  }
};

export const statusMeaning: Readonly<Record<ModuleStatus, string>> = {
  new: "Listed, not loaded yet: swap it to load it.",
  running: "Runs what its file says.",
  changed: "Its file says something else than what runs: swap it to bring it in.",
  failed: "Its file could not be brought in; what ran before runs on.",
  deleted: "Its file is gone; the module runs on.",
  quarantined: "Cut because a call did not end; its handlers are skipped until it is swapped or revived.",
};

export const kindWords: Readonly<Record<FunctionKind, string>> = {
  handler: "handler",
  performer: "performer",
  source: "source",
  lifecycle: "lifecycle",
  function: "function",
};

/** Whether pressing Swap would bring something in. */
export const hasSomethingToSwap = ({ status }: ModuleSummary): boolean => status === "changed" || status === "new";

/** What a person can do about a problem. */
export const advice: Readonly<Record<ProblemCode, string>> = {
  "folder-missing": "Open another folder.",
  "folder-unreadable": "Check the folder's permissions and open it again.",
  "folder-empty": "Put a .ts or .js file into the folder, or open another one.",
  "folder-gone": "Put the folder back, or open another one. What was loaded runs on.",
  "file-unreadable": "Check the file's permissions; it is read again when it changes.",
  "file-not-utf8": "Save the file as UTF-8.",
  "file-too-large": "Split the file, or keep data in a file that is no module.",
  "file-name-clash": "Rename one of the two files: their names differ only in case.",
  "compiler-stopped": "Save the file to compile it again; where that does not help, start Graft anew.",
  uncaught: "Mend what throws outside of any call, a promise nobody awaits or a callback; then swap.",
  "unknown-module": "It may have been renamed or deleted; choose another module.",
  syntax: "Mend the line and save; the file is compiled as soon as it changes.",
  "top-level-await": "Move the await into a function, a source or a performer.",
  "unresolved-import": "Correct the path, or install the package into the workspace.",
  "missing-export": "Export that name, or change the importer together with this module.",
  "ambiguous-export": "Export the name from one place only.",
  "circular-export": "Break the circle of re-exports.",
  "dependency-failed": "Mend the module that it imports, then swap both.",
  "export-in-use": "Keep the export, or swap its importers in the same transaction.",
  "still-imported": "Take the imports out first, or unload the importers too.",
  "nothing-to-undo": "Swap something first: there is no earlier text to go back to.",
  "nothing-to-redo": "Nothing was undone since the last swap.",
  "performer-clash": "Let only one module perform this effect.",
  "evaluate-threw": "Mend what throws at the top level, then swap again.",
  "evaluate-timeout": "The top level must end: move long work into a source.",
  "init-threw": "Mend `init`, then swap again.",
  "init-timeout": "`init` must end: return the first state at once.",
  "init-not-plain": "Return only plain data from `init`: no functions, dates, maps or class instances.",
  "migrate-threw": "Mend `migrate`, then swap again; the old state is untouched.",
  "migrate-timeout": "`migrate` must end; the old state is untouched.",
  "migrate-not-plain": "Return only plain data from `migrate`; the old state is untouched.",
  "source-threw": "Mend the source and swap again; it is not running.",
  "source-not-plain": "Emit only plain data with a `type`.",
  "disposer-threw": "Mend what the source returned for its end; it may still hold something.",
  "handler-threw": "Mend the handler and swap; the call contributed nothing, the others stand.",
  "handler-timeout": "Mend the handler and swap, or revive the module as it is; its handlers are skipped until then.",
  "outcome-not-plain": "Return only plain data: no functions, dates, maps, class instances or NaN.",
  "outcome-invalid": "Return `{ state?, emit?, effects? }`.",
  "unknown-effect": "Export a performer for this effect, or correct its type.",
  "effect-invalid": "Correct the effect's fields; `graft.d.ts` describes them.",
  "not-trusted": "Trust the folder first: until then nothing of it runs.",
  "performer-threw": "Mend the performer and swap.",
  "performer-timeout": "Mend the performer and swap; what it was cut in is not performed again.",
  "performer-not-plain": "Return only events from the performer.",
  "resource-threw": "Mend the callback and swap.",
  "resource-timeout": "Mend the callback and swap; its module's handlers and callbacks are skipped until then.",
  "memory-low": "Mend what keeps growing and swap, or undo its swap; then run the loop again.",
  "memory-cut": "Mend what allocates without end and swap; its module's handlers and callbacks are skipped until then.",
  "prompt-threw": "Nothing has changed; say it again, differently.",
  "prompt-timeout": "What it had done so far stands.",
  "prompt-state": "Assign plain data to `state`: no functions, dates, maps, class instances or NaN.",
  "event-invalid": "An event is plain data with a `type`.",
  "breakpoint-invalid": "Write it as an expression over `event`, `state` and `outcome`.",
  "breakpoint-threw": "Mend its expression and set it again; until then it counts as false.",
  "breakpoint-timeout": "Mend its expression and set it again; until then it counts as false.",
  "not-waiting": "It was handled meanwhile: look at the queue again.",
  "journal-owned": "Close the other Graft that has this folder open; until then nothing is saved here.",
  "journal-failed": "Check the disk and the permissions of Graft's data folder; what runs goes on.",
  "journal-slow": "Keep less in the states, or accept that more is lost to a crash.",
  "journal-damaged": "What could be read was read; the rest began anew.",
  "records-failed": "Check the disk and the permissions of Graft's data folder; what runs goes on.",
  "state-unsaved": "Keep the state flatter, so that it can be saved.",
  "swap-undone": "Mend what failed, then swap again.",
  "generation-retained": "Select its module and let Explain name who holds it; then let go there, or revoke it.",
  "not-revoked": "Only an old generation that is still held can be revoked.",
  "nothing-to-resume": "Open the folder as it is: there is nothing saved to go on from.",
  "not-in-history": "Choose a later turn: the history keeps the last ones, and forgets the oldest.",
  "replay-cancelled": "Replay it again when you want to know.",
  "replay-stopped": "See which handler emits the event that comes again and again.",
  "session-file": "Save the session again, or open it with the Graft that wrote it.",
  "type-error": "Mend the types, or let type errors only warn: the option is in the menu of the editor.",
  "types-unchecked": "Start the language server again from the editor, and see there what it finds.",
  "queue-full": "Let the sources emit less, or run the loop.",
};
