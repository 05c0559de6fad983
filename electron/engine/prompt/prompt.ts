/**
 * A prompt into a module that runs: evaluates what a person types in the scope of its current generation.
 * @see SPEC.md Q1–Q8
 */
import { types } from "node:util";
import { compileFunction } from "node:vm";
import { force } from "../loop/force.ts";
import { guarded, wordsOfCut } from "../loop/guard.ts";
import { thingAt } from "../loop/problem.ts";
import { inScope } from "../modules/flight.ts";
import type { Generation } from "../modules/generation.ts";
import type { Module } from "../modules/module.ts";
import { asHost } from "../modules/owner.ts";
import { problemOfFile, wordsOfThrown } from "../modules/problem.ts";
import type { Program } from "../modules/program.ts";
import type { Compiler } from "../source/compile.ts";
import { promptParameters } from "../source/compiled.ts";
import { positionOfCode, type SourcePosition } from "../source/position.ts";
import type { PromptOutcome } from "../source/prompt.ts";
import type { Completion, Evaluation, Problem, ProblemCode } from "../summary.ts";
import { completionsIn } from "./complete.ts";
import { type Name, namesAt, scopeObject } from "./scope.ts";
import { shownOf } from "./shown.ts";

export interface PromptParts {
  readonly program: Program;
  readonly compiler: Pick<Compiler, "prompt">;
  readonly now: () => number;
  readonly callTimeoutMs: number;
}

/** How long a promise is waited for. */
const patienceMs = 5000;

type Compiled = Extract<PromptOutcome, { readonly ok: true }>;

/** What was defined at the prompt of one generation: a resource of it, so it is counted, and goes with it (Q5). */
type Definitions = Map<string, unknown>;

/** What a run did beside its value. */
interface Run {
  readonly generation: Generation;
  readonly module: Module;
  /** Set last by the run. */
  state: { readonly value: unknown } | undefined;
}

export class Prompt {
  readonly #parts: PromptParts;
  readonly #definitions = new WeakMap<Generation, Definitions>();
  #runs = 0;

  constructor(parts: PromptParts) {
    this.#parts = parts;
  }

  /** @param text TypeScript: statements, of which the last, if it is an expression, gives the value. */
  async evaluate(id: string, text: string): Promise<Evaluation> {
    const compiled = await this.#parts.compiler.prompt(id, text);
    const module = this.#parts.program.modules.get(id);
    const generation = module?.generation;
    if (!module || !generation)
      return failed(
        id,
        0,
        problemOfFile("unknown-module", id, `${id} does not run, so there is nothing to ask in it.`),
      );
    const run: Run = { module, generation, state: undefined };
    if (!compiled.ok) {
      const { message, line, column } = compiled;
      const problem = { ...problemOfFile("syntax", id, sentence(message)), line, column };
      return this.#finish(run, { problem, ms: 0 });
    }
    const hidden = this.#define(generation, compiled.defines);
    const start = this.#parts.now();
    try {
      const call = this.#compile(run, compiled);
      const { callTimeoutMs } = this.#parts;
      const outcome = guarded(inScope(generation.resources.scope, call), callTimeoutMs);
      if (!outcome.ok) {
        hidden();
        const code = outcome.reason === "memory" ? "memory-cut" : "prompt-timeout";
        const problem = problemOfFile(code, id, `What was typed ${wordsOfCut(outcome, callTimeoutMs)}.`);
        return this.#finish(run, { problem, ms: this.#parts.now() - start });
      }
      const value = compiled.isAsync ? await settled(outcome.value) : outcome.value;
      const problem = this.#setState(run);
      return this.#finish(run, { value, ms: this.#parts.now() - start, ...(problem ? { problem } : {}) });
    } catch (error) {
      hidden();
      return this.#finish(run, { problem: this.#problemOf(run, compiled, error), ms: this.#parts.now() - start });
    }
  }

  /** What can follow at a place of what is typed. Runs no code of the module's. */
  complete(id: string, text: string, offset: number): readonly Completion[] {
    const generation = this.#parts.program.modules.get(id)?.generation;
    if (!generation) return [];
    const run: Run = { module: this.#parts.program.module(id), generation, state: undefined };
    return completionsIn(this.#namesOf(run), text.slice(0, offset));
  }

  #compile(run: Run, { code, isAsync }: Compiled): () => unknown {
    const { id, number } = run.generation;
    const head = `"use strict"; ${isAsync ? "return (async () => { " : ""}`;
    const body = `${head}${code}\n${isAsync ? "})();" : ""}`;
    const { importDynamically, metaOf } = this.#parts.program.parts.host;
    const made = compileFunction(body, [...promptParameters], {
      filename: `graft-prompt:${id}#${number}/${++this.#runs}`,
      columnOffset: -head.length,
      contextExtensions: [scopeObject(this.#namesOf(run))],
    });
    return () => made.call(undefined, (specifier: unknown) => importDynamically(id, specifier), metaOf(id)) as unknown;
  }

  #namesOf(run: Run): Map<string, Name> {
    const { program } = this.#parts;
    const { generation } = run;
    return namesAt({
      program,
      generation,
      things: program.parts.host.thingsFor(generation.id, generation.resources),
      definitions: this.#definitions.get(generation) ?? new Map<string, unknown>(),
      given: this.#given(run),
    });
  }

  /** `state` is the module's, and assigning to it sets it when the run has ended well; `emit` queues an event. */
  #given(run: Run): Map<string, Name> {
    const refuse = (): never => {
      throw new TypeError("`emit` cannot be assigned to.");
    };
    const emit = (event: unknown): { readonly queued: number } =>
      asHost(() => {
        const outcome = this.#parts.program.parts.loop.emit(event, "outside");
        if (!outcome.ok) throw new TypeError(outcome.problem.message);
        return { queued: outcome.queued };
      });
    const { loop } = this.#parts.program.parts;
    return new Map<string, Name>([
      [
        "state",
        {
          kind: "host",
          get: () => (run.state ? run.state.value : loop.safeStateOf(run.module)),
          set: (value) => void (run.state = { value }),
        },
      ],
      ["emit", { kind: "host", get: () => emit, set: refuse }],
    ]);
  }

  /** Makes room for what a run declares. @returns what takes it back where the run failed */
  #define(generation: Generation, names: readonly string[]): () => void {
    if (names.length === 0) return () => undefined;
    const definitions = this.#definitionsOf(generation);
    const before = names.map((name) => ({ name, was: definitions.has(name), value: definitions.get(name) }));
    for (const name of names) definitions.set(name, undefined);
    return () => {
      for (const { name, was, value } of before)
        if (was) definitions.set(name, value);
        else definitions.delete(name);
    };
  }

