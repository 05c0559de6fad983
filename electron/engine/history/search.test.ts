import { expect, test } from "vitest";
import { loopOf } from "../loop/testing.ts";
import { findTurns, type SearchRequest } from "./search.ts";

test("[H14] turns are found by event, call, failure, text and cause, the last ones first to be told", async () => {
  const bench = loopOf({
    "a.ts": {
      onGo: (_: never, { n }: { readonly n: number }) => ({ emit: [{ type: "next", from: { Word: `w${n}` } }] }),
      onNext: () => {
        throw new Error("no");
      },
    },
    "b.ts": { onGo: () => undefined },
  });
  for (let n = 1; n <= 600; n++) bench.emit({ type: "go", n });
  bench.loop.step({ count: 1200 });
  const find = (request: SearchRequest) => findTurns(bench.history, request, () => performance.now());
  const turns = async (request: SearchRequest): Promise<readonly number[]> =>
    (await find({ ...request, numbers: true })).numbers ?? [];
  expect(await find({ event: "next", limit: 1, brief: true })).toMatchObject({
    first: 1,
    last: 1200,
    matches: 600,
    turns: [{ turn: 1200, cause: { turn: 600 } }],
  });
  expect((await find({ event: "next", from: 3, limit: 2 })).turns.map(({ turn }) => turn)).toEqual([601, 602]);
  expect(await turns({ text: "W7", to: 610 })).toEqual([607]);
  expect(await turns({ text: "word", from: 1198 })).toEqual([1198, 1199, 1200]);
  expect(await turns({ causedBy: 5 })).toEqual([605]);
  expect((await turns({ errors: true })).length).toBe(600);
  expect(await turns({ errors: true, module: "b.ts" })).toEqual([]);
  expect((await turns({ module: "b.ts", function: "onGo" })).length).toBe(600);
  bench.loop.dispose();
});
