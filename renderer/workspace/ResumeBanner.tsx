import { History } from "lucide-react";
import { useEffect, useState } from "react";
import type { PendingSession } from "../../electron/engine/summary.ts";
import { tell } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import { call, on } from "../workbench-api.ts";
import styles from "./ResumeBanner.module.css";

/** Asks, after an end that was none of the person's, whether to go on; after a usual one it only offers to. */
export const ResumeBanner = () => {
  const [pending, answer] = usePending();
  const isRunning = useWorkbench((state) => state.status?.mode === "running");
  // Whoever says run goes on.
  if (pending === null || (pending.how === "opened" && isRunning)) return null;
  const isAsked = pending.how !== "offered";
  return (
    <section className={cx(styles.banner, isAsked && styles.asked)} aria-label="Earlier session">
      <History size={18} aria-hidden="true" />
      <div className={styles.text}>
        <Words pending={pending} />
        {pending.reason !== undefined && <p>{pending.reason}</p>}
        {pending.failed.map(({ file, message }) => (
          <p key={`${file} ${message}`}>
            <code>{file}</code> did not come back: {message}
          </p>
        ))}
      </div>
      <Button look={isAsked ? "accent" : "plain"} onClick={() => answer("session.resume")}>
        Go on where you were ({where(pending)})
      </Button>
      <Button look={isAsked ? "plain" : "quiet"} onClick={() => answer("session.discard")}>
        {isAsked ? "Start fresh" : "Dismiss"}
      </Button>
    </section>
  );
};

const Words = ({ pending }: { readonly pending: PendingSession }) => {
  const at = new Date(pending.savedAt).toLocaleString();
  switch (pending.how) {
    case "opened":
      return (
        <>
          <p>
            <strong>Graft ended unexpectedly; your program stands as it was saved.</strong> It is paused, with the code
            that ran then: files that differ show as changed.
          </p>
          <p className={styles.quiet}>Saved {at}</p>
        </>
      );
    case "held":
      return (
        <>
          <p>
            <strong>Graft ended while it opened this, so nothing of it runs now.</strong> Going on tries it once more.
          </p>
          <p className={styles.quiet}>Saved {at}</p>
        </>
      );
    case "offered":
      return <p className={styles.quiet}>You left this workspace on {at}, and can go on from there.</p>;
    default:
      return pending.how satisfies never;
  }
};

const where = ({ turn, queued }: PendingSession): string =>
  queued === 0 ? `turn ${formatCount(turn)}` : `turn ${formatCount(turn)}, ${formatCount(queued)} queued`;

type Answer = "session.resume" | "session.discard";

/** What an earlier run left of the workspace that is open, and how to answer. */
const usePending = (): readonly [PendingSession | null, (method: Answer) => void] => {
  const [pending, setPending] = useState<PendingSession | null>(null);
  useEffect(() => {
    const ask = (): void => readPending(setPending);
    ask();
    const ends = [on("ready", ask), on("app.workspace", ask)];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  const answer = (method: Answer): void =>
    void call(method)
      .catch(tell)
      .finally(() => readPending(setPending));
  return [pending, answer];
};

const readPending = (show: (pending: PendingSession | null) => void): void =>
  void call("session.pending").then(show, () => show(null));
