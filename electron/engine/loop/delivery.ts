/** Tells the host what happened in a batch of turns, and does what needs the guard to be off. */
import type { History } from "../history/history.ts";
import type { Problem, ProblemCode, TurnSummary } from "../summary.ts";
import type { Effects, HostEffect, Performer } from "./effects.ts";
import { takeForcedBytes } from "./force.ts";
import type { HostEffects } from "./host-effects.ts";
import type { LoopHost, ProblemMaker } from "./loop-host.ts";
import type { Place } from "./problem.ts";

/** Something to tell or to do when the guard is off. */
export type Chore =
  | { readonly kind: "effect"; readonly of: HostEffect }
  | {
      readonly kind: "problem";
      readonly code: ProblemCode;
      readonly error: unknown;
      readonly place: Place;
      readonly turn: number;
    }
  | CallBegan;

export interface CallBegan {
  readonly kind: "call-began";
  readonly performer: Performer;
  readonly turn: number;
  /** It was counted; only then it is to be counted off. */
  counted: boolean;
}

export interface DeliveryParts {
  readonly host: LoopHost;
  readonly history: History;
  readonly effects: Effects;
  readonly hostEffects: HostEffects;
  readonly problemOf: ProblemMaker;
}

export class Delivery {
  /** Turns and chores in the order in which they came to be. */
  ended: TurnSummary[] = [];
  chores: Chore[] = [];
  /** The first problem that was told since this was made undefined. */
  failed: Problem | undefined;
  readonly #parts: DeliveryParts;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /**
   * Each turn's problems and effects before the turn itself, turn by turn.
   *
   * @param stepped gets the turns too
   * @returns how many turns ended
   */
  deliver(stepped: TurnSummary[] | undefined): number {
    const { host, history } = this.#parts;
    const { ended, chores } = this;
    this.clear();
    let next = 0;
    const bytes = takeForcedBytes() / Math.max(1, ended.length);
    for (const turn of ended) {
      history.push(turn, bytes);
      stepped?.push(turn);
      for (const call of turn.calls) if (call.error !== undefined) this.complain(call.error);
      while (next < chores.length && turnOf(chores[next]!) <= turn.turn) this.#do(chores[next++]!);
      host.onTurn(turn);
    }
    while (next < chores.length) this.#do(chores[next++]!);
    return ended.length;
  }

  complain(problem: Problem): void {
    this.failed ??= problem;
    this.#parts.host.onProblem(problem);
  }

  clear(): void {
    this.ended = [];
    this.chores = [];
  }

  #do(chore: Chore): void {
    const { effects, hostEffects, problemOf } = this.#parts;
    switch (chore.kind) {
      case "effect":
        return hostEffects.carryOut(chore.of);
      case "problem":
        return this.complain(problemOf(chore.code, chore.error, chore.place, chore.turn));
      case "call-began":
        chore.counted = true;
        return effects.callBegan(chore.performer);
      default:
        return chore satisfies never;
    }
  }
}

const turnOf = (chore: Chore): number => (chore.kind === "effect" ? chore.of.turn : chore.turn);
