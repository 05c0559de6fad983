import { BrowserWindow, nativeTheme, screen, type Rectangle } from "electron";
import type { Notification, Notifications } from "../ipc/contract.ts";
import { notify } from "../ipc/electron.ts";
import { log } from "./log.ts";
import { builtFile } from "./paths.ts";
import { pageUrl } from "./scheme.ts";
import type { SettingsStore } from "./settings.ts";
import { backgroundColor } from "./theme.ts";

/** The window, and how everything else reaches it. */
export interface Shell {
  readonly window: BrowserWindow;
  /** @returns how much was sent, in characters */
  readonly tell: <N extends Notification>(name: N, payload: Notifications[N]) => number;
  /** Resolves when the window stands on the screen with its first frame drawn. */
  readonly shown: Promise<void>;
  readonly bringToFront: () => void;
}

const defaultSize = { width: 1440, height: 900 };
const reloadAtMostEveryMs = 10_000;

export const setUpWindow = (settings: SettingsStore): Shell => {
  const window = new BrowserWindow({
    ...(visibleBounds(settings.get().bounds) ?? defaultSize),
    minWidth: 800,
    minHeight: 500,
    show: false,
    backgroundColor: backgroundColor(),
    title: "Graft",
    webPreferences: {
      preload: builtFile("preload", "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (settings.get().maximized) window.maximize();
  // The title names the workspace; the page's own says only what program it is.
  window.on("page-title-updated", (event) => event.preventDefault());
  rememberBounds(window, settings);
  reviveRenderer(window);
  nativeTheme.on("updated", () => window.isDestroyed() || window.setBackgroundColor(backgroundColor()));
  const shown = new Promise<void>((resolve) => {
    window.once("show", () => resolve());
    window.once("ready-to-show", () => window.show());
  });
  void window.loadURL(pageUrl).catch((error: unknown) => log.error("The window's page did not load.", error));
  return { window, shown, tell: (name, payload) => tell(window, name, payload), bringToFront: () => front(window) };
};

const tell = <N extends Notification>(window: BrowserWindow, name: N, payload: Notifications[N]): number =>
  window.isDestroyed() ? 0 : notify(window.webContents, name, payload);

const front = (window: BrowserWindow): void => {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
};

/** A window whose screen has been unplugged would open where nobody sees it. */
const visibleBounds = (bounds: Rectangle | undefined): Rectangle | undefined => {
  if (bounds === undefined) return undefined;
  const { workArea } = screen.getDisplayMatching(bounds);
  const overlapX = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const overlapY = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
  return overlapX >= 100 && overlapY >= 100 ? bounds : undefined;
};

const rememberBounds = (window: BrowserWindow, settings: SettingsStore): void => {
  const remember = (): void => {
    if (!window.isFullScreen() && !window.isMinimized()) {
      settings.change({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    }
  };
  window.on("resized", remember).on("moved", remember).on("resize", remember).on("move", remember);
  window.on("maximize", remember).on("unmaximize", remember);
};

/** The program lives in this process, so a page that died is simply loaded again; not for ever, if it dies each time. */
const reviveRenderer = (window: BrowserWindow): void => {
  let lastReload = -Infinity;
  window.webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit" || window.isDestroyed()) return;
    log.error(`The window's process ended: ${reason} (${exitCode}).`);
    if (performance.now() - lastReload < reloadAtMostEveryMs) return;
    lastReload = performance.now();
    window.webContents.reload();
  });
};
