import { GitBranch } from "lucide-react";
import { goToBranch } from "../store/time.ts";
import { useWorkbench } from "../store/store.ts";
import { Button } from "../ui/Button.tsx";
import { Menu, MenuHeading, MenuItem } from "../ui/Menu.tsx";
import { formatCount, plural } from "../words/figures.ts";

/** Futures that were left when the loop went on from an earlier turn. */
export const Branches = () => {
  const branches = useWorkbench((state) => state.marks?.branches);
  if (branches === undefined || branches.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" size="small" icon={<GitBranch size={13} />}>
          {plural(branches.length, "branch", "branches")}
        </Button>
      }
    >
      <MenuHeading>Futures that were left</MenuHeading>
      {branches.toReversed().map(({ branch, from, to, at }) => (
        <MenuItem
          key={branch}
          icon={<GitBranch size={13} />}
          hint={`${plural(to - from, "turn")}, left at ${new Date(at).toLocaleTimeString("en-GB")}`}
          onSelect={() => void goToBranch(branch)}
        >
          From turn {formatCount(from)} to turn {formatCount(to)}
        </MenuItem>
      ))}
    </Menu>
  );
};
