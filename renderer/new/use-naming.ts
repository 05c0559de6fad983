import { useEffect, useState } from "react";
import { tell } from "../store/actions.ts";
import { type Naming, whoNames } from "./changes.ts";

/** Who names a module; undefined until the files were read. */
export const useNaming = (id: string): Naming | undefined => {
  const [naming, setNaming] = useState<Naming>();
  useEffect(() => {
    let isOver = false;
    whoNames(id).then((found) => isOver || setNaming(found), tell);
    return () => {
      isOver = true;
    };
  }, [id]);
  return naming;
};
