import { useState } from "react";
import type { Certificate, ExplainCost, RevokeReport } from "../../electron/engine/summary.ts";
import { PathSteps } from "../certificate/PathSteps.tsx";
import { prove, refreshGhostsSoon, showSource, tell } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { call } from "../workbench-api.ts";
import { costText, lineOfPath, revokedText } from "../words/generation.ts";
import styles from "./Generations.module.css";

/** A search that stops the program for longer than this is asked about first. */
const unaskedMs = 2000;

type Search =
  | { readonly kind: "none" }
  | { readonly kind: "offered"; readonly cost: ExplainCost }
  | { readonly kind: "under way"; readonly cost: ExplainCost }
  | { readonly kind: "ended"; readonly certificate: Certificate };

/** An old generation that is still alive: who holds it, and what one can do. */
export const OldCode = ({ certificate }: { readonly certificate: Certificate }) => {
  const { id, generation, status, functions, holders, revoked } = certificate;
  const [search, setSearch] = useState<Search>({ kind: "none" });
  const told = search.kind === "ended" ? search.certificate : undefined;
  const steps = certificate.steps ?? told?.steps;
  const place = lineOfPath(steps);
  const gone = functions.filter((each) => each.status === "reclaimed");

  const look = async (cost: ExplainCost): Promise<void> => {
    setSearch({ kind: "under way", cost });
    try {
      setSearch({ kind: "ended", certificate: await call("references.explain", { id, generation }) });
      refreshGhostsSoon(id);
    } catch (error) {
      setSearch({ kind: "none" });
      tell(error);
    }
  };
  const explain = async (): Promise<void> => {
    try {
      const cost = await call("references.explainCost");
      if (cost.blockedMs > unaskedMs) setSearch({ kind: "offered", cost });
      else await look(cost);
    } catch (error) {
      tell(error);
    }
  };

  return (
    <div className={styles.detail}>
      {steps !== undefined && steps.length > 0 ? (
        <PathSteps steps={steps} />
      ) : (
        holders.length > 0 && (
          <ul className={styles.quiet}>
            {holders.map((holder) => (
              <li key={`${holder.kind} ${holder.label}`}>held by {holder.label}</li>
            ))}
          </ul>
        )
      )}
      {gone.length > 0 && gone.length < functions.length && (
        <p className={styles.functions}>
          {functions.map((each) => (
            <span key={each.name}>
              <code>{each.name}</code> <span className={styles[each.status]}>{each.status}</span>
            </span>
          ))}
        </p>
      )}
      {search.kind === "offered" && <p className={styles.quiet}>{costText(search.cost)}</p>}
      {search.kind === "under way" && (
        <p className={styles.quiet} role="status">
          Looking for the shortest way… {costText(search.cost)}
        </p>
      )}
      {steps === undefined && told?.pathRefused !== undefined && <p className={styles.quiet}>{told.pathRefused}</p>}
      <div className={styles.buttons}>
        {status === "retained" && steps === undefined && search.kind !== "offered" && search.kind !== "under way" && (
          <Button size="small" onClick={() => void explain()}>
            Explain
          </Button>
        )}
        {search.kind === "offered" && (
          <>
            <Button size="small" look="accent" onClick={() => void look(search.cost)}>
              Look
            </Button>
            <Button size="small" onClick={() => setSearch({ kind: "none" })}>
              Not now
            </Button>
          </>
        )}
        {search.kind === "under way" && (
          <Button size="small" onClick={() => void call("references.cancelExplain").catch(tell)}>
            Cancel
          </Button>
        )}
        {place !== undefined && (
          <Button size="small" onClick={() => showSource(place.module, place.line)}>
            Show line
          </Button>
        )}
        <Button size="small" onClick={() => void prove(id, generation)}>
          Prove {status === "draining" ? "now" : "again"}
        </Button>
      </div>
      {status === "retained" && <Revoke id={id} generation={generation} isRevoked={revoked === true} />}
    </div>
  );
};

const Revoke = ({
  id,
  generation,
  isRevoked,
}: {
  readonly id: string;
  readonly generation: number;
  readonly isRevoked: boolean;
}) => {
  const [report, setReport] = useState<RevokeReport>();
  const revoke = async (): Promise<void> => {
    try {
      setReport(await call("references.revoke", { id, generation, how: "throw" }));
    } catch (error) {
      tell(error);
    }
  };
  if (report !== undefined)
    return (
      <p className={styles.quiet} role="status">
        {revokedText(report)}
      </p>
    );
  if (isRevoked) return <p className={styles.quiet}>Revoked: what it uses of its module throws.</p>;
  return (
    <>
      <Button size="small" onClick={() => void revoke()}>
        Revoke
      </Button>
      <p className={styles.quiet}>Revoking makes this old code throw the next time it uses its module or an import.</p>
    </>
  );
};
