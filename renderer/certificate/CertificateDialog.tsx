import { Download } from "lucide-react";
import type { ReactNode } from "react";
import type { Certificate, Moment } from "../../electron/engine/summary.ts";
import { closeDialog, openDialogOf, prove } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { formatCount, plural } from "../words/figures.ts";
import { generationMeaning, memoryText, ranText, revokedMeaning, spanText } from "../words/generation.ts";
import styles from "./CertificateDialog.module.css";
import { saveCertificate, useCertificates, useRecorded } from "./certificates.ts";
import { PathSteps } from "./PathSteps.tsx";
import { Since } from "./Since.tsx";
import { toneOfGeneration } from "./tones.ts";

/** The account of one generation's end, on a card. It follows what becomes of it while it is open. */
export const CertificateDialog = ({ id, generation }: { readonly id: string; readonly generation: number }) => {
  const answer = useCertificates(id);
  const listed = answer.kind === "told" ? answer.value.find((each) => each.generation === generation) : undefined;
  const certificate = useRecorded(listed);
  return (
    <Dialog
      title={`Certificate of ${id} #${generation}`}
      onClose={closeDialog}
      footer={
        <>
          {certificate !== undefined && certificate.status !== "current" && (
            <Button onClick={() => openDialogOf({ kind: "old-text", id, generation, line: 1 })}>Its text</Button>
          )}
          {certificate !== undefined && (
            <Button icon={<Download size={13} />} onClick={() => saveCertificate(certificate)}>
              Export as JSON
            </Button>
          )}
          {(certificate?.status === "draining" || certificate?.status === "retained") && (
            <Button onClick={() => void prove(id, generation)}>Prove again</Button>
          )}
          <Button look="accent" data-autofocus onClick={closeDialog}>
            Close
          </Button>
        </>
      }
    >
      {answer.kind === "refused" && <p className={styles.quiet}>{answer.message}</p>}
      {answer.kind === "told" && certificate === undefined && (
        <p className={styles.quiet}>
          There is no generation #{generation} of {id} on record.
        </p>
      )}
      {certificate !== undefined && <Card certificate={certificate} />}
    </Dialog>
  );
};

const Card = ({ certificate }: { readonly certificate: Certificate }) => {
  const { status, functions, holders, held = [], heldMore = 0, memory } = certificate;
  const { fromTurn, toTurn, began, ended, exports = [], steps, pathRefused, revokedHow, sourceHash } = certificate;
  const others = exports.filter((name) => functions.every((each) => each.name !== name));
  return (
    <>
      <p className={styles.verdict}>
        <Chip tone={toneOfGeneration[status]}>{status}</Chip> {generationMeaning[status]}
      </p>
      <dl className={styles.facts}>
        <Fact what="Ran">
          {ranText(fromTurn, toTurn)}
          {began !== undefined && <span className={styles.quiet}> {timesText(began, ended)}</span>}
        </Fact>
        {certificate.provedBy !== undefined && <Fact what="Proved">{proofSentence(certificate)}</Fact>}
        {functions.length > 0 && (
          <Fact what="Functions">
            <span className={styles.chips}>
              {functions.map((each) => (
                <span key={each.name} className={styles.function}>
                  <code>{each.name}</code> <span className={styles[each.status]}>{each.status}</span>
                </span>
              ))}
            </span>
          </Fact>
        )}
        {holders.length > 0 && (
          <Fact what="Held by">
            <ul>
              {holders.map((holder) => (
                <li key={`${holder.kind} ${holder.label}`}>
                  {holder.label}
                  {holder.since !== undefined && (
                    <span className={styles.quiet}>
                      {" "}
                      <Since since={holder.since} />
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {held.length > 0 && (
          <Fact what="Held before by">
            <ul>
              {held.map((holder) => (
                <li key={`${holder.kind} ${holder.label}`}>
                  {holder.label} <span className={styles.quiet}>{spanText(holder)}</span>
                </li>
              ))}
            </ul>
            {heldMore > 0 && <p className={styles.quiet}>and {formatCount(heldMore)} that let go earlier</p>}
          </Fact>
        )}
        {steps !== undefined && steps.length > 0 && (
          <Fact what="Path">
            <PathSteps steps={steps} />
          </Fact>
        )}
        {pathRefused !== undefined && <Fact what="Path">{pathRefused}</Fact>}
        {revokedHow !== undefined && <Fact what="Revoked">{revokedMeaning(revokedHow)}</Fact>}
        {memory !== undefined && <Fact what="Memory">{memoryText(memory)}</Fact>}
        {others.length > 0 && (
          <Fact what="Exported besides">
            <code>{others.join(", ")}</code>
          </Fact>
        )}
        {sourceHash !== undefined && (
          <Fact what="SHA-256 of its text">
            <code className={styles.hash}>{sourceHash}</code>
          </Fact>
        )}
      </dl>
      {sourceHash === undefined && (
        <p className={styles.quiet}>
          It ended long ago, and this is all that was kept: of the last 200 generations of a module everything is.
        </p>
      )}
    </>
  );
};

const Fact = ({ what, children }: { readonly what: string; readonly children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{what}</dt>
    <dd>{children}</dd>
  </div>
);

const timesText = (began: Moment, ended: Moment | undefined): string => {
  const day = ({ at }: Moment): string => new Date(at).toLocaleDateString("en-GB");
  const time = ({ at }: Moment): string => new Date(at).toLocaleTimeString("en-GB");
  const start = `from ${day(began)}, ${time(began)}`;
  if (ended === undefined) return start;
  return `${start} to ${day(ended) === day(began) ? "" : `${day(ended)}, `}${time(ended)}`;
};

const proofSentence = ({ provedBy, provedAtTurn = 0, provedAt, collections = 0 }: Certificate): string => {
  const how =
    provedBy === "collection" ? "by a collection of its own accord" : `by ${plural(collections, "forced collection")}`;
  const when = provedAt === undefined ? "" : `, ${new Date(provedAt).toLocaleString("en-GB")}`;
  return `${how}, at turn ${provedAtTurn.toLocaleString("en-US")}${when}`;
};
