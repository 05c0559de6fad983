import { setState } from "../store/store.ts";
import { formatBytes } from "../words/figures.ts";
import styles from "./MemoryFigure.module.css";
import { useSamples } from "./samples.ts";

/** What the program takes of the machine's memory; leads to the rest of its figures. */
export const MemoryFigure = () => {
  const bytes = useSamples().at(-1)?.rssBytes;
  if (bytes === undefined) return null;
  return (
    <button
      type="button"
      className={styles.figure}
      aria-label={`Memory ${formatBytes(bytes)}: show performance`}
      onClick={() => setState({ bottom: "performance" })}
    >
      {formatBytes(bytes)}
    </button>
  );
};
