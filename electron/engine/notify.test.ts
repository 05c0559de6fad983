import { expect, test, vi } from "vitest";
import { Notifier } from "./notify.ts";

test("what was forgotten is not told, and does not stand in the way of what comes after it", () => {
  vi.useFakeTimers();
  const told: number[] = [];
  const notifier = new Notifier();
  notifier.on("workspace.progress", ({ done }) => told.push(done));
  const tellSoon = (done: number) => notifier.tellSoon("workspace.progress", () => ({ done, of: 9, doing: "scan" }));
  tellSoon(1);
  notifier.forget();
  tellSoon(2);
  tellSoon(3);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([2]);
  vi.useRealTimers();
});
