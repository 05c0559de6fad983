import { MousePointerClick } from "lucide-react";
import { useEffect, useRef } from "react";
import { announcePlace } from "../commands/places.ts";
import { selectedModule } from "../store/actions.ts";
import type { InspectorTab } from "../store/state.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { Generations } from "./Generations.tsx";
import styles from "./Inspector.module.css";
import { References } from "./References.tsx";
import { StateView } from "./StateView.tsx";

export const Inspector = () => {
  const tab = useWorkbench((state) => state.inspector);
  const id = useWorkbench((state) => selectedModule(state.selection));
  const panel = useRef<HTMLElement>(null);
  useEffect(
    () =>
      announcePlace("inspector", () =>
        panel.current?.querySelector<HTMLElement>('[role="tab"][data-state="active"]')?.focus(),
      ),
    [],
  );
  return (
    <section ref={panel} className={styles.inspector} aria-label="Inspector">
      <Tabs<InspectorTab>
        label="Inspector"
        value={tab}
        onChange={(inspector) => setState({ inspector })}
        tabs={[
          { id: "references", label: "References", content: <References /> },
          {
            id: "state",
            label: "State",
            content: id === undefined ? <NoModule what="its state" /> : <StateView key={id} id={id} />,
          },
          {
            id: "generations",
            label: "Generations",
            content: id === undefined ? <NoModule what="its generations" /> : <Generations key={id} id={id} />,
          },
        ]}
      />
    </section>
  );
};

const NoModule = ({ what }: { readonly what: string }) => (
  <EmptyState icon={<MousePointerClick size={22} />} title="No module is selected">
    Select one in the list or the graph to see {what}.
  </EmptyState>
);
