import { useState } from "react";
import { workspaceNamed } from "../../electron/ipc/module-names.ts";
import { closeDialog } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import { createWorkspace } from "./changes.ts";
import styles from "./New.module.css";

/** A folder with one module that lives; where it lies is asked by the system's own dialog. */
export const NewWorkspaceDialog = () => {
  const [name, setName] = useState("my-first");
  const named = workspaceNamed(name);
  const create = (): void => {
    if (named.ok) void createWorkspace(named.id);
  };
  return (
    <Dialog
      title="New workspace"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="accent" disabled={!named.ok} onClick={create}>
            Choose where…
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <Field
          label="name"
          value={name}
          onChange={setName}
          isFirst
          flaw={named.ok ? undefined : named.message}
          hint="A folder of this name is made where you say."
        />
        <p className={styles.quiet}>
          It has <code>ball.ts</code>, which bounces on the stage until you change it, <code>graft.d.ts</code> with the
          types of events and effects, and a <code>tsconfig.json</code> for any editor.
        </p>
        <button type="submit" hidden>
          Create
        </button>
      </form>
    </Dialog>
  );
};
