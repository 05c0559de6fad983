/** Trials of code on what was: a stretch of history, run again on a copy, and what came of it. */
import { useEffect, useState } from "react";
import type { PurityReport, ReplayReport } from "../../electron/engine/summary.ts";
import type { ReplayUnder } from "../store/state.ts";
import { getState } from "../store/store.ts";
import { newestTurn } from "../store/time.ts";
import { call } from "../workbench-api.ts";
import { editedText } from "./edited-text.ts";
import { type ReplayRow, replayRows } from "./replay-rows.ts";

export type Trial =
  | { readonly kind: "under way" }
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "ended";
      readonly report: ReplayReport;
      readonly rows: readonly ReplayRow[];
      /** Texts that were tried and are not what the files say. */
      readonly edited: Readonly<Record<string, string>>;
    };

/** One that has come to an end. */
export type EndedTrial = Trial & { readonly kind: "ended" };

/** How many of the last events may be tried. */
export const stretches = [100, 500, 2000, 10_000] as const;

/** From where the last so many turns begin; a stretch that is longer than the history is all of it. */
const startOf = (stretch: number): number => {
  const { status } = getState();
  return Math.max(newestTurn(status) - stretch + 1, status?.first ?? 1, 1);
};

/** @param of what else the trial is of: when that is another, it is made again, and so it is for another stretch */
export const useReplay = (under: ReplayUnder, stretch: number, of = ""): Trial => {
  const [ended, setEnded] = useState<{ readonly key: string; readonly trial: Trial }>();
  const key = `${stretch} ${of}`;
  useEffect(() => {
    let stale = false;
    const show = (trial: Trial): void => {
      if (!stale) setEnded({ key, trial });
    };
    replay(under, startOf(stretch)).then(
      ({ report, edited }) => show({ kind: "ended", report, rows: replayRows(report), edited }),
      (error: Error) => show({ kind: "failed", message: error.message }),
    );
    return () => {
      stale = true;
      // Whoever closes the dialog does not wait for it.
      call("history.cancelReplay").catch(() => undefined);
    };
  }, [under, stretch, key]);
  return ended?.key === key ? ended.trial : { kind: "under way" };
};

/** The last trial that told something so; while the next is under way it stays. */
export const useLasting = <T extends Trial>(trial: Trial, isSo: (trial: Trial) => trial is T): T | undefined => {
  const [last, setLast] = useState<T>();
  if (!isSo(trial)) return last;
  if (trial !== last) setLast(trial);
  return trial;
};

export const hasEnded = (trial: Trial): trial is EndedTrial | (Trial & { readonly kind: "failed" }) =>
  trial.kind !== "under way";

/** It ran to its end. */
export const hasRun = (trial: Trial): trial is EndedTrial => trial.kind === "ended" && trial.report.ok;

interface Replayed {
  readonly report: ReplayReport;
  readonly edited: Readonly<Record<string, string>>;
}

const replay = async (under: ReplayUnder, from: number): Promise<Replayed> => {
  switch (under.kind) {
    case "files": {
      const texts = await Promise.all(under.ids.map(async (id) => [id, await editedText(id)] as const));
      const sources = Object.fromEntries(texts.map(([id, { text }]) => [id, text]));
      const edited = Object.fromEntries(texts.flatMap(([id, { text, isEdited }]) => (isEdited ? [[id, text]] : [])));
      return { report: await call("history.replay", { from, sources }), edited };
    }
    case "generation": {
      const generations = { [under.id]: under.generation };
      return { report: await call("history.replay", { from, generations }), edited: {} };
    }
    case "current":
      return { report: await call("history.replay", { from }), edited: {} };
    default:
      return under satisfies never;
  }
};

/** Once the replay has ended: what of it may differ by itself. */
export const usePurity = (stretch: number, mayBegin: boolean): PurityReport | undefined => {
  const [told, setTold] = useState<{ readonly stretch: number; readonly report: PurityReport }>();
  useEffect(() => {
    if (!mayBegin) return;
    let stale = false;
    call("history.purity", { from: startOf(stretch) }).then(
      (report) => !stale && setTold({ stretch, report }),
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [stretch, mayBegin]);
  return told?.stretch === stretch ? told.report : undefined;
};
