/** Where a breakpoint stops and why the loop stands, in words. */
import type { Breakpoint, Stop } from "../../electron/engine/summary.ts";
import { formatCount, listWords } from "./figures.ts";
import type { Span } from "./swap.ts";

const plain = (text: string): Span => ({ voice: "plain", text });
const code = (text: string): Span => ({ voice: "code", text });

/** `before onTick of clock.ts is called for tick, where event.dt > 1`. */
export const breakpointWords = ({
  event,
  module,
  function: name,
  effect,
  path,
  error,
  condition,
}: Breakpoint): readonly Span[] => {
  const who = [
    ...(name === undefined ? [plain("a handler")] : [code(name)]),
    ...(module === undefined ? [] : [plain(" of "), code(module)]),
  ];
  const isCall = name !== undefined || module !== undefined;
  const after: Span[] = [];
  if (effect !== undefined) after.push(plain(" asks for "), code(effect));
  if (path !== undefined) {
    if (after.length > 0) after.push(plain(" and"));
    after.push(plain(" changes "), path === "" ? plain("the state") : code(path));
  }
  if (error === true) {
    if (after.length > 0) after.push(plain(" and"));
    after.push(plain(" fails"));
  }
  const words: Span[] = [];
  if (after.length > 0) words.push(plain("when "), ...who, ...after);
  else if (isCall) words.push(plain("before "), ...who, plain(" is called"));
  if (event !== undefined) words.push(plain(words.length === 0 ? "before the turn of " : " for "), code(event));
  if (condition !== undefined) words.push(plain(words.length === 0 ? "where " : ", where "), code(condition));
  return words;
};

/** Why the loop stopped by itself: what happened, and what is so because of it. */
export const stopWords = (stop: Stop): readonly Span[] => {
  switch (stop.by) {
    case "breakpoint":
    case "until": {
      const { breakpoint, index, turn, event, call } = stop;
      return [
        {
          voice: "strong",
          text: stop.by === "until" ? "Went on until here" : `Stopped at breakpoint ${formatCount((index ?? 0) + 1)}`,
        },
        plain(" · "),
        ...breakpointWords(breakpoint),
        plain(" · turn "),
        plain(formatCount(turn)),
        plain(", "),
        code(event.type),
        ...(call === undefined ? [] : [plain(", at "), code(`${call.module} #${call.generation} ${call.function}`)]),
      ];
    }
    case "error":
      return [
        { voice: "strong", text: "Stopped because something failed" },
        plain(" · "),
        code(stop.problem.file),
        plain(` · ${stop.problem.message}`),
      ];
    case "swap":
      return [
        { voice: "strong", text: "Stopped at the swap" },
        plain(` of ${listWords(stop.modules)}: the next turn is the first one under the new code`),
      ];
    default:
      return stop satisfies never;
  }
};
