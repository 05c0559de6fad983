import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Event } from "../plain.ts";
import { Queue } from "./queue.ts";

const event = (n: number): Event => ({ type: "e", n });
const cause = { by: "outside" } as const;

test("[T7] behaves as a list, whatever is done in whatever order", () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("push" as const), count: fc.nat(1500) }),
    fc.record({ do: fc.constant("pushAll" as const), count: fc.nat(3000) }),
    fc.record({ do: fc.constant("shift" as const), count: fc.nat(3000) }),
    fc.record({ do: fc.constant("unshift" as const), count: fc.nat(20) }),
    fc.record({ do: fc.constant("trim" as const), count: fc.constant(1) }),
    fc.record({ do: fc.constant("clear" as const), count: fc.constant(1) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const queue = new Queue();
      let model: { readonly event: Event; readonly at: number }[] = [];
      let n = 0;
      for (const { do: what, count } of steps) {
        if (what === "pushAll") {
          const added = Array.from({ length: count }, () => event(n++));
          queue.pushAll(added, n, cause, n);
          model.push(...added.map((event) => ({ event, at: n })));
          continue;
        }
        for (let index = 0; index < count; index++) {
          const added = { event: event(n), at: n++ };
          if (what === "push") queue.push(added.event, added.at, cause, added.at);
          if (what === "push") model.push(added);
          if (what === "unshift")
            queue.unshift({ event: added.event, queuedAt: added.at, cause, queuedAfter: added.at, number: -n });
          if (what === "unshift") model.unshift(added);
          if (what === "trim") queue.trim();
          if (what === "clear") queue.clear();
          if (what === "clear") model = [];
          if (what !== "shift") continue;
          const at = queue.firstAt();
          const first = queue.first();
          const expected = model.shift();
          expect(queue.shift()).toBe(expected?.event);
          expect(first).toBe(expected?.event);
          if (expected !== undefined) expect(at).toBe(expected.at);
        }
        expect(queue.length).toBe(model.length);
      }
      expect(queue.toArray()).toEqual(model.map(({ event }) => event));
      expect(queue.from().map(({ event, queuedAt, queuedAfter }) => ({ event, queuedAt, queuedAfter }))).toEqual(
        model.map(({ event, at }) => ({ event, queuedAt: at, queuedAfter: at })),
      );
      expect(new Set(queue.from().map(({ number }) => number)).size).toBe(model.length);
    }),
    { numRuns: 60 },
  );
});

test("[T29] takes out, moves and replaces as a list does, wherever its ring begins", () => {
  const edit = fc.oneof(
    fc.record({ do: fc.constant("remove" as const), at: fc.array(fc.nat(2000), { maxLength: 5 }) }),
    fc.record({ do: fc.constant("move" as const), from: fc.nat(2000), to: fc.nat(2000) }),
    fc.record({ do: fc.constant("replace" as const), at: fc.nat(2000) }),
    fc.record({ do: fc.constant("push" as const), count: fc.nat(600) }),
    fc.record({ do: fc.constant("shift" as const), count: fc.nat(600) }),
  );
  fc.assert(
    fc.property(fc.nat(3000), fc.array(edit, { maxLength: 20 }), (ahead, edits) => {
      const queue = new Queue();
      let model: number[] = [];
      const push = (): void => {
        queue.push(event(queue.lastNumber + 1), 0, cause, 0);
        model.push(queue.lastNumber);
      };
      for (let index = 0; index < ahead; index++) push();
      for (const one of edits) {
        const within = (place: number): number => place % model.length;
        if (one.do === "push") for (let index = 0; index < one.count; index++) push();
        else if (one.do === "shift")
          for (let index = 0; index < one.count; index++)
            expect(queue.shift() === undefined).toBe(model.shift() === undefined);
        else if (model.length === 0) continue;
        else if (one.do === "replace") queue.replace(within(one.at), { type: "other" }, cause);
        else if (one.do === "move") {
          queue.move(within(one.from), within(one.to));
          model = model.toSpliced(within(one.from), 1).toSpliced(within(one.to), 0, model[within(one.from)]!);
        } else {
          const places = [...new Set(one.at.map(within))].sort((a, b) => a - b);
          queue.remove(places);
          model = model.filter((_, index) => !places.includes(index));
        }
      }
      expect(queue.from().map(({ number }) => number)).toEqual(model);
      for (const { number, event: told } of queue.from()) if (told.type === "e") expect(told["n"]).toBe(number);
      const some = new Set(model.filter((_, index) => index % 7 === 0));
      expect([...queue.indexesOf(some).values()]).toEqual([...some].map((number) => model.indexOf(number)));
      expect([queue.indexOf(model.at(-1) ?? -1), queue.indexOf(-1)]).toEqual([model.length - 1, -1]);
    }),
    { numRuns: 100 },
  );
});

test("[T7] holds a million events", () => {
  const queue = new Queue();
  const one = event(1);
  for (let index = 0; index < 1_000_000; index++) queue.push(one, index, cause, 0);
  expect([queue.length, queue.firstAt()]).toEqual([1_000_000, 0]);
  for (let index = 0; index < 999_999; index++) queue.shift();
  queue.trim();
  expect([queue.length, queue.firstAt(), queue.shift(), queue.shift()]).toEqual([1, 999_999, one, undefined]);
});
