import { ChevronDown, Gauge } from "lucide-react";
import { Popover } from "radix-ui";
import { clockSteps } from "../commands/run-command.ts";
import { setClock } from "../store/actions.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";
import { formatRate } from "../words/figures.ts";
import styles from "./Clock.module.css";

const lowest = Math.log(0.1);
const highest = Math.log(240);
const positions = 1000;
const toPosition = (hz: number): number => Math.round(((Math.log(hz) - lowest) / (highest - lowest)) * positions);

/** Two figures are as fine as a person can want it. */
const toHz = (position: number): number =>
  Number(Math.exp(lowest + (position / positions) * (highest - lowest)).toPrecision(2));

/** The loop's clock, which makes `tick`: slow motion and fast forward. */
export const Clock = () => {
  const hz = useWorkbench((state) => state.status?.hz ?? 60);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon={<Gauge size={14} />} aria-label={`Clock, ${formatRate(hz)}`}>
          <span className={styles.rate}>{formatRate(hz)}</span>
          <ChevronDown size={14} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.popover}
          sideOffset={4}
          align="start"
          collisionPadding={8}
          aria-label="The loop's clock"
        >
          <label className={styles.label} htmlFor="clock-rate">
            <span>
              <code>tick</code> events a second
            </span>
            <output>{formatRate(hz)}</output>
          </label>
          <input
            id="clock-rate"
            className={styles.slider}
            type="range"
            min={0}
            max={positions}
            step={5}
            value={toPosition(hz)}
            aria-valuetext={formatRate(hz)}
            onChange={(event) => void setClock(toHz(Number(event.target.value)))}
          />
          <div className={styles.steps}>
            {clockSteps
              .filter((step) => step >= 0.5)
              .map((step) => (
                <button
                  key={step}
                  type="button"
                  className={cx(styles.step, step === hz && styles.chosen)}
                  aria-pressed={step === hz}
                  onClick={() => void setClock(step)}
                >
                  {step}
                </button>
              ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
