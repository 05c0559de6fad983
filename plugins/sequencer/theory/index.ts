export { frequency, noteName, Scale } from "./scale.ts";
export * from "./tempo.ts";
