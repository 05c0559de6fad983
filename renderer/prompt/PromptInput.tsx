import { useEffect, useRef } from "react";
import { getState } from "../store/store.ts";
import { call } from "../workbench-api.ts";
import { inputView } from "./input.ts";
import styles from "./Prompt.module.css";
import { clearEntries, evaluate } from "./prompt-store.ts";
import { typedIn, Walk } from "./typed.ts";

const folder = (): string => getState().workspace?.folder ?? "";

/** @param onReady gets what brings the focus here */
export const PromptInput = ({
  id,
  onReady,
}: {
  readonly id: string;
  readonly onReady: (focus: () => void) => void;
}) => {
  const host = useRef<HTMLDivElement>(null);
  const module = useRef(id);
  useEffect(() => {
    module.current = id;
  }, [id]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    let way: Walk | undefined;
    const view = inputView(element, {
      complete: (text, offset) => call("modules.complete", { id: module.current, text, offset }),
      run: (text) => {
        way = undefined;
        void evaluate(module.current, text);
      },
      walk: (by, now) => (way ??= new Walk(typedIn(folder()))).step(by, now),
      clear: clearEntries,
    });
    onReady(() => view.focus());
    return () => view.destroy();
  }, [onReady]);
  return <div ref={host} className={styles.editor} />;
};
