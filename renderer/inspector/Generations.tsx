import type { GenerationStatus, GenerationSummary } from "../../electron/engine/summary.ts";
import { say, tell } from "../store/actions.ts";
import { useAsked } from "../store/asked.ts";
import { Button } from "../ui/Button.tsx";
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

/** Its end is told; this is for holders that come and go. */
const everyMs = 2000;
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
            <Generation id={id} generation={generation} />
          </li>
        ))}
      </ol>
    </div>
  );
};

const Generation = ({
  id,
  generation: { generation, status, functions, holders, fromTurn, toTurn, proof },
}: {
  readonly id: string;
  readonly generation: GenerationSummary;
}) => (
  <>
    <h3 className={styles.line}>
      <Chip mono tone={status === "retained" ? "ghost" : "plain"}>
        #{formatCount(generation)}
      </Chip>
      <Chip tone={tones[status]}>{status}</Chip>
      <span className={styles.right}>
        {proof === undefined
          ? turnsText(fromTurn, toTurn)
          : `turn ${formatCount(proof.atTurn)} · ${proof.by === "collection" ? "collected by itself" : plural(proof.collections, "collection")}`}
      </span>
    </h3>
    {(status === "draining" || status === "retained") && (
      <div className={styles.detail}>
        {holders.length > 0 && (
          <p>
            held by{" "}
            {listWords(
              holders.map((holder) => holder.label),
              4,
            )}
          </p>
        )}
        {functions.some((each) => each.status === "retained") && (
          <p>
            still alive:{" "}
            {listWords(
              functions.filter((each) => each.status === "retained").map((each) => each.name),
              4,
            )}
          </p>
        )}
        <Button size="small" onClick={() => void prove(id, generation)}>
          Prove now
        </Button>
      </div>
    )}
  </>
);

const turnsText = (fromTurn: number, toTurn: number | undefined): string =>
  toTurn === undefined
    ? `since turn ${formatCount(fromTurn)}`
    : `turns ${formatCount(fromTurn)} to ${formatCount(toTurn)}`;

/** Drives a collection; the list shows what came of it. */
const prove = async (id: string, generation: number): Promise<void> => {
  try {
    const { status } = await call("references.certificate", { id, generation });
    say(`${id} #${generation} is ${status}.`);
  } catch (error) {
    tell(error);
  }
};
