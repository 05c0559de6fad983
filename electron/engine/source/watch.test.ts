import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { folderOf, type TestFiles } from "../testing.ts";
import { Watch } from "./watch.ts";
import { readModule, scanFolder } from "./workspace.ts";

const watches: Watch[] = [];

afterEach(() => {
  for (const watch of watches.splice(0)) watch.stop();
});

interface Watched {
  readonly folder: string;
  readonly path: (id: string) => string;
  /** What was told: `+a.ts` written, `-a.ts` deleted, `gone`. */
  readonly told: string[];
  /** Text of each file as it was when it was told last. */
  readonly seen: ReadonlyMap<string, string>;
  readonly until: (is: () => boolean) => Promise<void>;
  /** Resolves when all that happened before was told: a marker file is written, and its own event comes after. */
  readonly settled: () => Promise<void>;
}

/** @param meanwhile done after the folder was listed, before it is watched */
const watched = async (files: TestFiles, meanwhile: (folder: string) => void = () => undefined): Promise<Watched> => {
  const folder = folderOf(files);
  const at = Date.now();
  const { modules } = await scanFolder(folder);
  meanwhile(folder);
  const told: string[] = [];
  const seen = new Map<string, string>();
  let markers = 0;
  const until = async (is: () => boolean): Promise<void> => {
    while (!is()) await new Promise<void>((resolve) => void setTimeout(resolve, 2));
  };
  const isMarker = (id: string): boolean => id.startsWith("marker");
  const watch = new Watch(
    folder,
    {
      onWritten: async (id) => {
        const content = readModule(folder, id);
        seen.set(id, content.ok ? content.text : content.code);
        if (!isMarker(id)) told.push(`+${id}`);
      },
      onDeleted: (id) => void (isMarker(id) || told.push(`-${id}`)),
      onFolderGone: () => void told.push("gone"),
      onBlind: (message) => void told.push(message),
    },
    { ids: modules, at },
  );
  watches.push(watch);
  await watch.ready;
  const it: Watched = {
    folder,
    path: (id) => join(folder, id),
    told,
    seen,
    until,
    settled: async () => {
      // Longer than a missing file is waited for.
      await new Promise<void>((resolve) => void setTimeout(resolve, 100));
      const id = `marker${++markers}.ts`;
      writeFileSync(join(folder, id), "");
      await until(() => seen.has(id));
    },
  };
  // Files that were written within the clock's slack before are looked at once more.
  await it.settled();
  told.length = 0;
  return it;
};

test("[W8] a file that is written, added or deleted is told, in folders that are new as well", async () => {
  const it = await watched({ "a.ts": "1", "lib/b.ts": "1" });
  writeFileSync(it.path("a.ts"), "2");
  await it.until(() => it.seen.get("a.ts") === "2");
  writeFileSync(it.path("lib/c.ts"), "3");
  await it.until(() => it.seen.get("lib/c.ts") === "3");
  mkdirSync(it.path("new/deep"), { recursive: true });
  writeFileSync(it.path("new/deep/d.ts"), "4");
  await it.until(() => it.seen.get("new/deep/d.ts") === "4");
  writeFileSync(it.path("new/deep/d.ts"), "5");
  await it.until(() => it.seen.get("new/deep/d.ts") === "5");
  unlinkSync(it.path("a.ts"));
  await it.until(() => it.told.includes("-a.ts"));
  renameSync(it.path("lib/b.ts"), it.path("lib/e.ts"));
  await it.until(() => it.told.includes("-lib/b.ts") && it.seen.get("lib/e.ts") === "1");
  rmSync(it.path("new"), { recursive: true });
  await it.until(() => it.told.includes("-new/deep/d.ts"));
});

test("[W1] nothing is told of what is no module", async () => {
  const it = await watched({ "a.ts": "1" });
  for (const id of ["b.d.ts", "c.test.ts", ".d.ts", "e.txt", "f.ts~", ".a.ts.swp", "4913"])
    writeFileSync(it.path(id), "x");
  for (const folder of ["node_modules/p", ".git", "__tests__"]) {
    mkdirSync(it.path(folder), { recursive: true });
    writeFileSync(it.path(`${folder}/g.ts`), "x");
  }
  await it.settled();
  expect(it.told).toEqual([]);
});

test("[W8] of changes in quick succession the last is seen, also when the file is written in parts", async () => {
  const it = await watched({ "a.ts": "", "half.ts": "" });
  for (let n = 1; n <= 50; n++) writeFileSync(it.path("a.ts"), `${n}`);
  await it.until(() => it.seen.get("a.ts") === "50");
  writeFileSync(it.path("half.ts"), "const a = ");
  await it.until(() => it.seen.get("half.ts") === "const a = ");
  await new Promise<void>((resolve) => void setTimeout(resolve, 50));
  appendFileSync(it.path("half.ts"), "1;");
  await it.until(() => it.seen.get("half.ts") === "const a = 1;");
  // Within 50 ms of the last one, where other watchers drop it.
  for (let n = 0; n < 20; n++) {
    writeFileSync(it.path("a.ts"), `first ${n}`);
    await new Promise<void>((resolve) => void setTimeout(resolve, 10));
    writeFileSync(it.path("a.ts"), `last ${n}`);
    await it.until(() => it.seen.get("a.ts") === `last ${n}`);
  }
});

