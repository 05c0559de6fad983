import { Eye, FolderOpen, SquareArrowOutUpRight } from "lucide-react";
import { previewSwap, reveal, selectedModule } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { statusWords } from "../words/status.ts";
import styles from "./SourceTools.module.css";

export const SourceTools = () => {
  const id = useWorkbench((state) => selectedModule(state.selection));
  return id === undefined ? null : <ToolsOf id={id} />;
};

const ToolsOf = ({ id }: { readonly id: string }) => {
  const module = useModule(id);
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  return (
    <>
      <code className={styles.name}>{id}</code>
      {module?.status === "changed" && <Chip tone="warn">{statusWords(module)}</Chip>}
      {trusted && (
        <Button look="quiet" size="small" icon={<Eye size={13} />} onClick={() => previewSwap(id)}>
          Preview swap
        </Button>
      )}
      <Button
        look="quiet"
        size="small"
        icon={<SquareArrowOutUpRight size={13} />}
        onClick={() => void reveal(id, "editor")}
      >
        Open in editor
      </Button>
      <Button look="quiet" size="small" icon={<FolderOpen size={13} />} onClick={() => void reveal(id, "folder")}>
        Show in folder
      </Button>
    </>
  );
};
