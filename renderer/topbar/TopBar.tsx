import { CornerDownRight, CornerRightUp, Pause, Play, RefreshCw, Search, StepForward, Undo2 } from "lucide-react";
import { runCommand } from "../commands/run-command.ts";
import { swapAllChanged } from "../store/actions.ts";
import { pause, run, step } from "../store/loop.ts";
import { useChangedCount } from "../store/selectors.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { Keys } from "../ui/Keys.tsx";
import { Tip } from "../ui/Tip.tsx";
import { formatCount } from "../words/figures.ts";
import { Clock } from "./Clock.tsx";
import { StepMenu } from "./StepMenu.tsx";
import { Figures } from "./Figures.tsx";
import { HelpMenu } from "./HelpMenu.tsx";
import styles from "./TopBar.module.css";
import { WorkspaceMenu } from "./WorkspaceMenu.tsx";

export const TopBar = () => {
  const isOpen = useWorkbench((state) => state.workspace !== null);
  return (
    <header className={styles.bar}>
      <h1 className={styles.name}>Graft</h1>
      <WorkspaceMenu />
      {isOpen && (
        <>
          <LoopButtons />
          <Clock />
          <Figures />
        </>
      )}
      <div className={styles.space} />
      {isOpen && <UndoSwap />}
      {isOpen && <SwapAll />}
      <Button icon={<Search size={14} />} onClick={() => runCommand("go.commands")}>
        <span className={styles.word}>Commands</span>
        <Keys keys="CmdOrCtrl+Shift+P" className={styles.keys} />
      </Button>
      <HelpMenu />
    </header>
  );
};

const LoopButtons = () => {
  const mode = useWorkbench((state) => state.status?.mode);
  const inTurn = useWorkbench((state) => state.status?.inTurn);
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  const stepping = useWorkbench((state) => state.status?.stepping === true);
  const running = mode === "running";
  return (
    <div className={styles.group} role="group" aria-label="Loop">
      <Tip text={running ? "The loop runs" : "Run the loop"} keys="F5">
        <button
          type="button"
          className={cx(styles.segment, styles.run, running && styles.on)}
          aria-pressed={running}
          disabled={!trusted}
          onClick={() => void run()}
        >
          <Play size={14} />
          <span className={styles.runWord}>
            {running ? "Running" : stepping ? "Stepping" : inTurn === undefined ? "Run" : "Continue"}
          </span>
        </button>
      </Tip>
      <Tip text="Pause: the loop stops before the next event" keys="F6">
        <button
          type="button"
          className={cx(styles.segment, mode === "paused" && styles.paused)}
          aria-pressed={mode === "paused"}
          aria-label="Pause"
          disabled={!trusted}
          onClick={() => void pause()}
        >
          <Pause size={14} />
        </button>
      </Tip>
      <Tip text="Pause and handle one event" keys="F10">
        <button
          type="button"
          className={styles.segment}
          disabled={!trusted}
          onClick={() => void step({ unit: "event" })}
        >
          <StepForward size={14} />
          <span className={styles.word}>Step</span>
        </button>
      </Tip>
      <Tip text="Pause and make one call of a handler" keys="F11">
        <button
          type="button"
          className={styles.segment}
          disabled={!trusted}
          onClick={() => void step({ unit: "handler" })}
        >
          <CornerDownRight size={14} />
          <span className={styles.word}>Handler</span>
        </button>
      </Tip>
      <Tip text="Make the calls that are left of this turn" keys="Shift+F11">
        <button
          type="button"
          className={styles.segment}
          aria-label="To the end of the turn"
          disabled={!trusted || inTurn === undefined}
          onClick={() => void step({ unit: "turn" })}
        >
          <CornerRightUp size={14} />
        </button>
      </Tip>
      {trusted && <StepMenu />}
    </div>
  );
};

const UndoSwap = () => {
  const hasSwap = useWorkbench((state) => state.swaps.some(({ report }) => report.ok));
  return (
    <Tip text="Undo the last swap: a new generation from the text before" keys="CmdOrCtrl+Z">
      <Button icon={<Undo2 size={14} />} disabled={!hasSwap} onClick={() => runCommand("swap.undo")}>
        <span className={styles.word}>Undo swap</span>
      </Button>
    </Tip>
  );
};

const SwapAll = () => {
  const count = useChangedCount();
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  const hasWork = trusted && count > 0;
  return (
    <Tip text="Swap every module whose file changed, all or none" keys="CmdOrCtrl+Shift+Enter">
      <Button
        look={hasWork ? "accent" : "plain"}
        icon={<RefreshCw size={14} />}
        disabled={!hasWork}
        onClick={() => void swapAllChanged()}
      >
        <span>
          <span className={styles.word}>Swap all changed · </span>
          {formatCount(trusted ? count : 0)}
        </span>
      </Button>
    </Tip>
  );
};
