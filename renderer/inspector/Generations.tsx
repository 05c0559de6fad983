import { FileCheck, Rewind } from "lucide-react";
import { useState } from "react";
import type { Certificate } from "../../electron/engine/summary.ts";
import { useCertificates } from "../certificate/certificates.ts";
import { toneOfGeneration } from "../certificate/tones.ts";
import { openDialogOf, say } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { call } from "../workbench-api.ts";
import { formatBytes, formatCount, plural } from "../words/figures.ts";
import { endText, generationMeaning, memoryText } from "../words/generation.ts";
import styles from "./Generations.module.css";
import page from "./Inspector.module.css";
import { HeapSearch } from "./HeapSearch.tsx";
import { OldCode } from "./OldCode.tsx";
import { Trend } from "./Trend.tsx";

/** Of those that are gone as many are listed, and as many more each time one asks; all that are alive always are. */
const atATime = 60;

export const Generations = ({ id }: { readonly id: string }) => {
  const answer = useCertificates(id);
  const [most, setMost] = useState(atATime);
  if (answer.kind === "waiting") return null;
  if (answer.kind === "refused") return <EmptyState title="No generations to show">{answer.message}</EmptyState>;
  const list = answer.value.toReversed();
  if (list.length === 0)
    return <EmptyState title={`${id} was not loaded yet`}>Swap it to make its first generation.</EmptyState>;
  const gone = list.filter(({ status }) => status === "reclaimed");
  const last = gone[most - 1]?.generation ?? 0;
  const shown = list.filter(({ status, generation }) => status !== "reclaimed" || generation >= last);
  return (
    <div className={page.page} tabIndex={0} role="region" aria-label={`Generations of ${id}`}>
      <h2 className={page.title}>{id}</h2>
      <p className={page.subtitle}>{plural(list.length, "generation")}, newest first</p>
      <Trend id={id} />
      <ol className={styles.list}>
        {shown.map((certificate) => (
          <li key={certificate.generation}>
            <Generation certificate={certificate} />
          </li>
        ))}
      </ol>
      {shown.length < list.length && (
        <p className={styles.older}>
          <span>and {plural(list.length - shown.length, "older generation")}, all reclaimed</span>
          <Button size="small" onClick={() => setMost(most + atATime)}>
            Show more
          </Button>
        </p>
      )}
      <Measure />
    </div>
  );
};

/** The heap is one: what is looked for here is told of every module. */
const Measure = () => {
  const look = async (): Promise<void> => {
    const { measured, refused } = await call("references.measure");
    say(refused ?? `Measured what ${plural(measured, "generation")} keep${measured === 1 ? "s" : ""} in the heap.`);
  };
  return (
    <div className={styles.measure}>
      <HeapSearch label="Measure memory" doing="Measuring" look={look} />
    </div>
  );
};

const Generation = ({ certificate }: { readonly certificate: Certificate }) => {
  const { id, generation, status, revokedHow, memory } = certificate;
  return (
    <>
      <h3 className={styles.line}>
        <Chip mono tone={status === "retained" ? "ghost" : "plain"}>
          #{formatCount(generation)}
        </Chip>
        <span className={styles[status]} title={generationMeaning[status]}>
          {status}
        </span>
        {revokedHow !== undefined && (
          <Chip tone={toneOfGeneration.retained}>{revokedHow === "forward" ? "forwarded" : "revoked"}</Chip>
        )}
        <span className={styles.end}>
          {status !== "reclaimed" && memory?.heapBytes !== undefined && (
            <span title={memoryText(memory)}>{formatBytes(memory.heapBytes)} · </span>
          )}
          {endText(certificate)}
        </span>
        {status !== "current" && (
          <Button
            look="quiet"
            size="small"
            icon={<Rewind size={13} />}
            aria-label={`Replay what happened under #${generation}`}
            onClick={() => openDialogOf({ kind: "replay", under: { kind: "generation", id, generation } })}
          />
        )}
        <Button
          look="quiet"
          size="small"
          icon={<FileCheck size={13} />}
          aria-label={`Certificate of #${generation}`}
          onClick={() => openDialogOf({ kind: "certificate", id, generation })}
        />
      </h3>
      {(status === "draining" || status === "retained") && <OldCode certificate={certificate} />}
    </>
  );
};
