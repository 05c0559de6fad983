import { Sparkles } from "lucide-react";
import { useEffect } from "react";
import { runCommand } from "../commands/run-command.ts";
import { closeWelcome, saveSettings, showSource } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./FirstSteps.module.css";

/** At the first start a program runs already; this says what to do with it, until it is put away or something was swapped. */
export const FirstSteps = () => {
  const seen = useWorkbench((state) => state.settings.welcomeSeen);
  const first = useWorkbench((state) => worthChanging(state.moduleIds));
  // Of a person's own folder nobody here knows what would be worth changing.
  const isRunning = useWorkbench((state) => state.workspace?.sample !== undefined && state.workspace.trusted);
  const hasSwapped = useWorkbench((state) => state.swaps.some(({ report }) => report.ok));
  useEffect(() => {
    if (hasSwapped && !seen) void saveSettings({ welcomeSeen: true });
  }, [hasSwapped, seen]);
  if (seen || first === undefined || !isRunning) return null;
  return (
    <section className={styles.steps} aria-label="First steps">
      <Sparkles size={15} aria-hidden="true" />
      <p className={styles.text}>
        <strong>This program is running.</strong> Open <code>{first}</code> in your editor, change a number, save: its
        Swap button lights up. Press it, and everything else goes on.
      </p>
      <Button size="small" onClick={() => showSource(first, 1)}>
        Show {first}
      </Button>
      <Button size="small" onClick={() => runCommand("file.samples")}>
        Samples
      </Button>
      <Button size="small" look="accent" onClick={closeWelcome}>
        Got it
      </Button>
    </section>
  );
};

/** In the samples, a file of numbers and formulas whose change is seen at once. */
const worthChanging = (ids: readonly string[]): string | undefined =>
  ids.find((id) => /\b(?:physics|tempo|rules)\./.test(id)) ?? ids[0];
