import { type CSSProperties, useEffect, useRef, useState } from "react";
import type { Certificate } from "../../electron/engine/summary.ts";
import { useWorkbench } from "../store/store.ts";
import type { Rect } from "./geometry.ts";
import { ghostsOf } from "./ghosts.ts";
import { Card } from "./GraphCards.tsx";
import styles from "./GraphCanvas.module.css";
import type { DrawnNode } from "./model.ts";
import type { Line, Picture } from "./picture.ts";

interface Afterimage {
  readonly node: DrawnNode;
  readonly from: Rect;
  readonly to: Rect;
}

const lastsMs = 1500;

/**
 * A swap as it is seen: the generation that was here steps out from behind its card to where a ghost of it would stand, and
 * fades, while the lines that led to it light up at the one that took its place. What is kept beyond that moment stays as a
 * ghost.
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
  const [images, setImages] = useState<readonly Afterimage[]>([]);
  useEffect(() => {
    if (swap === undefined || swap.number <= shown.current) return undefined;
    shown.current = swap.number;
    if (!swap.report.ok || Date.now() - swap.at > lastsMs) return undefined;
    const swapped = swap.report.modules.filter(({ from }) => from > 0);
    const ids = new Set(swapped.map(({ id }) => id));
    onSwap(
      picture.lines.filter(({ edge }) => ids.has(edge.to)),
      lastsMs,
    );
    setImages(swapped.flatMap(({ id, from }) => afterimageOf(picture, id, from)));
    const timer = setTimeout(() => setImages([]), lastsMs);
    return () => clearTimeout(timer);
    // Only a swap starts it: the picture may be drawn anew meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [swap]);
  return images.map(({ node, from, to }) => (
    <div
      key={node.id}
      className={styles.afterimage}
      aria-hidden="true"
      style={
        {
          width: to.width,
          height: to.height,
          transform: `translate(${from.x}px, ${from.y}px)`,
          "--aside": `${to.x - from.x}px`,
          "--below": `${to.y - from.y}px`,
        } as CSSProperties
      }
    >
      <Card node={node} />
    </div>
  ));
};

const afterimageOf = ({ byId, places }: Picture, id: string, generation: number): readonly Afterimage[] => {
  const place = byId.get(id);
  if (place?.node.kind !== "module") return [];
  const ended: Certificate = {
    id,
    generation,
    status: "draining",
    functions: place.node.rows.map(({ name }) => ({ name, status: "draining" })),
    holders: [],
    fromTurn: 0,
  };
  return ghostsOf([ended], places.rects).nodes.map(({ node, rect }) => ({ node, from: place.rect, to: rect }));
};
