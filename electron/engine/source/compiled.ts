/** What compiling one file yields: plain data, so that it crosses the worker's border and fits into the cache on disk. */

/** A place in esbuild's output: line and column count from 0. */
export interface OutputPosition {
  readonly line: number;
  readonly column: number;
}

/** One specifier that the module names in an import or a re-export; each once, in order of first appearance. */
export interface ModuleRequest extends OutputPosition {
  readonly specifier: string;
}

/** `name` of `request` is imported; `*` is the whole namespace. */
export interface ImportEntry extends OutputPosition {
  readonly request: number;
  readonly name: string;
}

/** Placed where its binding is declared. */
export interface LocalExport extends OutputPosition {
  readonly name: string;
  /** What can be told without running: `unknown` needs the value. */
  readonly callable: "yes" | "no" | "unknown";
  /** Hash of the compiled text of its declaration. */
  readonly textHash: string;
  /** Order of declaration in the file. */
  readonly order: number;
  /** Its calls can go on in another generation (R14). */
  readonly canForward?: true;
}

/** `export { importName as name } from request`; `*` as import name is `export * as name`. */
export interface IndirectExport extends OutputPosition {
  readonly name: string;
  readonly request: number;
  readonly importName: string;
  readonly order: number;
}

export interface StarExport extends OutputPosition {
  readonly request: number;
}

/** What of a module's top level can be let go while one of its functions is still held; places are those in `bindings`. */
export interface ReleasePlan {
  /** Bindings that the module's releaser reads and writes, by number. */
  readonly bindings: readonly string[];
  /** Bindings that always mean the same function, with what its own body mentions. */
  readonly functions: readonly {
    readonly binding: number;
    readonly mentions: readonly number[];
    /** Its own body mentions an import. */
    readonly usesImports: boolean;
  }[];
  /** Names of the top level that nothing mentions which outlives the module's evaluation: their values are gone. */
  readonly spent: readonly string[];
  /** Names that the author declared with `const`. */
  readonly constants: readonly string[];
  /** Mentioned inside of further functions and classes, of which nobody can tell whether they still exist. */
  readonly pinned: readonly number[];
}

/** A local name for an import; `name` is `*` for the whole namespace. */
export interface ImportedName {
  readonly local: string;
  readonly request: number;
  readonly name: string;
}

export interface Compiled {
  /** Body of the function that `modules/generation.ts` evaluates; it returns a generator function. */
  readonly code: string;
  /** Its parameters, see `parametersOf`. */
  readonly parameters: readonly string[];
  /** esbuild's source map from its output to the author's file, as JSON. */
  readonly map: string;
  /** Where `code` differs from esbuild's output: line, column there, length there, length in `code`; ascending. */
  readonly edits: readonly number[];
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportEntry[];
  readonly importedNames: readonly ImportedName[];
  readonly localExports: readonly LocalExport[];
  readonly indirectExports: readonly IndirectExport[];
  readonly starExports: readonly StarExport[];
  /** Constant specifiers of `import(…)`. */
  readonly dynamicImports: readonly ModuleRequest[];
  /** Top-level variables that are no functions and can change: what begins anew at a swap. */
  readonly variables: readonly string[];
  /** The default export is an anonymous function declaration; its name has to be set. */
  readonly namelessDefault: boolean;
  /** Absent where the text of a direct `eval` may name anything. */
  readonly release?: ReleasePlan;
  /** What this V8 made of `code`, from the cache on disk; as good as none where V8 refuses it. */
  readonly v8Code?: Uint8Array;
}

/** Names under which the host's own things are handed to a module, in order; each request adds two. */
export const hostParameters = [
  "console",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
] as const;

/** Parameters of what is made of a prompt's text: what stands for `import` and `import.meta`, which only a module has. */
export const promptParameters = ["graft$import", "graft$meta"] as const;

/** A refusal by the compiler; lines and columns are the author's, from 1. */
export interface CompileProblem {
  /** `compiler-stopped`: nothing is known of the text. */
  readonly code: "syntax" | "top-level-await" | "compiler-stopped";
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly lineText?: string;
}

export type CompileOutcome =
  | { readonly ok: true; readonly compiled: Compiled }
  | { readonly ok: false; readonly problem: CompileProblem };
