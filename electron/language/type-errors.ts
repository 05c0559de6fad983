/** The type errors of every module, asked for one module after the other and kept up to date. */
import type { Problem } from "../engine/summary.ts";

/** What the server says of one place of a text. Lines and columns from 0. */
export interface Diagnostic {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly severity?: number;
  readonly code?: number | string;
  readonly message: string;
}

export interface TypeErrorsParts {
  /** @returns undefined where the server has ended: then the rest is not asked for */
  readonly ask: (id: string) => Promise<readonly Diagnostic[] | undefined>;
  readonly onTold: (changed: ReadonlyMap<string, readonly Problem[]>) => void;
}

/** A person who types changes a text often; what others make of it is looked at when there is a pause. */
const quietMs = 250;
/** Of one module so many are told; who has more has the wrong types. */
const mostTypeErrors = 200;
/** Told so often while many are looked at. */
const tellEveryMs = 200;

export class TypeErrors {
  readonly #parts: TypeErrorsParts;
  readonly #found = new Map<string, readonly Problem[]>();
  /** In the order in which they are looked at. */
  #waiting: string[] = [];
  #changed = new Map<string, readonly Problem[]>();
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;
  #run = 0;

  constructor(parts: TypeErrorsParts) {
    this.#parts = parts;
  }

  /** What is known; modules without errors are left out. */
  list(): ReadonlyMap<string, readonly Problem[]> {
    return this.#found;
  }

  /** Looks at modules, the first ones first; what already waits, waits on behind them. */
  look(ids: readonly string[]): void {
    const first = new Set(ids);
    this.#waiting = [...ids, ...this.#waiting.filter((id) => !first.has(id))];
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => void this.#ask(), quietMs);
  }

  forget(ids: readonly string[]): void {
    this.#waiting = this.#waiting.filter((id) => !ids.includes(id));
    for (const id of ids) this.#note(id, []);
    this.#tell();
  }

  /** Nothing is known any more. */
  clear(): void {
    this.#run++;
    this.#waiting = [];
    clearTimeout(this.#timer);
    for (const id of this.#found.keys()) this.#note(id, []);
    this.#tell();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const run = this.#run;
    let told = Date.now();
    try {
      for (let id = this.#waiting.shift(); id !== undefined; id = this.#waiting.shift()) {
        const diagnostics = await this.#parts.ask(id);
        if (run !== this.#run || diagnostics === undefined) return;
        this.#note(id, typeErrorsIn(id, diagnostics).slice(0, mostTypeErrors));
        if (Date.now() - told > tellEveryMs) {
          this.#tell();
          told = Date.now();
        }
      }
    } finally {
      this.#isAsking = false;
      this.#tell();
      if (run !== this.#run) this.look([]);
    }
  }

  #note(id: string, problems: readonly Problem[]): void {
    const before = this.#found.get(id) ?? [];
    if (JSON.stringify(before) === JSON.stringify(problems)) return;
    if (problems.length > 0) this.#found.set(id, problems);
    else this.#found.delete(id);
    this.#changed.set(id, problems);
  }

  #tell(): void {
    if (this.#changed.size === 0) return;
    const changed = this.#changed;
    this.#changed = new Map();
    this.#parts.onTold(changed);
  }
}

/** Those that are errors; a person's unused variable keeps nobody from swapping. @param text for the lines that are meant */
export const typeErrorsIn = (id: string, diagnostics: readonly Diagnostic[], text?: string): readonly Problem[] => {
  const lines = text?.split(/\r\n?|\n/);
  return diagnostics
    .filter(({ severity = 1 }) => severity === 1)
    .map(({ range: { start }, message, code }): Problem => {
      const lineText = lines?.[start.line];
      return {
        code: "type-error",
        message: `${sentence(message)}${code === undefined ? "" : ` (TS${code})`}`,
        file: id,
        line: start.line + 1,
        column: start.character + 1,
        ...(lineText === undefined || lineText.length > 400 ? {} : { lineText }),
      };
    });
};

/** What explains it stands in further lines, each further in. */
const sentence = (message: string): string =>
  message
    .split("\n")
    .map((line) => line.trim())
    .join(" ");
