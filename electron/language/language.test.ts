import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Problem } from "../engine/summary.ts";
import { Language } from "./language.ts";
import { projectOf } from "./project.ts";
import type { LanguageStatus } from "./status.ts";
import type { Message } from "./window-session.ts";

const typesFile = resolve(import.meta.dirname, "../../plugins/graft.d.ts");
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
  delete process.env["GRAFT_LANGUAGE_SERVER"];
});

const folderOf = (files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "graft-types-")));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};

/** A language server on a folder of these files, as the window and the engine use it. */
const languageOf = (files: Readonly<Record<string, string>>) => {
  const folder = folderOf(files);
  const statuses: LanguageStatus[] = [];
  const errors = new Map<string, readonly Problem[]>();
  const answers = new Map<unknown, Message>();
  const logged: string[] = [];
  const language = new Language({
    typesFile: () => typesFile,
    onStatus: (status) => statuses.push(status),
    onMessage: (json) => {
      const message = JSON.parse(json) as Message;
      answers.set(message.id, message);
    },
    onTypeErrors: (changed) => {
      for (const [id, problems] of changed) errors.set(id, problems);
    },
    onLog: (_level, message) => logged.push(message),
  });
  ends.push(() => language.close());
  language.open(folder, Object.keys(files));
  const until = async (is: () => boolean): Promise<void> => {
    while (!is()) await new Promise<void>((next) => void setTimeout(next, 10));
  };
  let asked = 0;
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    const id = ++asked;
    language.receive(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    await until(() => answers.has(id));
    return answers.get(id)?.result;
  };
  const say = (method: string, params: unknown): void =>
    language.receive(JSON.stringify({ jsonrpc: "2.0", method, params }));
  return { folder, language, statuses, errors, logged, until, ask, say, uri: (id: string) => `file://${folder}/${id}` };
};

const ready = ({ kind }: LanguageStatus): boolean => kind === "ready";

test("a folder with neither packages nor settings knows the types of graft, and has its type errors told", async () => {
  const { errors, until } = languageOf({
    "a.ts": `import type { Handler } from "graft";\nexport const onTick: Handler<null, "tick"> = (_, { dt }) => { console.log(dt); return { effects: [{ type: "dra" }] } };\n`,
    "b.ts": `export const rate: number = "fast";\n`,
    "c.ts": `export const fine = 1;\n`,
  });
  await until(() => errors.size === 2);
  expect(errors.get("b.ts")).toEqual([
    {
      code: "type-error",
      message: "Type 'string' is not assignable to type 'number'. (TS2322)",
      file: "b.ts",
      line: 1,
      column: 14,
    },
  ]);
  expect(errors.get("a.ts")).toMatchObject([{ line: 2, message: expect.stringContaining('"dra"') as string }]);
});

test("a file that changes on disk is looked at again, and so are those that import it", async () => {
  const { folder, language, errors, until } = languageOf({
    "a.ts": `import { n } from "./b.ts";\nexport const m: number = n;\n`,
    "b.ts": `export const n = 1;\n`,
  });
  await until(() => ready(language.status));
  writeFileSync(join(folder, "b.ts"), `export const n = "one";\n`);
  language.filesChanged(["b.ts"]);
  await until(() => errors.has("a.ts"));
  expect(errors.get("a.ts")).toMatchObject([{ line: 2, column: 14 }]);
  writeFileSync(join(folder, "b.ts"), `export const n = 11;\n`);
  language.filesChanged(["b.ts"]);
  await until(() => errors.get("a.ts")?.length === 0);
});

test("texts are checked in place of files and of what the window has open, and nothing is left of it", async () => {
  const { folder, language, ask, say, until, uri } = languageOf({ "a.ts": `export const a = 1;\n` });
  await until(() => ready(language.status));
  await ask("initialize", {});
  say("textDocument/didOpen", {
    textDocument: { uri: uri("a.ts"), languageId: "typescript", text: "export const a = 22;\n" },
  });
  const check = language.check(folder, new Map([["a.ts", `export const a: string = 1;\n`]]));
  // Said meanwhile: it must meet the window's own text again.
  say("textDocument/didChange", {
    textDocument: { uri: uri("a.ts") },
    contentChanges: [{ range: { start: { line: 0, character: 17 }, end: { line: 0, character: 19 } }, text: "x" }],
  });
  expect(await check).toMatchObject([{ file: "a.ts", line: 1, column: 14, lineText: "export const a: string = 1;" }]);
  const report = await ask("textDocument/diagnostic", { textDocument: { uri: uri("a.ts") } });
  expect(report).toMatchObject({ items: [{ message: "Cannot find name 'x'." }] });
  expect(await language.check(folder, new Map([["a.ts", `export const a = "1";\n`]]))).toEqual([]);
});

test("a server that does not answer is told to be slow, until it does", async () => {
  const { language, logged, until, ask, uri } = languageOf({ "a.ts": `export const a = 1;\n` });
  await until(() => ready(language.status));
  const pid = Number(/process (\d+)/.exec(logged[0] ?? "")?.[1]);
  process.kill(pid, "SIGSTOP");
  try {
    const answer = ask("textDocument/hover", {
      textDocument: { uri: uri("a.ts") },
      position: { line: 0, character: 13 },
    });
    await until(() => language.status.kind === "ready" && language.status.isSlow);
    process.kill(pid, "SIGCONT");
    await answer;
    await until(() => language.status.kind === "ready" && !language.status.isSlow);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}, 30_000);

test("a server that is killed is started again; one that is not there is said to be missing", async () => {
  const { language, logged, statuses, until, folder } = languageOf({ "a.ts": `export const a: string = 1;\n` });
  await until(() => ready(language.status));
  process.kill(Number(/process (\d+)/.exec(logged[0] ?? "")?.[1]), "SIGKILL");
  await until(() => language.status.kind === "ready" && language.status.session === 2);
  // A server that is slow for a moment tells twice that it is there.
  const kinds = statuses.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
  expect(kinds).toEqual(["off", "starting", "ready", "restarting", "starting", "ready"]);
  expect(await language.check(folder, new Map([["a.ts", "export const a = 1;"]]))).toEqual([]);

  process.env["GRAFT_LANGUAGE_SERVER"] = join(folder, "no-such-program");
  language.restart();
  expect(language.status).toMatchObject({ kind: "down" });
  expect(await language.check(folder, new Map([["a.ts", ""]]))).toBeUndefined();
});

test("the folder's own settings of types count, with what graft means beside them", () => {
  const folder = folderOf({
    "tsconfig.json": `{ // mine\n "extends": "./base.json", "compilerOptions": { "strict": false }, "include": ["src"], }`,
    "base.json": `{ "compilerOptions": { "paths": { "lib/*": ["./lib/*"] } } }`,
  });
  expect(JSON.parse(projectOf(folder, "/types/graft.d.ts").text)).toEqual({
    extends: "./base.json",
    compilerOptions: {
      strict: false,
      paths: { "lib/*": [join(folder, "lib/*")], graft: ["/types/graft.d.ts"] },
    },
    include: ["src", "/types/graft.d.ts"],
  });
});
