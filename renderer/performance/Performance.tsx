import { Gauge } from "lucide-react";
import { useWorkbench } from "../store/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatBytes, formatCount, formatDuration, plural } from "../words/figures.ts";
import { Meter } from "./Meter.tsx";
import styles from "./Performance.module.css";
import { useSamples } from "./samples.ts";
import { SwapBars } from "./SwapBars.tsx";
import { swapTimes } from "./swap-times.ts";

/** How long swaps take, and what the program takes: the loop's rate and delay, memory, old generations. */
export const Performance = () => {
  const swaps = useWorkbench((state) => state.swaps);
  const samples = useSamples();
  const times = swapTimes(swaps);
  const limit = samples.at(-1)?.heapLimitBytes;
  return (
    <div className={styles.panel}>
      <section className={styles.swaps} aria-label="Swaps">
        <div className={styles.head}>
          <h2 className={styles.name}>Swaps</h2>
          {times !== undefined && (
            <p className={styles.figures}>
              median <code>{formatDuration(times.median)}</code> · slowest <code>{formatDuration(times.slowest)}</code>{" "}
              · {plural(times.count, "swap")}
            </p>
          )}
        </div>
        {swaps.length === 0 ? (
          <EmptyState icon={<Gauge size={18} />} title="No swap yet">
            Change a module and swap it: how long each part took is drawn here.
          </EmptyState>
        ) : (
          <SwapBars swaps={swaps} />
        )}
      </section>
      <div className={styles.meters}>
        <Meter name="Turns a second" values={samples.map(({ rate }) => rate)} show={formatCount} />
        <Meter
          name="Delay in the queue"
          values={samples.map(({ delayMs }) => delayMs)}
          show={(ms) => `${ms.toFixed(1)} ms`}
          scale={1}
        />
        <Meter
          name="Memory"
          values={samples.map(({ rssBytes }) => rssBytes)}
          show={formatBytes}
          {...(limit === undefined
            ? {}
            : { note: `heap ${formatBytes(samples.at(-1)?.heapBytes ?? 0)} of ${formatBytes(limit)}` })}
        />
        <Meter
          name="Old generations alive"
          values={samples.map(({ oldGenerations }) => oldGenerations)}
          show={formatCount}
          scale={4}
        />
      </div>
    </div>
  );
};
