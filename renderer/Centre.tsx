import { CodeXml, Monitor, Workflow } from "lucide-react";
import { useEffect, useRef } from "react";
import { StopBanner } from "./breakpoints/StopBanner.tsx";
import styles from "./Centre.module.css";
import { announcePlace } from "./commands/places.ts";
import { GraphPanel } from "./graph/GraphPanel.tsx";
import { GraphTools } from "./graph/GraphTools.tsx";
import { connectTypes } from "./editor/connect.ts";
import { EditorPanel, loadEditorSoon } from "./editor/EditorPanel.tsx";
import { EditorTools } from "./editor/EditorTools.tsx";
import { StagePanel } from "./stage/StagePanel.tsx";
import { StageTools } from "./stage/StageTools.tsx";
import { showCentre } from "./store/actions.ts";
import { useWorkbench } from "./store/store.ts";
import { SwapBanner } from "./swap/SwapBanner.tsx";
import { TimeBanner } from "./timeline/TimeBanner.tsx";
import { Tabs } from "./ui/Tabs.tsx";
import { FirstSteps } from "./workspace/FirstSteps.tsx";

export const Centre = () => {
  const tab = useWorkbench((state) => state.centre);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    loadEditorSoon();
    return connectTypes();
  }, []);
  useEffect(
    () =>
      announcePlace("centre", () => {
        const content = panel.current?.querySelector<HTMLElement>('[role="tabpanel"][data-state="active"]');
        (content?.querySelector<HTMLElement>("[data-autofocus]") ?? content)?.focus();
      }),
    [],
  );
  return (
    <section ref={panel} className={styles.centre} aria-label="Stage, graph and editor">
      <Tabs
        label="Centre"
        value={tab}
        onChange={showCentre}
        between={
          <>
            <TimeBanner />
            <StopBanner />
            <FirstSteps />
            <SwapBanner />
          </>
        }
        tools={toolsOf(tab)}
        tabs={[
          { id: "stage", label: "Stage", icon: <Monitor size={14} />, content: <StagePanel /> },
          { id: "graph", label: "Graph", icon: <Workflow size={14} />, content: <GraphPanel /> },
          { id: "source", label: "Editor", icon: <CodeXml size={14} />, content: <EditorPanel /> },
        ]}
      />
    </section>
  );
};

const toolsOf = (tab: "stage" | "graph" | "source") => {
  switch (tab) {
    case "stage":
      return <StageTools />;
    case "graph":
      return <GraphTools />;
    case "source":
      return <EditorTools />;
    default:
      return tab satisfies never;
  }
};
