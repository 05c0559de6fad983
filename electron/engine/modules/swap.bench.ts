import { bench, describe } from "vitest";
import { type Bench, folderOf, workbenchOf } from "../testing.ts";

const hub = (version: number): string => `export const version = () => ${version};`;
const leaf = (version: number): string =>
  `import { version } from "./hub"; export const onPing = () => ({ state: version() + ${version} });`;

/** A hub that everybody imports. Texts come from the compiler's cache: this is the swap without the compiling. */
const programOf = (size: number): Record<string, string> => ({
  "hub.ts": hub(0),
  "leaf.ts": leaf(0),
  ...Object.fromEntries(
    Array.from({ length: size - 2 }, (_, index) => [
      `m${index}.ts`,
      `import { version } from "./hub"; export const value = () => version() + ${index};`,
    ]),
  ),
});

describe.each([10, 1000])("one swap among %d modules", (size) => {
  let program: Bench;
  let turn = 0;
  const swapping = (id: string, textOf: (version: number) => string) => async (): Promise<void> => {
    const report = await program.workbench.session.swap({ ids: [id], sources: { [id]: textOf(turn++ % 10) } });
    if (!report.ok) throw new Error(report.problems[0]?.message);
  };
  const options = {
    time: 500,
    warmupIterations: 20,
    setup: async () => {
      program = await workbenchOf(programOf(size), { cacheFolder: folderOf({}) });
    },
  };
  bench("of a leaf", swapping("leaf.ts", leaf), options);
  bench("of the hub", swapping("hub.ts", hub), options);
});
