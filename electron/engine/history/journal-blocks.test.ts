import { serialize } from "node:v8";
import { expect, test } from "vitest";
import type { Event, Plain } from "../plain.ts";
import { beginning, blockOf, readBlocks } from "./journal-blocks.ts";
import { Image, type Piece, type QueueChange } from "./journal-image.ts";

const states: readonly Plain[] = [{ n: 0 }, { n: 1, text: "é\ud800" }, -0, [1, [2]], { n: 4 }];

/** What a run would have written after each turn: two modules whose states must agree, a queue, the turns. */
const blocksOfRun = (): readonly (readonly Piece[])[] =>
  states.map((state, turn) => {
    const change: QueueChange =
      turn === 0 ? { drop: 0, push: [queued(0), queued(1), queued(2)] } : { drop: 1, push: [queued(turn + 2)] };
    return [
      ["meta", serialize({ at: 1, turn, mode: "running", clock: {}, queued: 3, isClean: false })],
      ...(turn === 0
        ? ([
            ["program", serialize({ "a.ts": { generation: 1, hash: "aa", isQuarantined: false } })],
            ["text:aa", Buffer.from("export {}")],
          ] satisfies Piece[])
        : []),
      ["state:a.ts", serialize(state)],
      ["state:b.ts", serialize(state)],
      ["queue", serialize(change)],
      ["turns", serialize([{ turn, event: event(turn), calls: [] }])],
    ] satisfies Piece[];
  });

const event = (n: number): Event => ({ type: "add", n });
const queued = (n: number) => ({ event: event(n), cause: { by: "outside" }, queuedAfter: 0 }) as const;

/** The file after each block, and what it says. */
const files = (): readonly { readonly bytes: Buffer; readonly says: unknown }[] => {
  let { bytes, checksum } = { bytes: beginning.bytes as Buffer, checksum: beginning.checksum };
  const image = new Image();
  return blocksOfRun().map((pieces) => {
    const block = blockOf(pieces, checksum);
    bytes = Buffer.concat([bytes, block.bytes]);
    checksum = block.checksum;
    image.apply(pieces);
    return { bytes, says: wordsOf(image) };
  });
};

const wordsOf = (image: Image): unknown => ({
  turn: image.meta?.turn,
  states: [...image.states].map(([id, bytes]) => [id, Buffer.from(bytes).toString("hex")]),
  queue: image.queue,
  turns: image.turns.map(({ turn }) => turn),
  text: image.textOf("aa"),
});

const read = (bytes: Buffer) => {
  const outcome = readBlocks(bytes);
  return outcome.kind === "read" ? { says: wordsOf(outcome.image), lostBytes: outcome.lostBytes } : outcome.kind;
};

test("[J6] a journal reads as it was written, and a snapshot of it says the same", () => {
  const written = files();
  for (const { bytes, says } of written) expect(read(bytes)).toEqual({ says, lostBytes: 0 });
  const outcome = readBlocks(written.at(-1)?.bytes ?? Buffer.alloc(0));
  if (outcome.kind !== "read") throw new Error(outcome.kind);
  const { bytes } = blockOf(outcome.image.pieces(), beginning.checksum);
  expect(read(Buffer.concat([beginning.bytes, bytes]))).toEqual({ says: written.at(-1)?.says, lostBytes: 0 });
});

test("[J7] cut at any byte, it says what the last whole block said", () => {
  const written = files();
  const last = written.at(-1)!;
  for (let length = 0; length < last.bytes.length; length++) {
    const whole = written.findLast(({ bytes }) => bytes.length <= length);
    expect(read(last.bytes.subarray(0, length)), `cut at ${length}`).toEqual(
      whole ? { says: whole.says, lostBytes: 0 } : "empty",
    );
  }
});

test("[J8] with any bit turned over, it says what stood before the damage, and how much lies behind; or nothing", () => {
  const written = files();
  const { bytes } = written.at(-1)!;
  for (let at = 0; at < bytes.length; at++)
    for (const bit of [0, 3, 7]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1 << bit;
      const before = written.findLast((file) => file.bytes.length <= at);
      const expected = before ? { says: before.says, lostBytes: bytes.length - before.bytes.length } : "damaged";
      expect(read(damaged), `byte ${at}, bit ${bit}`).toEqual(expected);
    }
});

test("[J8] a block that was lost, doubled, or stands in another's place is damage", () => {
  const ends = files().map(({ bytes }) => bytes.length);
  const { bytes } = files().at(-1)!;
  const block = (number: number): Buffer => bytes.subarray(number === 0 ? 0 : ends[number - 1], ends[number]);
  const says = files()[1]!.says;
  for (const order of [
    [0, 1, 3, 4],
    [0, 1, 1, 2],
    [0, 1, 3, 2],
  ])
    expect(read(Buffer.concat(order.map(block)))).toMatchObject({ says, lostBytes: expect.any(Number) as number });
  expect(read(Buffer.from("something else altogether"))).toBe("damaged");
});
