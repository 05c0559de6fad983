import { ChevronDown, Gauge, Turtle } from "lucide-react";
import { Popover } from "radix-ui";
import { clockSteps } from "../commands/run-command.ts";
import { setClock, setSpeed } from "../store/loop.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { formatRate } from "../words/figures.ts";
import styles from "./Clock.module.css";
import { slowMotionSteps, speedAt, speedPosition, step, toHz, toPosition, positions } from "./rates.ts";

/** The loop's clock, which makes `tick`, and slow motion, which holds back every event. */
export const Clock = () => {
  const hz = useWorkbench((state) => state.status?.hz ?? 60);
  const speed = useWorkbench((state) => state.status?.speed ?? null);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button
          icon={speed === null ? <Gauge size={14} /> : <Turtle size={14} />}
          className={cx(speed !== null && styles.slowed)}
          aria-label={
            speed === null
              ? `Clock, ${formatRate(hz)}`
              : `Slow motion, ${formatRate(speed)} events; clock, ${formatRate(hz)}`
          }
        >
          <span className={styles.rate}>{formatRate(speed ?? hz)}</span>
          <ChevronDown size={14} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          sideOffset={4}
          align="start"
          collisionPadding={8}
          aria-label="Slow motion and the loop's clock"
        >
          <label className={styles.label} htmlFor="speed">
            <span>Slow motion, events a second</span>
            <output>{speed === null ? "off" : formatRate(speed)}</output>
          </label>
          <input
            id="speed"
            className={styles.slider}
            type="range"
            min={0}
            max={positions}
            step={step}
            value={speedPosition(speed)}
            aria-valuetext={speed === null ? "as fast as it can" : formatRate(speed)}
            onChange={(event) => void setSpeed(speedAt(Number(event.target.value)))}
          />
          <div className={styles.steps}>
            {slowMotionSteps.map((rate) => (
              <Step key={rate} isChosen={rate === speed} onClick={() => void setSpeed(rate)}>
                {rate}
              </Step>
            ))}
            <Step isChosen={speed === null} onClick={() => void setSpeed(null)}>
              off
            </Step>
          </div>
          <hr className={styles.line} />
          <label className={styles.label} htmlFor="clock-rate">
            <span>
              Clock, <code>tick</code> events a second
            </span>
            <output>{formatRate(hz)}</output>
          </label>
          <input
            id="clock-rate"
            className={styles.slider}
            type="range"
            min={0}
            max={positions}
            step={step}
            value={toPosition(hz)}
            aria-valuetext={formatRate(hz)}
            onChange={(event) => void setClock(toHz(Number(event.target.value)))}
          />
          <div className={styles.steps}>
            {clockSteps
              .filter((rate) => rate >= 0.5)
              .map((rate) => (
                <Step key={rate} isChosen={rate === hz} onClick={() => void setClock(rate)}>
                  {rate}
                </Step>
              ))}
          </div>
          <p className={styles.note}>
            {speed === null
              ? "Slow motion holds every event back. The program's own time slows with it."
              : "Each event comes as it would at full speed, only later: the program's own time slows too."}
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

const Step = ({
  isChosen,
  onClick,
  children,
}: {
  readonly isChosen: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}) => (
  <button
    type="button"
    className={cx(styles.step, isChosen && styles.chosen)}
    aria-pressed={isChosen}
    onClick={onClick}
  >
    {children}
  </button>
);
