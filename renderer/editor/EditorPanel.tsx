import { FileCode } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { runCommand } from "../commands/run-command.ts";
import { selectedModule } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { useEditor } from "./editor-store.ts";
import { openModule } from "./tabs.ts";

/** Loaded when the window has nothing else to do, or when it is wanted first: its start does not pay for it. */
const load = () =>
  import("./EditorSurface.tsx").then(
    ({ EditorSurface }) => ({ default: EditorSurface }),
    () => ({ default: Unloadable }),
  );

const Surface = lazy(load);

const idleAfterMs = 3000;

export const loadEditorSoon = (): void => {
  setTimeout(() => requestIdleCallback(() => void load()), idleAfterMs);
};

const Unloadable = () => (
  <EmptyState title="The editor could not be loaded">
    Its files are not where they were when Graft was started: close it and start it again. What runs goes on.
  </EmptyState>
);

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
