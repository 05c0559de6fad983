import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { trustWorkspace } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { plural } from "../words/figures.ts";
import styles from "./TrustBanner.module.css";

/** Stays as long as the open folder is not trusted. */
export const TrustBanner = () => {
  const workspace = useWorkbench((state) => state.workspace);
  const [showsFiles, setShowsFiles] = useState(false);
  if (workspace === null || workspace.trusted) return null;
  return (
    <section className={styles.banner} aria-label="Trust">
      <ShieldAlert size={18} aria-hidden="true" />
      <div className={styles.text}>
        <p>
          <strong>Nothing of this folder runs until you trust it.</strong> Its graph is made from the sources alone.
        </p>
        <p className={styles.quiet}>
          <code>{workspace.folder}</code> · {plural(workspace.files.length, "file")} would be loaded{" "}
          <button
            type="button"
            className={styles.link}
            aria-expanded={showsFiles}
            onClick={() => setShowsFiles(!showsFiles)}
          >
            {showsFiles ? "Hide the files" : "Show the files"}
          </button>
        </p>
        {showsFiles && (
          <ul className={styles.files} tabIndex={0} aria-label="Files that would be loaded">
            {workspace.files.slice(0, 500).map((file) => (
              <li key={file}>
                <code>{file}</code>
              </li>
            ))}
            {workspace.files.length > 500 && <li>and {plural(workspace.files.length - 500, "more file")}</li>}
          </ul>
        )}
      </div>
      <Button look="accent" onClick={() => void trustWorkspace()}>
        Trust and run
      </Button>
    </section>
  );
};
