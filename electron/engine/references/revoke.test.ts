import { expect, test } from "vitest";
import { workbenchOf } from "../testing.ts";

const old = `import { scale } from "./theory";
const table = { v: 1 }; let count = 0;
export const byTable = () => table.v;
export const byImport = () => scale(1);
export const byCall = () => byTable();
export const pure = (n) => n + 1;
export const counting = () => ++count;
export const later = async (gate) => { await gate; return byTable(); };`;

const revokedBench = async () => {
  const bench = await workbenchOf({
    "theory.js": `export const scale = (n) => n * 2;`,
    "m.js": old,
    "keeper.js": `import * as m from "./m"; export const kept = {}; let open;
      export const onKeep = () => { Object.assign(kept, m); kept.waiting = m.later(new Promise((resolve) => { open = resolve; })); };
      export const onOpen = () => open();
      export const onDrop = () => { for (const name of Object.keys(kept)) delete kept[name]; };`,
  });
  bench.emit({ type: "keep" });
  await bench.swap("m.js", old.replace("v: 1", "v: 100"));
  const kept = bench.exports("keeper.js")["kept"] as Record<string, (n?: number) => unknown> & {
    waiting: Promise<number>;
  };
  return { bench, kept, references: bench.workbench.session.references };
};

test("[R14] revoked old code throws at its next use of its module or of an import, and says whose it was", async () => {
  const { bench, kept, references } = await revokedBench();
  expect(kept["byCall"]?.()).toBe(1);
  const report = references.revoke("m.js", 1);
  expect(report).toMatchObject({ id: "m.js", generation: 1, unstoppable: ["pure", "counting"] });
  expect(report.throws).toEqual(expect.arrayContaining(["table", "byTable", "./theory"]));
  expect(() => kept["byTable"]?.()).toThrow("m.js #1 was revoked: its old code used table.");
  expect(() => kept["byCall"]?.()).toThrow("m.js #1 was revoked: its old code used byTable.");
  expect(() => kept["byImport"]?.()).toThrow("m.js #1 was revoked: its old code used an import of ./theory.");
  bench.emit({ type: "open" });
  await expect(kept.waiting).rejects.toThrow("m.js #1 was revoked");
  // What uses nothing of its module cannot be stopped, and the report says so.
  expect([kept["pure"]?.(1), kept["counting"]?.()]).toEqual([2, 1]);
});

test("[R14] what runs, and importers of it, do not notice", async () => {
  const { bench, references } = await revokedBench();
  references.revoke("m.js", 1);
  const now = bench.exports("m.js") as Record<string, () => unknown>;
  expect([now["byTable"]?.(), now["byCall"]?.(), now["byImport"]?.()]).toEqual([100, 100, 2]);
  expect(bench.exports("theory.js")["scale"]).toBeTypeOf("function");
});

test("[R14] a revoked generation says so, and is reclaimed once it is let go", async () => {
  const { bench, kept, references } = await revokedBench();
  references.revoke("m.js", 1);
  expect(await references.certificate("m.js", 1)).toMatchObject({ status: "retained", revoked: true });
  bench.emit({ type: "open" });
  await kept.waiting.catch(() => undefined);
  bench.emit({ type: "drop" });
  expect(await references.certificate("m.js", 1)).toMatchObject({ status: "reclaimed", revoked: true });
});

test("[R14] what runs, is gone, or was revoked before is refused", async () => {
  const { references } = await revokedBench();
  expect(() => references.revoke("m.js", 2)).toThrow("m.js #2 runs: swap or unload it first.");
  references.revoke("m.js", 1);
  expect(() => references.revoke("m.js", 1)).toThrow("m.js #1 is gone, or was revoked before.");
  expect(() => references.revoke("m.js", 9)).toThrow("m.js has no generation #9.");
});
