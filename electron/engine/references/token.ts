/**
 * What stands for a generation in the heap: held by nothing but the context that every function of it has. What is
 * written on it lets a heap snapshot tell whose context that is.
 */
import type { ResourceBook } from "../modules/resources.ts";
import type { Releaser } from "./release.ts";

/**
 * What an exported function of a revoked generation does in place of its text.
 * @param target `new.target`
 */
export type Stand = (name: string, self: unknown, given: ArrayLike<unknown>, target?: NewableFunction) => unknown;

export interface Token {
  /** In one piece: a snapshot shows no text that is put together from two. */
  readonly graftGeneration: string;
  /** Present once it is revoked. There from the start, and written once, so that V8 takes it for a constant before. */
  by: Stand | undefined;
  /** What the generation has made. */
  book?: Pick<ResourceBook, "holders" | "drop">;
  /** Here, so that it lives no longer than the generation does. */
  releaser?: Releaser;
  /** Replaces what the module holds of those it imports: the records, then the holders of namespaces. */
  relink?: (faces: readonly unknown[]) => void;
  /** Specifiers of these. */
  faces?: readonly string[];
}

let serials = 0;

/** @returns the token, and the number by which it is told from those of all other generations in this process. */
export const createToken = (id: string, number: number): { readonly token: Token; readonly serial: number } => {
  const serial = ++serials;
  return { token: { graftGeneration: inOnePiece(`${mark} ${serial} ${number} ${id}`), by: undefined }, serial };
};

/** What a token says, read from a snapshot. */
export interface Owner {
  readonly serial: number;
  readonly generation: number;
  readonly module: string;
}

export const readToken = (text: string): Owner | undefined => {
  const [, serial, generation, module] = pattern.exec(text) ?? [];
  return module === undefined ? undefined : { serial: Number(serial), generation: Number(generation), module };
};

const mark = "graft-generation";
const pattern = new RegExp(`^${mark} (\\d+) (\\d+) (.*)$`, "s");

/** V8 flattens what becomes the name of a property. */
const inOnePiece = (text: string): string => Object.keys({ [text]: 0 })[0] as string;
