import { expect, test } from "vitest";
import { moduleNamed, workspaceNamed } from "./module-names.ts";

test("a module's name gets its ending where it has none, and slashes of whatever system", () => {
  expect(moduleNamed(" clock ")).toEqual({ ok: true, id: "clock.ts" });
  expect(moduleNamed("music\\clock.tsx")).toEqual({ ok: true, id: "music/clock.tsx" });
});

test("a module that is renamed keeps its ending where none is typed, and data stays data", () => {
  expect(moduleNamed("b", [], "a.tsx")).toEqual({ ok: true, id: "b.tsx" });
  expect(moduleNamed("b", [], "a.json")).toEqual({ ok: true, id: "b.json" });
  expect(moduleNamed("b.ts", [], "a.json")).toMatchObject({ ok: false });
  expect(moduleNamed("b.json", [], "a.ts")).toMatchObject({ ok: false });
});

test.each([
  ["", "Type a name"],
  ["/etc/passwd", "inside the workspace"],
  ["C:\\x", "inside the workspace"],
  ["../x", "leave out `..`"],
  ["a//b", "too many"],
  [".hidden", "begin with a dot"],
  ["what?", "`?`"],
  ["con", "Windows"],
  ["a.d.ts", "types only"],
  ["a.test.ts", "Tests are no modules"],
  ["a.txt", "A module ends in"],
  ["node_modules/a", "not looked for"],
  ["end.", "end in a space or a dot"],
  ["x".repeat(300), "at most 200"],
  ["Clock", "There is clock.ts already, and"],
  ["clock", "There is a module clock.ts already."],
])("%j is refused in one sentence", (typed, words) => {
  expect(moduleNamed(typed, ["clock.ts"])).toEqual({ ok: false, message: expect.stringContaining(words) as string });
});

test("a workspace's name is one folder", () => {
  expect(workspaceNamed(" my first ")).toEqual({ ok: true, id: "my first" });
  expect(workspaceNamed("a/b")).toMatchObject({ ok: false });
  expect(workspaceNamed("..")).toMatchObject({ ok: false });
});
