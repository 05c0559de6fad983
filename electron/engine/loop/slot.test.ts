import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Handler, SlotTable, type StateCell } from "./slot.ts";

const handler = (id: string, name: string, order: number, generation = 1): Handler => ({
  cell: { id, state: null } satisfies StateCell,
  name,
  slot: name === "onAny" ? "any" : name.slice(2).toLowerCase(),
  generation,
  order,
  call: () => undefined,
  quarantined: () => false,
});

const named = (handlers: readonly Handler[]): readonly string[] =>
  handlers.map(({ cell, name }) => `${cell.id} ${name}`);

test("[T2] by module id in code units, then by declaration, a module's `onAny` last", () => {
  const slots = new SlotTable();
  slots.splice(
    [],
    [
      handler("b.ts", "onTick", 3),
      handler("b.ts", "onAny", 0),
      handler("ä.ts", "onTick", 0),
      handler("a.ts", "onAny", 0),
      handler("a.ts", "onTick", 1),
      handler("B.ts", "onTick", 0),
      handler("a/z.ts", "onTick", 0),
      handler("b.ts", "onKey", 2),
    ],
  );
  expect(named(slots.handlersFor("tick"))).toEqual([
    "B.ts onTick",
    "a.ts onTick",
    "a.ts onAny",
    "a/z.ts onTick",
    "b.ts onTick",
    "b.ts onAny",
    "ä.ts onTick",
  ]);
  expect(named(slots.handlersFor("key"))).toEqual(["a.ts onAny", "b.ts onKey", "b.ts onAny"]);
  expect(named(slots.handlersFor("else"))).toEqual(["a.ts onAny", "b.ts onAny"]);
  expect(named(slots.handlersFor("any"))).toEqual(["a.ts onAny", "b.ts onAny"]);
});

test("[T2] the summary has one entry a slot, `any` among them", () => {
  const slots = new SlotTable();
  const tick = handler("a.ts", "onTick", 0, 4);
  const any = handler("a.ts", "onAny", 1, 4);
  slots.splice([], [tick, any]);
  expect(slots.summary()).toEqual([
    { event: "any", handlers: [{ module: "a.ts", function: "onAny", generation: 4 }] },
    { event: "tick", handlers: [{ module: "a.ts", function: "onTick", generation: 4 }] },
  ]);
  expect([slots.listensFor("tick"), slots.listensFor("key")]).toEqual([true, true]);
  slots.splice([any], []);
  expect([slots.listensFor("tick"), slots.listensFor("key")]).toEqual([true, false]);
  slots.splice([tick], []);
  expect([slots.summary(), slots.handlersFor("tick"), slots.listensFor("tick")]).toEqual([[], [], false]);
});

test("[T2] the handlers of a type are the same array until the next splice", () => {
  const slots = new SlotTable();
  slots.splice([], [handler("a.ts", "onTick", 0), handler("b.ts", "onAny", 0)]);
  const before = slots.handlersFor("tick");
  expect(slots.handlersFor("tick")).toBe(before);
  slots.splice([], [handler("c.ts", "onTick", 0)]);
  expect(named(slots.handlersFor("tick"))).toEqual(["a.ts onTick", "b.ts onAny", "c.ts onTick"]);
  expect(named(before)).toEqual(["a.ts onTick", "b.ts onAny"]);
});

test("[T2] a swap moves nobody: the order depends on what is spliced in, not on when", () => {
  const names = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("a.ts", "b.ts", "a/b.ts", "Z.ts"),
      name: fc.constantFrom("onTick", "onAny", "onKey"),
      order: fc.nat(5),
    }),
    { selector: ({ id, name }) => `${id} ${name}`, maxLength: 12 },
  );
  fc.assert(
    fc.property(names, fc.array(fc.nat(11), { maxLength: 20 }), (declared, swaps) => {
      const straight = new SlotTable();
      const swapped = new SlotTable();
      const current = declared.map(({ id, name, order }) => handler(id, name, order));
      straight.splice([], current);
      for (const one of current.toReversed()) swapped.splice([], [one]);
      for (const pick of swaps) {
        const old = current[pick];
        if (old === undefined) continue;
        const next = { ...old, generation: old.generation + 1 };
        swapped.splice([old], [next]);
        current[pick] = next;
      }
      for (const type of ["tick", "key", "else"]) {
        expect(named(swapped.handlersFor(type))).toEqual(named(straight.handlersFor(type)));
      }
      expect(swapped.summary().flatMap(({ handlers }) => handlers).length).toBe(declared.length);
    }),
  );
});
