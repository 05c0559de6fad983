import { useVirtualizer } from "@tanstack/react-virtual";
import { FileCode } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { runCommand } from "../commands/run-command.ts";
import type { SourceSummary } from "../../electron/engine/summary.ts";
import { selectedModule } from "../store/actions.ts";
import { useAsked } from "../store/asked.ts";
import { useModule } from "../store/selectors.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { CodeFrame } from "../ui/CodeFrame.tsx";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { call } from "../workbench-api.ts";
import { advice } from "../words/status.ts";
import { changedLines } from "./changed-lines.ts";
import { highlightLines, type Token } from "./highlight.ts";
import styles from "./SourcePanel.module.css";

/** Colours cost time; a file longer than this is shown without. */
const colouredLength = 400_000;
const lineHeight = 18;

export const SourcePanel = () => {
  const id = useWorkbench((state) => selectedModule(state.selection));
  if (id === undefined) {
    return (
      <EmptyState
        icon={<FileCode size={26} />}
        title="No module is selected"
        actions={<Button onClick={() => runCommand("go.module")}>Go to module…</Button>}
      >
        Select a module or one of its functions to read its source.
      </EmptyState>
    );
  }
  return <ModuleSource key={id} id={id} />;
};

/** A file that is saved twice keeps its status, and nobody tells. */
const everyMs = 1500;
const ask = (id: string): Promise<SourceSummary> => call("modules.source", { id });

const ModuleSource = ({ id }: { readonly id: string }) => {
  const answer = useAsked(id, ask, everyMs);
  switch (answer.kind) {
    case "waiting":
      return null;
    case "refused":
      return <EmptyState title="The source cannot be read">{answer.message}</EmptyState>;
    case "told":
      return <Text source={answer.value} />;
    default:
      return answer satisfies never;
  }
};

const Text = ({ source }: { readonly source: SourceSummary }) => {
  const { id, text, running } = source;
  const problem = useModule(id)?.problem;
  const wrong = problem?.file === id ? problem.line : 0;
  // The banner above tells a refusal already.
  const isTold = useWorkbench(({ swaps, toldSwap }) => {
    const told = swaps.find((swap) => swap.number === toldSwap)?.report;
    return told?.ok === false && told.problems.some((each) => each.file === id);
  });
  const target = useWorkbench((state) => (state.sourceLine?.id === id ? state.sourceLine : null));
  const selected = useWorkbench(({ selection }) => (selection.kind === "function" ? selection.name : undefined));
  const lines = useMemo(
    () =>
      text.length > colouredLength
        ? text.split("\n").map((line): readonly Token[] => [{ kind: "plain", text: line }])
        : highlightLines(text),
    [text],
  );
  const changed = useMemo(() => changedLines(running ?? text, text), [running, text]);
  const declared = useMemo(() => declarationLine(lines, selected), [lines, selected]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    paddingStart: 8,
    paddingEnd: 40,
  });
  const shown = [target?.line, wrong, declared].find((line) => line !== undefined && line > 0);
  useEffect(() => {
    if (shown !== undefined) virtual.scrollToIndex(shown - 1, { align: "center" });
  }, [virtual, shown]);
  const digits = String(lines.length).length;
  return (
    <div className={styles.source}>
      <div
        ref={scroll}
        className={styles.scroll}
        role="region"
        aria-label={`Source of ${id}, read only`}
        tabIndex={0}
        data-autofocus
      >
        <div className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const number = item.index + 1;
            return (
              <div
                key={item.key}
                className={cx(
                  styles.line,
                  changed.has(number) && styles.changed,
                  (number === target?.line || number === declared) && styles.target,
                  number === wrong && styles.wrong,
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span className={styles.gutter} style={{ width: `${digits + 3}ch` }}>
                  {number}
                </span>
                <code>
                  {lines[item.index]?.map((token, index) => (
                    // Tokens have no identity of their own and never move.
                    // eslint-disable-next-line react/no-array-index-key
                    <span key={index} className={styles[token.kind]}>
                      {token.text}
                    </span>
                  ))}
                </code>
              </div>
            );
          })}
        </div>
      </div>
      {problem !== undefined && !isTold && (
        <div className={styles.problem}>
          <p>
            <strong>{problem.message}</strong> {advice[problem.code]}
          </p>
          {problem.lineText !== undefined && problem.lineText.trim() !== "" && problem.line > 0 && (
            <CodeFrame line={problem.line} column={problem.column} text={problem.lineText} />
          )}
        </div>
      )}
    </div>
  );
};

/** Where a name seems to be declared; 0 where nothing looks like it. */
const declarationLine = (lines: readonly (readonly Token[])[], name: string | undefined): number => {
  if (name === undefined) return 0;
  const escaped = name.replaceAll("$", "\\$");
  const declaration = new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${escaped}(?![\\w$])`);
  return lines.findIndex((line) => declaration.test(line.map((token) => token.text).join(""))) + 1;
};
