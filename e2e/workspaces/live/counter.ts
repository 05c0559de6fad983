import type { Outcome } from "graft";

interface State {
  readonly n: number;
  readonly last: string;
}

export const init = (): State => ({ n: 0, last: "none" });

export const onTick = (state: State): Outcome<State> => ({ state: { ...state, n: state.n + 1 } });

export const onGreet = (state: State, event: { readonly name: string }): Outcome<State> => {
  if (event.name === "") throw new RangeError("nobody to greet");
  return { state: { ...state, last: event.name }, effects: [{ type: "log", message: `Hello ${event.name}` }] };
};
