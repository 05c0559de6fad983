import { type Chunk, MergeView } from "@codemirror/merge";
import { EditorView } from "@codemirror/view";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { swapText, tell } from "../store/actions.ts";
import { useAsked } from "../store/asked.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { plural } from "../words/figures.ts";
import styles from "./Comparison.module.css";
import { bringBack } from "./core/deeds.ts";
import { moduleText } from "./core/documents.ts";
import { looks, readOnly } from "./core/setup.ts";
import type { Side, Tab } from "./editor-store.ts";
import { generationLines, textOfGeneration } from "./generations.ts";
import { openComparison } from "./tabs.ts";

const everyMs = 5000;

const textOf = async (id: string, side: Side): Promise<string> => {
  if (side.kind === "generation") return textOfGeneration(id, side.generation);
  return (await moduleText(id))?.view.state.doc.toString() ?? "";
};

const sideName = (side: Side): string => (side.kind === "editor" ? "the editor" : `#${side.generation}`);

/** Two texts of one module beside each other: any two generations, or one and what the editor has. */
export const Comparison = ({ tab }: { readonly tab: Tab & { readonly kind: "comparison" } }) => {
  const { id, before, after } = tab;
  const host = useRef<HTMLDivElement>(null);
  const merge = useRef<MergeView>(undefined);
  const [chunks, setChunks] = useState<number>();
  const current = useWorkbench((state) => state.modules[id]?.generation ?? 0);
  useEffect(() => {
    let isOver = false;
    let made: MergeView | undefined;
    Promise.all([textOf(id, before), textOf(id, after)]).then(([a, b]) => {
      const parent = host.current;
      if (isOver || parent === null) return;
      made = new MergeView({
        a: { doc: a, extensions: [looks(id, a, `${id}, ${sideName(before)}`), readOnly, EditorView.lineWrapping] },
        b: { doc: b, extensions: [looks(id, b, `${id}, ${sideName(after)}`), readOnly, EditorView.lineWrapping] },
        parent,
        gutter: true,
        collapseUnchanged: { margin: 4, minSize: 6 },
        diffConfig: { scanLimit: 2000, timeout: 400 },
      });
      merge.current = made;
      setChunks(made.chunks.length);
      showChunk(made, made.chunks[0]);
    }, tell);
    return () => {
      isOver = true;
      made?.destroy();
      merge.current = undefined;
    };
  }, [id, before, after]);
  const old = before.kind === "generation" ? before.generation : undefined;
  return (
    <div className={styles.comparison}>
      <header className={styles.head}>
        <SideChoice id={id} label="Before" side={before} onChange={(side) => openComparison(id, side, after)} />
        <span aria-hidden="true">→</span>
        <SideChoice id={id} label="After" side={after} onChange={(side) => openComparison(id, before, side)} />
        <span className={styles.count} role="status">
          {chunks === undefined ? "" : chunks === 0 ? "no difference" : plural(chunks, "difference")}
        </span>
        <Button
          look="quiet"
          size="small"
          icon={<ArrowUp size={13} />}
          aria-label="Previous difference"
          onClick={() => goToChunk(merge.current, -1)}
        />
        <Button
          look="quiet"
          size="small"
          icon={<ArrowDown size={13} />}
          aria-label="Next difference"
          onClick={() => goToChunk(merge.current, 1)}
        />
        <span className={styles.space} />
        {old !== undefined && (
          <span className={styles.deeds}>
            <Button
              size="small"
              aria-label={`Bring #${old} back into the editor`}
              onClick={() => void bringBack(id, old).catch(tell)}
            >
              Bring #{old} back
            </Button>
            {old !== current && (
              <Button
                size="small"
                aria-label={`Swap back to #${old}`}
                onClick={() => void textOfGeneration(id, old).then((text) => swapText(id, text), tell)}
              >
                Swap back
              </Button>
            )}
          </span>
        )}
      </header>
      <div ref={host} className={styles.texts} />
    </div>
  );
};

const goToChunk = (merge: MergeView | undefined, by: 1 | -1): void => {
  if (merge === undefined) return;
  const { b, chunks } = merge;
  const { head } = b.state.selection.main;
  const next =
    by === 1
      ? chunks.find(({ fromB }) => fromB > head)
      : chunks.findLast(({ fromB, endB }) => Math.max(fromB, endB) < head);
  showChunk(merge, next ?? (by === 1 ? chunks[0] : chunks.at(-1)));
  b.focus();
};

const showChunk = ({ b }: MergeView, chunk: Chunk | undefined): void => {
  if (chunk === undefined) return;
  const at = Math.min(chunk.fromB, b.state.doc.length);
  b.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
};

const SideChoice = ({
  id,
  label,
  side,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly side: Side;
  readonly onChange: (side: Side) => void;
}) => {
  const answer = useAsked(id, generationLines, everyMs);
  const known = answer.kind === "told" ? answer.value.map(({ generation }) => generation) : [];
  const current = useWorkbench((state) => state.modules[id]?.generation);
  const labelId = useId();
  const value = side.kind === "editor" ? "editor" : String(side.generation);
  return (
    <>
      <label id={labelId} className="visually-hidden" htmlFor={`${labelId}-side`}>
        {label}
      </label>
      <select
        id={`${labelId}-side`}
        className={styles.side}
        value={value}
        onChange={({ target }) =>
          onChange(
            target.value === "editor" ? { kind: "editor" } : { kind: "generation", generation: Number(target.value) },
          )
        }
      >
        <option value="editor">Editor</option>
        {(known.length === 0 && side.kind === "generation" ? [side.generation] : known).map((generation) => (
          <option key={generation} value={generation}>
            #{generation}
            {generation === current ? ", runs" : ""}
          </option>
        ))}
      </select>
    </>
  );
};
