import { useVirtualizer } from "@tanstack/react-virtual";
import { ScrollText } from "lucide-react";
import { useEffect, useRef } from "react";
import type { LogRecord } from "../store/state.ts";
import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatCount } from "../words/figures.ts";
import styles from "./Log.module.css";

export const Log = () => {
  const log = useWorkbench((state) => state.log);
  if (log.length === 0) {
    return (
      <EmptyState icon={<ScrollText size={22} />} title="Nothing was logged">
        A module logs with <code>console.log</code> or an effect <code>{'{ type: "log", message }'}</code>.
      </EmptyState>
    );
  }
  return <Lines log={log} />;
};

const Lines = ({ log }: { readonly log: readonly LogRecord[] }) => {
  const scroll = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const virtual = useVirtualizer({
    count: log.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 20,
    getItemKey: (index) => log[index]?.number ?? index,
    overscan: 10,
  });
  useEffect(() => {
    if (follows.current) virtual.scrollToIndex(log.length - 1);
  }, [virtual, log]);
  return (
    <div
      ref={scroll}
      className={styles.log}
      role="region"
      aria-label="Log"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollTop + clientHeight > scrollHeight - 30;
      }}
    >
      <div className={styles.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = log[item.index];
          return (
            line !== undefined && (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className={cx(styles.line, styles[line.level])}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <time className={styles.quiet}>{clockTime(line.at)}</time>
                <span className={styles.turn}>{line.turn > 0 ? formatCount(line.turn) : ""}</span>
                <span className={styles.level}>{line.level}</span>
                <span className={styles.module}>{line.module ?? "graft"}</span>
                <span className={styles.message}>{line.message}</span>
              </div>
            )
          );
        })}
      </div>
    </div>
  );
};

const clockTime = (at: number): string => {
  const time = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, "0")}`;
};
