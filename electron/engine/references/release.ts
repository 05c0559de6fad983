/**
 * Lets a generation's functions go one by one while others of it are still held (R12). One held function holds them all,
 * because all are bound in one context; so the bindings are cleared, the collector says which functions somebody else
 * holds, and these get back what they reach by name.
 */
import type { ReleasePlan } from "../source/compiled.ts";
import type { Token } from "./token.ts";

/** A generation's way to its own bindings, by their numbers in the plan. Reading one that was never initialised throws. */
export interface Releaser {
  readonly plan: ReleasePlan;
  readonly read: (binding: number) => unknown;
  readonly write: (binding: number, value: unknown) => void;
}

/** A binding and its value, kept only as long as the function that mentions it. */
type Mention = readonly [binding: number, value: unknown];

/**
 * One attempt, in three steps: the first and the second in jobs of their own, since a `WeakRef` that was made or read
 * keeps its object until the job ends; the second and the third in the same job as the collection between them, so that
 * no code of the generation runs meanwhile.
 */
export class Release {
  readonly #token: WeakRef<Token>;
  /** Functions of bindings that always mean the same one. */
  readonly #functions: readonly { readonly binding: number; readonly code: WeakRef<object> }[];
  #mentions = new WeakMap<object, readonly Mention[]>();

  private constructor(token: WeakRef<Token>, functions: readonly { binding: number; code: WeakRef<object> }[]) {
    this.#token = token;
    this.#functions = functions;
  }

  /** @returns nothing where there is nothing to let go */
  static prepare(token: WeakRef<Token>): Release | undefined {
    const releaser = token.deref()?.releaser;
    if (!releaser || releaser.plan.bindings.length === 0) return undefined;
    const functions = releaser.plan.functions.flatMap(({ binding }) => {
      const value = read(releaser, binding);
      return typeof value === "function" ? [{ binding, code: new WeakRef(value) }] : [];
    });
    return new Release(token, functions);
  }

  /** Whatever functions mention is kept by these alone: an entry of a `WeakMap` lives as long as its key. */
  clear(): void {
    const releaser = this.#token.deref()?.releaser;
    if (!releaser) return;
    const { bindings, functions, pinned } = releaser.plan;
    for (const { binding, mentions } of functions) {
      const code = read(releaser, binding);
      if (typeof code === "function")
        this.#mentions.set(
          code,
          mentions.map((mention): Mention => [mention, read(releaser, mention)]),
        );
    }
    const kept = new Set(pinned);
    for (let binding = 0; binding < bindings.length; binding++)
      if (!kept.has(binding) && isCollectable(read(releaser, binding))) releaser.write(binding, undefined);
  }

  /** Gives back what is still there to those who can still ask for it. */
  restore(): void {
    const releaser = this.#token.deref()?.releaser;
    if (!releaser) return;
    for (const { binding, code } of this.#functions) {
      const value = code.deref();
      if (!value) continue;
      for (const [mention, mentioned] of this.#mentions.get(value) ?? [])
        if (isCollectable(mentioned)) releaser.write(mention, mentioned);
      releaser.write(binding, value);
    }
    this.#mentions = new WeakMap();
  }
}

const read = ({ read: get }: Releaser, binding: number): unknown => {
  try {
    return get(binding);
  } catch {
    // Never initialised, and never will be: the module's evaluation is over.
    return undefined;
  }
};

const isCollectable = (value: unknown): boolean =>
  (typeof value === "object" && value !== null) || typeof value === "function";
