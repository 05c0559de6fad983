import { expect, test } from "vitest";
import { workbenchOf } from "./testing.ts";

const counter = (step: number): string =>
  `export const init = () => ({ n: 0 });\nexport const onAdd = (s: { n: number }) => ({ state: { n: s.n + ${step} } });`;

test("[W14] a saved file is swapped, if the options say so", async () => {
  const bench = await workbenchOf({ "a.ts": counter(1) });
  bench.write("a.ts", counter(2));
  await bench.until(() => bench.module("a.ts").status === "changed");
  expect(bench.module("a.ts").generation).toBe(1);

  bench.workbench.options({ swapOnSave: true });
  bench.emit({ type: "add" });
  bench.write("a.ts", counter(10));
  await bench.until(() => bench.module("a.ts").generation === 2);
  expect(bench.emit({ type: "add" }).state("a.ts")).toEqual({ n: 11 });
  expect(bench.module("a.ts").status).toBe("running");
});

test("[W14] what does not compile, is blank, or was refused leaves the old code running; a new file is loaded", async () => {
  const bench = await workbenchOf({ "a.ts": counter(1) });
  bench.workbench.options({ swapOnSave: true });
  bench.write("a.ts", "export const = ;");
  await bench.until(() => bench.module("a.ts").status === "failed");
  bench.write("a.ts", "\n");
  await bench.until(() => bench.module("a.ts").status === "changed");
  bench.write("b.ts", counter(5));
  await bench.until(() =>
    bench.workbench.session.modules().some(({ id, generation }) => id === "b.ts" && generation === 1),
  );
  expect(bench.module("a.ts").generation).toBe(1);
  expect(bench.emit({ type: "add" }).state("a.ts")).toEqual({ n: 1 });
  expect(bench.state("b.ts")).toEqual({ n: 5 });
});

test("[W14] two files that only fit together are swapped when the second is saved", async () => {
  const bench = await workbenchOf({
    "lib.ts": `export const old = () => 1;`,
    "use.ts": `import { old } from "./lib"; export const onAdd = () => ({ state: old() });`,
  });
  bench.workbench.options({ swapOnSave: true });
  bench.write("lib.ts", `export const fresh = () => 2;`);
  await bench.until(() => bench.module("lib.ts").problem?.code === "export-in-use" || bench.problems().length > 0);
  expect(bench.module("lib.ts").generation).toBe(1);
  bench.write("use.ts", `import { fresh } from "./lib"; export const onAdd = () => ({ state: fresh() });`);
  await bench.until(() => bench.module("use.ts").generation === 2);
  expect(bench.module("lib.ts").generation).toBe(2);
  expect(bench.emit({ type: "add" }).state("use.ts")).toBe(2);
  expect(bench.problems()).toEqual([]);
});
