import { nativeTheme } from "electron";
import type { SettingsStore } from "./settings.ts";

/** Dialogs, menus and the page's `prefers-color-scheme` follow the person's choice. */
export const setUpTheme = (settings: SettingsStore): void => {
  const apply = (): void => {
    nativeTheme.themeSource = settings.get().theme;
  };
  apply();
  settings.onChange(apply);
};

/** What shows before the page has drawn; the `--bg` of the page's two themes. */
export const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? "#121417" : "#eef0f2");
