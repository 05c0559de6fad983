import { spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";

test("without a window, too, a workspace refuses texts with type errors if it is told to", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "graft-headless-types-")));
  writeFileSync(join(folder, "a.ts"), `import { n } from "./b.ts";\nexport const twice = (): number => n * 2;\n`);
  writeFileSync(join(folder, "b.ts"), `export const n = 1;\n`);
  const child = spawn(process.execPath, ["scripts/headless.js", folder], { cwd: join(import.meta.dirname, "..") });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let asked = 0;
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    const id = ++asked;
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    for (;;) {
      const { value } = (await lines.next()) as { readonly value: string };
      const reply = JSON.parse(value) as { readonly id?: number; readonly result?: unknown };
      if (reply.id === id) return reply.result;
    }
  };
  try {
    await ask("workspace.options", { refuseTypeErrors: true });
    const wrong = `import { n } from "./b.ts";\nexport const twice = (): string => n * 2;\n`;
    expect(await ask("modules.swap", { ids: ["a.ts"], sources: { "a.ts": wrong } })).toMatchObject({
      ok: false,
      problems: [{ code: "type-error", file: "a.ts", line: 2 }],
    });
    // Both together are right; what was swapped is seen by the next check.
    writeFileSync(join(folder, "b.ts"), `export const n = "one";\n`);
    const right = `import { n } from "./b.ts";\nexport const twice = (): string => n + n;\n`;
    expect(await ask("modules.swap", { ids: ["a.ts", "b.ts"], sources: { "a.ts": right } })).toMatchObject({
      ok: true,
    });
  } finally {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
});
