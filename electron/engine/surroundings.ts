/** What a module finds around it: its console, its timers, `import()`, `import.meta`. */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isGuarded } from "./loop/vitals.ts";
import { guarded, wordsOfCut } from "./loop/guard.ts";
import { consoleMaker } from "./modules/console.ts";
import { inScope } from "./modules/flight.ts";
import type { GenerationHost } from "./modules/generation.ts";
import { type Scope, asHost } from "./modules/owner.ts";
import { bookWhatIsMade } from "./modules/owned.ts";
import { problemOfDisposal, readableStack, wordsOfThrown } from "./modules/problem.ts";
import type { Program } from "./modules/program.ts";
import { type Externals, isLocal, resolveLocal } from "./modules/resolve.ts";
import { timersFor } from "./modules/timers.ts";
import type { LogEntry } from "./summary.ts";

export interface SurroundingsParts {
  readonly folder: string;
  readonly program: () => Program;
  readonly externals: Externals;
  readonly say: (level: LogEntry["level"], message: string, module?: string) => void;
  readonly onResources: (id: string) => void;
  /** A callback was cut: its generation is a runaway. */
  readonly onRunaway: (id: string) => void;
}

export const surroundingsOf = ({
  folder,
  program,
  externals,
  say,
  onResources,
  onRunaway,
}: SurroundingsParts): GenerationHost => {
  bookWhatIsMade();

  const consoleOf = consoleMaker((level, message, id) => {
    asHost(() =>
      say(
        level,
        readableStack(message, (one, generation) => program().sourceOf(one, generation)?.compiled),
        id,
      ),
    );
  });

  const importDynamically = async (from: string, specifier: string): Promise<unknown> => {
    if (isLocal(specifier)) {
      await program().settled;
      const id = resolveLocal(from, specifier, (one) => program().view(one) !== undefined);
      if (id === undefined) throw new TypeError(`import("${specifier}") in ${from}: there is no such module running.`);
      return program().module(id).bindings.holder.namespace;
    }
    // A package is evaluated once for everybody: what its top level makes is nobody's.
    const external = await asHost(() => externals.one(specifier));
    if (external instanceof Error) throw external;
    return external.namespace;
  };

  /**
   * What a callback throws is a problem of its module, not of the process; one that does not return is cut, and its
   * generation quarantined. Inside a call that is guarded already it is as if called directly.
   */
  const runCallback = (scope: Scope, label: string, call: () => unknown): unknown => {
    const { id } = scope.book;
    const { parts } = program();
    const module = program().module(id);
    const isCurrent = module.generation?.resources === scope.book;
    if (isCurrent && module.isQuarantined) return undefined;
    if (isGuarded()) return call();
    const complain = (
      code: "resource-threw" | "resource-timeout" | "memory-cut",
      error: unknown,
      message: string,
    ): void => asHost(() => parts.onProblem(program().problemOf(code, error, id, message)));
    try {
      const outcome = guarded(inScope(scope, call), parts.callTimeoutMs);
      if (outcome.ok) return outcome.value;
      const message = `A callback (${label}) of ${id} ${wordsOfCut(outcome, parts.callTimeoutMs)}; mend it and swap its module.`;
      complain(outcome.reason === "memory" ? "memory-cut" : "resource-timeout", outcome.culprit, message);
      if (isCurrent) asHost(() => onRunaway(id));
    } catch (error) {
      complain("resource-threw", error, `A callback (${label}) of ${id} threw ${wordsOfThrown(error)}.`);
    }
    return undefined;
  };

  const places = new Map<string, { readonly url: string; readonly filename: string; readonly dirname: string }>();
  const placeOf = (id: string) => {
    const known = places.get(id);
    if (known) return known;
    const filename = join(folder, id);
    const place = { url: pathToFileURL(filename).href, filename, dirname: dirname(filename) };
    places.set(id, place);
    return place;
  };

  return {
    bindingsOf: (id) => program().module(id).bindings,
    // A template, because it refuses symbols, and in the promise, as the standard has it.
    importDynamically: async (from, specifier) => importDynamically(from, `${specifier as string}`),
    metaOf: (id) => Object.assign(Object.create(null) as object, placeOf(id)),
    thingsFor: (id, resources) => ({ console: consoleOf(id), ...timersFor(resources) }),
    bookParts: (id, generation) => ({
      id,
      generation,
      onChange: () => asHost(() => onResources(id)),
      moment: () => program().moment(),
      onFailure: (failure) => asHost(() => program().parts.onProblem(problemOfDisposal({ id, generation }, failure))),
      run: runCallback,
    }),
  };
};
