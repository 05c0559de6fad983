import { expect, test } from "vitest";
import { declaredFields } from "./declared-fields.ts";

test("fields of declared events are read, whatever stands between them", () => {
  const text = `
    declare module "graft" {
      interface Events {
        /** One; with a brace { in its comment. */
        reading: { readonly room: string; readonly celsius: number, dry?: boolean };
        mode: { readonly to: "day" | "night"; list: readonly { a: number }[]; };
        other: Reading;
        none: {};
      }
      interface Effects { speak: { text: string } }
    }`;
  expect(Object.fromEntries(declaredFields(text))).toEqual({
    reading: [
      { name: "room", kind: "text" },
      { name: "celsius", kind: "number" },
      { name: "dry", kind: "yes or no" },
    ],
    mode: [
      { name: "to", kind: "text" },
      { name: "list", kind: "data" },
    ],
    none: [],
  });
});

test("a text that declares nothing, or ends in the middle, gives what there is", () => {
  expect(Object.fromEntries(declaredFields("export const onTick = () => ({});"))).toEqual({});
  expect(Object.fromEntries(declaredFields("interface Events { beat: { bar: number"))).toEqual({
    beat: [{ name: "bar", kind: "number" }],
  });
});

test("fields that stand on lines of their own", () => {
  const text = `declare module "graft" {
  interface Events {
    /** Every body has moved on by one tick. */
    moved: {
      readonly bodies: readonly Body[];
      readonly well: Point | null;
      readonly palette: number;
    };
  }
}`;
  expect(declaredFields(text).get("moved")).toEqual([
    { name: "bodies", kind: "data" },
    { name: "well", kind: "data" },
    { name: "palette", kind: "number" },
  ]);
});
