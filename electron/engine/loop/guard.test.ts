import { expect, test } from "vitest";
import { guarded } from "./guard.ts";

test("[T9] hands on what the function returns and what it throws", () => {
  expect(guarded(() => 7, 1000)).toEqual({ ok: true, value: 7 });
  const thrown = { anything: true };
  expect(() =>
    guarded(() => {
      throw thrown;
    }, 1000),
  ).toThrow(expect.objectContaining(thrown) as Error);
});

test.each<[string, () => void]>([
  [
    "an endless loop",
    () => {
      for (;;);
    },
  ],
  [
    "one that catches",
    () => {
      for (;;) {
        try {
          for (;;);
        } catch {
          // and on it goes
        }
      }
    },
  ],
  [
    "one that calls itself from its finally",
    function again(): void {
      try {
        for (;;);
      } finally {
        again();
      }
    },
  ],
  ["a hopeless regular expression", () => void /^(a+)+$/.test(`${"a".repeat(40)}b`)],
])("[T9] cuts %s", (_name, run) => {
  expect(guarded(run, 30)).toEqual({ ok: false, reason: "timeout" });
  expect(guarded(() => "alive", 1000)).toEqual({ ok: true, value: "alive" });
});

test("[T9] a function that throws the guard's own error was not cut", () => {
  const error = Object.assign(new Error("timed out"), { code: "ERR_SCRIPT_EXECUTION_TIMEOUT" });
  expect(() =>
    guarded(() => {
      throw error;
    }, 1000),
  ).toThrow(error);
});

test("[T9] one guard inside another: each cuts what is its own", () => {
  const outer = guarded(() => {
    const inner = guarded(() => {
      for (;;);
    }, 20);
    return { inner, after: guarded(() => "works", 1000) };
  }, 5000);
  expect(outer).toEqual({
    ok: true,
    value: { inner: { ok: false, reason: "timeout" }, after: { ok: true, value: "works" } },
  });
  expect(
    guarded(
      () =>
        guarded(() => {
          for (;;);
        }, 5000),
      20,
    ),
  ).toEqual({ ok: false, reason: "timeout" });
});
