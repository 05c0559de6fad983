import { call } from "../workbench-api.ts";
import { tell } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { plural } from "../words/figures.ts";
import { activeModule, useEditor } from "./editor-store.ts";
import styles from "./StatusLine.module.css";

/** What is known of the text and of its types, in one quiet line. */
export const StatusLine = () => {
  const cursor = useEditor((state) => state.cursor);
  const id = useEditor(activeModule);
  const changedLines = useEditor((state) => (id === undefined ? 0 : (state.facts[id]?.changedLines ?? 0)));
  const generation = useWorkbench((state) => (id === undefined ? 0 : (state.modules[id]?.generation ?? 0)));
  const wrong = useEditor((state) => (id === undefined ? 0 : (state.typeErrors[id]?.length ?? 0)));
  return (
    <div className={styles.line} role="status" aria-label="Editor status">
      <Types />
      {wrong > 0 && <span className={styles.wrong}>{plural(wrong, "type error")}</span>}
      <span className={styles.space} />
      {generation > 0 && (
        <span>
          {changedLines === 0 ? `as #${generation} runs` : `${plural(changedLines, "line")} not as #${generation} runs`}
        </span>
      )}
      {cursor !== null && (
        <span className={styles.cursor}>
          {cursor.selections > 1 ? `${cursor.selections} cursors` : `${cursor.line}:${cursor.column}`}
        </span>
      )}
    </div>
  );
};

const Types = () => {
  const language = useEditor((state) => state.language);
  switch (language.kind) {
    case "off":
      return <span>No types: the folder is not trusted</span>;
    case "starting":
      return <span>Types are coming…</span>;
    case "ready":
      return language.isSlow ? (
        <span className={styles.warn}>
          TypeScript takes long to answer. The editor goes on without it; types come when it does. <StartAgain />
        </span>
      ) : (
        <span>TypeScript {language.version}</span>
      );
    case "restarting":
      return (
        <span className={styles.warn} title={language.message}>
          The language server ended; it is started again. Until then there are no types.
        </span>
      );
    case "down":
      return (
        <span className={styles.warn}>
          {language.message} The editor goes on without types. <StartAgain />
        </span>
      );
    default:
      return language satisfies never;
  }
};

const StartAgain = () => (
  <button type="button" className={styles.link} onClick={() => void call("app.languageStart").catch(tell)}>
    Start it again
  </button>
);
