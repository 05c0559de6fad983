import { useEffect, useRef, useState } from "react";
import { useWorkbench } from "../store/store.ts";
import { Card } from "./GraphCards.tsx";
import styles from "./GraphCanvas.module.css";
import { type DrawnNode, sizeOf } from "./model.ts";
import type { Line, Picture, Placed } from "./picture.ts";

const lastsMs = 1500;

/**
 * A swap as it is seen: the generation that was here steps out from behind its card and fades, while the lines that led to
 * it light up at the one that took its place. What is kept beyond that moment is drawn as a ghost.
 */
export const Afterimages = ({
  picture,
  onSwap,
}: {
  readonly picture: Picture;
  readonly onSwap: (lines: readonly Line[], ms: number) => void;
}) => {
  const swap = useWorkbench((state) => state.swaps.at(-1));
  const shown = useRef(swap?.number ?? 0);
  const [images, setImages] = useState<readonly Placed[]>([]);
  useEffect(() => {
    if (swap === undefined || swap.number <= shown.current) return undefined;
    shown.current = swap.number;
    if (!swap.report.ok || Date.now() - swap.at > lastsMs) return undefined;
    const old = swap.report.modules.flatMap(({ id, from }): Placed[] => {
      const place = picture.byId.get(id);
      if (from === 0 || place?.node.kind !== "module") return [];
      const node: DrawnNode = {
        kind: "ghost",
        id: `afterimage:${id}#${from}`,
        module: id,
        generation: from,
        status: "draining",
        rows: place.node.rows.map(({ name }) => name),
        holder: "",
      };
      return [{ node, rect: { ...place.rect, ...sizeOf(node) } }];
    });
    const swapped = new Set(swap.report.modules.filter(({ from }) => from > 0).map(({ id }) => id));
    onSwap(
      picture.lines.filter(({ edge }) => swapped.has(edge.to)),
      lastsMs,
    );
    setImages(old);
    const timer = setTimeout(() => setImages([]), lastsMs);
    return () => clearTimeout(timer);
    // Only a swap starts it: the picture may be drawn anew meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [swap]);
  return images.map(({ node, rect: { x, y, width, height } }) => (
    <div
      key={node.id}
      className={styles.afterimage}
      aria-hidden="true"
      style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
    >
      <Card node={node} />
    </div>
  ));
};
