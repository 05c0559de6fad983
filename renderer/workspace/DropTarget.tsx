import { useEffect, useState } from "react";
import { openFolder, say } from "../store/actions.ts";
import { pathForFile } from "../workbench-api.ts";
import styles from "./DropTarget.module.css";

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;

/** The whole window takes a folder that is dropped on it. */
export const DropTarget = () => {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const ends = new AbortController();
    const { signal } = ends;
    window.addEventListener(
      "dragover",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      },
      { signal },
    );
    window.addEventListener(
      "dragleave",
      (event) => {
        if (event.relatedTarget === null) setOver(false);
      },
      { signal },
    );
    window.addEventListener(
      "drop",
      (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        const path = file === undefined ? "" : pathForFile(file);
        if (path === "") say("Drop a folder to open it.");
        else void openFolder(path);
      },
      { signal },
    );
    return () => ends.abort();
  }, []);
  return isOver ? <div className={styles.over}>Drop a folder to open it</div> : null;
};
