import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Breakpoints } from "../breakpoints/Breakpoints.tsx";
import { announcePlace } from "../commands/places.ts";
import { useProblems } from "../store/selectors.ts";
import { Performance } from "../performance/Performance.tsx";
import { PromptPanel } from "../prompt/PromptPanel.tsx";
import { ReplayPanel } from "../replay/ReplayPanel.tsx";
import type { BottomTab } from "../store/state.ts";
import { setState, useWorkbench } from "../store/store.ts";
import { comeBack, lookFurther, looksBack, newestTurn } from "../store/time.ts";
import { Branches } from "../timeline/Branches.tsx";
import { Timeline } from "../timeline/Timeline.tsx";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { Tip } from "../ui/Tip.tsx";
import { formatCount } from "../words/figures.ts";
import styles from "./Bottom.module.css";
import { InTurn } from "./InTurn.tsx";
import { Log } from "./Log.tsx";
import { Problems } from "./Problems.tsx";
import { Queue } from "./Queue.tsx";
import { TurnDetails } from "./TurnDetails.tsx";
import { Turns } from "./Turns.tsx";

export const Bottom = () => {
  const tab = useWorkbench((state) => state.bottom);
  const queued = useWorkbench((state) => state.status?.queued ?? 0);
  const breakpoints = useWorkbench((state) => state.breakpoints.length);
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
    <section
      ref={panel}
      className={styles.bottom}
      aria-label="Turns, queue, breakpoints, replay, problems, log and prompt"
    >
      <Tabs<BottomTab>
        label="Loop"
        value={tab}
        onChange={(bottom) => setState({ bottom })}
        tools={<Position />}
        tabs={[
          { id: "turns", label: "Turns", content: <InTime content={<Turns />} /> },
          {
            id: "queue",
            label: "Queue",
            badge: <Chip className={styles.badge}>{formatCount(queued)}</Chip>,
            content: <InTime content={<Queue />} />,
          },
          {
            id: "breakpoints",
            label: "Breakpoints",
            badge: breakpoints > 0 && <Chip>{formatCount(breakpoints)}</Chip>,
            content: <Breakpoints />,
          },
          { id: "replay", label: "Replay", content: <ReplayPanel /> },
          {
            id: "problems",
            label: "Problems",
            badge: problems > 0 && <Chip tone="error">{formatCount(problems)}</Chip>,
            content: <Problems />,
          },
          { id: "log", label: "Log", content: <Log /> },
          { id: "prompt", label: "Prompt", content: <PromptPanel /> },
          { id: "performance", label: "Performance", content: <Performance /> },
        ]}
      />
    </section>
  );
};

/** Content with the timeline above it and the turn that matters beside it. */
const InTime = ({ content }: { readonly content: ReactNode }) => (
  <div className={styles.inTime}>
    <div className={styles.content}>
      <Timeline />
      <div className={styles.list}>{content}</div>
    </div>
    <Beside />
  </div>
);

/** The turn that is looked at; else the one in which the loop stands; else, while it stands, the one that ended last. */
const Beside = () => {
  const chosen = useWorkbench((state) => state.turn);
  const standing = useWorkbench((state) => state.status?.inTurn);
  const last = useWorkbench((state) => (state.status?.mode === "paused" ? state.status.turn : 0));
  const shown = chosen ?? last;
  if (chosen === null && standing !== undefined) {
    return (
      <div className={styles.beside}>
        <InTurn standing={standing} />
      </div>
    );
  }
  if (chosen === null && shown === 0) return null;
  return (
    <div className={styles.beside}>
      <TurnDetails turn={shown} isChosen={chosen !== null} />
    </div>
  );
};

/** Which turn is shown of how many, the way to its neighbours, and back to now. */
const Position = () => {
  const last = useWorkbench((state) => newestTurn(state.status));
  const at = useWorkbench((state) => state.turn ?? state.status?.turn ?? 0);
  const isBack = useWorkbench(looksBack);
  if (last === 0) return null;
  return (
    <div className={styles.position}>
      <Branches />
      {isBack && (
        <Button size="small" onClick={comeBack}>
          Come back to now
        </Button>
      )}
      <Tip text="Turn before" keys="Alt+Left" side="top">
        <Button
          look="quiet"
          size="small"
          icon={<ChevronLeft size={14} />}
          aria-label="Turn before"
          onClick={() => lookFurther(-1)}
        />
      </Tip>
      <code className={styles.figures}>
        {formatCount(at)} of {formatCount(last)}
      </code>
      <Tip text="Turn after" keys="Alt+Right" side="top">
        <Button
          look="quiet"
          size="small"
          icon={<ChevronRight size={14} />}
          aria-label="Turn after"
          onClick={() => lookFurther(1)}
        />
      </Tip>
    </div>
  );
};
