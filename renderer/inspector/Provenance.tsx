import { useEffect, useState } from "react";
import type { Provenance as Told, Writer } from "../../electron/engine/summary.ts";
import { TurnLink } from "../loop/CauseLine.tsx";
import { select } from "../store/actions.ts";
import { shownMoment } from "../store/shown-state.ts";
import { getState } from "../store/store.ts";
import { looksBack } from "../store/time.ts";
import { call } from "../workbench-api.ts";
import styles from "./Provenance.module.css";

/** Values change with every turn; who wrote one is asked for no more often than this, and where it takes long less often. */
const shortestPauseMs = 250;

/** Who wrote the value at a path, in which turn; asked again while turns go by. */
export const Provenance = ({
  id,
  path,
  name,
}: {
  readonly id: string;
  readonly path: string;
  readonly name: string;
}) => {
  const told = useProvenance(id, path);
  if (told === undefined || told.path !== path) return <p className={styles.line} />;
  return (
    <p className={styles.line}>
      <code>{name}</code> <By writer={told.by} id={id} />
    </p>
  );
};

const useProvenance = (id: string, path: string): Told | undefined => {
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    const ends = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let askedAt: string | undefined;
    const ask = async (): Promise<void> => {
      const began = performance.now();
      const moment = shownMoment(id);
      if (moment !== askedAt) {
        askedAt = moment;
        const state = getState();
        const turn = looksBack(state) ? state.turn : null;
        // A path may be gone by now; the row is about to go too.
        const next = await call("state.provenance", { id, path, ...(turn === null ? {} : { turn }) }).catch(
          () => undefined,
        );
        if (!ends.signal.aborted) setTold(next);
      }
      const pause = Math.max(shortestPauseMs, (performance.now() - began) * 8);
      if (!ends.signal.aborted) timer = setTimeout(() => void ask(), pause);
    };
    void ask();
    return () => {
      ends.abort();
      clearTimeout(timer);
    };
  }, [id, path]);
  return told;
};

const By = ({ writer, id }: { readonly writer: Writer; readonly id: string }) => {
  switch (writer.kind) {
    case "call":
      return (
        <>
          written by{" "}
          <button
            type="button"
            className={styles.link}
            onClick={() => select({ kind: "function", module: writer.module, name: writer.function })}
          >
            {writer.module} #{writer.generation} {writer.function}
          </button>{" "}
          in <TurnLink turn={writer.turn} />
        </>
      );
    case "before":
      return writer.turn === 0 ? (
        <>was so from the start</>
      ) : (
        <>
          was so after <TurnLink turn={writer.turn} />; who wrote it lies further back
        </>
      );
    case "load":
    case "resume":
    case "swap":
    case "undo":
    case "redo":
    case "unload":
    case "rewind":
    case "prompt":
      return (
        <>
          {setBy[writer.kind]} <code>{`${id} #${writer.generation}`}</code>
          {writer.turn > 0 && (
            <>
              {" after "}
              <TurnLink turn={writer.turn} />
            </>
          )}
        </>
      );
    default:
      return writer satisfies never;
  }
};

const setBy: Readonly<Record<Exclude<Writer["kind"], "call" | "before">, string>> = {
  load: "set by init of",
  resume: "brought back from an earlier run for",
  swap: "set by the swap to",
  undo: "set by the undo to",
  redo: "set by the redo to",
  unload: "set when it was unloaded, at",
  rewind: "set when the loop went back in time, at",
  prompt: "set by hand at the prompt of",
};
