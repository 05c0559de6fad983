import type { GenerationStatus } from "../../electron/engine/summary.ts";
import type { Tone } from "../ui/Chip.tsx";

export const toneOfGeneration: Readonly<Record<GenerationStatus, Tone>> = {
  current: "info",
  draining: "warn",
  reclaimed: "accent",
  retained: "ghost",
};
