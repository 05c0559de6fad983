import { History } from "lucide-react";
import { backToNewest, comeBack, goOnFrom, looksBack, newestTurn } from "../store/time.ts";
import { run } from "../store/loop.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { formatCount, listWords, plural } from "../words/figures.ts";
import styles from "./TimeBanner.module.css";

/** Says that what one sees is how it was, or that everything stands there; and the ways from there. */
export const TimeBanner = () => {
  const isBack = useWorkbench(looksBack);
  const stands = useWorkbench((state) => state.status?.rewound !== undefined);
  if (isBack) return <Looking />;
  return stands ? <Standing /> : null;
};

const Looking = () => {
  const turn = useWorkbench((state) => state.turn ?? 0);
  const runs = useWorkbench((state) => state.status?.mode === "running");
  return (
    <section className={styles.banner} aria-label="A look back">
      <History size={14} aria-hidden="true" />
      <p className={styles.text}>
        <strong>How it was after turn {formatCount(turn)}.</strong> Stage, state and queue show it; nothing is changed
        {runs ? ", and the loop runs on." : "."}
      </p>
      <Button size="small" onClick={() => void goOnFrom(turn)}>
        Go on from here
      </Button>
      <Button size="small" look="accent" onClick={comeBack}>
        Come back
      </Button>
    </section>
  );
};

const Standing = () => {
  const turn = useWorkbench((state) => state.status?.turn ?? 0);
  const newest = useWorkbench((state) => newestTurn(state.status));
  const held = useWorkbench((state) => state.status?.rewound?.held ?? 0);
  const otherCode = useWorkbench((state) => state.status?.rewound?.otherCode ?? none);
  return (
    <section className={styles.banner} aria-label="Back in time">
      <History size={14} aria-hidden="true" />
      <p className={styles.text}>
        <strong>Everything stands after turn {formatCount(turn)}.</strong> The next turn goes on from here;{" "}
        {plural(newest - turn, "turn")} {newest - turn === 1 ? "becomes" : "become"} a branch.
        {otherCode.length > 0 && ` ${listWords(otherCode)} ran other code then; the code of now goes on.`}
        {held > 0 && ` ${plural(held, "event")} from sources ${held === 1 ? "is" : "are"} held back.`}
      </p>
      <Button size="small" onClick={() => void run()}>
        Run from here
      </Button>
      <Button size="small" look="accent" onClick={() => void backToNewest()}>
        Back to turn {formatCount(newest)}
      </Button>
    </section>
  );
};

const none: readonly string[] = [];
