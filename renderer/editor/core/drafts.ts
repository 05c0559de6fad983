/** Text that is not saved outlives the window: it lies in the page's own storage until it is saved or thrown away. */
import { tell } from "../../store/actions.ts";
import { getState } from "../../store/store.ts";

export interface Draft {
  readonly text: string;
  /** Of the file that it was made from; null: there was none. */
  readonly hash: string | null;
}

const prefix = (): string => `draft ${getState().workspace?.folder ?? ""}\n`;

export const readDraft = (id: string): Draft | undefined => {
  try {
    const json = localStorage.getItem(prefix() + id);
    return json === null ? undefined : (JSON.parse(json) as Draft);
  } catch {
    return undefined;
  }
};

/** Ids of the open workspace's modules that have one. */
export const draftIds = (): readonly string[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix()))
    .map((key) => key.slice(prefix().length));

export const dropDraft = (id: string): void => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  localStorage.removeItem(prefix() + id);
};

const quietMs = 400;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
let isFull = false;

/** Keeps a text a moment after it was edited last. @param make is called then */
export const keepDraftSoon = (id: string, make: () => Draft | undefined): void => {
  const key = prefix() + id;
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => {
      const draft = make();
      if (draft === undefined) return;
      try {
        localStorage.setItem(key, JSON.stringify(draft));
      } catch {
        // Of what is too large only that is lost which is lost everywhere: save it.
        if (!isFull) tell(new Error(`${id} is too large to be kept while it is not saved: save it now and then.`));
        isFull = true;
      }
    }, quietMs),
  );
};
