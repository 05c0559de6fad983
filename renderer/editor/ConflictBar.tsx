import { TriangleAlert } from "lucide-react";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { advice } from "../words/status.ts";
import styles from "./ConflictBar.module.css";
import { write } from "./core/deeds.ts";
import { compare, openedModule, takeText } from "./core/documents.ts";
import { useEditor } from "./editor-store.ts";

/** Two texts that both want to be the file, or a problem that has no line: told above the text. */
export const ConflictBar = ({ id }: { readonly id: string }) => {
  const facts = useEditor((state) => state.facts[id]);
  const problem = useWorkbench((state) => state.modules[id]?.problem);
  const isTold = useWorkbench(({ swaps, toldSwap }) => {
    const told = swaps.find((swap) => swap.number === toldSwap)?.report;
    return told?.ok === false && told.problems.some((each) => each.message === problem?.message);
  });
  const conflict = facts?.conflict;
  if (conflict == null) {
    if (problem === undefined || (problem.line > 0 && problem.file === id) || isTold) return null;
    return (
      <section className={styles.bar} aria-label="Problem of this module">
        <TriangleAlert size={14} aria-hidden="true" />
        <p>
          <strong>{problem.message}</strong> {advice[problem.code]}
        </p>
      </section>
    );
  }
  const save = (expected: string | null) => (): void => {
    const module = openedModule(id);
    if (module !== undefined) void write(module, expected);
  };
  if (conflict.kind === "gone")
    return (
      <section className={styles.bar} aria-label="The file is gone">
        <TriangleAlert size={14} aria-hidden="true" />
        <p>The file of {id} was deleted or moved; the text is only here.</p>
        <Button size="small" onClick={save(null)}>
          Write it again
        </Button>
      </section>
    );
  const isCompared = facts?.isCompared === true;
  return (
    <section className={styles.bar} aria-label="The file was changed elsewhere">
      <TriangleAlert size={14} aria-hidden="true" />
      <p>
        {id} was written by somebody else, and you have text that is not saved. Nothing is overwritten before you say
        so.
      </p>
      <Button
        size="small"
        aria-pressed={isCompared}
        onClick={() => {
          const module = openedModule(id);
          if (module !== undefined) compare(module, isCompared ? undefined : conflict.text);
        }}
      >
        {isCompared ? "Hide the difference" : "Show the difference"}
      </Button>
      <Button
        size="small"
        onClick={() => {
          const module = openedModule(id);
          if (module !== undefined) takeText(module, module.view.state.toText(conflict.text), conflict.hash);
        }}
      >
        Take the file's
      </Button>
      <Button size="small" onClick={save(conflict.hash)}>
        Save mine
      </Button>
    </section>
  );
};
