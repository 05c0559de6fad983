/** What was typed at the prompt of this window, and what came of it. */
import { create } from "zustand";
import type { Completion, Evaluation } from "../../electron/engine/summary.ts";
import { stateWasSet } from "../store/shown-state.ts";
import { getState } from "../store/store.ts";
import { call } from "../workbench-api.ts";
import { remember } from "./typed.ts";

export type Outcome =
  | { readonly kind: "running" }
  /** It could not even be asked. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "told"; readonly evaluation: Evaluation };

/** One line that was typed, with its outcome. */
export interface Entry {
  /** 1, 2, 3 … in this window. */
  readonly number: number;
  readonly id: string;
  readonly text: string;
  readonly outcome: Outcome;
}

/** Entries that are kept; older ones can still be typed again. */
const keptEntries = 200;

interface PromptState {
  readonly entries: readonly Entry[];
}

export const usePrompt = create<PromptState>()(() => ({ entries: [] }));

let numbers = 0;

const put = (entry: Entry): void =>
  usePrompt.setState(({ entries }) => ({
    entries: [...entries.filter(({ number }) => number !== entry.number), entry]
      .sort((a, b) => a.number - b.number)
      .slice(-keptEntries),
  }));

export const clearEntries = (): void => usePrompt.setState({ entries: [] });

/** Evaluates a text in a module, and tells what came of it in the list. */
export const evaluate = async (id: string, text: string): Promise<void> => {
  const number = ++numbers;
  remember(getState().workspace?.folder ?? "", text);
  put({ number, id, text, outcome: { kind: "running" } });
  const outcome = await call("modules.evaluate", { id, text }).then(
    (evaluation): Outcome => ({ kind: "told", evaluation }),
    (error: Error): Outcome => ({ kind: "refused", message: error.message }),
  );
  if (outcome.kind === "told" && outcome.evaluation.stateSet) stateWasSet();
  put({ number, id, text, outcome });
};

/** What is defined at a module's prompt now, with what it is. */
export const definedAt = async (id: string, generation: number): Promise<readonly Completion[]> => {
  if (generation === 0) return [];
  const all = await call("modules.complete", { id, text: "", offset: 0 }).catch(() => []);
  return all.filter(({ kind }) => kind === "defined");
};
