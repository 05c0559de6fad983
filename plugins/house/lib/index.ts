export * from "./rules.ts";
export { clockTime, degrees, MINUTES_A_DAY, rounded } from "./units.ts";