  #definitionsOf(generation: Generation): Definitions {
    const known = this.#definitions.get(generation);
    if (known) return known;
    const definitions: Definitions = new Map();
    this.#definitions.set(generation, definitions);
    generation.resources.add({
      kind: "prompt",
      label: "what was defined at the prompt",
      kept: definitions,
      dispose: () => {
        definitions.clear();
        this.#definitions.delete(generation);
      },
    });
    return definitions;
  }

  /** @returns why the state could not be set */
  #setState({ state, module, generation }: Run): Problem | undefined {
    if (!state) return undefined;
    if (module.generation !== generation)
      return problemOfFile("prompt-state", module.id, `${module.id} was swapped meanwhile, so its state was not set.`);
    const forced = force(state.value, "state");
    if (!forced.ok) {
      const message = `The state was not set: ${thingAt(forced.path)} is ${forced.found}, which is no plain data.`;
      return problemOfFile("prompt-state", module.id, message);
    }
    const { loop, history } = this.#parts.program.parts;
    const { id, number } = generation;
    loop.atSafePoint(() => {
      module.state = forced.value;
      history.mark("prompt", [{ id, from: number, to: number, state: forced.value }]);
    });
    return undefined;
  }

  /** In the module's own code it is placed there, else in what was typed. */
  #problemOf({ generation }: Run, compiled: Compiled, error: unknown): Problem {
    const { id } = generation;
    const spent = spentName(generation, error);
    const message =
      spent === undefined
        ? `It threw ${wordsOfThrown(error)}.`
        : `Nothing is left of \`${spent}\`: it was used only while ${id} was evaluated, and no function mentions it.`;
    const code: ProblemCode = "prompt-threw";
    const place = placeInPrompt(compiled, error);
    if (place !== undefined) return { ...problemOfFile(code, id, message), ...place };
    return this.#parts.program.problemOf(code, error, id, message);
  }

  #finish(
    { generation, state }: Run,
    { value, problem, ms }: { readonly value?: unknown; readonly problem?: Problem; readonly ms: number },
  ): Evaluation {
    return {
      id: generation.id,
      generation: generation.number,
      ok: problem === undefined,
      ...(problem ? { problem } : value === undefined ? {} : { value: shownOf(value) }),
      defined: [...(this.#definitions.get(generation)?.keys() ?? [])],
      stateSet: problem === undefined && state !== undefined,
      ms,
    };
  }
}

const failed = (id: string, generation: number, problem: Problem): Evaluation => ({
  id,
  generation,
  ok: false,
  problem,
  defined: [],
  stateSet: false,
  ms: 0,
});

/** A parser's words are half a sentence. */
const sentence = (said: string): string =>
  `This does not compile: ${said.charAt(0).toLowerCase()}${said.slice(1).replace(/\.$/, "")}.`;

/** What a promise gives; the promise itself where that takes too long. */
const settled = async (promise: unknown): Promise<unknown> => {
  if (!types.isPromise(promise)) return promise;
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise((resolve) => {
    timer = setTimeout(() => resolve(promiseAsIs), patienceMs);
  });
  try {
    const first = await Promise.race([promise, tooLong]);
    return first === promiseAsIs ? "It goes on: what it awaits has not come within 5 s." : first;
  } finally {
    clearTimeout(timer);
  }
};
const promiseAsIs = Symbol("a promise that takes long");

/** Where in what was typed it was thrown: the topmost frame of all is there. */
const placeInPrompt = (compiled: Compiled, error: unknown): SourcePosition | undefined => {
  if (!types.isNativeError(error)) return undefined;
  const frame = /graft(-prompt)?:[^\n]*?:(\d+):(\d+)/.exec(String(error.stack));
  if (!frame?.[1]) return undefined;
  const { line, column } = positionOfCode(compiled, Number(frame[2]), Number(frame[3]));
  return { line, column: line === 1 ? column - compiled.lead : column };
};

/** A name of the module's that is no more. */
const spentName = ({ token }: Generation, error: unknown): string | undefined => {
  if (!(error instanceof ReferenceError)) return undefined;
  const [, name] = /^(\S+) is not defined$/.exec(error.message) ?? [];
  return name !== undefined && token.deref()?.releaser?.plan.spent.includes(name) ? name : undefined;
};
