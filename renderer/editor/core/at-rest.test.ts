import { expect, test, vi } from "vitest";
import { atRest } from "./at-rest.ts";

const counted = (words: string) => {
  const make = vi.fn(() => Promise.resolve(words));
  return { make, ask: atRest(make) };
};

test("only what was asked for last is made, and only once", async () => {
  const [first, second] = [counted("first"), counted("second")];
  const early = first.ask();
  const repeated = second.ask();
  const last = second.ask();
  expect(await Promise.all([early, repeated, last])).toEqual([null, null, "second"]);
  expect(first.make).not.toHaveBeenCalled();
  expect(await second.ask()).toBe("second");
  expect(second.make).toHaveBeenCalledTimes(1);
});

test("what is there already makes what is still waited for needless", async () => {
  const [known, other] = [counted("known"), counted("other")];
  await known.ask();
  const waiting = other.ask();
  await known.ask();
  expect(await waiting).toBeNull();
  expect(other.make).not.toHaveBeenCalled();
});
