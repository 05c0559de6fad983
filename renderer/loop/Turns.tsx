import { Activity } from "lucide-react";
import { useState } from "react";
import { runCommand } from "../commands/run-command.ts";
import { useWorkbench } from "../store/store.ts";
import { newestTurn } from "../store/time.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { TurnFilterBar } from "./TurnFilterBar.tsx";
import { allTurns, foundTurns } from "./turn-list.ts";
import { TurnTable } from "./TurnTable.tsx";
import styles from "./Turns.module.css";
import { useFound } from "./use-found.ts";
import { useEnds } from "./use-newest.ts";

export const Turns = () => {
  const isEmpty = useWorkbench((state) => newestTurn(state.status) === 0);
  return isEmpty ? <NoTurns /> : <AllTurns />;
};

const AllTurns = () => {
  const chosen = useWorkbench((state) => state.turn);
  // Whoever scrolls back wants to read: the list stands still until it is scrolled to its head again.
  const [isScrolled, setScrolled] = useState(false);
  const filter = useWorkbench((state) => state.turnFilter);
  const isHeld = isScrolled || chosen !== null;
  const { first, last } = useEnds(isHeld);
  const found = useFound(filter, isHeld);
  return (
    <div className={styles.turns}>
      <TurnFilterBar matches={found?.length} />
      <TurnTable
        rows={found === undefined ? allTurns(first, last) : foundTurns(found)}
        chosen={chosen}
        onScrolled={setScrolled}
      />
    </div>
  );
};

const NoTurns = () => {
  const mode = useWorkbench((state) => state.status?.mode);
  return (
    <EmptyState
      icon={<Activity size={22} />}
      title="No event was handled yet"
      actions={
        mode === "paused" && (
          <>
            <Button onClick={() => runCommand("run.run")}>Run</Button>
            <Button onClick={() => runCommand("run.stepEvent")}>Step one event</Button>
          </>
        )
      }
    >
      {mode === "paused" ? "The loop is paused." : "Turns appear here as soon as an event comes."}
    </EmptyState>
  );
};
