/** Listens to the engine and applies what it tells to the store, at most once a frame. */
import { call, on } from "../workbench-api.ts";
import { refreshGhostsSoon, refreshGraphSoon, refreshProblemsSoon, tell } from "./actions.ts";
import {
  changedFunctions,
  type Delta,
  logged,
  loopChanged,
  modulesChanged,
  problemsListed,
  problemTold,
  progressed,
  swapped,
  turnsEnded,
} from "./deltas.ts";
import { refreshBreakpointsSoon } from "./loop.ts";
import { emptyMirror, type State } from "./state.ts";
import { getState, setState, useWorkbench } from "./store.ts";
import { refreshMarksSoon } from "./time.ts";
import { turnStore } from "./turns.ts";

/** How long a changed function stays lit; the animation in the panels takes as long. */
const litMs = 2400;

let pending: Delta[] = [];
let scheduled = false;

/** Frames do not come while the window is hidden; the mirror must not grow behind then. */
const nextFrame = (run: () => void): void => {
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    run();
  };
  requestAnimationFrame(once);
  setTimeout(once, 250);
};

const enqueue = (delta: Delta): void => {
  pending.push(delta);
  if (scheduled) return;
  scheduled = true;
  nextFrame(flush);
};

const flush = (): void => {
  scheduled = false;
  const deltas = pending;
  pending = [];
  const before = getState();
  let state: State = before;
  for (const delta of deltas) state = { ...state, ...delta(state) };
  setState(state);
};

/** Of a workspace that opens at the start nothing is told before it is open; a slow one tells its progress by then. */
const settlesMs = 1500;

/** Starts the mirror. Call once, before the first render. */
export const connect = async (): Promise<void> => {
  on("modules.changed", (payload) => {
    enqueue(modulesChanged(payload));
    refreshGraphSoon([...payload.modules.map(({ id }) => id), ...payload.removed]);
    refreshProblemsSoon();
  });
  on("loop.turn", (payload) => {
    turnStore.told(payload.turns);
    enqueue(turnsEnded(payload));
  });
  on("loop.changed", (status) => enqueue(loopChanged(status)));
  on("log", (payload) => enqueue(logged(payload)));
  on("problem", (problem) => enqueue(problemTold(problem)));
  on("problems.withdrawn", () => refreshProblemsSoon());
  on("workspace.progress", (progress) => enqueue(progressed(progress)));
  on("modules.swapped", (report) => {
    enqueue(swapped(report, Date.now()));
    refreshMarksSoon();
    refreshGraphSoon(report.modules.map(({ id }) => id));
    refreshProblemsSoon();
    if (report.ok && !report.dryRun) for (const { id, from } of report.modules) if (from > 0) refreshGhostsSoon(id);
    const keys = changedFunctions(report);
    setTimeout(() => enqueue(({ lit }) => ({ lit: new Set([...lit].filter((key) => !keys.includes(key))) })), litMs);
  });
  // It was set back, came back, or went on from there: what is a branch may be another now.
  useWorkbench.subscribe((state, before) => {
    if (state.status?.rewound !== before.status?.rewound) refreshMarksSoon();
  });
  on("generation.settled", ({ id }) => refreshGhostsSoon(id));
  on("ready", () => void load().catch(tell));
  on("app.workspace", (workspace) => {
    const changed = workspace?.folder !== getState().workspace?.folder;
    setState({ workspace, settled: true, ...(workspace !== null && changed ? { welcome: false } : {}) });
    if (changed) setState({ ...emptyMirror, selection: { kind: "none" }, turn: null, past: null, toldSwap: null });
    void load().catch(tell);
  });

  const [info, settings] = await Promise.all([call("app.info"), call("app.settings")]);
  setState({ info, settings, workspace: info.workspace, settled: info.workspace !== null });
  setTimeout(() => setState({ settled: true }), settlesMs);
  await load();
};

/** Reads everything anew: at the start, and after another folder was opened. */
const load = async (): Promise<void> => {
  const [samples, recent] = await Promise.all([call("app.samples"), call("app.recent")]);
  setState({ samples, recent });
  if (getState().workspace === null) {
    setState({ ...emptyMirror });
    return;
  }
  const [modules, status, turns, problems, log] = await Promise.all([
    call("modules.list"),
    call("loop.status"),
    call("history.list", { limit: 300, brief: true }),
    call("problems.list"),
    call("log.list"),
  ]);
  enqueue(({ swaps }) => ({ ...emptyMirror, swaps }));
  enqueue(modulesChanged({ modules, removed: [] }));
  turnStore.clear();
  turnStore.told(turns);
  enqueue(turnsEnded({ turns, status }));
  enqueue(problemsListed(problems));
  enqueue(logged({ entries: log }));
  refreshGraphSoon();
  refreshMarksSoon();
  refreshBreakpointsSoon();
  // After the window was loaded anew: what was swapped before may have left something.
  for (const { id, generation } of modules) if (generation > 1) refreshGhostsSoon(id);
};
