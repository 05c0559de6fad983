export const init = (): number => 0;

export const onTick = (beats: number): { state: number } => ({ state: beats + 1 });
