/** The engine's methods, as the contract names them. */
import { Refusal, type TurnSummary, type Under, type Workbench, briefOf } from "../engine/index.ts";
import type { EngineMethod, Handlers, Params } from "./contract.ts";

export const engineHandlers = (workbench: Workbench): Handlers<EngineMethod> => ({
  "workspace.open": ({ folder }) => workbench.open(folder, { run: true }),
  "workspace.status": () => workbench.status(),
  "workspace.options": ({ autoUndo, swapOnSave, refuseTypeErrors }) =>
    workbench.options({
      ...(autoUndo === undefined ? {} : { autoUndo }),
      ...(swapOnSave === undefined ? {} : { swapOnSave }),
      ...(refuseTypeErrors === undefined ? {} : { refuseTypeErrors }),
    }),
  "session.pending": () => workbench.pending(),
  "session.resume": () => workbench.resume(),
  "session.discard": () => workbench.discard(),
  "modules.list": () => workbench.session.modules(),
  "modules.source": ({ id, generation }) => workbench.session.sourceOf(id, generation),
  "modules.swap": (request) => workbench.session.swap(request),
  "modules.undo": ({ id, state }) => workbench.session.undo(id, state),
  "modules.redo": ({ id, state }) => workbench.session.redo(id, state),
  "modules.unload": ({ ids }) => workbench.session.unload(ids),
  "modules.revive": ({ id }) => workbench.session.revive(id),
  "modules.evaluate": ({ id, text }) => workbench.session.prompt.evaluate(id, text),
  "modules.complete": ({ id, text, offset }) => workbench.session.prompt.complete(id, text, offset),
  "modules.generations": async ({ id, generation }) =>
    generation === undefined
      ? workbench.session.generationsOf(id)
      : [await workbench.session.generationOf(id, generation)],
  "references.certificate": ({ id, generation }) => workbench.session.certificateOf(id, generation),
  "references.explain": ({ id, generation }) => workbench.session.references.explain(id, generation),
  "references.explainCost": () => workbench.session.references.cost(),
  "references.cancelExplain": () => {
    workbench.session.references.cancelExplain();
    return null;
  },
  "references.certificates": ({ id, living = false }) => workbench.session.references.certificates(id, { living }),
  "references.measure": () => workbench.session.references.measure(),
  "references.trend": ({ id }) => workbench.session.references.trend(id),
  "references.drop": ({ id, generation }) => workbench.session.references.drop(id, generation),
  "references.revoke": ({ id, generation, how }) => workbench.session.references.revoke(id, generation, how),
  "references.graph": ({ level, ids }) => workbench.session.graph(level, ids),
  "loop.status": () => workbench.session.loop.status(),
  "loop.run": () => workbench.run(),
  "loop.pause": () => workbench.pause(),
  "loop.step": async ({ brief = false, ...request }) =>
    told(await workbench.session.debugger.step(withoutUndefined(request)), brief),
  "loop.emit": ({ event }) => emit(workbench, event),
  "loop.queue": () => workbench.session.loop.queue(),
  "loop.waiting": (stretch) => workbench.session.debugger.waiting(stretch),
  "loop.editQueue": (edit) => workbench.session.debugger.editQueue(edit),
  "loop.speed": ({ turnsPerSecond }) => {
    workbench.session.loop.setSpeed(turnsPerSecond);
    return workbench.session.loop.status();
  },
  "loop.pauseOn": (change) => workbench.session.debugger.setPauseOn(withoutUndefined(change)),
  "loop.breakpoints": ({ set }) =>
    set === undefined ? workbench.session.debugger.breakpoints() : workbench.session.debugger.setBreakpoints(set),
  "loop.watch": ({ modules }) => workbench.session.live.watch(modules),
  "loop.again": ({ module, function: name }) => emit(workbench, workbench.session.failedEvent(module, name)),
  "loop.clock": ({ hz }) => {
    workbench.session.loop.setClock(hz);
    return workbench.session.loop.status();
  },
  "state.get": ({ id }) => workbench.session.stateOf(id),
  "state.part": ({ id, path }) => workbench.session.partOfState(id, path),
  "state.provenance": (of) => workbench.session.provenance(of),
  "history.list": ({ from, limit = 100, brief = false }) =>
    told(workbench.session.history.list(from === undefined ? { limit } : { from, limit }), brief),
  "history.find": (request) => workbench.session.find(withoutUndefined(request)),
  "history.marks": () => workbench.session.rewinder.overview(),
  "history.at": ({ turn, modules }) => workbench.session.rewinder.look(turn, modules),
  "history.rewind": ({ turn }) => workbench.session.rewinder.rewind(turn),
  "history.branch": ({ branch }) => workbench.session.rewinder.goTo(branch),
  "history.replay": ({ from, to, sources, generations, recorded }) =>
    workbench.session.replayer.replay({ from, to, under: underOf({ sources, generations, recorded }) }),
  "history.cancelReplay": () => ({ cancelled: workbench.session.replayer.cancel() }),
  "history.purity": ({ from, to }) => workbench.session.replayer.purity(from, to),
  "history.save": ({ file }) => workbench.session.save(file),
  "history.open": async ({ file, folder }) => workbench.open(await workbench.unpack(file, folder), { run: true }),
  "stage.get": () => workbench.stage.drawings(),
  "stage.input": ({ event }) =>
    workbench.session.isListenedFor(event)
      ? emit(workbench, event)
      : { queued: workbench.session.loop.status().queued },
  "problems.list": () => workbench.logbook.problems(),
  "log.list": () => workbench.logbook.entries(),
  "performance.get": () => workbench.session.performance(),
});

const underOf = ({
  sources,
  generations,
  recorded,
}: Pick<Params<"history.replay">, "sources" | "generations" | "recorded">): Under => {
  if (recorded) return { kind: "recorded" };
  if (generations) return { kind: "generations", generations };
  return sources ? { kind: "sources", sources } : { kind: "current" };
};

/** What is left out may be there as `undefined`. */
const withoutUndefined = <T extends object>(params: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const told = (turns: readonly TurnSummary[], brief: boolean): readonly TurnSummary[] =>
  brief ? turns.map(briefOf) : turns;

const emit = (workbench: Workbench, event: unknown): { queued: number } => {
  const outcome = workbench.session.loop.emit(event, "outside");
  if (!outcome.ok) throw new Refusal(outcome.problem.code, outcome.problem.message);
  return { queued: outcome.queued };
};
