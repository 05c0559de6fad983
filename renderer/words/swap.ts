/** A swap's story in one line: what became of the module, its functions, its state and those who import it. */
import type { Problem, SwapReport, SwappedModule } from "../../electron/engine/summary.ts";
import { formatDuration, listWords, plural } from "./figures.ts";

/** A run of text in one voice, so that the window can set names in code and the headline in bold. */
export interface Span {
  readonly text: string;
  readonly voice: "plain" | "strong" | "code" | "warn";
}

const plain = (text: string): Span => ({ text, voice: "plain" });
const strong = (text: string): Span => ({ text, voice: "strong" });
const code = (text: string): Span => ({ text, voice: "code" });
const warn = (text: string): Span => ({ text, voice: "warn" });

export const spansText = (spans: readonly Span[]): string => spans.map((span) => span.text).join("");

/**
 * @param generationOf tells which generation of a module runs now, for refusals; 0 where none does.
 * @param asked what was to be swapped: a refusal may be the fault of a module that was not
 */
export const swapStory = (
  report: SwapReport,
  generationOf: (id: string) => number,
  asked: readonly string[] = [],
): readonly Span[] => (report.ok ? successStory(report) : refusalStory(report, generationOf, asked));

const successStory = (report: SwapReport): readonly Span[] => {
  const [first, ...others] = report.modules;
  if (first === undefined) return [strong("Nothing to swap")];
  const clauses =
    others.length === 0
      ? [exportsClause(first), stateClause(first), followersClause(first)]
      : [[plain(listWords(report.modules.map(versions)))], followersOfAll(report.modules)];
  return [
    ...(others.length > 0 || report.kind === undefined
      ? []
      : [strong(report.kind === "undo" ? "Undone: " : "Done again: ")]),
    strong(others.length === 0 ? versions(first) : plural(report.modules.length, "module")),
    plain(others.length === 0 ? ` ${report.dryRun ? "would take" : "in"} ` : ` ${verbOf(report)} in `),
    code(formatDuration(report.timings.total)),
    ...clauses.filter((clause) => clause.length > 0).flatMap((clause) => [plain(" · "), ...clause]),
    ...(report.setAside === undefined || report.setAside === 0
      ? []
      : [plain(` · ${plural(report.setAside, "turn")} of changes set aside`)]),
    ...staleClause(report.stale),
    ...(report.problems.length > 0 ? [plain(" · "), warn(plural(report.problems.length, "problem"))] : []),
  ];
};

const verbOf = ({ kind }: SwapReport): string => {
  switch (kind) {
    case "undo":
      return "undone";
    case "redo":
      return "done again";
    case undefined:
      return "swapped";
    default:
      return kind satisfies never;
  }
};

const versions = ({ id, from, to }: SwappedModule): string => {
  if (from === 0) return `${id} #${to} loaded`;
  return to === 0 ? `${id} #${from} unloaded` : `${id} #${from} → #${to}`;
};

const exportsClause = ({ from, exports: { added, removed, changed, same } }: SwappedModule): readonly Span[] => {
  const group = (names: readonly string[], verb: string): readonly (readonly Span[])[] => {
    if (names.length === 0) return [];
    return [names.length > 3 ? [plain(`${names.length} ${verb}`)] : [...between(names.map(code)), plain(` ${verb}`)]];
  };
  if (from === 0) return added.length > 0 ? [plain(plural(added.length, "export"))] : [plain("no exports")];
  if (added.length + removed.length + changed.length === 0) {
    return [plain(same.length > 0 ? "no function's own text changed" : "no exports")];
  }
  const groups = [
    ...group(changed, "changed"),
    ...group(added, "added"),
    ...group(removed, "removed"),
    ...group(same, "same"),
  ];
  return groups.flatMap((spans, index) => (index === 0 ? spans : [plain(", "), ...spans]));
};

const between = (spans: readonly Span[]): readonly Span[] =>
  spans.flatMap((span, index) => (index === 0 ? [span] : [plain(index === spans.length - 1 ? " and " : ", "), span]));

const stateClause = ({ from, to, state: { kept, added, dropped }, variables }: SwappedModule): readonly Span[] => {
  if (from === 0 || to === 0) return [];
  const parts: Span[] = [];
  if (kept.length > 0) parts.push(plain("state kept"));
  else if (added.length > 0) parts.push(plain("state begun anew"));
  if (kept.length > 0 && added.length > 0) parts.push(plain(", "), ...between(added.map(code)), plain(" added"));
  if (dropped.length > 0) {
    const names = dropped.map((path) => (path === "" ? warn("the old state") : code(path)));
    const shown = names.length > 3 ? [warn(plural(names.length, "field"))] : between(names);
    parts.push(...(parts.length > 0 ? [plain(", ")] : []), ...shown, warn(" dropped"));
  }
  if (variables.length > 0) {
    const shown = variables.length > 3 ? [plain(plural(variables.length, "variable"))] : between(variables.map(code));
    parts.push(...(parts.length > 0 ? [plain(" · ")] : []), ...shown, plain(" begun anew"));
  }
  return parts;
};

const follow = (count: number): readonly Span[] =>
  count === 0 ? [] : [plain(`${plural(count, "importer")} ${count === 1 ? "follows" : "follow"}`)];

const followersClause = ({ followers }: SwappedModule): readonly Span[] => follow(followers.length);

const followersOfAll = (modules: readonly SwappedModule[]): readonly Span[] => {
  const swapped = new Set(modules.map((module) => module.id));
  return follow(new Set(modules.flatMap((module) => module.followers).filter((id) => !swapped.has(id))).size);
};

const staleClause = (stale: readonly string[]): readonly Span[] =>
  stale.length === 0
    ? []
    : [
        plain(" · "),
        warn(stale.length > 3 ? plural(stale.length, "importer") : listWords(stale)),
        warn(stale.length === 1 ? " is stale" : " are stale"),
      ];

const refusalStory = (
  report: SwapReport,
  generationOf: (id: string) => number,
  asked: readonly string[],
): readonly Span[] => {
  const [problem] = report.problems;
  if (problem === undefined) return [strong("The swap was refused"), plain("; what ran before runs on")];
  const [only, ...others] = asked;
  const refused = only !== undefined && others.length === 0 ? only : problem.file;
  const generation = generationOf(refused);
  const runsOn = generation > 0 ? `#${generation} runs on` : "it does not run yet";
  const more = report.problems.length - 1;
  return [
    strong(
      refused === ""
        ? "The swap was refused"
        : `${refused} was not ${problem.code === "still-imported" ? "unloaded" : "swapped"}`,
    ),
    plain(refused === "" ? "; what ran before runs on" : `; ${runsOn}`),
    plain(` · ${problem.message}`),
    ...(problem.line > 0 ? [plain(" "), code(placeText(problem))] : []),
    ...(more > 0 ? [plain(` · ${plural(more, "more problem")}`)] : []),
  ];
};

/** Importers because of which it was refused: they may go along, as they are now. */
export const usersOf = ({ problems }: SwapReport): readonly string[] => [
  ...new Set(problems.filter(({ code }) => code === "export-in-use").map(({ file }) => file)),
];

/** `clock.ts:4:12`, or as much of it as is known. */
export const placeText = ({ file, line, column }: Problem): string => {
  if (line === 0) return file;
  return column === 0 ? `${file}:${line}` : `${file}:${line}:${column}`;
};
