/** Books of the generations that have not ended, by the name under which V8 knows their code. */
import type { ResourceBook } from "./resources.ts";

const books = new Map<string, ResourceBook>();

type Follower = (book: ResourceBook) => void;
const followers = new Set<Follower>();

export const announceBook = (book: ResourceBook): void => {
  books.set(nameOf(book), book);
  for (const follower of followers) follower(book);
};

/** Tells of each book that there is, and will be. @returns what ends it. */
export const followBooks = (follower: Follower): (() => void) => {
  for (const book of books.values()) follower(book);
  followers.add(follower);
  return () => void followers.delete(follower);
};

export const retireBook = (book: ResourceBook): void => {
  if (books.get(nameOf(book)) === book) books.delete(nameOf(book));
};

/** @param name `graft:<id>#<number>` */
export const bookNamed = (name: string): ResourceBook | undefined => books.get(name);

/** The name under which V8 knows a generation's code; `problem.ts` reads it back from stack traces. */
export const nameOf = ({ id, generation }: ResourceBook): string => `graft:${id}#${generation}`;

/** Strikes off what has ended without telling. */
export const lookThroughBooks = (): void => {
  for (const book of books.values()) book.forgetDead();
};
