import { keptSamples } from "./samples.ts";
import styles from "./Meter.module.css";

/** One figure as it is, and its course in the last two minutes. */
export const Meter = ({
  name,
  values,
  show,
  scale = 0,
  note,
}: {
  readonly name: string;
  /** Oldest first, one a second. */
  readonly values: readonly number[];
  readonly show: (value: number) => string;
  /** The height stands for at least this much: what is next to nothing is drawn as that. */
  readonly scale?: number;
  readonly note?: string;
}) => {
  const now = values.at(-1) ?? 0;
  const highest = Math.max(...values, scale, Number.MIN_VALUE);
  const points = values.map((value, index) => `${keptSamples - values.length + index},${1 - value / highest}`);
  return (
    <section className={styles.meter} aria-label={name}>
      <div className={styles.head}>
        <h2 className={styles.name}>{name}</h2>
        <output className={styles.value} aria-live="off">
          {show(now)}
        </output>
      </div>
      <svg
        className={styles.course}
        viewBox={`0 -0.06 ${keptSamples - 1} 1.12`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name} in the last two minutes, at most ${show(Math.max(...values, 0))}`}
      >
        {points.length > 1 && (
          <>
            <polygon
              className={styles.area}
              points={`${keptSamples - values.length},1.06 ${points.join(" ")} ${keptSamples - 1},1.06`}
            />
            <polyline className={styles.line} points={points.join(" ")} vectorEffect="non-scaling-stroke" />
          </>
        )}
      </svg>
      <p className={styles.note}>{note ?? `at most ${show(Math.max(...values, 0))}`}</p>
    </section>
  );
};
