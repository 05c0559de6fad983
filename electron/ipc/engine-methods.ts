/** The engine's methods, as the contract names them. */
import type { Workbench } from "../engine/index.ts";
import { Refusal } from "../engine/index.ts";
import type { EngineMethod, Handlers } from "./contract.ts";

export const engineHandlers = (workbench: Workbench): Handlers<EngineMethod> => ({
  "workspace.open": ({ folder }) => workbench.open(folder, { run: true }),
  "workspace.status": () => workbench.status(),
  "modules.list": () => workbench.session.modules(),
  "modules.source": ({ id }) => workbench.session.sourceOf(id),
  "modules.swap": (request) => workbench.session.swap(request),
  "modules.generations": ({ id }) => workbench.session.generationsOf(id),
  "references.graph": ({ level }) => workbench.session.graph(level),
  "loop.status": () => workbench.session.loop.status(),
  "loop.run": () => workbench.run(),
  "loop.pause": () => workbench.pause(),
  "loop.step": ({ count, unit }) =>
    workbench.session.loop.step({ ...(count === undefined ? {} : { count }), ...(unit === undefined ? {} : { unit }) }),
  "loop.emit": ({ event }) => emit(workbench, event),
  "loop.queue": () => workbench.session.loop.queue(),
  "loop.clock": ({ hz }) => {
    workbench.session.loop.setClock(hz);
    return workbench.session.loop.status();
  },
  "state.get": ({ id }) => workbench.session.stateOf(id),
  "history.list": ({ from, limit }) =>
    workbench.session.history.list({
      ...(from === undefined ? {} : { from }),
      ...(limit === undefined ? {} : { limit }),
    }),
  "stage.get": () => workbench.stage.drawings(),
  "stage.input": ({ event }) =>
    workbench.session.isListenedFor(event) ? emit(workbench, event) : { queued: workbench.session.loop.queue().length },
  "problems.list": () => workbench.logbook.problems(),
  "log.list": () => workbench.logbook.entries(),
});

const emit = (workbench: Workbench, event: unknown): { queued: number } => {
  const outcome = workbench.session.loop.emit(event, "outside");
  if (!outcome.ok) throw new Refusal(outcome.problem.code, outcome.problem.message);
  return { queued: outcome.queued };
};
