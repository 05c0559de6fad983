import { createContext, use } from "react";

/** What is joined to the node under the pointer; undefined while the pointer is on none. All else is dimmed. */
export const NearContext = createContext<ReadonlySet<string> | undefined>(undefined);

export const useIsDim = (...ids: readonly string[]): boolean => {
  const near = use(NearContext);
  return near !== undefined && ids.some((id) => !near.has(id));
};

/** Id of the node that the window's selection is at. */
export const SelectedNodeContext = createContext<string | undefined>(undefined);
