/** `console` as modules see it: what they say goes to the log, never to the process's own output. */
import { Console } from "node:console";
import { Writable } from "node:stream";
import type { LogEntry } from "../summary.ts";

const levels = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error", trace: "error" } as const;
type Method = keyof typeof levels;

/** Told one message a call, without its last line break; the module where it is known. */
export type SaySo = (level: LogEntry["level"], message: string, module?: string) => void;

/** @returns a function that makes the `console` of one module; all share one formatter. */
export const consoleMaker = (say: SaySo): ((id: string) => Console) => {
  let level: LogEntry["level"] = "info";
  let module: string | undefined;
  const sink = (): Writable =>
    new Writable({
      decodeStrings: false,
      write: (text: string, _, done) => {
        say(level, text.replace(/\n$/, ""), module);
        done();
      },
    });
  const shared = new Console({ stdout: sink(), stderr: sink(), colorMode: false });
  return (id) => {
    const own = Object.create(shared) as Console;
    for (const method of Object.keys(levels) as Method[])
      own[method] = (...parameters: unknown[]) => {
        level = levels[method];
        module = id;
        shared[method](...parameters);
        level = "info";
        module = undefined;
      };
    return own;
  };
};
