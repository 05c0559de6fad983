/** The compiler's own thread: esbuild-wasm strips the types, `analyse` does the rest. One message in, one out. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Loader, Message, TransformOptions, initialize, transform } from "esbuild-wasm";
import { analyse } from "./analyse.ts";
import { CompileCache, type CachePlace } from "./cache.ts";
import type { CompileOutcome, CompileProblem, OutputPosition } from "./compiled.ts";
import { type PromptOutcome, promptOf } from "./prompt.ts";
import { lineBreak, longestLineShown, positionInSource } from "./position.ts";
import { v8CodeOf } from "./v8-code.ts";

export interface CompileRequest {
  readonly ticket: number;
  readonly file: string;
  readonly text: string;
  /** Of the cache's entry that is to be written. */
  readonly key?: string;
}

/** What was typed at a module's prompt. `file` tells the language. */
export interface PromptRequest extends CompileRequest {
  readonly isPrompt: true;
}

export type CompileReply =
  | { readonly ticket: number; readonly outcome: CompileOutcome }
  | { readonly ticket: number; readonly prompt: PromptOutcome };

interface Esbuild {
  readonly initialize: typeof initialize;
  readonly transform: typeof transform;
}

interface WasmApi {
  readonly compile: (bytes: Uint8Array) => Promise<NonNullable<Parameters<typeof initialize>[0]["wasmModule"]>>;
}

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".jsx": "jsx",
  ".json": "json",
};

// Node has it; only the DOM's library of types declares it.
const { compile: compileWasm } = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;

const start = async (): Promise<Esbuild> => {
  const require = createRequire(import.meta.url);
  // The browser entry: the one for Node starts a child process, which a packaged app has no `node` for. It hands each
  // request on by a timer without a delay, which is 1 ms in Node.
  Object.assign(globalThis, { self: globalThis, setTimeout: atOnceWithoutDelay });
  const esbuild = require("esbuild-wasm/lib/browser.js") as Esbuild;
  const wasmModule = await compileWasm(await readFile(require.resolve("esbuild-wasm/esbuild.wasm")));
  await esbuild.initialize({ wasmModule, worker: false });
  return esbuild;
};

const { setTimeout } = globalThis;

const atOnceWithoutDelay = (run: () => void, ms?: number): unknown =>
  ms === undefined ? setImmediate(run) : setTimeout(run, ms);

const starting = start();

const optionsFor = (file: string): TransformOptions => ({
  loader: loaders[/\.\w+$/.exec(file)?.[0] ?? ""] ?? "ts",
  target: "node20",
  charset: "utf8",
  jsx: "automatic",
  sourcefile: file,
  sourcemap: "external",
  sourcesContent: false,
  logLevel: "silent",
});

const moduleSign = /^(?:import|export)\b/m;
/** What means something else in a script: functions in blocks, and HTML's comments, which a module does not know. */
const scriptSign = /function|<!--|-->/;

const compile = async ({ file, text }: CompileRequest): Promise<CompileOutcome> => {
  const esbuild = await starting;
  try {
    let { code, map } = await esbuild.transform(text, optionsFor(file));
    if (file.endsWith(".json")) code = code.replace(/^module\.exports = /, "export default ");
    // Without a sign of a module esbuild takes the file for a script, where a block's functions are the whole file's.
    else if (!moduleSign.test(code) && scriptSign.test(text))
      ({ code, map } = await esbuild.transform(`${text}\n;export {};`, optionsFor(file)));
    const analysis = analyse(code, map);
    if (analysis.ok) return analysis;
    const message = analysis.isRaw ? sentence(file, analysis.message) : analysis.message;
    return { ok: false, problem: atSource(analysis.reason, message, analysis.at, map, text) };
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (errors?.[0]) return { ok: false, problem: fromEsbuild(file, errors[0]) };
    // Whatever else esbuild throws has left it broken, also for the files after this one: the thread is started again.
    if (!(await isAlive(esbuild))) process.exit(1);
    const message =
      error instanceof RangeError
        ? tooDeep(file)
        : `${file} cannot be compiled: ${error instanceof Error ? error.message : String(error)}.`;
    return { ok: false, problem: { code: "syntax", message, line: 0, column: 0 } };
  }
};

/** An import that nobody uses is to be refused, not dropped. */
const asTyped = { compilerOptions: { verbatimModuleSyntax: true } };

/** An object in braces reads as a block, so it is tried as an expression first. */
const compilePrompt = async ({ file, text }: CompileRequest): Promise<PromptOutcome> => {
  const esbuild = await starting;
  const transform = (what: string): Promise<{ readonly code: string; readonly map: string }> =>
    esbuild.transform(what, { ...optionsFor(file), tsconfigRaw: asTyped });
  try {
    const expression = /^\s*\{/.test(text) ? await transform(`(${text}\n)`).catch(() => undefined) : undefined;
    const { code, map } = expression ?? (await transform(text));
    return promptOf(code, map, expression === undefined ? 0 : 1);
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    const [first] = errors ?? [];
    if (!first) throw error;
    const { line, column } = fromEsbuild(file, first);
    return { ok: false, message: first.text, line, column };
  }
};

/** A broken esbuild answers late, wrong, or never. */
const isAlive = (esbuild: Esbuild): Promise<boolean> =>
  Promise.race([
    esbuild.transform("1", { loader: "js" }).then(
      ({ code }) => code === "1;\n",
      () => false,
    ),
    new Promise<boolean>((resolve) => void setTimeout(resolve, 1000, false)),
  ]);

const atSource = (
  code: CompileProblem["code"],
  message: string,
  at: OutputPosition,
  map: string,
  text: string,
): CompileProblem => {
  const { line, column } = positionInSource(map, at);
  return { code, message, line, column, ...shown(text.split(lineBreak)[line - 1]) };
};

/** A line for a code frame; not one of minified code. */
const shown = (lineText: string | undefined): { readonly lineText?: string } =>
  lineText === undefined || lineText.length > longestLineShown ? {} : { lineText };

const tooDeep = (file: string): string => `${file} is nested too deeply to be compiled: split its largest expression.`;

/** What a parser says is half a sentence: `Unexpected ";"`. */
const sentence = (file: string, said: string): string =>
  `${file} does not compile: ${said.charAt(0).toLowerCase()}${said.slice(1).replace(/\.$/, "")}.`;

const fromEsbuild = (file: string, { location, text: said }: Message): CompileProblem => {
  const text = said.startsWith("Not enough stack space") ? tooDeep(file) : sentence(file, said);
  if (!location) return { code: "syntax", message: text, line: 0, column: 0 };
  // esbuild counts columns in bytes of UTF-8, from 0.
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return { code: "syntax", message: text, line: location.line, column: before.length + 1, ...shown(location.lineText) };
};

const cache = workerData ? new CompileCache(workerData as CachePlace) : undefined;

parentPort?.on("message", async (request: CompileRequest | PromptRequest) => {
  const { ticket } = request;
  if ("isPrompt" in request) {
    parentPort?.postMessage({ ticket, prompt: await compilePrompt(request) } satisfies CompileReply);
    return;
  }
  const outcome = await compile(request);
  parentPort?.postMessage({ ticket, outcome } satisfies CompileReply);
  if (!outcome.ok || request.key === undefined || cache === undefined) return;
  // Whoever waited has it. With V8's own form of the code V8 need not parse it the next time.
  const v8Code = v8CodeOf(outcome.compiled);
  cache.write(request.key, v8Code ? { ...outcome.compiled, v8Code } : outcome.compiled);
});
