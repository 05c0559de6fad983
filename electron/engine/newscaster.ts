/** Tells what changed in a session: collects it, and speaks at most once a frame. */
import type { Catalog } from "./catalog.ts";
import { briefOf, briefStatus } from "./history/brief.ts";
import type { History } from "./history/history.ts";
import type { Loop } from "./loop/loop.ts";
import type { Version } from "./modules/version.ts";
import type { LoopNews } from "./notifications.ts";
import type { Notifier } from "./notify.ts";
import type { LoopStatus } from "./summary.ts";

/** Turns told in one notification at the most. */
const mostTurns = 20;
/** While a person types into a window that shows a running loop, its turns are told this seldom, in ms: keys go first. */
const typingPauseMs = 250;

export interface NewscasterParts {
  readonly notifier: Notifier;
  readonly catalog: Catalog;
  readonly loop: Loop;
  readonly history: History;
  readonly now: () => number;
  readonly isTyping: () => boolean;
}

export class Newscaster {
  readonly #parts: NewscasterParts;
  readonly #changed = new Set<string>();
  /** Number of the last turn that was told. */
  #told = 0;
  #toldAt = -Infinity;
  #later: NodeJS.Timeout | undefined;
  #toldSlots: LoopStatus["slots"] | undefined;

  constructor(parts: NewscasterParts) {
    this.#parts = parts;
  }

  /** Something that a module's summary tells may have changed, or it is not listed any more. */
  modulesChanged(ids: Iterable<string>): void {
    const { notifier, catalog } = this.#parts;
    for (const id of ids) this.#changed.add(id);
    notifier.tellSoon("modules.changed", () => {
      const changed = [...this.#changed];
      this.#changed.clear();
      return {
        modules: changed.filter((id) => catalog.lists(id)).map((id) => catalog.summaryOf(id)),
        removed: changed.filter((id) => !catalog.lists(id)),
      };
    });
  }

  turnEnded(): void {
    const { notifier, history, now } = this.#parts;
    notifier.tellSoon("loop.turn", () => {
      if (this.#waitsForKeys()) return undefined;
      this.#toldAt = now();
      const news = history.last - this.#told;
      this.#told = history.last;
      const limit = Math.min(news, mostTurns);
      return limit > 0
        ? { turns: history.list({ limit }).map(briefOf), skipped: news - limit, status: this.#loopNews() }
        : undefined;
    });
  }

  /** Tells nothing more. */
  dispose(): void {
    clearTimeout(this.#later);
  }

  /** Nothing more may happen that would tell of it; so it is told when the pause is over. */
  #waitsForKeys(): boolean {
    const { loop, now, isTyping } = this.#parts;
    const restMs = this.#toldAt + typingPauseMs - now();
    if (restMs <= 0 || !loop.isRunning || !isTyping()) return false;
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.turnEnded();
    }, restMs).unref();
    return true;
  }

  /** Turns after this one have gone: those that take their numbers are news. */
  forked(turn: number): void {
    this.#told = Math.min(this.#told, turn);
  }

  /** What became of an old generation. */
  generationSettled({ id, number, status }: Version): void {
    this.#parts.notifier.tell("generation.settled", { id, generation: number, status });
  }

  loopChanged(): void {
    this.#parts.notifier.tellSoon("loop.changed", () => this.#loopNews());
  }

  #loopNews(): LoopNews {
    const status = briefStatus(this.#parts.loop.status());
    const { slots, ...news } = status;
    // The table makes a new summary with each splice, and only then.
    if (slots === this.#toldSlots) return news;
    this.#toldSlots = slots;
    return status;
  }
}
