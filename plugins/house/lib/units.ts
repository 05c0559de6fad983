export const MINUTES_A_DAY = 24 * 60;

/** Minutes since midnight, as on a clock: `435` is `07:15`. */
export const clockTime = (minute: number): string => {
  const today = Math.floor(minute) % MINUTES_A_DAY;
  return `${two(Math.floor(today / 60))}:${two(today % 60)}`;
};

/** Degrees Celsius in words. Try Fahrenheit: every line of the journal follows. */
export const degrees = (celsius: number): string => `${celsius.toFixed(1)} °C`;

/** Temperatures are kept to a hundredth, as the sensors measure them. */
export const rounded = (celsius: number): number => Math.round(celsius * 100) / 100;

const two = (n: number): string => String(n).padStart(2, "0");
