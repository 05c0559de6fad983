/** The effects that the host carries out itself: `emit`, `after`, `log`, `draw`; and what it says of those it cannot. */
import type { LogEntry, ProblemCode } from "../summary.ts";
import type { Clock } from "./clock.ts";
import type { HostEffect } from "./effects.ts";
import { isMessage, kindOf } from "./outcome.ts";
import { Finding, type Place, shortPath } from "./problem.ts";
import { refuse } from "./refused.ts";
import type { Stage } from "./stage.ts";

export interface HostEffectsParts {
  readonly stage: Stage;
  readonly clock: Clock;
  readonly onLog: (entry: LogEntry) => void;
  readonly onRefused: (finding: Finding, code: ProblemCode, at: Place, turn: number) => void;
}

export class HostEffects {
  readonly #parts: HostEffectsParts;

  constructor(parts: HostEffectsParts) {
    this.#parts = parts;
  }

  /** Effects of the host, and those that nobody performs. */
  carryOut(of: HostEffect): void {
    const { effect, call } = of;
    const path = `effects[${of.index}]`;
    switch (effect.type) {
      case "emit":
        return this.#refuse(
          of,
          `\`${path}.event\` is ${kindOf(effect["event"])}: it must be an object with a string \`type\`.`,
        );
      case "after":
        return this.#addAfter(of, path);
      case "log":
        return this.#log(of, path);
      case "draw": {
        const flaw = this.#parts.stage.draw(call.module, effect, path);
        if (flaw === undefined) return undefined;
        refuse(effect);
        this.#refuse(of, flaw);
        return undefined;
      }
      default:
        return this.#refuse(
          of,
          `Nobody performs the effect \`${shortPath(effect.type)}\`: export a function \`perform${shortPath(effect.type.charAt(0).toUpperCase() + effect.type.slice(1))}\` from a module.`,
          "unknown-effect",
        );
    }
  }

  #addAfter(of: HostEffect, path: string): void {
    const { ms, event } = of.effect;
    if (typeof ms !== "number" || ms < 0) {
      const is = typeof ms === "number" ? String(ms) : kindOf(ms);
      this.#refuse(of, `\`${path}.ms\` is ${is}: it must be a number of milliseconds that is not negative.`);
    } else if (!isMessage(event)) {
      this.#refuse(of, `\`${path}.event\` is ${kindOf(event)}: it must be an object with a string \`type\`.`);
    } else {
      this.#parts.clock.addAfter({ by: { turn: of.turn, ...placeOf(of) }, event, dueMs: of.clockMs + ms });
    }
  }

  #log(of: HostEffect, path: string): void {
    const { message, level = "info" } = of.effect;
    if (level !== "debug" && level !== "info" && level !== "warn" && level !== "error") {
      this.#refuse(of, `\`${path}.level\` must be "debug", "info", "warn" or "error".`);
    } else if (message === undefined) {
      this.#refuse(of, `\`${path}.message\` is missing: it must be what to log.`);
    } else {
      const text = typeof message === "string" ? message : JSON.stringify(message);
      this.#parts.onLog({ level, message: text, module: of.call.module, at: Date.now(), turn: of.turn });
    }
  }

  #refuse(of: HostEffect, sentence: string, code: ProblemCode = "effect-invalid"): void {
    this.#parts.onRefused(new Finding(sentence), code, placeOf(of), of.turn);
  }
}

const placeOf = ({ call }: HostEffect): Place => ({
  module: call.module,
  function: call.function,
  generation: call.generation,
});
