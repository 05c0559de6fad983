import type { GenerationStatus, GenerationSummary } from "../../electron/engine/summary.ts";
import { useAsked } from "../store/asked.ts";
import { setState } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { call } from "../workbench-api.ts";
import styles from "./OldGeneration.module.css";

const ask = (id: string): Promise<readonly GenerationSummary[]> => call("modules.generations", { id });
/** Its end is told; this is for holders that come and go. */
const everyMs = 3000;

const words: Readonly<Record<GenerationStatus, string>> = {
  current: "runs",
  draining: "is draining",
  reclaimed: "reclaimed",
  retained: "retained",
};

/** What became of the generation that a swap replaced; it is told as soon as it is proved. */
export const OldGeneration = ({ id, generation }: { readonly id: string; readonly generation: number }) => {
  const answer = useAsked(id, ask, everyMs);
  const old = answer.kind === "told" ? answer.value.find((each) => each.generation === generation) : undefined;
  if (old === undefined) return null;
  return (
    <>
      {" · "}
      <button
        type="button"
        className={cx(styles.old, styles[old.status])}
        onClick={() => setState({ selection: { kind: "module", id }, inspector: "generations" })}
      >
        #{generation} {words[old.status]}
      </button>
    </>
  );
};
