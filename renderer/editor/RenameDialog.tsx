import { useEffect, useState } from "react";
import { say } from "../store/actions.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { listWords, plural } from "../words/figures.ts";
import { applyRename, planRename, type RenamePlan } from "./core/renaming.ts";
import { openedModule } from "./core/documents.ts";
import { swapAsShown } from "./editor-commands.ts";
import { type Rename, setEditor } from "./editor-store.ts";
import styles from "./RenameDialog.module.css";

/** What is typed pauses so long before the language server is asked. */
const quietMs = 200;

type Plan = { readonly name: string } & ({ readonly plan: RenamePlan } | { readonly refused: string });

/** A new name for what is at the cursor; the files that it touches stand there before it is done. */
export const RenameDialog = ({ rename }: { readonly rename: Rename }) => {
  const { word, id } = rename;
  const [name, setName] = useState(word);
  const [planned, setPlanned] = useState<Plan>();
  const isTrusted = useWorkbench((state) => state.workspace?.trusted === true);
  const close = (): void => {
    setEditor({ rename: null });
    openedModule(id)?.view.focus();
  };
  useEffect(() => {
    if (name === word) return;
    const timer = setTimeout(() => {
      planRename(rename, name).then(
        (plan) => setPlanned({ name, plan }),
        (error: Error) => setPlanned({ name, refused: error.message }),
      );
    }, quietMs);
    return () => clearTimeout(timer);
  }, [name, rename, word]);
  const current = planned?.name === name ? planned : undefined;
  const plan = current !== undefined && "plan" in current ? current.plan : undefined;
  const apply = async (isSwapping: boolean): Promise<void> => {
    if (plan === undefined) return;
    try {
      await applyRename(plan, word);
      const places = plan.files.reduce((sum, { edits }) => sum + edits.length, 0);
      say(`${word} is ${name} now, in ${plural(places, "place")}.${isSwapping ? "" : " Save and swap what changed."}`);
      if (isSwapping) void swapAsShown(plan.files.map((file) => file.id).filter((one) => one in getState().modules));
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), "error");
    }
    close();
  };
  return (
    <Dialog
      title={`Rename ${word}`}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          {isTrusted && (
            <Button disabled={plan === undefined} aria-keyshortcuts="Control+Enter" onClick={() => void apply(true)}>
              Rename and swap
            </Button>
          )}
          <Button look="accent" disabled={plan === undefined} onClick={() => void apply(false)}>
            Rename
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void apply(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !isTrusted) return;
          event.preventDefault();
          void apply(true);
        }}
      >
        <input
          className={styles.name}
          aria-label="New name"
          data-autofocus
          spellCheck={false}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <ul className={styles.files} aria-label="What it changes">
          {current !== undefined && "refused" in current && <li className={styles.refused}>{current.refused}</li>}
          {plan?.files.map((file) => (
            <li key={file.id}>
              <code>{file.id}</code>
              <span>{plural(file.edits.length, "place")}</span>
              <span className={styles.how}>{file.isOpen ? "in its tab, to be saved" : "its file is written"}</span>
            </li>
          ))}
        </ul>
        {plan !== undefined && plan.clashes.length > 0 && (
          <p className={styles.clash} role="status">
            {listWords(plan.clashes)} {plan.clashes.length === 1 ? "has" : "have"} a <code>{name}</code> already: it may
            come to mean something else.
          </p>
        )}
      </form>
    </Dialog>
  );
};
