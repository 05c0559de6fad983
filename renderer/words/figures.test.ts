import { expect, test } from "vitest";
import { formatCount, formatDuration, formatMs, formatRate, listWords, plural } from "./figures.ts";
import { payloadText, plainText } from "./plain.ts";

test("figures", () => {
  expect(formatCount(12408)).toBe("12,408");
  expect([0.0412, 0.816, 12.44, 1240.4].map(formatMs)).toEqual(["0.041", "0.82", "12.4", "1,240"]);
  expect([0.01, 0.82, 12.4, 1240].map(formatDuration)).toEqual(["under 0.1 ms", "0.8 ms", "12 ms", "1.2 s"]);
  expect([60, 0.5, 240, 9.96].map(formatRate)).toEqual(["60/s", "0.5/s", "240/s", "10/s"]);
});

test("lists", () => {
  expect(plural(1, "importer")).toBe("1 importer");
  expect(plural(2, "entry", "entries")).toBe("2 entries");
  expect(listWords(["a", "b", "c"])).toBe("a, b and c");
  expect(listWords(["a", "b", "c", "d", "e"])).toBe("a, b and 3 more");
});

test("plain data on one line", () => {
  expect(plainText({ bar: 129, beat: [2, null, true], "odd key": "x\ny" })).toBe(
    '{bar: 129, beat: [2, null, true], "odd key": "x\\ny"}',
  );
  expect(plainText(Array.from({ length: 500 }, (_, index) => index)).length).toBeLessThanOrEqual(82);
  expect(payloadText({ type: "beat", bar: 1 })).toBe("{bar: 1}");
  expect(payloadText({ type: "start" })).toBe("");
});
