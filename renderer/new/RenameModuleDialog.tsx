import { useEffect, useRef, useState } from "react";
import { moduleNamed } from "../../electron/ipc/module-names.ts";
import { closeDialog } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Check, Field } from "../ui/Field.tsx";
import { listWords } from "../words/figures.ts";
import { renameModule, unsaved } from "./changes.ts";
import { Namers } from "./Namers.tsx";
import styles from "./New.module.css";
import { useNaming } from "./use-naming.ts";

/** Another name for a module: file, importers and what runs in one transaction. */
export const RenameModuleDialog = ({ id }: { readonly id: string }) => {
  const ids = useWorkbench((state) => state.moduleIds);
  const modules = useWorkbench((state) => state.modules);
  const naming = useNaming(id);
  const [name, setName] = useState(id);
  const [isRewriting, setIsRewriting] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const stem = id.lastIndexOf("/") + 1;
    field.current?.setSelectionRange(stem, Math.max(stem, id.lastIndexOf(".")));
  }, [id]);
  // In other cases of letters it may be what it is called already.
  const named = moduleNamed(
    name,
    ids.filter((one) => one !== id),
    id,
  );
  const isSame = named.ok && named.id === id;
  const needing = naming?.namers.filter(({ needsIt }) => needsIt).map((one) => one.id) ?? [];
  const touched = [id, ...(isRewriting ? (naming?.namers.map((one) => one.id) ?? []) : [])];
  const open = unsaved(touched);
  const changed = touched.filter((one) => modules[one]?.status === "changed");
  const obstacle =
    open.length > 0
      ? `Save ${listWords(open)} first: what is not saved would be left behind.`
      : !isRewriting && needing.length > 0
        ? `${listWords(needing)} would import what is not there any more, so this would be refused.`
        : undefined;
  const isGood = named.ok && !isSame && naming !== undefined && obstacle === undefined && !isBusy;
  const rename = (): void => {
    if (!isGood || !named.ok) return;
    setIsBusy(true);
    void renameModule({ from: id, to: named.id }, naming, isRewriting).finally(() => setIsBusy(false));
  };
  return (
    <Dialog
      title={`Rename ${id}`}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="accent" disabled={!isGood} onClick={rename}>
            Rename
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename();
        }}
      >
        <Field
          label="name"
          value={name}
          onChange={setName}
          isFirst
          ref={field}
          flaw={named.ok ? undefined : named.message}
          hint={
            named.ok && !isSame
              ? `It becomes ${named.id}, keeps its state, and begins with generation #1.`
              : "With its folder, if it is to go into another one."
          }
        />
        <Namers naming={naming} />
        {naming !== undefined && naming.namers.length > 0 && (
          <Check label="Rewrite their imports" checked={isRewriting} onChange={setIsRewriting} />
        )}
        {changed.length > 0 && (
          <p className={styles.quiet}>
            {listWords(changed)} {changed.length === 1 ? "runs" : "run"} something else than{" "}
            {changed.length === 1 ? "its file says" : "their files say"}: what is on disk is swapped in with it.
          </p>
        )}
        {obstacle !== undefined && (
          <p className={styles.flaw} role="alert">
            {obstacle}
          </p>
        )}
        <button type="submit" hidden>
          Rename
        </button>
      </form>
    </Dialog>
  );
};
