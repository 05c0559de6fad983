import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "../ui/Button.tsx";
import { plural } from "../words/figures.ts";
import { goTo } from "./core/documents.ts";
import { showUri } from "./core/start.ts";
import { type Reference, type References, setEditor, useEditor } from "./editor-store.ts";
import styles from "./ReferenceList.module.css";

const close = (): void => setEditor({ references: null });

const show = async ({ uri, line, from }: Reference): Promise<void> => {
  const view = await showUri(uri);
  if (view === null) return;
  goTo(view, line, from);
  requestAnimationFrame(() => view.focus());
};

/** Who uses a name, in all modules; arrows go along, Enter goes there. */
export const ReferenceList = () => {
  const references = useEditor((state) => state.references);
  return references === null ? null : <List key={references.key} references={references} />;
};

const List = ({ references }: { readonly references: References }) => {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => list.current?.querySelector("button")?.focus(), []);
  const files = new Set(references.list.map(({ uri }) => uri)).size;
  const step = (by: number): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <section className={styles.panel} aria-label={`References to ${references.word}`}>
      <header className={styles.head}>
        <span>
          <code>{references.word}</code> · {plural(references.list.length, "place")} in {plural(files, "file")}
        </span>
        <Button look="quiet" size="small" icon={<X size={13} />} aria-label="Close the references" onClick={close} />
      </header>
      <ol
        ref={list}
        className={styles.list}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") step(1);
          else if (event.key === "ArrowUp") step(-1);
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
        }}
      >
        {references.list.map((reference) => (
          <li key={`${reference.uri} ${reference.line} ${reference.from}`}>
            <button type="button" className={styles.place} onClick={() => void show(reference)}>
              <span className={styles.where}>
                {reference.name}:{reference.line + 1}
              </span>
              <code>
                {reference.lineText.slice(0, reference.from).trimStart().slice(-60)}
                <strong>{reference.lineText.slice(reference.from, reference.to)}</strong>
                {reference.lineText.slice(reference.to, reference.to + 100)}
              </code>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
};
