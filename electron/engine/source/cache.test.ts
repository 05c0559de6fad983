import { readFileSync, readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderOf } from "../testing.ts";
import { CompileCache } from "./cache.ts";
import type { Compiled } from "./compiled.ts";

const compiled = (code: string): Compiled => ({
  code,
  parameters: [],
  map: "",
  edits: [],
  requests: [],
  imports: [],
  importedNames: [],
  localExports: [],
  indirectExports: [],
  starExports: [],
  dynamicImports: [],
  variables: [],
  namelessDefault: false,
});

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

test("[C3] what was written is read again, by another cache too; another file, text or compiler is not it", async () => {
  const folder = folderOf({});
  const cache = new CompileCache({ folder, version: "1" });
  const key = cache.keyOf("a.ts", "text");
  cache.write(key, compiled("code"));
  expect(cache.read(key)).toEqual(compiled("code"));
  expect(new CompileCache({ folder, version: "1" }).read(key)).toEqual(compiled("code"));
  expect(new CompileCache({ folder, version: "1" }).keyOf("a.ts", "text")).toBe(key);
  const others = [
    cache.keyOf("b.ts", "text"),
    cache.keyOf("a.ts", "text "),
    new CompileCache({ folder, version: "2" }).keyOf("a.ts", "text"),
  ];
  expect(new Set([key, ...others]).size).toBe(4);
  for (const other of others) expect(cache.read(other)).toBe(undefined);
});

test("[C5] an entry that is torn, changed, empty, or another's is as good as none, and is written anew", async () => {
  const folder = folderOf({});
  const cache = new CompileCache({ folder, version: "1" });
  const [one, two] = [cache.keyOf("a.ts", "1"), cache.keyOf("a.ts", "2")];
  cache.write(one, compiled("one"));
  const [file] = filesOf(folder) as [string];
  const whole = readFileSync(file);
  const spoil: ((file: string) => void)[] = [
    (it) => truncateSync(it, whole.length - 1),
    (it) => truncateSync(it, 10),
    (it) => truncateSync(it, 0),
    (it) => writeFileSync(it, Buffer.concat([whole, Buffer.from(" ")])),
    (it) => writeFileSync(it, whole.toString("latin1").replace("one", "two"), "latin1"),
    (it) => writeFileSync(it, "{}\n{}"),
  ];
  for (const spoilt of spoil) {
    spoilt(file);
    expect(cache.read(one)).toBe(undefined);
    cache.write(one, compiled("one"));
    expect(cache.read(one)).toEqual(compiled("one"));
  }
  cache.write(two, compiled("two"));
  const other = filesOf(folder).find((name) => name !== file) as string;
  writeFileSync(other, readFileSync(file));
  expect(cache.read(two)).toBe(undefined);
});

test("[C6] where nothing can be written there is no cache, and no error", async () => {
  const folder = folderOf({ file: "not a folder" });
  const cache = new CompileCache({ folder: join(folder, "file", "cache"), version: "1" });
  const key = cache.keyOf("a.ts", "");
  cache.write(key, compiled("code"));
  await cache.sweep();
  expect(cache.read(key)).toBe(undefined);
});

test("[C6] many writers of one entry at once leave one whole entry and nothing else", async () => {
  const folder = folderOf({});
  const caches = [1, 2].map(() => new CompileCache({ folder, version: "1" }));
  const key = (caches[0] as CompileCache).keyOf("a.ts", "");
  const writing = caches.map(async (cache) => {
    for (let n = 0; n < 50; n++) {
      cache.write(key, compiled("x".repeat(20_000)));
      const found = cache.read(key);
      expect(found?.code).toHaveLength(20_000);
    }
  });
  await Promise.all(writing);
  expect(filesOf(folder)).toHaveLength(1);
});

test("[C7] a cache over its bound loses what was not used for longest, and what killed writers left", async () => {
  const folder = folderOf({});
  const cache = new CompileCache({ folder, version: "1", bound: 100_000 });
  const keys = Array.from({ length: 20 }, (_, n) => cache.keyOf("a.ts", `${n}`));
  const hour = 3600;
  const now = Date.now() / 1000;
  for (const [age, key] of keys.entries()) {
    cache.write(key, compiled("x".repeat(9000)));
    const file = join(folder, key.slice(0, 2), key.slice(2));
    utimesSync(file, now - (age + 25) * hour, now - (age + 25) * hour);
  }
  const [oldest, second] = [keys.at(-1) as string, keys.at(-2) as string];
  // Used today: the oldest is young again.
  expect(cache.read(oldest)).toBeDefined();
  const left = join(folder, oldest.slice(0, 2), `${"0".repeat(62)}.1.x`);
  writeFileSync(left, "half");
  utimesSync(left, now - 2 * hour, now - 2 * hour);
  await cache.sweep();
  const files = filesOf(folder);
  expect(files).not.toContain(left);
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  expect(bytes).toBeGreaterThan(60_000);
  expect(bytes).toBeLessThanOrEqual(80_000);
  expect(cache.read(oldest)).toBeDefined();
  expect(cache.read(keys[0] as string)).toBeDefined();
  expect(cache.read(second)).toBe(undefined);
});

test("[C7] a cache within its bound keeps everything", async () => {
  const folder = folderOf({});
  const cache = new CompileCache({ folder, version: "1", bound: 100_000 });
  for (let n = 0; n < 5; n++) cache.write(cache.keyOf("a.ts", `${n}`), compiled("x".repeat(9000)));
  await cache.sweep();
  expect(filesOf(folder)).toHaveLength(5);
});
