import { expect, test } from "vitest";
import { missingLibraries, packageNames } from "./system.js";

test("the libraries that ldd did not find are named once each, and only those", () => {
  const output = `
/opt/graft/electron:
	linux-vdso.so.1 (0x00007ffc6b5f2000)
	libffmpeg.so => /opt/graft/libffmpeg.so (0x00007f1c2a000000)
	libgtk-3.so.0 => not found
	libnss3.so => not found
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1c29e00000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f1c3a4b0000)
/opt/graft/libEGL.so:
	libnss3.so => not found
`;
  expect(missingLibraries(output)).toEqual(["libgtk-3.so.0", "libnss3.so"]);
});

test("nothing is missing from a static program, nor from no output at all", () => {
  expect(missingLibraries("\tnot a dynamic executable\n")).toEqual([]);
  expect(missingLibraries("")).toEqual([]);
});

test("a package goes by its new name where the distribution has it", () => {
  const known = new Set(["xvfb", "libasound2t64"]);
  expect(packageNames(["xvfb", "libasound2"], (name) => known.has(name))).toEqual(["xvfb", "libasound2t64"]);
});
