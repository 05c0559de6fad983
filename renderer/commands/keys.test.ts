import { expect, test } from "vitest";
import { commands } from "../../electron/ipc/commands.ts";
import { tinyKey } from "./keys.ts";

test("accelerators are read by code where Shift or Alt would change the character", () => {
  expect(
    ["CmdOrCtrl+Shift+P", "CmdOrCtrl+1", "Shift+F5", "CmdOrCtrl+Alt+Down", "CmdOrCtrl+Enter"].map(tinyKey),
  ).toEqual(["$mod+Shift+KeyP", "$mod+Digit1", "Shift+F5", "$mod+Alt+ArrowDown", "$mod+Enter"]);
});

test("no two commands share a key", () => {
  const keys = commands.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
  expect(new Set(keys).size).toBe(keys.length);
});
