/** How late every second step comes, as a part of a step. Try 0 (straight), 0.33 (shuffle). */
const SWING = 0.14;

/** How long a step lasts, in seconds: four steps are a beat. */
export const stepSeconds = (bpm: number, step: number): number => (15 / bpm) * (step % 2 === 0 ? 1 + SWING : 1 - SWING);
