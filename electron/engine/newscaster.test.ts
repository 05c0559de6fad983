import { expect, test } from "vitest";
import { workbenchOf } from "./testing.ts";

/** How often turns are told while an event comes every few ms for a third of a second, and the last turn that was told. */
const toldWhile = async (isTyping: boolean): Promise<{ readonly times: number; readonly last: number }> => {
  const bench = await workbenchOf(
    { "a.ts": "export const onGo = (n: number | null) => ({ state: (n ?? 0) + 1 })" },
    { isTyping: () => isTyping },
  );
  let times = 0;
  let last = 0;
  bench.workbench.on("loop.turn", ({ turns }) => {
    times++;
    last = turns.at(-1)?.turn ?? last;
  });
  bench.workbench.run();
  for (const end = performance.now() + 330; performance.now() < end;) {
    bench.workbench.session.loop.emit({ type: "go" }, "outside");
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  await bench.until(() => last === bench.status().turn);
  return { times, last };
};

test("[T12] while a person types turns are told four times a second, and the last one all the same", async () => {
  const usual = await toldWhile(false);
  const typing = await toldWhile(true);
  expect(typing.last).toBeGreaterThan(typing.times);
  expect(typing.times).toBeLessThan(usual.times);
});
