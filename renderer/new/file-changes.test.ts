import { expect, test } from "vitest";
import type { SwappedModule } from "../../electron/engine/summary.ts";
import { deletionAfter, noteDeletion } from "./file-changes.ts";

const change = (from: number, to: number, kind?: "undo" | "redo") => ({
  ok: true,
  ...(kind === undefined ? {} : { kind }),
  modules: [{ id: "a.ts", from, to } as SwappedModule],
});
type Report = Parameters<typeof deletionAfter>[0];
const after = (last: ReturnType<typeof change>, before: readonly ReturnType<typeof change>[], folder = "/f") =>
  deletionAfter(last as unknown as Report, { folder, reports: [...before, last] });

test("the file of a deletion that is undone comes back with its text, and goes again when it is done again", () => {
  const deletion = change(2, 0);
  noteDeletion("a.ts", "text", { folder: "/f", reports: [change(1, 2)] });
  const before = [change(1, 2), deletion];
  const undo = change(0, 1, "undo");
  expect(after(undo, before)).toEqual({ id: "a.ts", text: "text" });
  expect(after(change(1, 0, "redo"), [...before, undo])).toEqual({ id: "a.ts" });
  expect(after(undo, before, "/other")).toBe(undefined);
});

test("what is only unloaded later, and that undone and done again, touches no file", () => {
  noteDeletion("a.ts", "text", { folder: "/f", reports: [] });
  const before = [change(1, 0), change(0, 1, "undo"), change(1, 0)];
  const undo = change(0, 1, "undo");
  expect(after(undo, before)).toBe(undefined);
  expect(after(change(1, 0, "redo"), [...before, undo])).toBe(undefined);
});
