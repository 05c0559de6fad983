import { Suspense, useEffect } from "react";
import { Group, Panel, Separator, type Layout } from "react-resizable-panels";
import styles from "./App.module.css";
import { Centre } from "./Centre.tsx";
import { BreakpointDialog } from "./breakpoints/BreakpointDialog.tsx";
import { CertificateDialog } from "./certificate/CertificateDialog.tsx";
import { OldTextDialog } from "./certificate/OldTextDialog.tsx";
import { About, Help } from "./commands/Help.tsx";
import { listenForKeys } from "./commands/keys.ts";
import { GoToModule, Palette } from "./commands/Palette.tsx";
import { runNamedCommand } from "./commands/run-command.ts";
import { Inspector } from "./inspector/Inspector.tsx";
import { EventDialog } from "./event/EventDialog.tsx";
import { Bottom } from "./loop/Bottom.tsx";
import { StepsDialog } from "./loop/StepsDialog.tsx";
import { Modules } from "./modules/Modules.tsx";
import { DeleteModuleDialog, NewModuleDialog, NewWorkspaceDialog, RenameModuleDialog } from "./new/dialogs.ts";
import { ReplayDialog } from "./replay/ReplayDialog.tsx";
import { closeToast, saveSettings } from "./store/actions.ts";
import { getState, useWorkbench } from "./store/store.ts";
import { Announcer } from "./swap/Announcer.tsx";
import { PreviewDialog } from "./swap/PreviewDialog.tsx";
import { SwapReportDialog } from "./swap/SwapReportDialog.tsx";
import { StatusBar } from "./topbar/StatusBar.tsx";
import { TopBar } from "./topbar/TopBar.tsx";
import { TipProvider } from "./ui/Tip.tsx";
import { Toasts } from "./ui/Toasts.tsx";
import { on } from "./workbench-api.ts";
import { DropTarget } from "./workspace/DropTarget.tsx";
import { Progress } from "./workspace/Progress.tsx";
import { ResumeBanner } from "./workspace/ResumeBanner.tsx";
import { TrustBanner } from "./workspace/TrustBanner.tsx";
import { Welcome } from "./workspace/Welcome.tsx";

export const App = () => {
  useEffect(() => listenForKeys(), []);
  useEffect(() => on("app.command", ({ command }) => runNamedCommand(command)), []);
  return (
    <TipProvider>
      <div className={styles.window}>
        <TopBar />
        <Progress />
        <TrustBanner />
        <ResumeBanner />
        <Body />
        <StatusBar />
      </div>
      <DropTarget />
      <Suspense fallback={null}>
        <Dialogs />
      </Suspense>
      <Announcer />
      <Messages />
    </TipProvider>
  );
};

const Body = () => {
  const welcome = useWorkbench((state) => state.welcome);
  const isOpen = useWorkbench((state) => state.workspace !== null);
  const isOpening = useWorkbench((state) => !state.settled || state.progress !== null);
  if (welcome) return <Welcome />;
  if (isOpen) return <Workbench />;
  return isOpening ? <main className={styles.opening} aria-label="Opening" /> : <Welcome />;
};

/** Sizes of a group in percent, as they were left; the order of panels is the order of the list. */
const rememberedLayout = (group: string, panels: readonly string[]): Layout | undefined => {
  const sizes = getState().settings.layout[group];
  if (sizes?.length !== panels.length) return undefined;
  return Object.fromEntries(panels.map((panel, index) => [panel, sizes[index] ?? 0]));
};

const rememberLayout = (group: string, panels: readonly string[], layout: Layout): void => {
  const { settings } = getState();
  void saveSettings({ layout: { ...settings.layout, [group]: panels.map((panel) => layout[panel] ?? 0) } });
};

const rows = ["upper", "bottom"];
const columns = ["modules", "centre", "inspector"];

const Workbench = () => (
  <main className={styles.main}>
    <Group
      orientation="vertical"
      defaultLayout={rememberedLayout("rows", rows)}
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (isUserInteraction) rememberLayout("rows", rows, layout);
      }}
    >
      <Panel id="upper" defaultSize="68%" minSize={180}>
        <Group
          orientation="horizontal"
          defaultLayout={rememberedLayout("columns", columns)}
          onLayoutChanged={(layout, { isUserInteraction }) => {
            if (isUserInteraction) rememberLayout("columns", columns, layout);
          }}
        >
          <Panel id="modules" defaultSize={289} minSize={200} groupResizeBehavior="preserve-pixel-size">
            <Modules />
          </Panel>
          <Separator className={styles.column} aria-label="Width of the modules panel" />
          <Panel id="centre" minSize={320}>
            <Centre />
          </Panel>
          <Separator className={styles.column} aria-label="Width of the inspector" />
          <Panel id="inspector" defaultSize={320} minSize={220} groupResizeBehavior="preserve-pixel-size">
            <Inspector />
          </Panel>
        </Group>
      </Panel>
      <Separator className={styles.row} aria-label="Height of the lower panel" />
      <Panel id="bottom" minSize={96}>
        <Bottom />
      </Panel>
    </Group>
  </main>
);

const Dialogs = () => {
  const dialog = useWorkbench((state) => state.dialog);
  if (dialog === null) return null;
  switch (dialog.kind) {
    case "palette":
      return <Palette />;
    case "go-to-module":
      return <GoToModule />;
    case "help":
      return <Help />;
    case "about":
      return <About />;
    case "preview":
      return <PreviewDialog ids={dialog.ids} />;
    case "certificate":
      return (
        <CertificateDialog key={`${dialog.id} ${dialog.generation}`} id={dialog.id} generation={dialog.generation} />
      );
    case "old-text":
      return <OldTextDialog id={dialog.id} generation={dialog.generation} line={dialog.line} />;
    case "event":
      return <EventDialog event={dialog.event} number={dialog.number} />;
    case "breakpoint":
      return <BreakpointDialog breakpoint={dialog.breakpoint} index={dialog.index} />;
    case "new-workspace":
      return <NewWorkspaceDialog />;
    case "new-module":
      return <NewModuleDialog folder={dialog.folder} />;
    case "rename-module":
      return <RenameModuleDialog key={dialog.id} id={dialog.id} />;
    case "delete-module":
      return <DeleteModuleDialog key={dialog.id} id={dialog.id} />;
    case "steps":
      return <StepsDialog />;
    case "replay":
      return <ReplayDialog under={dialog.under} />;
    case "swap-report":
      return <SwapReportDialog number={dialog.swap} />;
    default:
      return dialog satisfies never;
  }
};

const Messages = () => <Toasts toasts={useWorkbench((state) => state.toasts)} onClose={closeToast} />;
