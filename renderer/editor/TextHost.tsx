import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { EmptyState } from "../ui/EmptyState.tsx";
import { moduleText, type OpenText, typesText } from "./core/documents.ts";
import styles from "./EditorSurface.module.css";
import { setEditor, type Tab, useEditor } from "./editor-store.ts";

/** Puts the view of a text into the page; it goes on living when another one is shown. */
export const TextHost = ({ tab }: { readonly tab: Tab & { readonly kind: "module" | "types" } }) => {
  const host = useRef<HTMLDivElement>(null);
  const [text, setText] = useState<OpenText>();
  const [failure, setFailure] = useState<string>();
  const refused = useEditor(({ facts }) => facts[tab.key]?.refused ?? null);
  useEffect(() => {
    let isOver = false;
    const made = tab.kind === "module" ? moduleText(tab.id) : typesText(tab.uri);
    made.then(
      (opened) => isOver || setText(opened),
      (error: Error) => isOver || setFailure(error.message),
    );
    return () => {
      isOver = true;
    };
  }, [tab]);
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null || text === undefined) return;
    const { view } = text;
    // Of the panel around it, which had it while there was no text yet; never of a list that is gone along.
    const hadFocus = document.activeElement?.contains(element) ?? true;
    element.replaceChildren(view.dom);
    if (text.scroll !== undefined) view.dispatch({ effects: text.scroll });
    view.requestMeasure();
    if (hadFocus) view.focus();
    const { head } = view.state.selection.main;
    const line = view.state.doc.lineAt(head);
    setEditor({
      cursor: { line: line.number, column: head - line.from + 1, selections: view.state.selection.ranges.length },
    });
    return () => {
      text.scroll = view.scrollSnapshot();
      setEditor({ cursor: null });
    };
  }, [text]);
  const message = failure ?? refused;
  if (message !== null && text === undefined)
    return <EmptyState title="The source cannot be read">{message}</EmptyState>;
  return <div ref={host} className={styles.host} />;
};
