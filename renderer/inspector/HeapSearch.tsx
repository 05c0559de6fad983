import { useState } from "react";
import type { ExplainCost } from "../../electron/engine/summary.ts";
import { tell } from "../store/actions.ts";
import { Button } from "../ui/Button.tsx";
import { call } from "../workbench-api.ts";
import { costText } from "../words/generation.ts";
import styles from "./Generations.module.css";

/** A search that stops the program for longer than this is asked about first. */
const unaskedMs = 2000;

type Search =
  | { readonly kind: "none" }
  | { readonly kind: "offered"; readonly cost: ExplainCost }
  | { readonly kind: "under way"; readonly cost: ExplainCost };

/**
 * A button for something that looks through the heap: says first what it costs when that is much, and can be given up.
 * @param look resolves when it is over
 */
export const HeapSearch = ({
  label,
  doing,
  look,
}: {
  readonly label: string;
  readonly doing: string;
  readonly look: () => Promise<void>;
}) => {
  const [search, setSearch] = useState<Search>({ kind: "none" });
  const begin = async (cost: ExplainCost): Promise<void> => {
    setSearch({ kind: "under way", cost });
    try {
      await look();
    } catch (error) {
      tell(error);
    }
    setSearch({ kind: "none" });
  };
  const ask = async (): Promise<void> => {
    try {
      const cost = await call("references.explainCost");
      if (cost.refused !== undefined || cost.blockedMs > unaskedMs) setSearch({ kind: "offered", cost });
      else await begin(cost);
    } catch (error) {
      tell(error);
    }
  };
  switch (search.kind) {
    case "none":
      return (
        <Button size="small" onClick={() => void ask()}>
          {label}
        </Button>
      );
    case "offered":
      return (
        <div className={styles.search} role="group" aria-label={label}>
          <p className={styles.quiet} role="status">
            {search.cost.refused ?? costText(search.cost)}
          </p>
          {search.cost.refused === undefined && (
            <Button size="small" look="accent" onClick={() => void begin(search.cost)}>
              Look
            </Button>
          )}
          <Button size="small" onClick={() => setSearch({ kind: "none" })}>
            {search.cost.refused === undefined ? "Not now" : "Close"}
          </Button>
        </div>
      );
    case "under way":
      return (
        <div className={styles.search} role="group" aria-label={label}>
          <p className={styles.quiet} role="status">
            {doing}… {costText(search.cost)}
          </p>
          <Button size="small" onClick={() => void call("references.cancelExplain").catch(tell)}>
            Cancel
          </Button>
        </div>
      );
    default:
      return search satisfies never;
  }
};
