import { FoldVertical, Maximize2, Minus, Plus, UnfoldVertical, WandSparkles } from "lucide-react";
import { Button } from "../ui/Button.tsx";
import { Tip } from "../ui/Tip.tsx";
import styles from "./GraphCanvas.module.css";
import { closeFolders, openFolders } from "./looking.ts";
import type { Drawn } from "./model.ts";
import type { Viewport } from "./viewport.ts";

export const GraphControls = ({
  viewport,
  drawn,
  onTidy,
}: {
  readonly viewport: Viewport;
  readonly drawn: Drawn;
  readonly onTidy: () => void;
}) => (
  <div className={styles.controls} role="group" aria-label="View">
    <Control words="Zoom in" icon={<Plus size={14} />} onClick={() => viewport.zoomBy(1.4)} />
    <Control words="Zoom out" icon={<Minus size={14} />} onClick={() => viewport.zoomBy(1 / 1.4)} />
    <Control words="Show all of it" icon={<Maximize2 size={13} />} onClick={() => viewport.fit()} />
    <Control words="Lay it out afresh" icon={<WandSparkles size={13} />} onClick={onTidy} />
    {drawn.nodes.some(({ kind }) => kind === "folder") && (
      <>
        <Control words="Open all folders" icon={<UnfoldVertical size={13} />} onClick={openFolders} />
        <Control words="Close all folders" icon={<FoldVertical size={13} />} onClick={closeFolders} />
      </>
    )}
  </div>
);

const Control = ({
  words,
  icon,
  onClick,
}: {
  readonly words: string;
  readonly icon: React.ReactNode;
  readonly onClick: () => void;
}) => (
  <Tip text={words}>
    <Button look="quiet" icon={icon} aria-label={words} onClick={onClick} />
  </Tip>
);
