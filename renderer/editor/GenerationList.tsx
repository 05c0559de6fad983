import { say, swapText, tell } from "../store/actions.ts";
import { useAsked } from "../store/asked.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { formatCount, listWords } from "../words/figures.ts";
import { bringBack } from "./core/deeds.ts";
import { type GenerationLine, generationLines, textOfGeneration, whyWords } from "./generations.ts";
import styles from "./GenerationList.module.css";
import { openComparison } from "./tabs.ts";

/** What became of old ones is told; when they were dropped from the list is not. */
const everyMs = 5000;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Every generation of a module, newest first: when, why, and the ways back to it. */
export const GenerationList = ({ id }: { readonly id: string }) => {
  const generation = useWorkbench((state) => state.modules[id]?.generation);
  const answer = useAsked(id, generationLines, everyMs);
  const lines = answer.kind === "told" ? answer.value : undefined;
  return (
    <aside className={styles.panel} aria-label={`Generations of ${id}, with their texts`} tabIndex={0} role="region">
      <h2 className={styles.title}>Generations</h2>
      {lines?.length === 0 && <p className={styles.none}>{id} was not loaded yet.</p>}
      <ol>
        {lines?.map((line) => (
          <li key={line.generation} className={styles.line}>
            <Line id={id} line={line} isCurrent={line.generation === generation} />
          </li>
        ))}
      </ol>
    </aside>
  );
};

const Line = ({
  id,
  line: { generation, status, began, why },
  isCurrent,
}: {
  readonly id: string;
  readonly line: GenerationLine;
  readonly isCurrent: boolean;
}) => {
  const swapBack = async (): Promise<void> => {
    try {
      await swapText(id, await textOfGeneration(id, generation));
    } catch (error) {
      tell(error);
    }
  };
  const moment = why ?? began;
  return (
    <>
      <p className={styles.head}>
        <Chip mono tone={isCurrent ? "accent" : "plain"}>
          #{formatCount(generation)}
        </Chip>
        <span>{isCurrent ? "runs" : status}</span>
        {moment !== undefined && <time className={styles.when}>{clock.format(moment.at)}</time>}
      </p>
      {moment !== undefined && (
        <p className={styles.why}>
          {why === undefined ? "came" : whyWords[why.kind]} after turn {formatCount(moment.turn)}
          {why !== undefined && why.with.length > 0 && why.kind !== "load" && `, with ${listWords(why.with)}`}
        </p>
      )}
      <p className={styles.deeds}>
        <Button
          size="small"
          aria-label={`Compare #${generation} with the editor`}
          onClick={() => openComparison(id, { kind: "generation", generation }, { kind: "editor" })}
        >
          Compare
        </Button>
        <Button
          size="small"
          aria-label={`Bring #${generation} back into the editor`}
          onClick={() =>
            void bringBack(id, generation).then((done) => done && say(`The editor has #${generation}.`), tell)
          }
        >
          Bring back
        </Button>
        {!isCurrent && (
          <Button size="small" aria-label={`Swap back to #${generation}`} onClick={() => void swapBack()}>
            Swap back
          </Button>
        )}
      </p>
    </>
  );
};
