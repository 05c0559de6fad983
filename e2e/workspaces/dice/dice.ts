/** Rolls as it is told; `chance` rolls by chance, which no replay can know. */
export const init = () => ({ thrown: 0 });

interface State {
  readonly thrown: number;
}

export const onRoll = (state: State, event: { readonly eyes: number }) => ({
  state: { thrown: state.thrown + 1 },
  emit: [{ type: "rolled", eyes: event.eyes }],
});

export const onChance = (state: State) => ({
  state: { thrown: state.thrown + 1 },
  emit: [{ type: "rolled", eyes: 1 + Math.floor(Math.random() * 6_000_000) }],
});

export const onBreak = () => {
  throw new Error("the table broke");
};
