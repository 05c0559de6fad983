import { useState, type KeyboardEvent } from "react";
import type { SwapTimings } from "../../electron/engine/summary.ts";
import type { SwapRecord } from "../store/state.ts";
import { getState, setState } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatMs } from "../words/figures.ts";
import { spansText, swapStory } from "../words/swap.ts";
import styles from "./SwapBars.module.css";
import { phases } from "./swap-times.ts";

/** The last swaps, a bar each, with its parts in the order in which they happened. Opens the report. */
export const SwapBars = ({ swaps }: { readonly swaps: readonly SwapRecord[] }) => {
  const [chosen, setChosen] = useState<number>();
  const last = swaps.at(-1);
  const shown = swaps.find(({ number }) => number === chosen) ?? last;
  if (last === undefined || shown === undefined) return null;
  const highest = Math.max(...swaps.map(({ report }) => report.timings.total));

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const at = swaps.indexOf(shown);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: swaps.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.min(swaps.length - 1, Math.max(0, to));
    setChosen(swaps[index]?.number);
    (event.currentTarget.children[index] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div className={styles.bars} role="toolbar" aria-label="Last swaps, oldest first" onKeyDown={onKeyDown}>
        {swaps.map((swap) => (
          <button
            key={swap.number}
            type="button"
            className={cx(styles.bar, swap === shown && styles.chosen, !swap.report.ok && styles.refused)}
            tabIndex={swap === shown ? 0 : -1}
            aria-label={`Swap ${swap.number}: ${storyOf(swap)}`}
            onPointerEnter={() => setChosen(swap.number)}
            onFocus={() => setChosen(swap.number)}
            onClick={() => setState({ dialog: { kind: "swap-report", swap: swap.number } })}
          >
            <Parts timings={swap.report.timings} highest={highest} />
          </button>
        ))}
      </div>
      <dl className={styles.parts} aria-label={`Parts of swap ${shown.number}`}>
        {phases.map((phase) => (
          <div key={phase} className={styles.part}>
            <dt className={styles[phase]}>{phase}</dt>
            <dd>{formatMs(shown.report.timings[phase])}</dd>
          </div>
        ))}
        <div className={styles.part}>
          <dt className={styles.total}>in all</dt>
          <dd>{formatMs(shown.report.timings.total)} ms</dd>
        </div>
      </dl>
      <p className={styles.story}>{storyOf(shown)}</p>
    </>
  );
};

const storyOf = ({ report, asked }: SwapRecord): string =>
  spansText(swapStory(report, (id) => getState().modules[id]?.generation ?? 0, asked));

/** Bottom first: compiling stands on the ground. */
const Parts = ({ timings, highest }: { readonly timings: SwapTimings; readonly highest: number }) => (
  <svg className={styles.drawing} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    {phases.map((phase, index) => {
      const below = phases.slice(0, index).reduce((sum, one) => sum + timings[one], 0);
      const height = timings[phase] / highest;
      return (
        <rect key={phase} className={styles[phase]} x={0} width={1} y={1 - below / highest - height} height={height} />
      );
    })}
  </svg>
);
