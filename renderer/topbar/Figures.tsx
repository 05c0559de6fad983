import { useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./Figures.module.css";

/** Turn, queue and delay. Each figure has room for what it may become, so that nothing beside it moves. */
export const Figures = () => {
  const turn = useWorkbench((state) => state.status?.turn ?? 0);
  const rate = useWorkbench((state) => Math.round(state.status?.rate ?? 0));
  const queued = useWorkbench((state) => state.status?.queued ?? 0);
  const dropped = useWorkbench((state) => state.status?.dropped ?? 0);
  const delay = useWorkbench((state) => (state.status?.delayMs ?? 0).toFixed(1));
  return (
    <dl className={styles.figures}>
      <Figure name="turn" value={formatCount(turn)} room={styles.turn} />
      <Figure name="turns/s" value={formatCount(rate)} room={styles.rate} isExtra />
      <Figure name="queue" value={formatCount(queued)} room={styles.queue} />
      <Figure name="delay" value={`${delay} ms`} room={styles.delay} />
      {dropped > 0 && <Figure name="dropped" value={formatCount(dropped)} room={styles.dropped} />}
    </dl>
  );
};

const Figure = ({
  name,
  value,
  room,
  isExtra = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly room: string | undefined;
  /** Left out where the window is narrow. */
  readonly isExtra?: boolean;
}) => (
  <div className={cx(styles.figure, isExtra && styles.extra)}>
    <dt>{name}</dt>
    <dd className={room}>{value}</dd>
  </div>
);