test("[W9] an atomic save is one change, whichever way an editor does it", async () => {
  const it = await watched({ "a.ts": "1" });
  writeFileSync(it.path("a.ts.tmp-123"), "2");
  renameSync(it.path("a.ts.tmp-123"), it.path("a.ts"));
  await it.settled();
  expect([...it.told, it.seen.get("a.ts")]).toEqual(["+a.ts", "2"]);

  // As vim does: the old one is moved away first.
  it.told.length = 0;
  renameSync(it.path("a.ts"), it.path("a.ts~"));
  await new Promise<void>((resolve) => void setTimeout(resolve, 10));
  writeFileSync(it.path("a.ts"), "3");
  unlinkSync(it.path("a.ts~"));
  await it.settled();
  expect(it.told.filter((one) => one !== "+a.ts")).toEqual([]);
  expect(it.seen.get("a.ts")).toBe("3");
});

test("[W8] a file becomes a folder and a folder a file", async () => {
  const it = await watched({ "a.ts": "1", "b.ts/c.ts": "1" });
  unlinkSync(it.path("a.ts"));
  mkdirSync(it.path("a.ts"));
  writeFileSync(it.path("a.ts/d.ts"), "2");
  await it.until(() => it.told.includes("-a.ts") && it.seen.get("a.ts/d.ts") === "2");
  rmSync(it.path("b.ts"), { recursive: true });
  writeFileSync(it.path("b.ts"), "3");
  await it.until(() => it.told.includes("-b.ts/c.ts") && it.seen.get("b.ts") === "3");
});

test("[W8] a folder that is deleted and made again is watched", async () => {
  const it = await watched({ "lib/a.ts": "1", "lib/b.ts": "1" });
  rmSync(it.path("lib"), { recursive: true });
  mkdirSync(it.path("lib"));
  writeFileSync(it.path("lib/a.ts"), "2");
  await it.until(() => it.seen.get("lib/a.ts") === "2" && it.told.includes("-lib/b.ts"));
  await it.settled();
  writeFileSync(it.path("lib/a.ts"), "3");
  await it.until(() => it.seen.get("lib/a.ts") === "3");
});

test("[W8] a folder that is moved in comes with its files, one that is moved out goes with them", async () => {
  const it = await watched({ "lib/a.ts": "1" });
  const outside = mkdtempSync(join(tmpdir(), "graft-outside-"));
  renameSync(it.path("lib"), join(outside, "lib"));
  await it.until(() => it.told.includes("-lib/a.ts"));
  it.told.length = 0;
  renameSync(join(outside, "lib"), it.path("moved"));
  await it.until(() => it.told.includes("+moved/a.ts"));
  rmSync(outside, { recursive: true });
});

test("[W2] the file that a link leads to is watched", async () => {
  const outside = folderOf({ "real.ts": "1" });
  const it = await watched({ "a.ts": "1" }, (folder) => symlinkSync(join(outside, "real.ts"), join(folder, "link.ts")));
  expect(it.seen.get("link.ts")).toBe("1");
  writeFileSync(join(outside, "real.ts"), "2");
  await it.until(() => it.seen.get("link.ts") === "2");
  symlinkSync(outside, it.path("folder"));
  symlinkSync(it.folder, it.path("circle"));
  unlinkSync(it.path("link.ts"));
  await it.until(() => it.told.includes("-link.ts"));
  expect(it.told.filter((one) => /folder|circle/.test(one))).toEqual([]);
});

test("[W8] what happened between the listing and the watching is told", async () => {
  const it = await watched({ "a.ts": "1", "b.ts": "1", "c.ts": "1" }, (folder) => {
    writeFileSync(join(folder, "a.ts"), "2");
    unlinkSync(join(folder, "b.ts"));
    writeFileSync(join(folder, "d.ts"), "3");
    // A copy tool may keep the time of the original.
    utimesSync(join(folder, "d.ts"), 1, 1);
  });
  expect(it.seen.get("a.ts")).toBe("2");
  expect(it.seen.get("d.ts")).toBe("3");
});

test("[W8] thousands of files at once are all told", async () => {
  const it = await watched({ "a.ts": "1" });
  mkdirSync(it.path("many"));
  for (let n = 0; n < 4000; n++) writeFileSync(it.path(`many/${n}.ts`), `${n}`);
  await it.until(() => [...it.seen.keys()].filter((id) => id.startsWith("many/")).length === 4000);
  rmSync(it.path("many"), { recursive: true });
  await it.until(() => it.told.filter((one) => one.startsWith("-many/")).length === 4000);
  // Writing them takes seconds where the disk is slow.
}, 60_000);

test("[W11] the workspace's folder is deleted, or moved away", async () => {
  const full = await watched({ "a.ts": "1", "lib/b.ts": "1" });
  rmSync(full.folder, { recursive: true });
  await full.until(() => full.told.includes("gone"));

  const empty = await watched({ "a.ts": "1" });
  for (const id of empty.seen.keys()) rmSync(empty.path(id), { force: true });
  await empty.settled();
  renameSync(empty.folder, `${empty.folder}-moved`);
  await empty.until(() => empty.told.includes("gone"));
  rmSync(`${empty.folder}-moved`, { recursive: true });
});
