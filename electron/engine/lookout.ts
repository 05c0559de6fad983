/** Looks out for what would end the program: code that never returns, memory that runs out. */
import { getHeapStatistics } from "node:v8";
import type { Host } from "./host.ts";
import type { Loop } from "./loop/loop.ts";
import { type Shortage, watchMemory } from "./loop/memory.ts";
import { startWitness } from "./loop/witness.ts";
import { problemOfFile } from "./modules/problem.ts";
import { collect } from "./references/collector.ts";
import type { Problem } from "./summary.ts";

export interface LookoutParts {
  readonly host: Host;
  readonly folder: string;
  readonly callTimeoutMs: number;
  readonly loop: Loop;
  readonly onProblem: (problem: Problem) => void;
  readonly quarantine: (id: string) => void;
}

/** What is left after a collection is in use. */
const inUseFrom = 0.5;

/** @returns what ends it. */
export const lookOut = ({ host, folder, callTimeoutMs, loop, onProblem, quarantine }: LookoutParts): (() => void) => {
  const endWitness = host.witness ? startWitness(host.witness, callTimeoutMs, folder) : () => undefined;

  const tell = ({ usedMb, limitMb, module, isUrgent }: Shortage): void => {
    const whose = module === undefined ? "" : `, most of it allocated in calls of ${module}`;
    const done = isUrgent && module !== undefined ? `the loop is paused, and ${module} skipped` : "the loop is paused";
    const message = `${usedMb} MB of the ${limitMb} MB that the program may have are in use${whose}: ${done}.`;
    onProblem(problemOfFile("memory-low", module ?? "", message));
  };

  /** Paused first: what runs on could end the process while its garbage is collected. */
  const onShortage = async (shortage: Shortage): Promise<void> => {
    const wasRunning = loop.isRunning;
    loop.pause();
    if (shortage.isUrgent) {
      if (shortage.module !== undefined) quarantine(shortage.module);
      return tell(shortage);
    }
    await collect(host.now);
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    if (used > inUseFrom * limit) tell({ ...shortage, usedMb: Math.round(used / 2 ** 20) });
    else if (wasRunning) loop.run();
  };

  const endMemory = watchMemory(host.now, (shortage) => void onShortage(shortage));
  return () => {
    endWitness();
    endMemory();
  };
};
