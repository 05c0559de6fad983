import { pathToFileURL } from "node:url";
import { createWorkbench, type Workbench } from "../engine/index.ts";
import type { Host } from "../engine/host.ts";
import type { EngineNotifications } from "../engine/notifications.ts";
import type { EngineMethod, Handlers } from "../ipc/contract.ts";
import { engineHandlers } from "../ipc/engine-methods.ts";
import { paced } from "../ipc/pace.ts";
import { builtFile, userFile } from "./paths.ts";
import { hangFile } from "./watchdog.ts";
import type { SettingsStore } from "./settings.ts";
import { typingIn } from "./typing.ts";
import type { Shell } from "./window.ts";

export interface Engine {
  readonly workbench: Workbench;
  /** The contract's methods; what asks the engine something here asks as the window does. */
  readonly methods: Handlers<EngineMethod>;
}

/** What the window is told, whatever the loop does. */
const mostBytesPerSecond = 900_000;
/** Of thousands of modules that were opened the window hears at once. */
const opensForMs = 500;

/** Makes the engine and lets the window hear all that it tells. */
export const setUpWorkbench = (
  shell: Shell,
  settings: SettingsStore,
  checkTypes: NonNullable<Host["checkTypes"]>,
): Engine => {
  const workbench = createWorkbench({
    now: () => performance.now(),
    isTyping: typingIn(shell),
    compilerWorker: pathToFileURL(builtFile("main", "compile.worker.js")),
    heapWorker: pathToFileURL(builtFile("main", "heap.worker.js")),
    cacheFolder: userFile("cache"),
    checkTypes,
    get callTimeoutMs() {
      return settings.get().callTimeoutMs;
    },
    witness: { worker: pathToFileURL(builtFile("main", "witness.worker.js")), note: hangFile() },
    journal: {
      folder: userFile("journals"),
      worker: pathToFileURL(builtFile("main", "journal.worker.js")),
      resume: "ask",
    },
  });
  const pace = paced({
    bytesPerSecond: mostBytesPerSecond,
    now: () => performance.now(),
    hold: (isHeld) => workbench.hold(isHeld),
  });
  for (const name of Object.keys(told) as (keyof EngineNotifications)[]) {
    const tell = (payload: EngineNotifications[typeof name]): void => pace.sent(shell.tell(name, payload));
    // Nobody is to wait for the new code until the window has been told of it.
    workbench.on(name, name === "modules.swapped" ? (payload) => void setImmediate(tell, payload) : tell);
  }
  workbench.on("ready", () => pace.free(opensForMs));
  shell.window.once("closed", pace.end);
  return { workbench, methods: engineHandlers(workbench) };
};

/** Every notification of the engine; a new one does not compile until it stands here. */
const told: { readonly [N in keyof EngineNotifications]: true } = {
  ready: true,
  "modules.changed": true,
  "loop.turn": true,
  "loop.changed": true,
  "loop.calls": true,
  "modules.swapped": true,
  "generation.settled": true,
  "problems.withdrawn": true,
  log: true,
  problem: true,
  "workspace.progress": true,
};
