import { openDialogOf } from "../store/actions.ts";
import { getState, useWorkbench } from "../store/store.ts";
import { cx } from "../ui/cx.ts";
import styles from "./BreakpointDot.module.css";

/** On a handler's line: whether the loop stops there; pressed, it is set or edited. */
export const BreakpointDot = ({
  module,
  name,
  tabIndex,
}: {
  readonly module: string;
  readonly name: string;
  readonly tabIndex: 0 | -1;
}) => {
  const index = useWorkbench(({ breakpoints }) =>
    breakpoints.findIndex((each) => each.function === name && (each.module ?? module) === module),
  );
  const enabled = useWorkbench(({ breakpoints }) => breakpoints[index]?.enabled !== false);
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      className={cx(styles.dot, index >= 0 && styles.set, !enabled && styles.off)}
      title={index >= 0 ? "The loop stops here" : "Stop here… (F9)"}
      aria-label={index >= 0 ? `Edit the breakpoint at ${name}` : `Stop at ${name}…`}
      onClick={(event) => {
        event.stopPropagation();
        const breakpoint = getState().breakpoints[index];
        openDialogOf(
          breakpoint === undefined
            ? { kind: "breakpoint", breakpoint: { module, function: name }, index: null }
            : { kind: "breakpoint", breakpoint, index },
        );
      }}
    />
  );
};
