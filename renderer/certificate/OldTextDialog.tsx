import { FileCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { closeDialog, openDialogOf } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { call } from "../workbench-api.ts";
import styles from "./OldTextDialog.module.css";

type Text = { readonly lines: readonly string[] } | { readonly refused: string };

/** Lines beyond this many are left out: it is one place that is looked for. */
const around = 400;

/** The text of a generation that does not run any more, at one line. */
export const OldTextDialog = ({
  id,
  generation,
  line,
}: {
  readonly id: string;
  readonly generation: number;
  readonly line: number;
}) => {
  const [text, setText] = useState<Text>();
  useEffect(() => {
    call("modules.source", { id, generation }).then(
      (source) => setText({ lines: source.text.split(/\r\n?|[\n\u2028\u2029]/) }),
      (error: Error) => setText({ refused: error.message }),
    );
  }, [id, generation]);
  return (
    <Dialog
      title={`Old text of ${id} #${generation}, line ${line}`}
      onClose={closeDialog}
      wide
      footer={
        <>
          <Button icon={<FileCheck size={13} />} onClick={() => openDialogOf({ kind: "certificate", id, generation })}>
            Certificate
          </Button>
          <Button look="accent" data-autofocus onClick={closeDialog}>
            Close
          </Button>
        </>
      }
    >
      <p className={styles.quiet}>
        This is not what runs, nor what the file says: it is what this generation was made from.
      </p>
      {text !== undefined && "refused" in text && <p>{text.refused}</p>}
      {text !== undefined && "lines" in text && (
        <ol className={styles.text} tabIndex={0} aria-label={`Text of ${id} #${generation}`}>
          {text.lines.map((content, index) => {
            const number = index + 1;
            if (Math.abs(number - line) > around) return null;
            return (
              <li
                key={number}
                ref={number === line ? showInTheMiddle : null}
                className={cx(styles.line, number === line && styles.meant)}
                aria-current={number === line ? "location" : undefined}
              >
                <span className={styles.number}>{number}</span>
                <code>{content}</code>
              </li>
            );
          })}
        </ol>
      )}
    </Dialog>
  );
};

const showInTheMiddle = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "center" });
