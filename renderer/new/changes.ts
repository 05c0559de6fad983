/** New modules, other names, and what is deleted: what the window asks for, and what it shows then. */
import type { SwapReport } from "../../electron/engine/summary.ts";
import type { ModuleRenamed } from "../../electron/ipc/contract.ts";
import { closeTab, openModule } from "../editor/tabs.ts";
import { factsOf, getEditor, setEditor } from "../editor/editor-store.ts";
import { attempt, closeDialog, say, select, showCentre, swap } from "../store/actions.ts";
import { setBreakpoints } from "../store/loop.ts";
import { getState, setState } from "../store/store.ts";
import { call } from "../workbench-api.ts";
import { listWords } from "../words/figures.ts";
import { type ModuleRename, noteDeletion, noteRename, placeNow } from "./file-changes.ts";
import { rewritten } from "./specifiers.ts";

const show = (id: string): void => {
  select({ kind: "module", id });
  showCentre("source");
  openModule(id, "keep");
};

/** The list tells of a file a moment after it is there. */
const listed = async (id: string): Promise<void> => {
  for (let tries = 0; tries < 100 && !(id in getState().modules); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Makes it, lets it run at once where anything may, and opens it. */
export const createModule = (name: string, text: string): Promise<void> =>
  attempt(async () => {
    const { id } = await call("app.createModule", { name, text });
    closeDialog();
    await listed(id);
    show(id);
    if (getState().workspace?.trusted === true) await swap([id]);
    else say(`${id} is there; it runs when the folder is trusted.`);
  });

export const createWorkspace = (name: string): Promise<void> =>
  attempt(async () => {
    const made = await call("app.newWorkspace", { name });
    if (made === null) return;
    closeDialog();
    setState({ centre: "stage" });
    say(`${made.name} is yours: change a number in it and press Swap.`);
  });

/** A module that names another one. */
export interface Namer {
  readonly id: string;
  readonly count: number;
  readonly line: number;
  /** It imports more than types, and runs. */
  readonly needsIt: boolean;
}

interface Text {
  readonly text: string;
  readonly hash: string;
}

/** What other modules have to say of one, by their files as they are now. */
export interface Naming {
  readonly namers: readonly Namer[];
  readonly texts: Readonly<Record<string, Text>>;
}

/** So many files are read at the same time. */
const atOnce = 16;

/** @param id of the module that is named; also a type that is imported names it */
export const whoNames = async (id: string): Promise<Naming> => {
  const { moduleIds } = getState();
  const stem = (id.split("/").at(-1) ?? id).replace(/\.[^.]*$/, "");
  // A folder is named instead of its index.
  const words = stem === "index" ? [stem, id.split("/").at(-2) ?? stem] : [stem];
  const pending = moduleIds.filter((one) => !one.endsWith(".json"));
  const texts: Record<string, Text> = {};
  const work = async (): Promise<void> => {
    for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
      const file = await call("app.readFile", { id: one }).catch(() => null);
      if (file?.kind === "text" && (one === id || stem === "index" || words.some((word) => file.text.includes(word))))
        texts[one] = { text: file.text, hash: file.hash };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const exists = (one: string): boolean => moduleIds.includes(one);
  const importers = new Set(getState().modules[id]?.importers);
  const namers = Object.entries(texts).flatMap(([one, { text }]) => {
    if (one === id) return [];
    const { count, line } = rewritten(one, text, { from: id, to: "?" }, exists);
    return count === 0 ? [] : [{ id: one, count, line, needsIt: importers.has(one) }];
  });
  return { namers: namers.sort((a, b) => (a.id < b.id ? -1 : 1)), texts };
};

/** Of these the editor has text that is not saved. */
export const unsaved = (ids: readonly string[]): readonly string[] => ids.filter((id) => factsOf(id).isDirty);

/** @param isRewriting the modules that name it follow */
export const renameModule = (rename: ModuleRename, naming: Naming, isRewriting: boolean): Promise<void> =>
  attempt(async () => {
    const { from } = rename;
    const { id, report } = await renameWith(rename, naming, isRewriting);
    if (report?.ok === false) return sayRefused(report);
    if (report !== null) noteRename({ from, to: id });
    closeDialog();
    closeTab(from, { isAsked: true });
    show(id);
    say(`${from} is ${id} now.`);
  });

/** What runs is called so already: the files are too then, and who names the module says so. */
export const renameFiles = (rename: ModuleRename): Promise<void> =>
  attempt(async () => {
    const { from } = rename;
    const naming = await whoNames(from);
    const open = unsaved([from, ...naming.namers.map(({ id }) => id)]);
    if (open.length > 0)
      return say(`The file of ${rename.to} is still ${from}: save ${listWords(open)}, then rename ${from}.`, "error");
    const { id } = await renameWith(rename, naming, true);
    const { tabs, active } = getEditor();
    closeTab(from, { isAsked: true });
    if (tabs.some(({ key }) => key === from)) openModule(id, "keep");
    if (active !== from) setEditor({ active });
    say(`${from} is ${id} again.`);
  });

const renameWith = async (
  { from, to }: ModuleRename,
  { namers, texts }: Naming,
  isRewriting: boolean,
): Promise<ModuleRenamed> => {
  const exists = (one: string): boolean => getState().moduleIds.includes(one);
  const changed = [from, ...(isRewriting ? namers.map(({ id }) => id) : [])];
  const given = Object.fromEntries(
    changed.flatMap((id) => {
      const known = texts[id];
      return known === undefined
        ? []
        : [[id, { text: rewritten(id, known.text, { from, to }, exists).text, expected: known.hash }]];
    }),
  );
  const renamed = await call("app.renameModule", { id: from, name: to, texts: given });
  if (renamed.report?.ok === false) return renamed;
  await followBreakpoints(from, renamed.id);
  await listed(renamed.id);
  return renamed;
};

export const deleteModule = (id: string): Promise<void> =>
  attempt(async () => {
    const place = placeNow();
    const file = await call("app.readFile", { id });
    const { report, where } = await call("app.deleteModule", { id });
    if (report?.ok === false) return sayRefused(report);
    // What does not run is deleted without a swap: there is none to undo.
    if (report !== null && file.kind === "text") noteDeletion(id, file.text, place);
    closeDialog();
    closeTab(id, { isAsked: true });
    select({ kind: "none" });
    say(`${id} was deleted; its file is in ${where}.`);
  });

/** A module that was deleted runs again: so there is its file. */
export const bringBack = (id: string, text: string): Promise<void> =>
  attempt(async () => {
    const { kind } = await call("app.writeFile", { id, text, expected: null });
    if (kind !== "written") return say(`There is another file ${id} already: it was left as it is.`, "error");
    await listed(id);
    select({ kind: "module", id });
    say(`${id} is there again, with its file.`);
  });

const sayRefused = ({ problems }: SwapReport): void => say(problems[0]?.message ?? "It was refused.", "error");

const followBreakpoints = async (from: string, to: string): Promise<void> => {
  const { breakpoints } = getState();
  if (!breakpoints.some(({ module }) => module === from)) return;
  await setBreakpoints(breakpoints.map((one) => (one.module === from ? { ...one, module: to } : one)));
};
