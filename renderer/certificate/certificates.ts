/** Certificates as they stand, without driving a proof: the program goes on undisturbed. */
import { useEffect, useState } from "react";
import type { Certificate } from "../../electron/engine/summary.ts";
import { type Asked, useAsked } from "../store/asked.ts";
import { saveText } from "../ui/save-file.ts";
import { call } from "../workbench-api.ts";

/** An end is told; this is for holders that come and go. */
const everyMs = 2000;
const ask = (id: string): Promise<readonly Certificate[]> => call("references.certificates", { id });

/** Of every generation of a module, ascending. */
export const useCertificates = (id: string): Asked<readonly Certificate[]> => useAsked(id, ask, everyMs);

/** Of a generation that the list sums up: what was written down of it, as soon as that is read. */
export const useRecorded = (listed: Certificate | undefined): Certificate | undefined => {
  const [recorded, setRecorded] = useState<Certificate>();
  const { id, generation, sourceHash } = listed ?? {};
  const isSummedUp = id !== undefined && generation !== undefined && sourceHash === undefined;
  useEffect(() => {
    if (isSummedUp) call("references.certificate", { id, generation }).then(setRecorded, () => undefined);
  }, [isSummedUp, id, generation]);
  return isSummedUp && recorded?.id === id && recorded.generation === generation ? recorded : listed;
};

export const saveCertificate = (certificate: Certificate): void =>
  saveText(
    `${certificate.id}-${certificate.generation}.certificate.json`,
    `${JSON.stringify(certificate, null, 2)}\n`,
    "application/json",
  );
