/** Replays of one workspace: any number of looks at what was, and one at what the text being edited would do. */
import type { PurityReport, ReplayReport } from "../history/summary.ts";
import type { Collector } from "../modules/collect.ts";
import type { Linkage } from "../modules/linkage.ts";
import type { Program } from "../modules/program.ts";
import type { Problem } from "../summary.ts";
import type { LinkTexts } from "./code.ts";
import { purity } from "./purity.ts";
import { type ReplayParts, type ReplayRequest, replay } from "./replay.ts";

export interface ReplayerParts extends Omit<ReplayParts, "link"> {
  readonly collector: Collector;
  readonly program: Program;
}

export class Replayer {
  readonly #parts: ReplayParts;
  readonly #underWay = new Set<AbortController>();
  /** The one under texts that are being edited: a newer one takes its place. */
  #preview: AbortController | undefined;

  constructor({ collector, program, ...parts }: ReplayerParts) {
    this.#parts = { ...parts, link: linkWith(collector, program) };
  }

  /** @throws Refusal where the turns are not in the history */
  async replay(request: ReplayRequest): Promise<ReplayReport> {
    return this.#attend(request.under.kind === "sources", (signal) => replay(this.#parts, request, signal));
  }

  /** @throws Refusal where the turns are not in the history */
  async purity(from: number, to: number | undefined): Promise<PurityReport> {
    return this.#attend(false, (signal) => purity(this.#parts, { from, to }, signal));
  }

  /** @returns how many were under way */
  cancel(): number {
    const count = this.#underWay.size;
    for (const one of this.#underWay) one.abort();
    return count;
  }

  async #attend<T>(isPreview: boolean, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (isPreview) {
      this.#preview?.abort();
      this.#preview = controller;
    }
    this.#underWay.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#underWay.delete(controller);
      if (this.#preview === controller) this.#preview = undefined;
    }
  }
}

/** What runs is linked already; other texts are compiled. */
const linkWith =
  (collector: Collector, program: Program): LinkTexts =>
  async (texts, isThere = () => false) => {
    const linkages: Linkage[] = [];
    const others: Record<string, string> = {};
    for (const [id, text] of texts) {
      const running = program.view(id);
      if (running?.source.text === text) linkages.push(running);
      else others[id] = text;
    }
    const ids = Object.keys(others);
    if (ids.length === 0) return { linkages, problems: [] };
    const collected = await collector.collect(ids, {
      sources: others,
      isFresh: false,
      isThere: (id) => texts.has(id) || isThere(id),
    });
    const problems: Problem[] = [...collected.refused.values()].flat();
    return { linkages: [...linkages, ...collected.linkages], problems };
  };
