import { useState } from "react";
import { closeDialog } from "../store/actions.ts";
import { step } from "../store/loop.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";

const mostSteps = 1_000_000;

/** Remembered while the window is open: who steps so once mostly does it again. */
let last = { count: "10", until: "" };

/** Steps a number of events, or until something is so, whichever is first. */
export const StepsDialog = () => {
  const [count, setCount] = useState(last.count);
  const [until, setUntil] = useState(last.until);
  const number = Number(count);
  const isCount = count.trim() === "" ? until.trim() !== "" : Number.isInteger(number) && number >= 1;
  const isGood = isCount && number <= mostSteps;
  const go = (): void => {
    last = { count, until };
    closeDialog();
    void step({
      unit: "event",
      ...(count.trim() === "" ? {} : { count: number }),
      ...(until.trim() === "" ? {} : { until: until.trim() }),
    });
  };
  return (
    <Dialog
      title="Step until"
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button look="accent" disabled={!isGood} onClick={go}>
            Step
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isGood) go();
        }}
      >
        <Field
          label="events"
          value={count}
          onChange={setCount}
          isFirst
          flaw={isGood || count.trim() === "" ? undefined : "A whole number from 1 to 1,000,000."}
          hint="How many at the most; empty: until the condition fits."
        />
        <Field
          label="until"
          value={until}
          onChange={setUntil}
          placeholder='event.type === "beat" && event.bar === 8'
          hint={
            <>
              TypeScript over <code>event</code>, <code>state</code> and <code>outcome</code>; empty: only the count.
            </>
          }
        />
        <button type="submit" hidden>
          Step
        </button>
      </form>
    </Dialog>
  );
};
