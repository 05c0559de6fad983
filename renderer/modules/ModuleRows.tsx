import { RefreshCw } from "lucide-react";
import { memo } from "react";
import { BreakpointDot } from "../breakpoints/BreakpointDot.tsx";
import { revive, select, showSource, swap } from "../store/actions.ts";
import { useModule } from "../store/selectors.ts";
import { functionKey } from "../store/state.ts";
import { useWorkbench } from "../store/store.ts";
import { TypeErrorsChip } from "../editor/TypeErrorsChip.tsx";
import { Button } from "../ui/Button.tsx";
import { Chip } from "../ui/Chip.tsx";
import { cx } from "../ui/cx.ts";
import { formatCount } from "../words/figures.ts";
import { hasSomethingToSwap, statusMeaning, statusWords } from "../words/status.ts";
import { placeText } from "../words/swap.ts";
import { KindIcon } from "./KindIcon.tsx";
import styles from "./Modules.module.css";
import { ModuleStatusGlyph, toneOfStatus } from "./ModuleStatusGlyph.tsx";

/** Whether the module, or one of its functions, is selected: its whole block is tinted then. */
const useIsInSelected = (id: string): boolean =>
  useWorkbench(
    ({ selection }) =>
      (selection.kind === "module" && selection.id === id) ||
      (selection.kind === "function" && selection.module === id),
  );

export const ModuleLine = memo(({ id, domId }: { readonly id: string; readonly domId: string }) => {
  const module = useModule(id);
  const tinted = useIsInSelected(id);
  const selected = useWorkbench(({ selection }) => selection.kind === "module" && selection.id === id);
  const trusted = useWorkbench((state) => state.workspace?.trusted === true);
  if (module === undefined) return null;
  const slash = id.lastIndexOf("/") + 1;
  return (
    <div
      id={domId}
      role="treeitem"
      aria-level={1}
      aria-selected={selected}
      aria-expanded={module.functions.length > 0 ? true : undefined}
      className={cx(styles.module, tinted && styles.tinted, selected && styles.selected)}
      onClick={() => select({ kind: "module", id })}
      onDoubleClick={() => showSource(id, module.problem?.line ?? 1)}
    >
      <span title={statusMeaning[module.status]} className={styles.glyph}>
        <ModuleStatusGlyph status={module.status} />
      </span>
      <span className={styles.moduleName} title={id}>
        {slash > 0 && <span className={styles.folder}>{id.slice(0, slash)}</span>}
        <span className={styles.fileName}>{id.slice(slash)}</span>
      </span>
      {module.generation > 0 && <Chip mono>#{module.generation}</Chip>}
      {module.status === "running" ? (
        <span className="visually-hidden">running</span>
      ) : (
        <Chip tone={chipTone(toneOfStatus(module.status))}>{statusWords(module)}</Chip>
      )}
      <span className={styles.space} />
      <TypeErrorsChip id={id} />
      {trusted && module.status === "quarantined" && <ReviveButton id={id} />}
      {trusted && (
        <SwapButton
          id={id}
          bright={hasSomethingToSwap(module)}
          narrow={module.status === "failed" || module.status === "quarantined"}
        />
      )}
    </div>
  );
});

const chipTone = (tone: ReturnType<typeof toneOfStatus>) => (tone === "muted" ? "plain" : tone);

const SwapButton = ({
  id,
  bright,
  narrow,
}: {
  readonly id: string;
  readonly bright: boolean;
  /** Only the picture: a long status word needs the room. */
  readonly narrow: boolean;
}) => {
  const isSwapping = useWorkbench((state) => state.swapping.has(id));
  const reachable = useIsInSelected(id);
  return (
    <Button
      size="small"
      look={bright ? "accent" : "plain"}
      className={cx(styles.swap, isSwapping && styles.swapping)}
      icon={<RefreshCw size={12} />}
      aria-label={`Swap ${id}`}
      aria-disabled={isSwapping}
      // One stop for the Tab key, not one a module: Ctrl+Enter swaps what is selected.
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        if (!isSwapping) void swap([id]);
      }}
    >
      {narrow ? undefined : "Swap"}
    </Button>
  );
};

const ReviveButton = ({ id }: { readonly id: string }) => {
  const reachable = useIsInSelected(id);
  return (
    <Button
      size="small"
      className={styles.revive}
      aria-label={`Revive ${id}: its handlers are called again as they are`}
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        event.stopPropagation();
        void revive(id);
      }}
    >
      Revive
    </Button>
  );
};

export const ProblemLine = memo(({ id }: { readonly id: string }) => {
  const problem = useModule(id)?.problem;
  const tinted = useIsInSelected(id);
  /** An importer's line may be what keeps this module from being swapped. */
  const isElsewhere = useWorkbench(
    ({ modules }) => problem !== undefined && problem.file !== id && problem.file in modules,
  );
  if (problem === undefined) return null;
  return (
    <div
      role="treeitem"
      aria-level={2}
      aria-selected={false}
      className={cx(styles.problem, tinted && styles.tinted)}
      title={`${placeText(problem)}: ${problem.message}`}
      onClick={() => showSource(isElsewhere ? problem.file : id, problem.line)}
    >
      <span className={styles.problemText}>
        {problem.line > 0 && !isElsewhere && <code>{problem.line}: </code>}
        {problem.message}
      </span>
    </div>
  );
});

export const FunctionLine = memo(
  ({ id, name, domId }: { readonly id: string; readonly name: string; readonly domId: string }) => {
    const item = useWorkbench((state) => state.modules[id]?.functions.find((each) => each.name === name));
    const tinted = useIsInSelected(id);
    const selected = useWorkbench(
      ({ selection }) => selection.kind === "function" && selection.module === id && selection.name === name,
    );
    const lit = useWorkbench((state) => state.lit.has(functionKey(id, name)));
    if (item === undefined) return null;
    const { total } = item.references;
    return (
      <div
        id={domId}
        role="treeitem"
        aria-level={2}
        aria-selected={selected}
        className={cx(styles.function, tinted && styles.tinted, selected && styles.selected)}
        onClick={() => select({ kind: "function", module: id, name })}
        onDoubleClick={() => showSource(id, 1)}
      >
        <KindIcon kind={item.kind} />
        <code className={cx(styles.functionName, total === 0 && styles.unreferenced, lit && styles.lit)}>{name}</code>
        {item.slot !== undefined && (
          <Chip mono className={styles.slot}>
            <span className="visually-hidden">in slot </span>
            {item.slot}
          </Chip>
        )}
        <span className={styles.space} />
        {item.kind === "handler" && <BreakpointDot module={id} name={name} tabIndex={selected ? 0 : -1} />}
        <span className={cx(styles.references, total === 0 && styles.unreferenced)} title={referencesTitle(item)}>
          {formatCount(total)}
          <span className="visually-hidden"> references</span>
        </span>
      </div>
    );
  },
);

const referencesTitle = ({
  references: { slots, imports, resources, calls },
}: {
  readonly references: { slots: number; imports: number; resources: number; calls: number };
}): string => `slots ${slots} · imports ${imports} · resources ${resources} · calls in flight ${calls}`;
