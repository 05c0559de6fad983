import { expect, test } from "vitest";
import { parseEvent } from "./parse-event.ts";

test("a name, a name with a payload, a whole event", () => {
  expect(parseEvent(" beat ")).toEqual({ ok: true, event: { type: "beat" } });
  expect(parseEvent('beat {"bar": 1}')).toEqual({ ok: true, event: { type: "beat", bar: 1 } });
  expect(parseEvent('{"type": "beat", "bar": 1}')).toEqual({ ok: true, event: { type: "beat", bar: 1 } });
});

test("what cannot be emitted says what is missing", () => {
  expect(parseEvent("")).toEqual({ ok: false, message: "Type the event's name." });
  expect(parseEvent("beat bar=1")).toEqual({ ok: false, message: 'Write the payload as JSON: {"bar": 1}' });
  expect(parseEvent("beat [1]")).toEqual({ ok: false, message: 'Write the payload as JSON: {"bar": 1}' });
  expect(parseEvent('{"bar": 1}')).toEqual({ ok: false, message: "The event wants a `type`." });
});
