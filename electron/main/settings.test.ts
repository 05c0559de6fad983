import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { openSettings, publicSettings } from "./settings.ts";

// There is no Electron in a unit test.
vi.mock("electron", () => ({ app: {} }));
vi.mock("./log.ts", () => ({ log: { warn: () => {}, error: () => {} } }));

const freshFile = (): string => join(mkdtempSync(join(tmpdir(), "graft-settings-")), "settings.json");

test("a first start has the defaults and writes nothing", () => {
  const file = freshFile();
  const settings = openSettings(file);
  settings.flush();
  expect(publicSettings(settings.get())).toEqual({
    theme: "system",
    welcomeSeen: false,
    layout: {},
    callTimeoutMs: 1000,
    saveSwaps: true,
    formatOnSave: false,
    liveValues: true,
  });
  expect(settings.problem).toBeUndefined();
  expect(existsSync(file)).toBe(false);
});

test("what was changed is there after a restart, and no unfinished file beside it", () => {
  const file = freshFile();
  const settings = openSettings(file);
  settings.change({ theme: "light", trusted: ["/a"] });
  settings.change({ bounds: { x: 1, y: 2, width: 3, height: 4 } });
  settings.flush();
  expect(openSettings(file).get()).toEqual({
    theme: "light",
    welcomeSeen: false,
    layout: {},
    callTimeoutMs: 1000,
    saveSwaps: true,
    formatOnSave: false,
    liveValues: true,
    bounds: { x: 1, y: 2, width: 3, height: 4 },
    maximized: false,
    recent: [],
    trusted: ["/a"],
  });
  expect(readdirSync(join(file, ".."))).toEqual(["settings.json"]);
});

test("a change counts at once and is told", () => {
  const settings = openSettings(freshFile());
  const themes: string[] = [];
  settings.onChange(() => themes.push(settings.get().theme));
  settings.change({ theme: "dark" });
  expect(themes).toEqual(["dark"]);
});

test.each([
  ["torn", `{"theme": "da`],
  ["empty", ""],
  ["of another shape", `{"theme": "pink"}`],
  ["no object", "null"],
])("a file that is %s gives the defaults, is kept aside and is told", (_how, text) => {
  const file = freshFile();
  writeFileSync(file, text);
  const settings = openSettings(file);
  expect(settings.get().theme).toBe("system");
  expect(settings.problem).toContain(`${file}.bad`);
  expect(readFileSync(`${file}.bad`, "utf8")).toBe(text);
});
