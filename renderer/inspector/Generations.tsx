import type { GenerationStatus, GenerationSummary } from "../../electron/engine/summary.ts";
import { useAsked } from "../store/asked.ts";
import { Chip, type Tone } from "../ui/Chip.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { call } from "../workbench-api.ts";
import { formatCount, listWords, plural } from "../words/figures.ts";
import styles from "./Inspector.module.css";

const tones: Readonly<Record<GenerationStatus, Tone>> = {
  current: "accent",
  draining: "warn",
  reclaimed: "plain",
  retained: "ghost",
};

/** Draining ones end by themselves, and nobody tells when. */
const everyMs = 1000;
const ask = (id: string): Promise<readonly GenerationSummary[]> => call("modules.generations", { id });

export const Generations = ({ id }: { readonly id: string }) => {
  const answer = useAsked(id, ask, everyMs);
  if (answer.kind === "waiting") return null;
  if (answer.kind === "refused") return <EmptyState title="No generations to show">{answer.message}</EmptyState>;
  const list = answer.value;
  if (list.length === 0)
    return <EmptyState title={`${id} was not loaded yet`}>Swap it to make its first generation.</EmptyState>;
  return (
    <div className={styles.page} tabIndex={0} role="region" aria-label={`Generations of ${id}`}>
      <h2 className={styles.title}>{id}</h2>
      <p className={styles.subtitle}>{plural(list.length, "generation")}, newest first</p>
      <ol>
        {list.toReversed().map((generation) => (
          <li key={generation.generation}>
            <Generation generation={generation} />
          </li>
        ))}
      </ol>
    </div>
  );
};

const Generation = ({
  generation: { generation, status, functions, holders },
}: {
  readonly generation: GenerationSummary;
}) => (
  <>
    <h3 className={styles.line}>
      <Chip mono tone={status === "retained" ? "ghost" : "plain"}>
        #{formatCount(generation)}
      </Chip>
      <Chip tone={tones[status]}>{status}</Chip>
      <span className={styles.right}>{plural(functions.length, "function")}</span>
    </h3>
    {status !== "current" && holders.length > 0 && (
      <p className={styles.none}>held by {listWords(holders.map((holder) => holder.label))}</p>
    )}
  </>
);
