import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { paced } from "./pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A teller that says so many bytes every frame, unless it is held. @returns what was told in so many seconds */
const tellFor = (seconds: number, bytesAFrame: number): number => {
  let isHeld = false;
  const pace = paced({ bytesPerSecond: 1_000_000, now: () => Date.now(), hold: (held) => (isHeld = held) });
  for (let frame = 0; frame < seconds * 60; frame++) {
    if (!isHeld) pace.sent(bytesAFrame);
    vi.advanceTimersByTime(1000 / 60);
  }
  pace.end();
  return pace.total();
};

test("what fits is told every frame", () => {
  expect(tellFor(5, 10_000)).toBe(5 * 60 * 10_000);
});

test("what is told while a workspace opens does not count", () => {
  let isHeld = false;
  const pace = paced({ bytesPerSecond: 1000, now: () => Date.now(), hold: (held) => (isHeld = held) });
  pace.free(500);
  pace.sent(1_000_000);
  expect(isHeld).toBe(false);
  vi.advanceTimersByTime(501);
  pace.sent(1000);
  expect(isHeld).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(isHeld).toBe(false);
  pace.end();
});

test.each([20_000, 100_000, 400_000])("frames of %d bytes come as often as the limit lets them", (bytes) => {
  const seconds = 20;
  const told = tellFor(seconds, bytes);
  expect(told).toBeLessThanOrEqual(seconds * 1_000_000 + 250_000 + bytes);
  expect(told).toBeGreaterThan(seconds * 800_000);
});
