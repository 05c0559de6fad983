/**
 * What the test suites of peers expect of replaced code, as cases of our own: the runtimes of hot ES modules and of hot
 * module replacement, and Erlang's code server, from which the idea is. `PEERS.md` is this table;
 * `UPDATE=1` writes it anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";

interface Case {
  readonly peer: "dynohot" | "Vite" | "webpack" | "Erlang";
  /** What is expected there. */
  readonly expects: string;
  /** What holds here where it is not the same; the case proves that. */
  readonly differs?: string;
  readonly run: () => Promise<void>;
}

const call = (bench: Bench, id: string, name: string, ...parameters: unknown[]): unknown =>
  (bench.exports(id)[name] as (...given: unknown[]) => unknown)(...parameters);

const tick = { type: "tick" };

const cases: readonly Case[] = [
  {
    peer: "dynohot",
    expects: "a name exported as default is imported as default",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": `const name = "child"; export { name as default };`,
        "main.js": `import name from "./child.js"; export const got = name;`,
      });
      expect(bench.exports("main.js")["got"]).toBe("child");
    },
  },
  {
    peer: "dynohot",
    expects: "modules of a cycle are evaluated in the standard's order",
    run: async () => {
      Reflect.set(globalThis, "order", []);
      await workbenchOf({
        "a.js": `import "./first.js"; import "./second.js"; order.push("a");`,
        "first.js": `import "./a.js"; order.push("first");`,
        "second.js": `import "./first.js"; order.push("second");`,
      });
      expect(Reflect.get(globalThis, "order")).toEqual(["first", "second", "a"]);
    },
  },
  {
    peer: "dynohot",
    expects: "after a link error an edit of the importer recovers",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": `export const symbol = 1;`,
        "main.js": `import { symbol } from "./child.js"; export const get = () => symbol;`,
      });
      expect(await bench.swap("child.js", ``)).toMatchObject({
        ok: false,
        problems: [{ code: "export-in-use", file: "main.js" }],
      });
      expect(await bench.swap("main.js", `import {} from "./child.js";`)).toMatchObject({ ok: true });
      expect(await bench.swap("child.js", ``)).toMatchObject({ ok: true });
    },
  },
  {
    peer: "dynohot",
    expects: "a module that does `export *` of itself links, and a name that it lacks is a link error",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": `export * from "./child.js";`,
        "main.js": `import { symbol } from "./child.js"; symbol;`,
      });
      expect(bench.module("child.js").status).toBe("running");
      expect(bench.module("main.js").problem).toMatchObject({ code: "missing-export" });
    },
  },
  {
    peer: "dynohot",
    expects: "a module re-exports a name of its own from itself",
    run: async () => {
      const bench = await workbenchOf({
        "c.js": `export { name as indirect } from "./c.js"; export const name = 1;`,
        "main.js": `import { name, indirect } from "./c.js"; export const both = [name, indirect];`,
      });
      expect(bench.exports("main.js")["both"]).toEqual([1, 1]);
    },
  },
  {
    peer: "dynohot",
    expects: "two exports of one name, declared or re-exported, are a syntax error",
    run: async () => {
      const bench = await workbenchOf({
        "a.js": `export const name = 1; export const name = 2;`,
        "b.js": `export { id, id } from "./c.js";`,
        "c.js": `export const id = 1;`,
      });
      expect([bench.module("a.js").problem?.code, bench.module("b.js").problem?.code]).toEqual(["syntax", "syntax"]);
    },
  },
  {
    peer: "dynohot",
    expects: "hoisted functions run across a cycle before their module is evaluated",
    run: async () => {
      const bench = await workbenchOf({
        "a.js": `import { value } from "./b.js"; export function hoisted() { return typeof value; }`,
        "b.js": `import { hoisted } from "./a.js"; export const value = 1; export const got = hoisted();`,
      });
      expect(bench.exports("b.js")["got"]).toBe("number");
    },
  },
  {
    peer: "dynohot",
    expects: "`export * as`, and a namespace that is imported and exported, are linked",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": `export const id = 1;`,
        "named.js": `export * as ns from "./child.js";`,
        "through.js": `import * as ns from "./child.js"; export { ns };`,
        "main.js": `import { ns } from "./named.js"; import * as two from "./through.js"; export const got = [ns.id, two.ns.id, ns === two.ns];`,
      });
      expect(bench.exports("main.js")["got"]).toEqual([1, 1, true]);
    },
  },
  {
    peer: "dynohot",
    expects: "`export *` of a module from outside brings its names, without the default",
    run: async () => {
      const bench = await workbenchOf({
        "utility.js": `export * from "node:path";`,
        "main.js": `import * as utility from "./utility.js"; export const got = [utility.default, typeof utility.join];`,
      });
      expect(bench.exports("main.js")["got"]).toEqual([undefined, "function"]);
    },
  },
  {
    peer: "dynohot",
    expects: "an export of its own shadows one that comes by `export *`",
    run: async () => {
      const bench = await workbenchOf({
        "one.js": `export const id = 1;`,
        "two.js": `export * from "./one.js"; export const id = 2;`,
      });
      expect(bench.exports("two.js")["id"]).toBe(2);
    },
  },
  {
    peer: "dynohot",
    expects: "a hoisted function may import() while a cycle is evaluated",
    run: async () => {
      const bench = await workbenchOf({
        "a.js": `import "./first.js"; export function fn() { return import("./extra.js"); }`,
        "extra.js": `export const extra = 1;`,
        "first.js": `import { fn } from "./a.js"; export const promise = fn();`,
      });
      expect(await bench.exports("first.js")["promise"]).toHaveProperty("extra", 1);
      const swapped = {
        "first.js": `export const promise = import("./later.js");`,
        "later.js": `export const late = 2;`,
      };
      expect(await bench.swapAll(swapped)).toMatchObject({ ok: true });
      expect(await bench.exports("first.js")["promise"]).toHaveProperty("late", 2);
    },
  },
  {
    peer: "dynohot",
    expects: "modules wait for each other's top-level await",
    differs: "top-level await is refused with its place: a swap happens between two events",
    run: async () => {
      const bench = await workbenchOf({ "a.js": `await 1;` });
      expect(bench.module("a.js").problem).toMatchObject({ code: "top-level-await", line: 1, column: 1 });
    },
  },
  {
    peer: "dynohot",
    expects: "an importer that accepts is evaluated again and sees the new value",
    differs: "importers see new values without being evaluated again; one that computed something is listed as stale",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": `export const counter = 1;`,
        "main.js": `import { counter } from "./child.js"; export const now = () => counter; export const then = counter;`,
      });
      const report = await bench.swap("child.js", `export const counter = 2;`);
      expect([call(bench, "main.js", "now"), bench.exports("main.js")["then"], report.stale]).toEqual([
        2,
        1,
        ["main.js"],
      ]);
    },
  },
  {
    peer: "dynohot",
    expects: "an update nobody accepts runs nothing",
    differs: "every module can be swapped: nobody has to accept",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": ``,
        "main.js": `import "./child.js"; globalThis.runs = (globalThis.runs ?? 0) + 1;`,
      });
      expect(await bench.swap("child.js", `export const a = 1;`)).toMatchObject({ ok: true });
      expect(Reflect.get(globalThis, "runs")).toBe(1);
    },
  },
  {
    peer: "dynohot",
    expects: "an evaluation that throws is recoverable by the next edit",
    run: async () => {
      const bench = await workbenchOf({
        "child.js": `export const n = 1;`,
        "main.js": `import { n } from "./child.js"; export const get = () => n;`,
      });
      expect(await bench.swap("child.js", `export const n = 2; throw new Error();`)).toMatchObject({
        ok: false,
        problems: [{ code: "evaluate-threw" }],
      });
      expect(call(bench, "main.js", "get")).toBe(1);
      expect(await bench.swap("child.js", `export const n = 3;`)).toMatchObject({ ok: true });
      expect(call(bench, "main.js", "get")).toBe(3);
    },
  },
  {
    peer: "dynohot",
    expects: "an error persists until the module that has it is mended",
    run: async () => {
      const bench = await workbenchOf({ "child.js": `throw new Error();`, "main.js": `import "./child.js";` });
      expect(await bench.swap("main.js", `import "./child.js"; export const a = 1;`)).toMatchObject({ ok: false });
      expect(await bench.swap("child.js", ``)).toMatchObject({ ok: true });
      expect(await bench.workbench.session.swap({ ids: ["main.js"] })).toMatchObject({ ok: true });
    },
  },
  {
    peer: "dynohot",
    expects: "dispose handlers run when the module is replaced; one that throws is fatal",
    differs: "sources are stopped; one that throws is a problem in the report and the swap stands",
    run: async () => {
      const bench = await workbenchOf({ "a.js": `export const sourceA = () => () => { throw new Error("no"); };` });
      const report = await bench.swap("a.js", `export const b = 1;`);
      expect(report).toMatchObject({ ok: true, problems: [{ code: "disposer-threw" }] });
    },
  },
  {
    peer: "dynohot",
    expects: "`using` at the top level and string literals as export names are understood",
    run: async () => {
      const bench = await workbenchOf({
        "a.ts": `using held = null; const value = 0; export { value as "string literal" };`,
      });
      expect({ ...bench.exports("a.ts") }).toEqual({ "string literal": 0 });
    },
  },
  {
    peer: "dynohot",
    expects: "specifiers that make the same identifier do not collide",
    run: async () => {
      const bench = await workbenchOf({
        "x-y.js": `export default 1;`,
        "x_y.js": `export default 2;`,
        "x.y.js": `export default 3;`,
        "x_y_.js": `export default 4;`,
        "main.js": `import a from "./x-y.js"; import b from "./x_y.js"; import c from "./x.y.js"; import d from "./x_y_.js"; export const got = () => [a, b, c, d];`,
      });
      expect(call(bench, "main.js", "got")).toEqual([1, 2, 3, 4]);
      await bench.swap("x_y.js", `export default 5;`);
      expect(call(bench, "main.js", "got")).toEqual([1, 5, 3, 4]);
    },
  },
  {
    peer: "Vite",
    expects: "an update keeps what surrounds it: a handed-on value survives by `hot.data`",
    differs: "state belongs to the host and survives by itself",
    run: async () => {
      const bench = await workbenchOf({
        "a.ts": `export const init = () => ({ n: 0 }); export const onTick = (s: any) => ({ state: { n: s.n + 1 } });`,
      });
      bench.emit(tick).emit(tick);
      await bench.swap(
        "a.ts",
        `export const init = () => ({ n: 0 }); export const onTick = (s: any) => ({ state: { n: s.n + 10 } });`,
      );
      expect(bench.emit(tick).state("a.ts")).toEqual({ n: 12 });
    },
  },
  {
    peer: "Vite",
    expects: "an edit propagates through a chain of re-exports",
    run: async () => {
      const bench = await workbenchOf({
        "leaf.js": `export const v = 1;`,
        "named.js": `export { v as w } from "./leaf.js";`,
        "star.js": `export * from "./named.js";`,
        "main.js": `import { w } from "./star.js"; export const get = () => w;`,
      });
      await bench.swap("leaf.js", `export const v = 2;`);
      expect(call(bench, "main.js", "get")).toBe(2);
    },
  },
  {
    peer: "Vite",
    expects: "an edit in a circular import updates without a reload when order allows",
    run: async () => {
      const bench = await workbenchOf({
        "a.js": `import { b } from "./b.js"; export const a = () => "a1"; export const both = () => a() + b();`,
        "b.js": `import { a } from "./a.js"; export const b = () => "b" + a();`,
      });
      expect(
        await bench.swap(
          "a.js",
          `import { b } from "./b.js"; export const a = () => "a2"; export const both = () => a() + b();`,
        ),
      ).toMatchObject({ ok: true, stale: [] });
      expect(call(bench, "a.js", "both")).toBe("a2ba2");
    },
  },
  {
    peer: "Vite",
    expects: "a syntax error keeps the page as it was, and names file and line; mending it updates",
    run: async () => {
      const bench = await workbenchOf({ "a.ts": `export const f = () => 1;` });
      expect(await bench.swap("a.ts", `export const f = () => {\n  return 2;;\n} }`)).toMatchObject({
        ok: false,
        problems: [{ code: "syntax", file: "a.ts", line: 3 }],
      });
      expect(call(bench, "a.ts", "f")).toBe(1);
      expect(await bench.swap("a.ts", `export const f = () => 3;`)).toMatchObject({ ok: true });
    },
  },
  {
    peer: "Vite",
    expects: "a file that did not exist when it was first imported is picked up once it does",
    run: async () => {
      const bench = await workbenchOf({ "main.js": `import { a } from "./late.js"; export const get = () => a;` });
      expect(bench.module("main.js").problem).toMatchObject({ code: "unresolved-import" });
      expect(await bench.swap("late.js", `export const a = 1;`)).toMatchObject({ ok: true });
      expect(bench.module("main.js").status).toBe("running");
    },
  },
  {
    peer: "Vite",
    expects: "a new file is loaded with the edit that imports it",
    run: async () => {
      const bench = await workbenchOf({ "main.js": `export const get = () => 0;` });
      bench.write("fresh.js", `export const a = 5;`);
      await bench.until(() => bench.workbench.session.modules().length === 2);
      expect(await bench.swap("main.js", `import { a } from "./fresh.js"; export const get = () => a;`)).toMatchObject({
        ok: true,
      });
      expect(call(bench, "main.js", "get")).toBe(5);
    },
  },
  {
    peer: "Vite",
    expects: "a module that nobody imports any more is pruned",
    differs:
      "it stays: every file of the workspace is a module by itself; its count falls to 0, and it can be unloaded",
    run: async () => {
      const bench = await workbenchOf({
        "main.js": `import { a } from "./lib.js"; export const get = () => a;`,
        "lib.js": `export const a = () => 1;`,
      });
      expect(bench.module("lib.js").references.imports).toBe(1);
      await bench.swap("main.js", `export const get = () => 0;`);
      expect(bench.module("lib.js").references.imports).toBe(0);
      expect(await bench.workbench.session.unload(["lib.js"])).toMatchObject({ ok: true });
    },
  },
  {
    peer: "Vite",
    expects: "an export that only became a value after a type import was dropped is found",
    run: async () => {
      const bench = await workbenchOf({
        "lib.ts": `export type A = string;`,
        "main.ts": `import type { A } from "./lib"; export const get = (): A => "none";`,
      });
      await bench.swap("lib.ts", `export const A = "value";`);
      expect(await bench.swap("main.ts", `import { A } from "./lib"; export const get = () => A;`)).toMatchObject({
        ok: true,
      });
      expect(call(bench, "main.ts", "get")).toBe("value");
    },
  },
  {
    peer: "webpack",
    expects: "several modules are replaced in one update, or none when one of them fails",
    run: async () => {
      const bench = await workbenchOf({
        "a.js": `export const a = 1;`,
        "b.js": `import { a } from "./a.js"; export const get = () => a;`,
      });
      expect(
        await bench.swapAll({ "a.js": `export const z = 2;`, "b.js": `import { z } from "./a.js"; throw 0;` }),
      ).toMatchObject({ ok: false });
      expect(call(bench, "b.js", "get")).toBe(1);
      expect(
        await bench.swapAll({
          "a.js": `export const z = 2;`,
          "b.js": `import { z } from "./a.js"; export const get = () => z;`,
        }),
      ).toMatchObject({ ok: true });
      expect(call(bench, "b.js", "get")).toBe(2);
    },
  },
  {
    peer: "webpack",
    expects: "JSON that is imported is replaced like code",
    run: async () => {
      const bench = await workbenchOf({
        "info.json": `{ "name": "one" }`,
        "main.js": `import info from "./info.json"; export const get = () => info.name;`,
      });
      expect(await bench.swap("info.json", `{ "name": "two" }`)).toMatchObject({ ok: true });
      expect(call(bench, "main.js", "get")).toBe("two");
    },
  },
  {
    peer: "webpack",
    expects: "import() after an update gives the new module",
    run: async () => {
      const bench = await workbenchOf({
        "lib.js": `export const a = 1;`,
        "main.js": `export const load = () => import("./lib.js");`,
      });
      const before = (await call(bench, "main.js", "load")) as { a: number };
      await bench.swap("lib.js", `export const a = 2;`);
      expect(((await call(bench, "main.js", "load")) as { a: number }).a).toBe(2);
      expect(before.a).toBe(2);
    },
  },
  {
    peer: "webpack",
    expects: "a dependency that throws in the middle of an update leaves the ones before it replaced",
    differs: "nothing is replaced: the swap is one transaction",
    run: async () => {
      const bench = await workbenchOf({
        "a.js": `export const a = 1;`,
        "b.js": `import "./a.js"; export const b = 1;`,
      });
      expect(
        await bench.swapAll({ "a.js": `export const a = 2;`, "b.js": `import "./a.js"; throw new Error();` }),
      ).toMatchObject({ ok: false });
      expect([bench.exports("a.js")["a"], bench.module("a.js").generation]).toEqual([1, 1]);
    },
  },
  {
    peer: "Erlang",
    expects: "a call through the module reaches the new code; a function value goes on with the old",
    run: async () => {
      const bench = await workbenchOf({
        "m.js": `export const f = () => "old";`,
        "user.js": `import { f } from "./m.js"; let held; export const hold = () => { held = f; }; export const both = () => [f(), held()];`,
      });
      call(bench, "user.js", "hold");
      await bench.swap("m.js", `export const f = () => "new";`);
      expect(call(bench, "user.js", "both")).toEqual(["new", "old"]);
    },
  },
  {
    peer: "Erlang",
    expects: "a loop that runs in old code enters the new code by a call that names the module",
    run: async () => {
      const bench = await workbenchOf({
        "m.js": `export const step = () => "old"; export const loop = (n, next) => n === 0 ? [] : [step(), ...next(n - 1, next)];`,
        "user.js": `import * as m from "./m.js"; export const run = (between) => m.loop(2, (n, next) => { between(); return m.loop(n, next); });`,
      });
      const swapped: Promise<unknown>[] = [];
      expect(
        call(bench, "user.js", "run", () =>
          swapped.push(
            bench.swap(
              "m.js",
              `export const step = () => "new"; export const loop = (n, next) => n === 0 ? [] : [step(), ...next(n - 1, next)];`,
            ),
          ),
        ),
      ).toEqual(["old", "old"]);
      await Promise.all(swapped);
      expect(call(bench, "user.js", "run", () => undefined)).toEqual(["new", "new"]);
    },
  },
  {
    peer: "Erlang",
    expects: "loading a third version while the second's predecessor is in use is refused until it is purged",
    differs: "any number of generations may drain side by side; nothing is killed",
    run: async () => {
      const bench = await workbenchOf({
        "m.js": `export const f = () => 1;`,
        "user.js": `import { f } from "./m.js"; const held = []; export const hold = () => held.push(f); export const all = () => held.map((g) => g());`,
      });
      for (const n of [2, 3, 4]) {
        call(bench, "user.js", "hold");
        expect(await bench.swap("m.js", `export const f = () => ${n};`)).toMatchObject({ ok: true });
      }
      call(bench, "user.js", "hold");
      expect(call(bench, "user.js", "all")).toEqual([1, 2, 3, 4]);
    },
  },
  {
    peer: "Erlang",
    expects: "an on_load function that fails keeps the new code out and the old code in",
    run: async () => {
      const bench = await workbenchOf({
        "m.ts": `export const init = () => 1; export const onTick = (n: any) => ({ state: n + 1 });`,
      });
      expect(
        await bench.swap(
          "m.ts",
          `export const migrate = () => { throw new Error("no"); }; export const onTick = (n: any) => ({ state: n + 100 });`,
        ),
      ).toMatchObject({ ok: false, problems: [{ code: "migrate-threw" }] });
      expect(bench.emit(tick).state("m.ts")).toBe(2);
    },
  },
  {
    peer: "Erlang",
    expects: "loading a file that is no code tells so, and nothing changes",
    run: async () => {
      const bench = await workbenchOf({ "m.js": `export const f = () => 1;` });
      const bytes = new Uint8Array([0xff, 0xfe, 0x00]);
      bench.write("m.js", bytes);
      expect(await bench.workbench.session.swap({ ids: ["m.js"] })).toMatchObject({
        ok: false,
        problems: [{ code: "file-not-utf8" }],
      });
      expect(call(bench, "m.js", "f")).toBe(1);
    },
  },
  {
    peer: "Erlang",
    expects: "deleting a module that others call makes their next call fail",
    differs: "the unload is refused and says who imports it",
    run: async () => {
      const bench = await workbenchOf({
        "m.js": `export const f = () => 1;`,
        "user.js": `import { f } from "./m.js"; export const g = () => f();`,
      });
      expect(await bench.workbench.session.unload(["m.js"])).toMatchObject({
        ok: false,
        problems: [{ code: "still-imported", file: "user.js" }],
      });
      expect(call(bench, "user.js", "g")).toBe(1);
    },
  },
  {
    peer: "Erlang",
    expects: "functions of two versions with the same name and shape are never confused",
    run: async () => {
      const text = (n: number): string => `export const make = () => (a) => a + ${n}; export const same = make;`;
      const bench = await workbenchOf({ "m.js": text(1) });
      const first = call(bench, "m.js", "make") as (a: number) => number;
      await bench.swap("m.js", text(10));
      const second = call(bench, "m.js", "make") as (a: number) => number;
      expect([first(1), second(1), first === second]).toEqual([2, 11, false]);
    },
  },
  {
    peer: "Erlang",
    expects: "constants of a replaced module stay whole for those who hold them",
    run: async () => {
      const bench = await workbenchOf({
        "m.js": `export const table = Object.freeze({ a: [1, "two", { three: 3 }] });`,
      });
      const { table } = bench.exports("m.js");
      await bench.swap("m.js", `export const table = 0;`);
      expect(table).toEqual({ a: [1, "two", { three: 3 }] });
    },
  },
  {
    peer: "Erlang",
    expects: "a stack trace through replaced code still names its lines",
    run: async () => {
      const bench = await workbenchOf({
        "m.ts": `import "./n";\nexport const sourceS = () => () => 0;\nexport const make = () => () => {\n  throw new Error("old");\n};`,
        "n.ts": ``,
      });
      const old = call(bench, "m.ts", "make") as () => void;
      await bench.swap("m.ts", `export const other = 1;`);
      expect(bench.module("m.ts").generation).toBe(2);
      expect(old).toThrow("old");
      let stack = "";
      try {
        old();
      } catch (error) {
        stack = (error as Error).stack ?? "";
      }
      expect(stack).toMatch(/graft:m\.ts#1:4:/);
    },
  },
  {
    peer: "Erlang",
    expects: "the same text loaded again is told apart from a change",
    run: async () => {
      const text = `export const f = () => 1; export const g = () => 2;`;
      const bench = await workbenchOf({ "m.js": text });
      const [module] = (await bench.swap("m.js", text.replace("2", "3"))).modules;
      expect([module?.exports.changed, module?.exports.same]).toEqual([["g"], ["f"]]);
    },
  },
  {
    peer: "Erlang",
    expects: "modules loaded in parallel again and again never show half of an update",
    run: async () => {
      const texts = (n: number): Record<string, string> => ({
        "a.js": `export const a = ${n};`,
        "b.js": `import { a } from "./a.js"; export const pair = () => [a, ${n}];`,
      });
      const bench = await workbenchOf(texts(0));
      await Promise.all(
        Array.from({ length: 10 }, async (_, n) => {
          await bench.workbench.session.swap({ ids: [], sources: texts(n + 1) });
          const [a, b] = call(bench, "b.js", "pair") as [number, number];
          expect(a).toBe(b);
        }),
      );
      expect(call(bench, "b.js", "pair")).toEqual([10, 10]);
    },
  },
  {
    peer: "Erlang",
    expects: "two files of one module name clash",
    differs: "a path is an identity: files whose names differ in case only, or by folder, are two modules",
    run: async () => {
      const bench = await workbenchOf({
        "lib.js": `export const a = 1;`,
        "Lib.js": `export const a = 2;`,
        "sub/lib.js": `export const a = 3;`,
      });
      expect(["lib.js", "Lib.js", "sub/lib.js"].map((id) => bench.exports(id)["a"])).toEqual([1, 2, 3]);
    },
  },
];

test.each(cases.map((one) => [one.peer, one.differs ?? one.expects, one] as const))(
  "[%s] %s",
  async (_peer, _name, { run }) => {
    await run();
  },
);

test("PEERS.md is this table", () => {
  const file = new URL("../PEERS.md", import.meta.url);
  if (process.env["UPDATE"]) writeFileSync(file, tableOfCases());
  expect(readFileSync(file, "utf8")).toBe(tableOfCases());
});

const tableOfCases = (): string => {
  const rows = cases.map(
    ({ peer, expects, differs }) => `| ${peer} | ${expects} | ${differs ? `differs: ${differs}` : "holds"} |`,
  );
  return `# What peers expect of replaced code

The cases of the test suites of [dynohot](https://github.com/braidnetworks/dynohot), Vite's and webpack's hot module
replacement and Erlang's code server that have a meaning here, written anew. Each row is a test of the same name in
\`modules/peers.test.ts\`, which also keeps this page: \`UPDATE=1 npx vitest run electron/engine/modules/peers.test.ts\`.
Where Graft differs, the test proves what holds instead.

| peer | expects | here |
| --- | --- | --- |
${rows.join("\n")}
`;
};
