import { closeDialog } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { listWords } from "../words/figures.ts";
import { deleteModule, unsaved } from "./changes.ts";
import { Namers } from "./Namers.tsx";
import styles from "./New.module.css";
import { useNaming } from "./use-naming.ts";

/** Unloads a module and deletes its file, where nobody needs it. */
export const DeleteModuleDialog = ({ id }: { readonly id: string }) => {
  const naming = useNaming(id);
  const runs = (useModule(id)?.generation ?? 0) > 0;
  const needing = naming?.namers.filter(({ needsIt }) => needsIt).map((one) => one.id) ?? [];
  const isGood = naming !== undefined && needing.length === 0;
  return (
    <Dialog
      title={`Delete ${id}`}
      onClose={closeDialog}
      footer={
        <>
          <Button data-autofocus onClick={closeDialog}>
            Cancel
          </Button>
          <Button look="accent" disabled={!isGood} onClick={() => void deleteModule(id)}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        {runs
          ? "It is taken out of the loop with its state, its drawings and what it has opened; then its file is deleted."
          : "Its file is deleted; nothing of it runs."}
      </p>
      {unsaved([id]).length > 0 && (
        <p className={styles.flaw} role="alert">
          What is not saved of it in the editor is lost: only its file can be brought back.
        </p>
      )}
      <Namers naming={naming} />
      {needing.length > 0 && (
        <p className={styles.flaw} role="alert">
          {listWords(needing)} {needing.length === 1 ? "needs" : "need"} it: take the{" "}
          {needing.length === 1 ? "import" : "imports"} out and swap, then delete it.
        </p>
      )}
      {isGood && naming.namers.length > 0 && (
        <p className={styles.quiet}>Their imports will not resolve any more; what runs goes on.</p>
      )}
    </Dialog>
  );
};
