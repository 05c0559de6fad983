/** What a module finds around it: its console, its timers, `import()`, `import.meta`. */
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { consoleMaker } from "./modules/console.ts";
import type { GenerationHost } from "./modules/generation.ts";
import { readableStack, wordsOfThrown } from "./modules/problem.ts";
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
}

export const surroundingsOf = ({ folder, program, externals, say, onResources }: SurroundingsParts): GenerationHost => {
  const consoleOf = consoleMaker((level, message, id) => {
    say(
      level,
      readableStack(message, (one, generation) => program().sourceOf(one, generation)?.compiled),
      id,
    );
  });

  const importDynamically = async (from: string, specifier: string): Promise<unknown> => {
    if (isLocal(specifier)) {
      await program().settled;
      const id = resolveLocal(from, specifier, (one) => program().view(one) !== undefined);
      if (id === undefined) throw new TypeError(`import("${specifier}") in ${from}: there is no such module running.`);
      return program().module(id).bindings.holder.namespace;
    }
    const external = await externals.one(specifier);
    if (external instanceof Error) throw external;
    return external.namespace;
  };

  /** What a timer's callback throws is a problem of its module, not of the process. */
  const guardCallback = (id: string, kind: string, call: () => void): void => {
    try {
      call();
    } catch (error) {
      const message = `A ${kind} callback of ${id} threw ${wordsOfThrown(error)}.`;
      program().parts.onProblem(program().problemOf("resource-threw", error, id, message));
    }
  };

  return {
    bindingsOf: (id) => program().module(id).bindings,
    // A template, because it refuses symbols, and in the promise, as the standard has it.
    importDynamically: async (from, specifier) => importDynamically(from, `${specifier as string}`),
    metaOf: (id) => {
      const filename = join(folder, id);
      const meta = { url: pathToFileURL(filename).href, filename, dirname: dirname(filename) };
      return Object.assign(Object.create(null) as object, meta);
    },
    thingsFor: (id, resources) => ({
      console: consoleOf(id),
      ...timersFor(resources, (kind, call) => guardCallback(id, kind, call)),
    }),
    onResources,
  };
};
