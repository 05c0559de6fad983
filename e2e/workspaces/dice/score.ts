/** Adds up what is rolled; a function of its state and event. */
export const init = () => ({ sum: 0, rolls: 0, last: 0 });

export const onRolled = (
  state: { readonly sum: number; readonly rolls: number; readonly last: number },
  event: { readonly eyes: number },
) => ({
  state: { sum: state.sum + event.eyes, rolls: state.rolls + 1, last: event.eyes },
  effects: [{ type: "log", message: `rolled ${event.eyes}` }],
});
