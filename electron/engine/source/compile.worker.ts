/** The compiler's own thread: esbuild-wasm strips the types, `analyse` does the rest. One message in, one out. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import type { Loader, Message, TransformOptions, initialize, transform } from "esbuild-wasm";
import { analyse } from "./analyse.ts";
import type { CompileOutcome, CompileProblem, OutputPosition } from "./compiled.ts";
import { positionInSource } from "./position.ts";

export interface CompileRequest {
  readonly ticket: number;
  readonly file: string;
  readonly text: string;
}

export type CompileReply = { readonly ticket: number; readonly outcome: CompileOutcome };

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
  // The browser entry: the one for Node starts a child process, which a packaged app has no `node` for.
  Object.assign(globalThis, { self: globalThis });
  const esbuild = require("esbuild-wasm/lib/browser.js") as Esbuild;
  const wasmModule = await compileWasm(await readFile(require.resolve("esbuild-wasm/esbuild.wasm")));
  await esbuild.initialize({ wasmModule, worker: false });
  return esbuild;
};

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

const compile = async ({ file, text }: CompileRequest): Promise<CompileOutcome> => {
  const esbuild = await starting;
  try {
    const { code, map } = await esbuild.transform(text, optionsFor(file));
    const output = file.endsWith(".json") ? code.replace(/^module\.exports = /, "export default ") : code;
    const analysis = analyse(output, map);
    if (analysis.ok) return analysis;
    return { ok: false, problem: atSource(analysis.reason, analysis.message, analysis.at, map, text) };
  } catch (error) {
    return { ok: false, problem: fromEsbuild(error) };
  }
};

const atSource = (
  code: CompileProblem["code"],
  message: string,
  at: OutputPosition,
  map: string,
  text: string,
): CompileProblem => {
  const { line, column } = positionInSource(map, at);
  const lineText = text.split("\n")[line - 1];
  return { code, message, line, column, ...(lineText === undefined ? {} : { lineText }) };
};

const fromEsbuild = (error: unknown): CompileProblem => {
  const first = (error as { errors?: Message[] }).errors?.[0];
  if (!first)
    return { code: "syntax", message: error instanceof Error ? error.message : String(error), line: 0, column: 0 };
  const { location, text } = first;
  if (!location) return { code: "syntax", message: text, line: 0, column: 0 };
  // esbuild counts columns in bytes of UTF-8, from 0.
  const before = Buffer.from(location.lineText).subarray(0, location.column).toString();
  return { code: "syntax", message: text, line: location.line, column: before.length + 1, lineText: location.lineText };
};

parentPort?.on("message", (request: CompileRequest) => {
  void compile(request).then((outcome) =>
    parentPort?.postMessage({ ticket: request.ticket, outcome } satisfies CompileReply),
  );
});
