import { useSyncExternalStore } from "react";

/** Dialogs that are open, the topmost last: what lies outside of it can be neither read nor reached. */
let open: readonly HTMLElement[] = [];
const listeners = new Set<() => void>();

const change = (next: readonly HTMLElement[]): void => {
  open = next;
  for (const listener of listeners) listener();
};

/** @returns takes it off again */
export const putOnTop = (dialog: HTMLElement): (() => void) => {
  change([...open, dialog]);
  return () => change(open.filter((one) => one !== dialog));
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Undefined while no dialog is open. */
export const useTopDialog = (): HTMLElement | undefined => useSyncExternalStore(subscribe, () => open.at(-1));
