import { CircleDot } from "lucide-react";
import type { Stop } from "../../electron/engine/summary.ts";
import { CodeFrame } from "../ui/CodeFrame.tsx";
import { openDialogOf, showTextOf } from "../store/actions.ts";
import { run, step } from "../store/loop.ts";
import { useWorkbench } from "../store/store.ts";
import { looksBack } from "../store/time.ts";
import { Spans } from "../swap/Spans.tsx";
import { Button } from "../ui/Button.tsx";
import { stopWords } from "../words/breakpoint.ts";
import styles from "./StopBanner.module.css";

/** Says why the loop stopped by itself, for as long as it stands. */
export const StopBanner = () => {
  const stop = useWorkbench((state) => state.status?.stopped);
  const isBack = useWorkbench(looksBack);
  if (stop === undefined || isBack) return null;
  return (
    <section className={styles.banner} aria-label="Why the loop stands" role="status">
      <div className={styles.line}>
        <CircleDot size={14} aria-hidden="true" />
        <p className={styles.text}>
          <Spans spans={stopWords(stop)} />
        </p>
        <Ways stop={stop} />
        <Button size="small" look="accent" onClick={() => void run()}>
          Continue
        </Button>
      </div>
      {stop.by === "error" && <Frame stop={stop} />}
    </section>
  );
};

const Frame = ({ stop: { problem } }: { readonly stop: Stop & { readonly by: "error" } }) =>
  problem.lineText === undefined || problem.line === 0 ? null : (
    <CodeFrame line={problem.line} column={problem.column} text={problem.lineText} />
  );

const Ways = ({ stop }: { readonly stop: Stop }) => {
  switch (stop.by) {
    case "breakpoint":
      return (
        <>
          {stop.index !== undefined && (
            <Button
              size="small"
              onClick={() =>
                openDialogOf({ kind: "breakpoint", breakpoint: stop.breakpoint, index: stop.index ?? null })
              }
            >
              Edit
            </Button>
          )}
          <Button size="small" onClick={() => void step({ unit: "handler" })}>
            Step in
          </Button>
        </>
      );
    case "until":
    case "swap":
      return (
        <Button size="small" onClick={() => void step({ unit: "handler" })}>
          Step in
        </Button>
      );
    case "error":
      return stop.problem.file === "" || stop.problem.line === 0 ? null : (
        <Button size="small" onClick={() => showTextOf(stop.problem.file, stop.problem.generation, stop.problem.line)}>
          Show the line
        </Button>
      );
    default:
      return stop satisfies never;
  }
};
