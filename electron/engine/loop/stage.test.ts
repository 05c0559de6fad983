import { expect, test } from "vitest";
import type { Effect, Plain } from "../plain.ts";
import { Stage } from "./stage.ts";

const draw = (shapes: Plain, more: { readonly [key: string]: Plain } = {}): Effect => ({
  type: "draw",
  shapes,
  ...more,
});

test("[T19] the newest drawing of each module, low layers first, equal layers by module id", () => {
  const stage = new Stage();
  const dot = { kind: "circle", x: 1, y: 2, r: 3 };
  expect(stage.draw("b.ts", draw([]), "effects[0]")).toBe(undefined);
  stage.draw("c.ts", draw([], { layer: -1, background: "#000" }), "effects[0]");
  stage.draw("a.ts", draw([]), "effects[0]");
  stage.draw("b.ts", draw([dot]), "effects[0]");
  expect([stage.version, stage.drawings()]).toEqual([
    4,
    [
      { module: "c.ts", layer: -1, background: "#000", shapes: [] },
      { module: "a.ts", layer: 0, shapes: [] },
      { module: "b.ts", layer: 0, shapes: [dot] },
    ],
  ]);
  stage.clear("b.ts");
  stage.clear("b.ts");
  expect([stage.version, stage.drawings().map(({ module }) => module)]).toEqual([5, ["c.ts", "a.ts"]]);
  stage.clearAll();
  stage.clearAll();
  expect([stage.version, stage.drawings()]).toEqual([6, []]);
});

test("[T19] every kind of shape, with all that it may have", () => {
  const area = { fill: "#fff", stroke: "red", width: 2, alpha: 0.5 };
  const shapes = [
    { kind: "circle", x: 0, y: 0, r: 0, ...area },
    { kind: "rect", x: 0, y: 0, w: -1, h: 2, r: 3, ...area },
    { kind: "line", x1: 0, y1: 0, x2: 1, y2: 1, stroke: "red", width: 1, alpha: 1 },
    { kind: "path", points: [0, 0, 1, 1], closed: true, ...area },
    { kind: "text", x: 0, y: 0, text: "t", size: 12, fill: "red", align: "center", mono: true, alpha: 1 },
  ];
  const stage = new Stage();
  expect(stage.draw("a.ts", draw(shapes), "effects[0]")).toBe(undefined);
  expect(stage.drawings()[0]!.shapes).toBe(shapes);
});

const circle = { kind: "circle", x: 1, y: 2, r: 3 };

test.each<[string, Effect]>([
  ["`effects[0].shapes` is missing: it must be a list of shapes.", { type: "draw" }],
  ['`effects[0].shapes` is "no": it must be a list of shapes.', draw("no")],
  ['`effects[0].layer` is "1": it must be a number.', draw([], { layer: "1" })],
  ["`effects[0].background` is a list: it must be a string.", draw([], { background: [] })],
  ["`effects[0].shapes[1]` is null: it must be a shape.", draw([circle, null])],
  [
    '`effects[0].shapes[0].kind` is "disc": it must be circle, rect, line, path, text.',
    draw([{ ...circle, kind: "disc" }]),
  ],
  [
    '`effects[0].shapes[0].kind` is "toString": it must be circle, rect, line, path, text.',
    draw([{ ...circle, kind: "toString" }]),
  ],
  [
    '`effects[0].shapes[3].r` is "3": it must be a number that is not negative.',
    draw([circle, circle, circle, { ...circle, r: "3" }]),
  ],
  ["`effects[0].shapes[0].r` is -1: it must be a number that is not negative.", draw([{ ...circle, r: -1 }])],
  ["`effects[0].shapes[0].x` is missing: it must be a number.", draw([{ kind: "circle", y: 1, r: 1 }])],
  [
    "`effects[0].shapes[0].points` is a list: it must be a list of numbers: x and y of one point after the other.",
    draw([{ kind: "path", points: [1, 2, 3] }]),
  ],
  [
    '`effects[0].shapes[0].align` is "middle": it must be "left", "center" or "right".',
    draw([{ kind: "text", x: 0, y: 0, text: "t", align: "middle" }]),
  ],
])("[T19] refused, and the last drawing stays: %s", (sentence, effect) => {
  const stage = new Stage();
  stage.draw("a.ts", draw([circle]), "effects[0]");
  expect([stage.draw("a.ts", effect, "effects[0]"), stage.version]).toEqual([sentence, 1]);
  expect(stage.drawings()).toEqual([{ module: "a.ts", layer: 0, shapes: [circle] }]);
});
