import { useWorkbench } from "../store/store.ts";
import { formatCount } from "../words/figures.ts";
import styles from "./Progress.module.css";

const words = { scan: "Reading the folder", compile: "Compiling", evaluate: "Loading" } as const;

/** How far a folder's opening has come; there only when that takes a while. */
export const Progress = () => {
  const progress = useWorkbench((state) => state.progress);
  if (progress === null) return null;
  const { done, of, doing } = progress;
  return (
    <div className={styles.progress}>
      <progress className={styles.bar} value={done} max={Math.max(of, 1)} aria-label={words[doing]} />
      <span className={styles.text}>
        {words[doing]}: {formatCount(done)} of {formatCount(of)}
      </span>
    </div>
  );
};
