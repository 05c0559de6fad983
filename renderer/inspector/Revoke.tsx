import { useState } from "react";
import type { RevokeReport } from "../../electron/engine/summary.ts";
import { tell } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { call } from "../workbench-api.ts";
import { revokedMeaning, revokedText } from "../words/generation.ts";
import styles from "./Generations.module.css";

/** What old code is to do that somebody still holds: throw, or go on in what runs; one may choose again. */
export const Revoke = ({
  id,
  generation,
  how,
}: {
  readonly id: string;
  readonly generation: number;
  /** What was chosen before. */
  readonly how: RevokeReport["how"] | undefined;
}) => {
  const [report, setReport] = useState<RevokeReport>();
  const revoke = async (wanted: RevokeReport["how"]): Promise<void> => {
    try {
      setReport(await call("references.revoke", { id, generation, how: wanted }));
    } catch (error) {
      tell(error);
    }
  };
  const chosen = report?.how ?? how;
  return (
    <>
      <div className={styles.buttons} role="group" aria-label={`Revoke #${generation}`}>
        {chosen !== "throw" && (
          <Button size="small" onClick={() => void revoke("throw")}>
            {chosen === undefined ? "Revoke" : "Let it throw instead"}
          </Button>
        )}
        {chosen !== "forward" && (
          <Button size="small" onClick={() => void revoke("forward")}>
            {chosen === undefined ? "Forward to what runs" : "Forward instead"}
          </Button>
        )}
      </div>
      <p className={styles.quiet} role="status">
        {report !== undefined
          ? revokedText(report)
          : chosen === undefined
            ? "Revoked, this old code throws when it is called or uses its module. Forwarded, calls of its functions go on in what runs now."
            : revokedMeaning(chosen)}
      </p>
    </>
  );
};
