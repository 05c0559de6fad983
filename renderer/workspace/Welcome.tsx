import { ArrowLeft, Bell, FolderOpen, FolderPlus, Music, Orbit, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { runCommand } from "../commands/run-command.ts";
import { closeWelcome, openFolder, openSample } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Keys } from "../ui/Keys.tsx";
import styles from "./Welcome.module.css";

/** What Graft is, in three lines, and everything that can be opened. */
export const Welcome = () => {
  const samples = useWorkbench((state) => state.samples);
  const recent = useWorkbench((state) => state.recent);
  const isOpen = useWorkbench((state) => state.workspace !== null);
  return (
    <main className={styles.welcome} tabIndex={-1}>
      <div className={styles.page}>
        <h2 className={styles.title}>Change a program while it runs</h2>
        <p className={styles.lead}>
          Open a folder of TypeScript modules. Edit one, press <strong>Swap</strong>: its functions are spliced into the
          running loop between two events, and everything else goes on.
        </p>
        <div className={styles.actions}>
          <Button look="accent" icon={<FolderOpen size={14} />} onClick={() => runCommand("file.openFolder")}>
            Open folder…
          </Button>
          <Button icon={<FolderPlus size={14} />} onClick={() => runCommand("file.newWorkspace")}>
            New workspace…
          </Button>
          {isOpen && (
            <Button icon={<ArrowLeft size={14} />} onClick={closeWelcome}>
              Back to the workspace
            </Button>
          )}
          <span className={styles.hint}>or drop a folder anywhere on this window</span>
        </div>
        {samples.length > 0 && (
          <section aria-labelledby="samples">
            <h3 id="samples" className={styles.heading}>
              Samples
            </h3>
            <ul className={styles.gallery}>
              {samples.map(({ name, title, description }) => (
                <li key={name}>
                  <button
                    type="button"
                    className={styles.sample}
                    onClick={() => {
                      closeWelcome();
                      void openSample(name);
                    }}
                  >
                    <span className={styles.picture}>{pictureOf(name)}</span>
                    <span className={styles.name}>{title}</span>
                    <span className={styles.description}>{description}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {recent.length > 0 && (
          <section aria-labelledby="recent">
            <h3 id="recent" className={styles.heading}>
              Recent
            </h3>
            <ul>
              {recent.slice(0, 6).map(({ folder, name }) => (
                <li key={folder}>
                  <button
                    type="button"
                    className={styles.recent}
                    onClick={() => {
                      closeWelcome();
                      void openFolder(folder);
                    }}
                  >
                    <span className={styles.name}>{name}</span>
                    <code className={styles.folder}>{folder}</code>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="first-keys">
          <h3 id="first-keys" className={styles.heading}>
            The keys to begin with
          </h3>
          <ul className={styles.keys}>
            <Key keys="CmdOrCtrl+Enter">Swap the selected module</Key>
            <Key keys="F5">Run</Key>
            <Key keys="F6">Pause</Key>
            <Key keys="F10">Step one event</Key>
            <Key keys="CmdOrCtrl+P">Go to a module</Key>
            <Key keys="CmdOrCtrl+Shift+P">All commands</Key>
          </ul>
        </section>
      </div>
    </main>
  );
};

const Key = ({ keys, children }: { readonly keys: string; readonly children: ReactNode }) => (
  <li className={styles.key}>
    <Keys keys={keys} />
    {children}
  </li>
);

const pictureOf = (name: string): ReactNode => {
  if (/orbit|gravity|bod|star|planet/.test(name)) return <Orbit size={20} aria-hidden="true" />;
  if (/seq|music|beat|drum/.test(name)) return <Music size={20} aria-hidden="true" />;
  if (/house|home|shop|sensor/.test(name)) return <Bell size={20} aria-hidden="true" />;
  return <Sparkles size={20} aria-hidden="true" />;
};
