/** What the window knows of types before the editor was ever opened: it stands beside the Swap buttons. */
import type { Problem } from "../../electron/engine/summary.ts";
import type { ModuleTypeErrors } from "../../electron/ipc/contract.ts";
import { tell } from "../store/actions.ts";
import { call, on } from "../workbench-api.ts";
import { setEditor } from "./editor-store.ts";

const told =
  (modules: readonly ModuleTypeErrors[]) =>
  (state: { readonly typeErrors: Readonly<Record<string, readonly Problem[]>> }) => {
    const typeErrors: Record<string, readonly Problem[]> = { ...state.typeErrors };
    for (const { id, problems } of modules)
      if (problems.length > 0) typeErrors[id] = problems;
      else delete typeErrors[id];
    return { typeErrors };
  };

/** @returns a function that ends it, for an effect. */
export const connectTypes = (): (() => void) => {
  const stop = [
    on("app.typeErrors", ({ modules }) => setEditor(told(modules))),
    on("app.languageStatus", (language) =>
      setEditor(language.kind === "off" ? { language, typeErrors: {} } : { language }),
    ),
  ];
  Promise.all([call("app.languageStatus"), call("app.typeErrors")]).then(([language, modules]) => {
    setEditor({ language });
    setEditor(told(modules));
  }, tell);
  return () => {
    for (const each of stop) each();
  };
};
