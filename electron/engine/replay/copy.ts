/**
 * Freshly evaluated instances of a program's modules, apart from those that run: linked by the same linker, with states
 * and slots of their own. Their timers never fire, their sources do not start, their performers are not called, their
 * console says nothing (P1).
 */
import { Effects } from "../loop/effects.ts";
import { SlotTable } from "../loop/slot.ts";
import { commit } from "../modules/commit.ts";
import { consoleMaker } from "../modules/console.ts";
import type { GenerationHost } from "../modules/generation.ts";
import type { Linkage, Source } from "../modules/linkage.ts";
import { Program } from "../modules/program.ts";
import { type Externals, isLocal, resolveLocal } from "../modules/resolve.ts";
import { Staging } from "../modules/staging.ts";
import { prepare } from "../modules/swap.ts";
import { timersFor } from "../modules/timers.ts";
import type { Plain } from "../plain.ts";
import type { Problem } from "../summary.ts";

export interface CopyParts {
  readonly externals: Externals;
  readonly metaOf: GenerationHost["metaOf"];
  readonly callTimeoutMs: number;
}

/** What of a copy's code changes in one step. */
export interface Step {
  readonly linkages: readonly Linkage[];
  readonly removals: readonly string[];
  /** Numbers of the new generations, as authors know them. */
  readonly numbers: ReadonlyMap<string, number>;
  /** States to give in place of migrations. */
  readonly states: ReadonlyMap<string, Plain>;
}

let copies = 0;
/** V8 knows a copy's code by numbers that no generation in the loop has. */
const apart = 1_000_000;

export class Copy {
  readonly slots = new SlotTable();
  readonly program: Program;

  constructor(parts: CopyParts) {
    this.program = new CopiedProgram(parts, this.slots);
  }

  /**
   * Brings code in, by the checks of a swap.
   * @returns why not, if it is refused: then nothing has changed
   */
  change({ linkages, removals, numbers, states }: Step): readonly Problem[] {
    for (const [id, number] of numbers) this.program.module(id).lastNumber = number - 1;
    const staging = new StagingWithoutSources(this.program, linkages, removals);
    const problems = prepare(this.program, staging, states);
    if (problems.length > 0) staging.dropAll();
    else commit(this.program, staging, { kind: "swap", turn: 0 });
    return problems;
  }

  /** The text of each module that is there. */
  textOf(id: string): string | undefined {
    return this.program.view(id)?.source.text;
  }

  stateOf(id: string): Plain {
    return this.program.modules.get(id)?.state ?? null;
  }

  set(id: string, state: Plain): void {
    this.program.module(id).state = state;
  }

  ids(): string[] {
    return [...this.program.modules.values()].filter(({ live }) => live).map(({ id }) => id);
  }

  /** Whatever its modules have made is disposed of. */
  end(): void {
    for (const { live } of this.program.modules.values()) live?.generation.end();
    this.program.modules.clear();
  }
}

class StagingWithoutSources extends Staging {
  override sourcesOf(): [] {
    return [];
  }
}

class CopiedProgram extends Program {
  readonly #offset: number;

  constructor(parts: CopyParts, slots: SlotTable) {
    const offset = ++copies * apart;
    super({
      loop: {
        turn: 0,
        safeStateOf: ({ state }) => state,
        atSafePoint: (work) => work(),
        emit: () => ({ ok: true, queued: 0 }),
      },
      slots,
      effects: new Effects(),
      history: { last: 0, mark: () => undefined },
      certifier: { watch: () => undefined, expect: () => undefined },
      host: hostOf(parts, () => this, offset),
      now: () => performance.now(),
      callTimeoutMs: parts.callTimeoutMs,
      onProblem: () => undefined,
    });
    this.#offset = offset;
  }

  override readonly sourceOf = (id: string, number: number): Source | undefined =>
    this.modules.get(id)?.versions.findLast((version) => version.number === number - this.#offset)?.source;
}

const silent = consoleMaker(() => undefined);

const hostOf = ({ externals, metaOf }: CopyParts, program: () => Program, offset: number): GenerationHost => ({
  bindingsOf: (id) => program().module(id).bindings,
  importDynamically: async (from, specifier) => {
    const name = String(specifier);
    if (isLocal(name)) {
      const id = resolveLocal(from, name, (one) => program().view(one) !== undefined);
      if (id === undefined) throw new TypeError(`import("${name}") in ${from}: there is no such module in the replay.`);
      return program().module(id).bindings.holder.namespace;
    }
    const external = await externals.one(name);
    if (external instanceof Error) throw external;
    return external.namespace;
  },
  metaOf,
  thingsFor: (id, resources) => ({ console: silent(id), ...timersFor(resources) }),
  bookParts: (id, generation) => ({
    id,
    generation: offset + generation,
    onChange: () => undefined,
    onFailure: () => undefined,
    run: () => undefined,
  }),
});
