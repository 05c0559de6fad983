import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * TypeScript's own compiler and language server, a program of this system's that comes with the `typescript` package.
 * `GRAFT_LANGUAGE_SERVER` names another one.
 *
 * @returns undefined where there is none for this system
 */
export const findLanguageServer = (): string | undefined => {
  const named = process.env["GRAFT_LANGUAGE_SERVER"];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const require = createRequire(import.meta.url);
  try {
    const { platform, arch } = process;
    const typescript = createRequire(require.resolve("typescript/package.json"));
    const manifest = typescript.resolve(`@typescript/typescript-${platform}-${arch}/package.json`);
    // The system cannot start what lies inside of an archive; the packager puts it beside it.
    const folder = dirname(manifest).replace(/\bapp\.asar(?=[\\/])/, "app.asar.unpacked");
    const program = join(folder, "lib", platform === "win32" ? "tsc.exe" : "tsc");
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
};
