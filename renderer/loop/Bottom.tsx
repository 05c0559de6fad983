import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { announcePlace } from "../commands/places.ts";
import { selectTurn } from "../store/actions.ts";
import { useProblems } from "../store/selectors.ts";
import { Performance } from "../performance/Performance.tsx";
import type { BottomTab } from "../store/state.ts";
import { getState, setState, useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { formatCount } from "../words/figures.ts";
import styles from "./Bottom.module.css";
import { Log } from "./Log.tsx";
import { Problems } from "./Problems.tsx";
import { Queue } from "./Queue.tsx";
import { Turns } from "./Turns.tsx";

export const Bottom = () => {
  const tab = useWorkbench((state) => state.bottom);
  const queued = useWorkbench((state) => state.status?.queued ?? 0);
  const problems = useProblems().length;
  const panel = useRef<HTMLElement>(null);
  useEffect(
    () =>
      announcePlace("bottom", () =>
        panel.current?.querySelector<HTMLElement>('[role="tab"][data-state="active"]')?.focus(),
      ),
    [],
  );
  return (
    <section ref={panel} className={styles.bottom} aria-label="Turns, queue, problems and log">
      <Tabs<BottomTab>
        label="Loop"
        value={tab}
        onChange={(bottom) => setState({ bottom })}
        tools={<Position />}
        tabs={[
          { id: "turns", label: "Turns", content: <Turns /> },
          {
            id: "queue",
            label: "Queue",
            badge: <Chip className={styles.badge}>{formatCount(queued)}</Chip>,
            content: <Queue />,
          },
          {
            id: "problems",
            label: "Problems",
            badge: problems > 0 && <Chip tone="error">{formatCount(problems)}</Chip>,
            content: <Problems />,
          },
          { id: "log", label: "Log", content: <Log /> },
          { id: "performance", label: "Performance", content: <Performance /> },
        ]}
      />
    </section>
  );
};

/** Which turn is shown of how many, and the way to its neighbours. */
const Position = () => {
  const last = useWorkbench((state) => state.status?.turn ?? 0);
  const turn = useWorkbench((state) => state.turn);
  const go = (by: 1 | -1): void => {
    const { turns } = getState();
    const at = turns.findIndex((each) => each.turn === (turn ?? last));
    const next = turns[(at < 0 ? turns.length - 1 : at) + by];
    if (next !== undefined) selectTurn(next.turn);
  };
  if (last === 0) return null;
  return (
    <div className={styles.position}>
      <Button
        look="quiet"
        size="small"
        icon={<ChevronLeft size={14} />}
        aria-label="Turn before"
        onClick={() => go(-1)}
      />
      <code className={styles.figures}>
        {formatCount(turn ?? last)} of {formatCount(last)}
      </code>
      <Button
        look="quiet"
        size="small"
        icon={<ChevronRight size={14} />}
        aria-label="Turn after"
        onClick={() => go(1)}
      />
      {turn !== null && (
        <Button size="small" onClick={() => selectTurn(null)}>
          Follow
        </Button>
      )}
    </div>
  );
};
