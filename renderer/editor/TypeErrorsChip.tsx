import { Chip } from "../ui/Chip.tsx";
import { plural } from "../words/figures.ts";
import { useEditor } from "./editor-store.ts";

const mostListed = 8;
/** As many the main process tells of one module. */
const mostTold = 200;

/** How many type errors a module has, beside its Swap button; the words when it is pointed at. */
export const TypeErrorsChip = ({ id }: { readonly id: string }) => {
  const problems = useEditor((state) => state.typeErrors[id]);
  if (problems === undefined || problems.length === 0) return null;
  const listed = problems.slice(0, mostListed).map(({ line, message }) => `${line}: ${message}`);
  const more = problems.length - listed.length;
  return (
    <span title={[...listed, ...(more > 0 ? [`and ${more} more`] : [])].join("\n")}>
      <Chip tone="error">
        <span aria-hidden="true">{problems.length < mostTold ? problems.length : `${mostTold}+`} TS</span>
        <span className="visually-hidden">{plural(problems.length, "type error")}</span>
      </Chip>
    </span>
  );
};
