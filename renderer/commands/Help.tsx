import { commands, type CommandMenu } from "../../electron/ipc/commands.ts";
import { closeDialog, copyDiagnostics } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Keys } from "../ui/Keys.tsx";
import styles from "./Help.module.css";

const menus: readonly CommandMenu[] = ["Run", "Swap", "Go", "View", "File", "Edit", "Help"];

/** Keys that belong to one panel and are in no menu. */
const inPanels: readonly (readonly [keys: string, what: string])[] = [
  ["↑ ↓", "Move in a list or tree"],
  ["← →", "Close and open a branch"],
  ["Enter", "Choose; show the source, on a module or function"],
  ["Alt ↑ ↓", "Move an event of the queue"],
  ["Delete", "Drop an event of the queue"],
  ["← → PgUp PgDn", "On the timeline: one turn, a hundred turns"],
  ["F2", "Rename a module of the list; a symbol of the editor"],
  ["Ctrl+Alt+I", "In the editor: the value at the cursor"],
  ["Shift+Enter", "At the prompt: a new line"],
  ["↑ ↓ Ctrl+L", "At the prompt: what was typed before; clear"],
  ["Esc", "Leave a search, a dialog, the stage's full screen"],
];

export const Help = () => (
  <Dialog title="Keyboard shortcuts" size="large" onClose={closeDialog}>
    <div className={styles.sheet} role="group" aria-label="Keys by menu" tabIndex={0} data-autofocus>
      {menus.map((menu) => {
        const rows = commands.filter((command) => command.menu === menu && command.accelerator !== undefined);
        return (
          <section key={menu} className={styles.group} aria-label={menu}>
            <h3 className={styles.heading}>{menu}</h3>
            <dl>
              {rows.map(({ id, label, accelerator = "" }) => (
                <div key={id} className={styles.row}>
                  <dt>{label.replace(/…$/, "")}</dt>
                  <dd>
                    <Keys keys={accelerator} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      <section className={styles.group} aria-label="In panels">
        <h3 className={styles.heading}>In panels</h3>
        <dl>
          {inPanels.map(([keys, what]) => (
            <div key={keys} className={styles.row}>
              <dt>{what}</dt>
              <dd>
                <Keys keys={keys} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  </Dialog>
);

export const About = () => {
  const info = useWorkbench((state) => state.info);
  if (info === null) return null;
  const facts = [
    ["Graft", info.version],
    ["Electron", info.electron],
    ["Chromium", info.chrome],
    ["Node", info.node],
    ["V8", info.v8],
    ["System", info.platform],
  ];
  return (
    <Dialog
      title="About Graft"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={() => void copyDiagnostics()}>Copy diagnostics</Button>
          <Button look="accent" data-autofocus onClick={closeDialog}>
            Close
          </Button>
        </>
      }
    >
      <p className={styles.about}>
        A workbench for live coding: swap one module of a running program and keep everything else going. MIT licence.
        Nothing is ever sent anywhere.
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.row}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
};
