import { expect, test } from "vitest";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf } from "../testing.ts";
import { Compiler } from "./compile.ts";
import type { CompileOutcome } from "./compiled.ts";
import { Files, problemOfState } from "./files.ts";

/** Compiles when the test says so, in the order that the test wants. */
class Gated extends Compiler {
  readonly asked: { readonly text: string; readonly answer: (outcome?: CompileOutcome) => void }[] = [];

  constructor() {
    super("");
  }

  override compile(_: string, text: string): Promise<CompileOutcome> {
    const compiled = { ok: true, compiled: { code: text } } as unknown as CompileOutcome;
    return new Promise((resolve) => {
      this.asked.push({ text, answer: (outcome = compiled) => resolve(outcome) });
    });
  }
}

const filesOf = (text: string) => {
  const folder = folderOf({ "a.ts": text });
  const compiler = new Gated();
  const files = new Files(folder, compiler, ["a.ts"]);
  const write = (next: string): void => writeFileSync(join(folder, "a.ts"), next);
  const known = (): string | undefined => {
    const content = files.stateOf("a.ts")?.content;
    return content?.ok ? content.text : content?.code;
  };
  return { folder, compiler, files, write, known };
};

test("[W8] a compile that ends late does not undo a newer one", async () => {
  const { compiler, files, write, known } = filesOf("1");
  const first = files.refresh("a.ts");
  write("2");
  const second = files.refresh("a.ts");
  compiler.asked[1]?.answer();
  await second;
  expect(known()).toBe("2");
  compiler.asked[0]?.answer();
  expect((await first).content).toEqual({ ok: true, text: "1" });
  expect(known()).toBe("2");
});

test("[W8] a file that is deleted while it is compiled stays deleted", async () => {
  const { folder, compiler, files, known } = filesOf("1");
  const refreshed = files.refresh("a.ts");
  rmSync(join(folder, "a.ts"));
  files.remove("a.ts");
  compiler.asked[0]?.answer();
  await refreshed;
  expect([files.has("a.ts"), known()]).toEqual([false, undefined]);
});

test("[C3] the same text is compiled once; what stopped the compiler is tried again", async () => {
  const { compiler, files, write } = filesOf("1");
  const first = files.refresh("a.ts");
  compiler.asked[0]?.answer();
  await first;
  write("1");
  expect(await files.refresh("a.ts")).toBe(await first);
  expect(compiler.asked).toHaveLength(1);
  write("2");
  const stopped = files.refresh("a.ts");
  compiler.asked[1]?.answer({ ok: false, problem: { code: "compiler-stopped", message: "no", line: 0, column: 0 } });
  expect(problemOfState(await stopped)).toMatchObject({ code: "compiler-stopped", file: "a.ts" });
  const again = files.refresh("a.ts");
  compiler.asked[2]?.answer();
  expect(problemOfState(await again)).toBe(undefined);
});

test("[W6] a file that cannot be read stays listed, one that is gone does not come back", async () => {
  const { folder, files } = filesOf("1");
  writeFileSync(join(folder, "a.ts"), Buffer.from([0xff]));
  expect(problemOfState(await files.refresh("a.ts"))).toMatchObject({ code: "file-not-utf8" });
  writeFileSync(join(folder, "new.ts"), Buffer.from([0xff]));
  await files.refresh("new.ts");
  await files.refresh("no.ts");
  expect([...files.ids()]).toEqual(["a.ts", "new.ts"]);
});
