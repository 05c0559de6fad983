import { expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const files = {
  "m.js": `export const helper = () => 1;`,
  "keeper.js": `import { helper } from "./m"; const kept = []; export const onKeep = () => { kept.push(helper); }; export const onDrop = () => { kept.length = 0; };`,
};

const retained = (problems: readonly { readonly code: string; readonly message: string }[]): string[] =>
  problems.filter(({ code }) => code === "generation-retained").map(({ message }) => message);

test("[R15] a generation that three later ones did not end is a problem, once, with who holds it; until it is gone", async () => {
  const bench = await workbenchOf(files);
  const { references } = bench.workbench.session;
  const told: string[] = [];
  bench.workbench.on("problem", (problem) => told.push(...retained([problem])));
  bench.emit({ type: "keep" });
  for (let n = 2; n <= 3; n++) {
    await bench.swap("m.js", `export const helper = () => ${n};`);
    await references.certificate("m.js", 1);
  }
  expect(retained(bench.problems())).toEqual([]);
  await bench.swap("m.js", `export const helper = () => 4;`);
  await references.certificate("m.js", 1);
  await bench.until(() => retained(bench.problems()).length > 0);
  const message = "m.js #1 should be gone: still held by keeper.js → variable kept → array [0].";
  expect(retained(bench.problems())).toEqual([message]);
  await bench.swap("m.js", `export const helper = () => 5;`);
  await references.certificate("m.js", 1);
  expect(retained(bench.problems())).toEqual([message]);
  expect(told).toEqual([message]);
  bench.emit({ type: "drop" });
  await references.certificate("m.js", 1);
  expect(retained(bench.problems())).toEqual([]);
});

test("[R15] what is found later takes the place of what was told, which is told to be withdrawn", async () => {
  const bench = await workbenchOf(files);
  bench.emit({ type: "keep" });
  const { references, loop } = bench.workbench.session;
  const withdrawn: unknown[] = [];
  bench.workbench.on("problems.withdrawn", (payload) => withdrawn.push(payload));
  // While it runs nobody looks through the heap unasked.
  loop.run();
  for (let n = 2; n <= 4; n++) await bench.swap("m.js", `export const helper = () => ${n};`);
  await references.prove();
  await bench.until(() => retained(bench.problems()).length > 0);
  expect(retained(bench.problems())).toEqual([
    expect.stringMatching(/still held by something that the host has no book/),
  ]);
  await references.explain("m.js", 1);
  expect(retained(bench.problems())).toEqual([
    "m.js #1 should be gone: still held by keeper.js → variable kept → array [0].",
  ]);
  expect(withdrawn).toEqual([{ file: "m.js" }]);
});

test("[R15] so is one that outlived a collection half a minute ago, also when its module is not swapped again", async () => {
  let time = 0;
  const bench = await workbenchOf(files, { now: () => performance.now() + time });
  const { references } = bench.workbench.session;
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `export const helper = () => 2;`);
  await references.certificate("m.js", 1);
  expect(retained(bench.problems())).toEqual([]);
  time = 30_000;
  await references.certificate("m.js", 1);
  await bench.until(() => retained(bench.problems()).length === 1);
});

test("[R15] the trend tells how many were retained when, and all records come at once", async () => {
  const bench = await workbenchOf(files);
  const { references } = bench.workbench.session;
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `export const helper = () => 2;`);
  await references.certificate("m.js", 1);
  bench.emit({ type: "keep" });
  await bench.swap("m.js", `export const helper = () => 3;`);
  await references.certificate("m.js", 1);
  bench.emit({ type: "drop" });
  await references.certificate("m.js", 1);
  expect(references.trend("m.js").map(({ generation, retained: count }) => [generation, count])).toEqual([
    [2, 1],
    [3, 2],
    [3, 0],
  ]);
  expect(references.certificates("m.js").map(({ generation, status }) => [generation, status])).toEqual([
    [1, "reclaimed"],
    [2, "reclaimed"],
    [3, "current"],
  ]);
  expect(JSON.parse(JSON.stringify(references.certificates())).map((one: { id: string }) => one.id)).toEqual([
    "keeper.js",
    "m.js",
    "m.js",
    "m.js",
  ]);
});
