import { MINUTES_A_DAY } from "./units.ts";

// What the house goes by. Change a rule, press Swap: every module that asks for it follows, and nothing starts anew.

/** Wanted temperatures in °C, by day and by night. Try 24. */
const DAY = 20.5;
const NIGHT = 17;

/** A room is heated when it is this much too cold, until it is this much too warm. */
const SLACK = 0.4;

/** Minutes without motion after which a light goes out. Try 3. */
export const QUIET_MINUTES = 18;

/** Milliseconds that one has to close the door before the alarm calls. */
export const GRACE_MS = 2500;

/** From 22:00 to 6:30. */
export const isNight = (minute: number): boolean => {
  const today = minute % MINUTES_A_DAY;
  return today >= 22 * 60 || today < 6.5 * 60;
};

/** From 17:30 to 7:30. */
export const isDark = (minute: number): boolean => {
  const today = minute % MINUTES_A_DAY;
  return today >= 17.5 * 60 || today < 7.5 * 60;
};

export const wantedCelsius = (minute: number): number => (isNight(minute) ? NIGHT : DAY);

/** Whether a room is to be heated, given how warm it is and whether it is being heated. */
export const shouldHeat = (celsius: number, minute: number, isHeated: boolean): boolean =>
  celsius < wantedCelsius(minute) + (isHeated ? SLACK : -SLACK);
