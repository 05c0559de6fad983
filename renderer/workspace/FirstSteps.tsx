import { Sparkles } from "lucide-react";
import { runCommand } from "../commands/run-command.ts";
import { closeWelcome, showSource } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./FirstSteps.module.css";

/** At the first start a program runs already; this says what to do with it, until it is put away. */
export const FirstSteps = () => {
  const seen = useWorkbench((state) => state.settings.welcomeSeen);
  const first = useWorkbench(
    (state) => state.moduleIds.find((id) => /physics|theory|rules|law/.test(id)) ?? state.moduleIds[0],
  );
  if (seen || first === undefined) return null;
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
