import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSamples } from "./samples.ts";

const shippedSamples = () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "graft-samples-")));
  const shipped = join(home, "plugins");
  const copies = join(home, "user", "samples");
  mkdirSync(join(shipped, "orbits", "lib"), { recursive: true });
  writeFileSync(join(shipped, "graft.d.ts"), "export interface Events {}");
  writeFileSync(join(shipped, "orbits", "README.md"), "# Orbits\n\nBodies around a sun.\n\nMore text.\n");
  writeFileSync(join(shipped, "orbits", "sun.ts"), "export const mass = 1");
  writeFileSync(join(shipped, "orbits", "lib", "law.ts"), "export const falloff = 2");
  mkdirSync(join(shipped, "no-sample"));
  return { shipped, copies, samples: openSamples(shipped, copies) };
};

test("the gallery lists every folder with a README, by its heading and its first line", async () => {
  const { samples } = shippedSamples();
  expect(await samples.list()).toEqual([{ name: "orbits", title: "Orbits", description: "Bodies around a sun." }]);
});

test("a sample opens as a copy, whose changes stay and leave what was shipped alone", async () => {
  const { samples, shipped, copies } = shippedSamples();
  const folder = await samples.folderOf("orbits");
  expect(folder).toBe(join(copies, "orbits"));
  writeFileSync(join(folder, "sun.ts"), "export const mass = 9");
  expect(await samples.folderOf("orbits")).toBe(folder);
  expect(readFileSync(join(folder, "sun.ts"), "utf8")).toBe("export const mass = 9");
  expect(readFileSync(join(shipped, "orbits", "sun.ts"), "utf8")).toBe("export const mass = 1");
});

test("the types that a module may use lie where an editor finds them", async () => {
  const { samples, copies } = shippedSamples();
  await samples.folderOf("orbits");
  expect(readFileSync(join(copies, "graft.d.ts"), "utf8")).toBe("export interface Events {}");
});

test("a reset puts every file back and takes away what was added", async () => {
  const { samples } = shippedSamples();
  const folder = await samples.folderOf("orbits");
  writeFileSync(join(folder, "sun.ts"), "export const mass = 9");
  writeFileSync(join(folder, "mine.ts"), "");
  rmSync(join(folder, "lib"), { recursive: true });
  await samples.reset("orbits");
  expect(readdirSync(folder).sort()).toEqual(["README.md", "lib", "sun.ts"]);
  expect(readFileSync(join(folder, "sun.ts"), "utf8")).toBe("export const mass = 1");
  expect(readFileSync(join(folder, "lib", "law.ts"), "utf8")).toBe("export const falloff = 2");
});

test("a sample's copy is known by its folder; nothing else is, inside it or beside it", async () => {
  const { samples, copies, shipped } = shippedSamples();
  expect(samples.nameOf(join(copies, "orbits"))).toBe("orbits");
  expect(samples.nameOf(join(copies, "orbits", "lib"))).toBeUndefined();
  expect(samples.nameOf(join(copies, "mine"))).toBeUndefined();
  expect(samples.nameOf(join(shipped, "orbits"))).toBeUndefined();
});

test.each(["nothing", "../plugins", "no-sample", ""])("a name that is no sample's (%j) is refused", async (name) => {
  const { samples } = shippedSamples();
  await expect(samples.folderOf(name)).rejects.toMatchObject({ name: "Refusal" });
});
