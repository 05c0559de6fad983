/** A module that never returns: the window goes on answering, the culprit is named, the others live on. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { SwapReport } from "../electron/engine/summary.ts";
import { type Call, askIn, expect, launch, test } from "./app.ts";

test.use({ source: "e2e/workspaces/runaway" });

/** Of a click and a call, from the moment when the loop begins to run away. */
const answerMs = 1500;

interface Watched {
  readonly window: Page;
  readonly call: Call;
}

/** A click and a call are answered in time while something hangs, it is told of, and the other module goes on. */
const staysAwake = async ({ window, call }: Watched, isTold: () => Promise<boolean>): Promise<void> => {
  // Long enough for a swap to be compiled, so that it hangs now.
  await window.waitForTimeout(100);
  const began = Date.now();
  const sinceThen = (): number => Date.now() - began;
  const [clickedMs, answeredMs] = await Promise.all([
    window
      .getByRole("tab", { name: /Problems/ })
      .click()
      .then(sinceThen),
    call("loop.status").then(sinceThen),
  ]);
  expect.soft(clickedMs).toBeLessThan(answerMs);
  expect.soft(answeredMs).toBeLessThan(answerMs);
  await expect.poll(isTold, { timeout: 10_000 }).toBe(true);
  const beats = (await call("state.get", { id: "beat.ts" })) as number;
  await expect.poll(async () => (await call("state.get", { id: "beat.ts" })) as number).toBeGreaterThan(beats);
};

/** @param lines of the loop that never ends */
const isTold = (call: Call, code: string, lines: readonly number[]) => async (): Promise<boolean> =>
  (await call("problems.list")).some(
    (problem) => problem.code === code && problem.file === "runaway.ts" && lines.includes(problem.line),
  );

const runs = async (call: Call): Promise<void> => {
  await call("loop.run");
  await expect.poll(async () => (await call("state.get", { id: "beat.ts" })) as number).toBeGreaterThan(0);
};

test("[T9] [O8] while (true) in a handler", async ({ window, call, shot }) => {
  await runs(call);
  await call("loop.emit", { event: { type: "hangHandler" } });
  await staysAwake({ window, call }, isTold(call, "handler-timeout", [8, 9, 10, 11]));
  await window.getByRole("tab", { name: /Problems/ }).click();
  await expect(window.getByText(/onHangHandler did not return within 1000 ms and was cut/).first()).toBeVisible();
  await shot("runaway-handler");
});

test("[O6] [O8] while (true) in a timer", async ({ window, call, shot }) => {
  await runs(call);
  await call("loop.emit", { event: { type: "hangTimer" } });
  await staysAwake({ window, call }, isTold(call, "resource-timeout", [18]));
  expect((await call("modules.list")).find(({ id }) => id === "runaway.ts")?.status).toBe("quarantined");
  expect(await call("modules.revive", { id: "runaway.ts" })).toMatchObject({ status: "running" });
  await shot("runaway-timer");
});

const swaps: Readonly<
  Record<string, { readonly text: string; readonly code: string; readonly lines: readonly number[] }>
> = {
  "the top level": {
    text: `// no end\nlet n = 0;\nwhile (true) {\n  n += 1;\n}\n`,
    code: "evaluate-timeout",
    lines: [3, 4],
  },
  migrate: {
    text: `export const init = () => 0;\nexport const migrate = (): number => {\n  for (;;) {}\n};\n`,
    code: "migrate-timeout",
    lines: [3],
  },
};

for (const [where, { text, code, lines }] of Object.entries(swaps))
  test(`[S3] [S4] [O8] while (true) in ${where}`, async ({ window, call, shot, workspace }) => {
    await runs(call);
    await writeFile(join(workspace, "runaway.ts"), text);
    let report: SwapReport | undefined;
    void call("modules.swap", { ids: ["runaway.ts"] }).then((answer) => (report = answer));
    await staysAwake({ window, call }, async () => report !== undefined);
    expect(report).toMatchObject({ ok: false, problems: [{ code, file: "runaway.ts" }] });
    expect(lines).toContain(report?.problems[0]?.line);
    await shot(`runaway-${code}`);
  });

test("[O9] a handler that fills the memory in a single call", async ({ userData, workspace }) => {
  test.setTimeout(60_000);
  // Little memory and much time: on a slow machine the call would else be cut for its time.
  const app = await launch(userData, ["--js-flags=--max-old-space-size=600", workspace]);
  const window = await app.firstWindow();
  await window.waitForLoadState();
  await askIn(window, "app.setSettings", { callTimeoutMs: 30_000 });
  await askIn(window, "app.open", { folder: workspace });
  await expect.poll(() => askIn(window, "loop.run", {})).toMatchObject({ ok: true });
  await askIn(window, "loop.emit", { event: { type: "fill" } });
  await window.getByRole("tab", { name: /Problems/ }).click();
  await expect(window.getByText(/onFill took \d+ MB of memory without returning, and was cut/).first()).toBeVisible({
    timeout: 20_000,
  });
  await window.screenshot({ path: "test-results/shots/runaway-memory.png" });
  const beats = async (): Promise<unknown> => (await askIn(window, "state.get", { id: "beat.ts" })) as unknown;
  const before = await beats();
  await expect.poll(beats).not.toEqual(before);
  await app.close();
});

test("[O10] what nothing can cut is told after the next start", async ({ userData, workspace }) => {
  test.setTimeout(60_000);
  const first = await launch(userData, [workspace]);
  const window = await first.firstWindow();
  await window.waitForLoadState();
  // A folder that nobody has trusted runs nothing; the project's own are trusted.
  await expect.poll(() => askIn(window, "loop.run", {})).toMatchObject({ ok: true });
  // Its answer may not come any more.
  void askIn(window, "loop.emit", { event: { type: "hangForEver" } }).catch(() => undefined);
  await window.waitForTimeout(8000);
  const ended = new Promise((resolve) => first.process().once("exit", resolve));
  first.process().kill("SIGKILL");
  await ended;
  const second = await launch(userData, [workspace]);
  const again = await second.firstWindow();
  await again.waitForLoadState();
  await expect
    .poll(async () => JSON.stringify(await askIn(again, "log.list", {})), { timeout: 10_000 })
    .toContain("ended while it hung in `chain` of runaway.ts");
  await second.close();
});
