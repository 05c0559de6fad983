/** Books of the generations that have not ended, by the name under which V8 knows their code. */
import type { ResourceBook } from "./resources.ts";

const books = new Map<string, ResourceBook>();

type Follower = (books: readonly ResourceBook[]) => void;
const followers = new Set<Follower>();
/** Not told yet. */
let fresh: ResourceBook[] = [];

export const announceBook = (book: ResourceBook): void => {
  books.set(nameOf(book), book);
  if (followers.size > 0) fresh.push(book);
};

/** Before code of theirs runs that may hang: tells of those that were announced, all at once. */
export const tellOfBooks = (): void => {
  if (fresh.length === 0) return;
  const told = fresh;
  fresh = [];
  for (const follower of followers) follower(told);
};

/** Tells of the books that there are, and will be. @returns what ends it. */
export const followBooks = (follower: Follower): (() => void) => {
  follower([...books.values()]);
  followers.add(follower);
  return () => void followers.delete(follower);
};

export const retireBook = (book: ResourceBook): void => {
  if (books.get(nameOf(book)) === book) books.delete(nameOf(book));
  if (fresh.length > 0) fresh = fresh.filter((one) => one !== book);
};

/** @param name `graft:<id>#<number>` */
export const bookNamed = (name: string): ResourceBook | undefined => books.get(name);

/** The name under which V8 knows a generation's code; `problem.ts` reads it back from stack traces. */
export const nameOf = ({ id, generation }: Pick<ResourceBook, "id" | "generation">): string =>
  `graft:${id}#${generation}`;

/** Strikes off what has ended without telling. */
export const lookThroughBooks = (): void => {
  for (const book of books.values()) book.forgetDead();
};
