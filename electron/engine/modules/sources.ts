/** Sources: subscriptions of a generation, running from its splice to its end. */
import { guarded, wordsOfCut } from "../loop/guard.ts";
import type { Problem } from "../summary.ts";
import type { Generation } from "./generation.ts";
import { problemOfFile, wordsOfThrown } from "./problem.ts";
import { inScope } from "./flight.ts";
import { asHost } from "./owner.ts";
import type { Program } from "./program.ts";
import type { Resource } from "./resources.ts";

type Callable = (...parameters: unknown[]) => unknown;

/** Starts one source. One that fails to start is a problem in the report; the swap stands (S5). */
export const startSource = (program: Program, generation: Generation, name: string, call: Callable): Problem[] => {
  const { id } = generation;
  const { loop, callTimeoutMs, onProblem } = program.parts;
  let isStopped = false;
  const cause = { by: "source", module: id, function: name, generation: generation.number } as const;
  const emit = (event: unknown): void => {
    // What an old generation's source still says is not heard.
    if (isStopped) return;
    asHost(() => {
      const outcome = loop.emit(event, cause);
      if (!outcome.ok && outcome.problem.code !== "queue-full")
        onProblem({
          ...outcome.problem,
          code: "source-not-plain",
          file: id,
          message: `\`${name}\` of ${id} emitted what is no event: ${outcome.problem.message}`,
        });
    });
  };
  const problem = (
    code: "source-threw" | "evaluate-timeout" | "memory-cut",
    error: unknown,
    message: string,
  ): Problem[] => {
    isStopped = true;
    return [program.problemOf(code, error, id, message)];
  };
  try {
    const { scope } = generation.resources;
    const outcome = guarded(
      inScope(scope, () => call(emit)),
      callTimeoutMs,
    );
    if (!outcome.ok)
      return problem(
        outcome.reason === "memory" ? "memory-cut" : "evaluate-timeout",
        outcome.culprit,
        `\`${name}\` of ${id} did not start: it ${wordsOfCut(outcome, callTimeoutMs)}.`,
      );
    const stop = outcome.value;
    const resource: Resource = {
      kind: "source",
      label: name,
      dispose: () => {
        isStopped = true;
        if (typeof stop !== "function") return;
        const stopped = guarded(inScope(scope, stop as Callable), callTimeoutMs);
        if (!stopped.ok) throw new Error(`nothing: it ${wordsOfCut(stopped, callTimeoutMs)}`);
      },
    };
    generation.resources.add(resource);
    if (typeof stop === "function") return [];
    return [
      problemOfFile(
        "source-threw",
        id,
        `\`${name}\` of ${id} must return a function that stops it; it runs, and a swap cannot stop all of it.`,
      ),
    ];
  } catch (error) {
    return problem("source-threw", error, `\`${name}\` of ${id} did not start: it threw ${wordsOfThrown(error)}.`);
  }
};
