import { useState } from "react";
import { moduleNamed } from "../../electron/ipc/module-names.ts";
import { closeDialog } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import { createModule } from "./changes.ts";
import styles from "./New.module.css";
import { type TemplateKind, templates } from "./templates.ts";

/** A new module from a template; it runs as soon as it is there. */
export const NewModuleDialog = ({ folder }: { readonly folder: string }) => {
  const ids = useWorkbench((state) => state.moduleIds);
  const [name, setName] = useState(folder);
  const [kind, setKind] = useState<TemplateKind>("handler");
  const named = moduleNamed(name, ids);
  const isUntouched = name === folder;
  const template = templates.find((one) => one.kind === kind);
  const text = template?.text(named.ok ? named.id : "clock.ts") ?? "";
  const create = (): void => {
    if (named.ok) void createModule(named.id, text);
  };
  return (
    <Dialog
      title="New module"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="accent" disabled={!named.ok} onClick={create}>
            Create
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
          placeholder="clock"
          choices={foldersOf(ids)}
          flaw={named.ok || isUntouched ? undefined : named.message}
          hint={named.ok ? `It becomes ${named.id}.` : "In the workspace; with a folder if you like: music/clock."}
        />
        <fieldset className={styles.kinds}>
          <legend className="visually-hidden">What it begins with</legend>
          {templates.map((each) => (
            <div key={each.kind} className={styles.kind}>
              <input
                id={`template-${each.kind}`}
                type="radio"
                name="template"
                value={each.kind}
                checked={each.kind === kind}
                onChange={() => setKind(each.kind)}
              />
              <label htmlFor={`template-${each.kind}`}>
                {each.label}
                <span className={styles.words}>{each.words}</span>
              </label>
            </div>
          ))}
        </fieldset>
        <pre className={styles.preview} tabIndex={0} aria-label="What it begins with, as text">
          {text}
        </pre>
        <button type="submit" hidden>
          Create
        </button>
      </form>
    </Dialog>
  );
};

/** Folders that have modules, as beginnings of a name. */
const foldersOf = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.filter((id) => id.includes("/")).map((id) => id.slice(0, id.lastIndexOf("/") + 1))),
];
