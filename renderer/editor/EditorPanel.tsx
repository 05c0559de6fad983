import { FileCode } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { runCommand } from "../commands/run-command.ts";
import { selectedModule } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { useEditor } from "./editor-store.ts";
import { openModule } from "./tabs.ts";

/** Loaded when it is wanted first, so that the window's start does not pay for it. */
const Surface = lazy(() => import("./EditorSurface.tsx").then(({ EditorSurface }) => ({ default: EditorSurface })));

export const EditorPanel = () => {
  const selected = useWorkbench((state) => selectedModule(state.selection));
  const isEmpty = useEditor(({ tabs }) => tabs.length === 0);
  useEffect(() => {
    if (selected !== undefined) openModule(selected, "preview");
  }, [selected]);
  if (isEmpty)
    return (
      <EmptyState
        icon={<FileCode size={26} />}
        title="No module is open"
        actions={<Button onClick={() => runCommand("go.module")}>Go to module…</Button>}
      >
        Select a module or one of its functions to read and edit its source.
      </EmptyState>
    );
  return (
    <Suspense fallback={null}>
      <Surface />
    </Suspense>
  );
};
