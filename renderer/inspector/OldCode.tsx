import { useState } from "react";
import type { Certificate } from "../../electron/engine/summary.ts";
import { PathSteps } from "../certificate/PathSteps.tsx";
import { Since } from "../certificate/Since.tsx";
import { prove, refreshGhostsSoon, say, showTextOf, tell } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { call } from "../workbench-api.ts";
import { listWords } from "../words/figures.ts";
import { lineOfPath } from "../words/generation.ts";
import styles from "./Generations.module.css";
import { HeapSearch } from "./HeapSearch.tsx";
import { Revoke } from "./Revoke.tsx";

/** An old generation that is still alive: who holds it, and what one can do. */
export const OldCode = ({ certificate }: { readonly certificate: Certificate }) => {
  const { id, generation, status, functions, holders, revokedHow } = certificate;
  const [told, setTold] = useState<Certificate>();
  const steps = certificate.steps ?? told?.steps;
  const place = lineOfPath(steps);
  const look = async (): Promise<void> => {
    setTold(undefined);
    setTold(await call("references.explain", { id, generation }));
    refreshGhostsSoon(id);
  };
  const [first] = holders;
  return (
    <div className={styles.detail}>
      {steps !== undefined && steps.length > 0 ? (
        <>
          <PathSteps steps={steps} />
          {first?.since !== undefined && (
            <p className={styles.quiet}>
              seen <Since since={first.since} />
            </p>
          )}
        </>
      ) : (
        holders.length > 0 && (
          <ul className={styles.quiet}>
            {holders.map((holder) => (
              <li key={`${holder.kind} ${holder.label}`}>
                held by {holder.label}
                {holder.since !== undefined && (
                  <>
                    , <Since since={holder.since} />
                  </>
                )}
              </li>
            ))}
          </ul>
        )
      )}
      {status === "retained" && functions.length > 0 && (
        <p className={styles.functions}>
          {functions.map((each) => (
            <span key={each.name}>
              <code>{each.name}</code> <span className={styles[each.status]}>{each.status}</span>
            </span>
          ))}
        </p>
      )}
      {steps === undefined && told?.pathRefused !== undefined && (
        <p className={styles.quiet} role="status">
          {told.pathRefused}
        </p>
      )}
      <div className={styles.buttons}>
        {status === "retained" && steps === undefined && (
          <HeapSearch label="Explain" doing="Looking for the shortest way" look={look} />
        )}
        {place !== undefined && (
          <Button size="small" onClick={() => showTextOf(place.module, place.generation, place.line)}>
            Show line
          </Button>
        )}
        {holders.some(({ kind }) => droppable.has(kind)) && (
          <Button size="small" onClick={() => void dropHandles(id, generation)}>
            Drop its handles
          </Button>
        )}
        <Button size="small" onClick={() => void prove(id, generation)}>
          Prove {status === "draining" ? "now" : "again"}
        </Button>
      </div>
      {status === "retained" && <Revoke id={id} generation={generation} how={revokedHow} />}
    </div>
  );
};

/** What of it the host itself has. */
const droppable: ReadonlySet<string> = new Set(["resource", "source", "call"]);

const dropHandles = async (id: string, generation: number): Promise<void> => {
  try {
    const { dropped } = await call("references.drop", { id, generation });
    say(
      dropped.length === 0
        ? `${id} #${generation} has no handles any more.`
        : `Dropped ${listWords(dropped)} of ${id} #${generation}.`,
    );
  } catch (error) {
    tell(error);
  }
};
