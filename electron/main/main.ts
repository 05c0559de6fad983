/** The boot list: what a start does, one line a feature. */
import { app } from "electron";
import { setUpAbout } from "./about.ts";
import { folderArgument } from "./arguments.ts";
import { endOfStart, setUpCrash } from "./crash.ts";
import { setUpIpc } from "./ipc.ts";
import { createLanguage, setUpLanguage } from "./language-server.ts";
import { setUpLifeline } from "./lifeline.ts";
import { setUpLog } from "./log.ts";
import { setUpMenu } from "./menu.ts";
import { setUpNavigation } from "./navigation.ts";
import { setUpNetwork } from "./network.ts";
import { notice } from "./notice.ts";
import { setUpPaths } from "./paths.ts";
import { setUpPermissions } from "./permissions.ts";
import { setUpQuit } from "./quit.ts";
import { announceScheme, setUpScheme } from "./scheme.ts";
import { setUpSettings } from "./settings.ts";
import { leaveToFirst, setUpSingleInstance } from "./single-instance.ts";
import { setUpStage } from "./stage.ts";
import { setUpTheme } from "./theme.ts";
import { setUpWatchdog } from "./watchdog.ts";
import { setUpWindow } from "./window.ts";
import { setUpWorkbench } from "./workbench.ts";
import { setUpWorkspaces } from "./workspaces.ts";

const start = async (): Promise<void> => {
  setUpAbout();
  setUpPermissions();
  setUpNetwork();
  setUpNavigation();
  setUpScheme();
  const settings = setUpSettings();
  setUpTheme(settings);
  const shell = setUpWindow(settings);
  const language = createLanguage(shell);
  const engine = setUpWorkbench(shell, settings, language.checkTypes);
  const stage = setUpStage(engine.workbench, shell);
  const workspaces = setUpWorkspaces({ engine, settings, shell });
  setUpLanguage(language, { engine, shell, workspaces });
  setUpIpc({ engine, settings, shell, workspaces, stage, language });
  setUpMenu({ settings, shell, workspaces });
  setUpSingleInstance({ workspaces, shell });
  setUpWatchdog(shell);
  setUpLifeline();
  setUpQuit({ workbench: engine.workbench, settings });

  await workspaces.openFirst(folderArgument());
  await shell.shown;
  // Not before: it would take the processor from what somebody waits for.
  engine.workbench.warmUp();
  if (settings.problem !== undefined) notice(shell, "warn", settings.problem);
  const open = workspaces.current();
  process.stdout.write(
    `Graft is open: ${open?.name ?? "no workspace"}, ${open?.files.length ?? 0} modules, Electron ${process.versions.electron}\n`,
  );
};

setUpPaths();
setUpLog();
setUpCrash();
announceScheme();
const isFirst = app.requestSingleInstanceLock({ folder: folderArgument() ?? null });
// Not awaited at the top level: Electron holds `ready` back until this module has been evaluated.
if (isFirst) void app.whenReady().then(start).catch(endOfStart);
else leaveToFirst();
