import { useWorkbench } from "../store/store.ts";
import { spansText, swapStory } from "../words/swap.ts";

/** Says swaps and problems to who listens instead of looking. */
export const Announcer = () => {
  const swap = useWorkbench((state) => state.swaps.at(-1));
  const modules = useWorkbench((state) => state.modules);
  const problem = useWorkbench((state) => state.problems.at(-1)?.problem);
  const story =
    swap === undefined ? "" : spansText(swapStory(swap.report, (id) => modules[id]?.generation ?? 0, swap.asked));
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {story}
      </div>
      <div className="visually-hidden" role="status" aria-live="polite">
        {problem === undefined ? "" : `Problem in ${problem.file}: ${problem.message}`}
      </div>
    </>
  );
};
