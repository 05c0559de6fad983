import type { GenerationSummary } from "../../electron/engine/summary.ts";
import { useAsked } from "../store/asked.ts";
import { openDialogOf } from "../store/actions.ts";
import { setState } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import { call } from "../workbench-api.ts";
import { generationWords } from "../words/generation.ts";
import styles from "./OldGeneration.module.css";

const ask = (id: string): Promise<readonly GenerationSummary[]> => call("modules.generations", { id });
/** Its end is told; this is for holders that come and go. */
const everyMs = 3000;

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
        aria-label={`#${generation} ${generationWords[old.status]}, show its certificate`}
        onClick={() => {
          setState({ selection: { kind: "module", id }, inspector: "generations" });
          openDialogOf({ kind: "certificate", id, generation });
        }}
      >
        #{generation} {generationWords[old.status]}
      </button>
    </>
  );
};
