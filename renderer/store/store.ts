import { create } from "zustand";
import { initialState, type State } from "./state.ts";

/** The one store of the window. It holds no truth of its own: actions ask the engine, deltas bring the answers. */
export const useWorkbench = create<State>()(() => initialState);

export const getState = useWorkbench.getState;
export const setState = useWorkbench.setState;
