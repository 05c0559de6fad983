import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Bench, workbenchOf } from "../testing.ts";

/** Every function answers with the number of its generation, so that a wrong or missing binding shows. */
const text = (n: number): string => `
  import { EventEmitter } from "node:events";
  const table = { n: ${n} };
  export const a = () => b();
  export function b() { return c(2) === d() ? d() : -1; }
  export const c = (k) => k === 0 ? table.n : c(k - 1);
  export const d = () => table.n;
  export const e = () => () => d();
  export const f = async (gate) => { await gate; return c(1); };
  export function* g() { yield 0; yield d(); }
  export class K { get() { return d(); } }
  export default function () { return a(); }
  let box = { n: ${n} }; const inner = () => box.n;
  export const p = () => { box = { ...box }; return inner(); };
  setTimeout(() => table.n, 1e6);`;

/** How something of \`m\` is held; \`held\` is what a holder asks to be answered with the generation's number. */
const keeper = `
  import { EventEmitter } from "node:events";
  import * as m from "./m";
  const shelf = new Map(); const array = []; const emitter = new EventEmitter();
  const put = {
    variable: (id, code) => { shelf.set(id, { ask: () => code() }); },
    array: (id, code) => { array[id] = code; shelf.set(id, { ask: () => array[id](), drop: () => { array[id] = undefined; } }); },
    key: (id, code) => { const keys = new Map([[code, id]]); shelf.set(id, { ask: () => [...keys.keys()][0]() }); },
    global: (id, code) => { globalThis["graftLaw" + id] = code; shelf.set(id, { ask: () => globalThis["graftLaw" + id](), drop: () => { delete globalThis["graftLaw" + id]; } }); },
    listener: (id, code) => { emitter.on("law" + id, code); shelf.set(id, { ask: () => emitter.listeners("law" + id)[0](), drop: () => { emitter.removeAllListeners("law" + id); } }); },
    bound: (id, code) => { const bound = code.bind(null); shelf.set(id, { ask: () => bound() }); },
    promise: (id, code) => { let open; const gate = new Promise((resolve) => { open = resolve; }).then(code); shelf.set(id, { open: () => { open(); return gate; } }); },
    closure: (id) => { const made = m.e(); shelf.set(id, { ask: () => made() }); },
    suspended: (id) => { let open; const call = m.f(new Promise((resolve) => { open = resolve; })); shelf.set(id, { open: () => { open(); return call; } }); },
    generator: (id) => { const steps = m.g(); steps.next(); shelf.set(id, { once: () => steps.next().value }); },
    instance: (id) => { const one = new m.K(); shelf.set(id, { ask: () => one.get() }); },
  };
  export const onHold = (_, { id, kind, name }) => { put[kind](id, m[name]); };
  export const onDrop = (_, { id }) => { shelf.get(id)?.drop?.(); shelf.delete(id); };
  export const last = (id) => { const { ask, open, once } = shelf.get(id); return (open ?? once ?? ask)(); };
  export const ask = (id) => shelf.get(id).ask?.();`;

const kindsOfFunction = ["variable", "array", "key", "global", "listener", "bound", "promise"] as const;
const kindsOfMade = ["closure", "suspended", "generator", "instance"] as const;
const callable = ["a", "b", "d", "p", "default"] as const;

/** What each function reaches by name, itself included. */
const reach: Readonly<Record<string, readonly string[]>> = {
  a: ["a", "b", "c", "d"],
  b: ["b", "c", "d"],
  d: ["d"],
  p: ["p"],
  default: ["default", "a", "b", "c", "d"],
  closure: ["d"],
  suspended: ["f", "c"],
  generator: ["g", "d"],
  instance: ["K", "d"],
};

type Step =
  | { readonly do: "hold"; readonly kind: string; readonly name: string }
  | { readonly do: "drop"; readonly which: number }
  | { readonly do: "swap" }
  | { readonly do: "prove" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("hold" as const),
      kind: fc.constantFrom(...kindsOfFunction),
      name: fc.constantFrom(...callable),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("hold" as const),
      kind: fc.constantFrom(...kindsOfMade),
      name: fc.constant("e"),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("drop" as const), which: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("swap" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("prove" as const) }) },
);

interface Held {
  readonly id: number;
  readonly generation: number;
  readonly kind: string;
  readonly name: string;
}

class Story {
  readonly #bench: Bench;
  #held: Held[] = [];
  #ids = 0;
  #generation = 1;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case "hold": {
        const held = { id: this.#ids++, generation: this.#generation, kind: one.kind, name: one.name };
        this.#held.push(held);
        this.#bench.emit({ type: "hold", ...held });
        return;
      }
      case "drop": {
        const [gone] = this.#held.splice(one.which % Math.max(this.#held.length, 1), 1);
        if (gone) await this.#drop(gone);
        return;
      }
      case "swap":
        expect(await this.#bench.swap("m.js", text(++this.#generation))).toMatchObject({ ok: true });
        return;
      case "prove":
        return this.prove();
    }
  }

  /** What is really held against what was proved, and what is held still answers. */
  async prove(): Promise<void> {
    await this.#bench.workbench.session.references.prove();
    for (const { generation, status, functions } of this.#bench.workbench.session.generationsOf("m.js")) {
      const holders = this.#held.filter((one) => one.generation === generation);
      if (generation === this.#generation) expect(status).toBe("current");
      else expect([generation, status]).toEqual([generation, holders.length > 0 ? "retained" : "reclaimed"]);
      const needed = new Set(holders.flatMap(({ kind, name }) => reach[kind] ?? reach[name] ?? []));
      for (const one of functions) if (needed.has(one.name)) expect([one.name, one.status]).not.toContain("reclaimed");
    }
    const keeperNow = this.#keeper();
    for (const { id, generation } of this.#held) expect(keeperNow.ask(id) ?? generation).toBe(generation);
  }

  async dropAll(): Promise<void> {
    for (const one of this.#held.splice(0)) await this.#drop(one);
  }

  async #drop({ id, generation }: Held): Promise<void> {
    expect(await this.#keeper().last(id)).toBe(generation);
    this.#bench.emit({ type: "drop", id });
  }

  #keeper(): { readonly ask: (id: number) => number | undefined; readonly last: (id: number) => unknown } {
    return this.#bench.exports("keeper.js") as never;
  }
}

test("[R6] [R8] [R12] whatever holds what: reclaimed is exactly what nobody holds, and what is held runs on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const bench = await workbenchOf({ "m.js": text(1), "keeper.js": keeper });
      const story = new Story(bench);
      for (const one of steps) await story.take(one);
      await story.prove();
      await story.dropAll();
      await story.prove();
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 180_000);
