import { useWorkbench } from "./store.ts";

const light = matchMedia("(prefers-color-scheme: light)");

const apply = (): void => {
  const { theme } = useWorkbench.getState().settings;
  const resolved = theme === "system" ? (light.matches ? "light" : "dark") : theme;
  if (document.documentElement.dataset["theme"] !== resolved) document.documentElement.dataset["theme"] = resolved;
};

/** Keeps the document's theme as the settings, and where they leave it open the system, want it. */
export const followTheme = (): void => {
  apply();
  light.addEventListener("change", apply);
  useWorkbench.subscribe(apply);
};
