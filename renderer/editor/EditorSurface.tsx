import { useEffect } from "react";
import { useWorkbench } from "../store/store.ts";
import { startEditor } from "./core/start.ts";
import { ClosingDialog } from "./ClosingDialog.tsx";
import { ConflictBar } from "./ConflictBar.tsx";
import { Comparison } from "./Comparison.tsx";
import { declarationLine, goTo, moduleText } from "./core/documents.ts";
import styles from "./EditorSurface.module.css";
import { activeTab, type Tab, useEditor } from "./editor-store.ts";
import { GenerationList } from "./GenerationList.tsx";
import { ReferenceList } from "./ReferenceList.tsx";
import { RenameDialog } from "./RenameDialog.tsx";
import { StatusLine } from "./StatusLine.tsx";
import { openModule } from "./tabs.ts";
import { TabStrip } from "./TabStrip.tsx";
import { TextHost } from "./TextHost.tsx";

startEditor();

export const EditorSurface = () => {
  useShownPlaces();
  const tab = useEditor(activeTab);
  const isGenerationsShown = useEditor((state) => state.isGenerationsShown);
  const rename = useEditor((state) => state.rename);
  const closing = useEditor((state) => state.closing);
  return (
    <div className={styles.surface}>
      <TabStrip />
      {tab?.kind === "module" && <ConflictBar key={tab.id} id={tab.id} />}
      <div className={styles.middle}>
        <div className={styles.text}>
          <Content tab={tab} />
        </div>
        {isGenerationsShown && tab !== undefined && tab.kind !== "types" && <GenerationList key={tab.id} id={tab.id} />}
      </div>
      <ReferenceList />
      <StatusLine />
      {rename !== null && <RenameDialog rename={rename} />}
      {closing !== null && <ClosingDialog tabKey={closing} />}
    </div>
  );
};

const Content = ({ tab }: { readonly tab: Tab | undefined }) => {
  switch (tab?.kind) {
    case undefined:
      return null;
    case "module":
    case "types":
      return <TextHost key={tab.key} tab={tab} />;
    case "comparison":
      return <Comparison tab={tab} />;
    default:
      return tab satisfies never;
  }
};

/** What was shown already is not shown again when the editor comes back to the front. */
let shownPlace: unknown;
let shownFunction: unknown;

/** Goes to the line that was asked for, and to the function that was selected. */
const useShownPlaces = (): void => {
  const place = useWorkbench((state) => state.sourceLine);
  const selection = useWorkbench((state) => state.selection);
  useEffect(() => {
    if (place === null || place === shownPlace) return;
    shownPlace = place;
    openModule(place.id, "preview");
    void moduleText(place.id).then((module) => module && goTo(module.view, place.line - 1));
  }, [place]);
  useEffect(() => {
    if (selection.kind !== "function" || selection === shownFunction) return;
    shownFunction = selection;
    void moduleText(selection.module).then((module) => {
      const line = module && declarationLine(module.view.state, selection.name);
      if (line !== undefined) goTo(module!.view, line);
    });
  }, [selection]);
};
