/**
 * Stops old code that somebody still holds (R14). A function that others hold cannot be made into another. What it reaches
 * by name can: whatever it uses next of its module or of an import throws and says why. And its exported functions begin
 * with a look at their token, which tells them to throw at once, or to go on in the current generation.
 */
import type { Releaser } from "./release.ts";
import type { Stand, Token } from "./token.ts";

export type RevokeHow = "throw" | "forward";

/** What of the module a revoked generation's functions go on in. */
export interface Successor {
  /** What the module exports by a name now. */
  readonly exportNow: (name: string) => unknown;
  /** What the revoked generation exported by it, as long as that is there. */
  readonly exportThen: (name: string) => object | undefined;
}

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
  const reached = releaser ? functionsReached(releaser) : new WeakSet();
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

/** Says what its exported functions do in place of their texts; may be said again. */
export const standIn = (
  token: WeakRef<Token>,
  id: string,
  generation: number,
  how: RevokeHow,
  successor: Successor,
): void => {
  const found = token.deref();
  if (found) found.by = how === "forward" ? forwarder(id, generation, successor) : refuser(id, generation);
};

const refuser =
  (id: string, generation: number): Stand =>
  (name) => {
    throw new Error(`${id} #${generation} was revoked: its old ${name} was called`);
  };

const forwarder =
  (id: string, generation: number, { exportNow, exportThen }: Successor): Stand =>
  (name, self, given, target) => {
    const code = exportNow(name);
    const then = exportThen(name);
    if (typeof code !== "function" || code === then)
      throw new Error(
        `${id} #${generation} was revoked, and its old ${name} cannot go on: ${id} exports no other function of that name now`,
      );
    if (target === undefined) return Reflect.apply(code, self, given);
    // Who extends the old one makes instances of its own.
    return Reflect.construct(code, given, target === then ? code : target);
  };

/** Weak: the record of a generation outlives its code. */
const functionsReached = ({ plan, read }: Releaser): WeakSet<object> =>
  new WeakSet(
    plan.functions
      .filter(({ mentions, usesImports }) => usesImports || mentions.some((mention) => isUsable(() => read(mention))))
      .filter(({ binding }) => isUsable(() => read(binding)))
      .map(({ binding }) => read(binding) as object),
  );

const messageOf = (what: string, id: string, generation: number): string =>
  `${id} #${generation} was revoked: its old code used ${what}`;

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
