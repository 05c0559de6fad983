/**
 * Stops old code that somebody still holds (R14). A function that others hold cannot be made into another; what it
 * reaches by name can: whatever it uses next of its module or of an import throws and says why.
 */
import type { Releaser } from "./release.ts";
import type { Token } from "./token.ts";

export interface Revoked {
  /** Names that throw from now on: bindings of the module, specifiers of imports. */
  readonly throws: readonly string[];
  /** Whether a function's own body uses one of them. */
  readonly isReached: (code: object) => boolean;
}

/** @returns `undefined` where nothing of the generation is there any more */
export const revoke = (token: WeakRef<Token>, id: string, generation: number): Revoked | undefined => {
  const found = token.deref();
  if (!found) return undefined;
  const { releaser, relink, faces } = found;
  const refused: string[] = [];
  const reached = releaser ? functionsReached(releaser) : new Set<unknown>();
  if (releaser) {
    const { plan, read, write } = releaser;
    for (const [binding, name] of plan.bindings.entries()) {
      if (!isUsable(() => read(binding))) continue;
      write(binding, thrower(messageOf(name, id, generation)));
      refused.push(name);
    }
  }
  if (relink && faces) {
    const records = faces.map((specifier) => thrower(messageOf(`an import of ${specifier}`, id, generation)));
    // What is read of a namespace's holder is the namespace.
    relink([...records, ...records]);
    refused.push(...faces);
  }
  return { throws: refused, isReached: (code) => reached.has(code) };
};

const functionsReached = ({ plan, read }: Releaser): Set<unknown> =>
  new Set(
    plan.functions
      .filter(({ mentions, usesImports }) => usesImports || mentions.some((mention) => isUsable(() => read(mention))))
      .filter(({ binding }) => isUsable(() => read(binding)))
      .map(({ binding }) => read(binding)),
  );

const messageOf = (what: string, id: string, generation: number): string =>
  `${id} #${generation} was revoked: its old code used ${what}.`;

/** Numbers, texts and truth values stay: whatever stood in their place would be taken for one, and no one would throw. */
const isUsable = (read: () => unknown): boolean => {
  try {
    const value = read();
    return (typeof value === "object" && value !== null) || typeof value === "function";
  } catch {
    return false;
  }
};

/** Something that throws whatever is done with it, except passing it on, comparing it, or asking for its `typeof`. */
const thrower = (message: string): object => {
  const refuse = (): never => {
    throw new Error(message);
  };
  const traps = Object.fromEntries(
    Reflect.ownKeys(Reflect)
      .filter((name): name is string => typeof name === "string")
      .map((name) => [name, refuse]),
  );
  return new Proxy(function revoked() {}, traps);
};
